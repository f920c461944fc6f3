import { randomInt } from 'node:crypto';
import {
  DINGTALK,
  type DingtalkReceiver,
  startDingtalkReceiver,
} from '../../../test/support/dingtalk-receiver.ts';
import { startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import type { Person } from '../../../test/support/world.ts';
import { SYSTEM } from '../../kernel/actor.ts';
import { addMinutes } from '../../kernel/time.ts';
import type { Route } from '../../platform/http/route.ts';
import { type Notice, registerNoticeEvents } from '../../platform/notice.ts';
import { newId } from '../../platform/random.ts';
import { addressSeal } from './address-seal.ts';
import { putWaiting, verifyAddress } from './address-queries.ts';
import { noteMailSender } from './channel-queries.ts';
import { type DeliveryDependencies, deliverDue, type DeliverySettings } from './deliver.ts';
import { keepApp } from './dingtalk-settings.ts';
import { expandNotice } from './expand.ts';
import type { Medium } from './labels.ts';
import { createLines } from './lines.ts';

/** Events of the tests: a usual one, an urgent one, one that asks to act, one for groups. */
export const TEST_EVENTS = [
  { name: 'applications.told', label: '一般消息' },
  { name: 'applications.urged', label: '重要消息', isUrgent: true },
  { name: 'applications.asked', label: '要求办理', asksToAct: true },
  { name: 'applications.published', label: '面向全省', isForGroups: true },
] as const;

registerNoticeEvents(TEST_EVENTS);

export const noticeTo = (to: Notice['to'], more: Partial<Notice> = {}): Notice => ({
  event: 'applications.told',
  key: `key-${randomInt(1e9)}`,
  to,
  title: '试点申报需要修改',
  lines: ['请按初审意见修改后重新提交。'],
  path: '/desk/applications',
  ...more,
});

/** Writes a verified address past the code, as the code's way is tested by itself. */
export const giveAddress = async (
  app: TestApp,
  person: Pick<Person, 'id'>,
  address: string,
  medium: Medium = 'MAIL',
): Promise<void> => {
  const { keyring } = app.environment;
  const at = app.clock.now();
  const id = newId(at);
  const seal = addressSeal(keyring, id);
  await app.database.transaction(SYSTEM, async (tx) => {
    await putWaiting(tx, {
      id,
      accountId: person.id,
      medium,
      addressSealed: seal.sealAddress(address),
      addressIndex: keyring.index(medium, address),
      codeHash: Buffer.alloc(32),
      codeSealed: seal.sealCode('000000'),
      codeExpiresAt: addMinutes(at, 30),
      at,
    });
    await verifyAddress(tx, { id, accountId: person.id, medium }, at);
  });
};

export const setUpMail = (app: TestApp): Promise<number> =>
  app.database.transaction(SYSTEM, (tx) => noteMailSender(tx, '项目办 <onex@example.cn>'));

export const setUpDingtalk = (app: TestApp): Promise<boolean> => {
  const { appKey, appSecret, agentId, operatorUnionId } = DINGTALK;
  const by = { at: app.clock.now(), accountId: app.world.people.officeAdmin.id };
  return app.database.transaction(SYSTEM, (tx) =>
    keepApp(tx, app.environment.keyring, { appKey, appSecret, agentId, operatorUnionId }, by),
  );
};

export const tellNow = (app: TestApp, notice: Notice): Promise<number> =>
  expandNotice(app.database, notice, app.clock.now());

/** A worker of its own over the receiving servers of a test. */
export const workerOf = (
  app: TestApp,
  receivers: { readonly smtpUrl?: string; readonly dingtalk?: Pick<DingtalkReceiver, 'url'> },
  options: { readonly silenceMs?: number; readonly settings?: DeliverySettings } = {},
) => {
  const oapiUrl = receivers.dingtalk?.url ?? 'http://127.0.0.1:9';
  const { keyring, log } = app.environment;
  const { database, clock } = app;
  const mail =
    receivers.smtpUrl === undefined
      ? {}
      : { mail: { smtpUrl: receivers.smtpUrl, from: '项目办 <onex@example.cn>' } };
  const openLine = createLines({
    database,
    clock,
    keyring,
    config: { ...mail, dingtalk: { apiUrl: oapiUrl, oapiUrl } },
    silenceMs: options.silenceMs ?? 1_000,
  });
  const deps: DeliveryDependencies = {
    database,
    clock,
    keyring,
    log,
    publicUrl: 'https://onex.example.cn',
    openLine,
    ...(options.settings === undefined ? {} : { settings: options.settings }),
  };
  return { deps, run: () => deliverDue(deps, AbortSignal.timeout(30_000)) };
};

/** The office's DingTalk is set up, and the college's administrator has an address there. */
export const startDingtalk = async (
  routes: readonly Route[],
): Promise<{ app: TestApp; receiver: DingtalkReceiver }> => {
  const app = await startTestApp({ routes });
  const receiver = await startDingtalkReceiver({ thinkMs: 1_500 });
  receiver.now = () => Date.parse(app.clock.now());
  await setUpDingtalk(app);
  await giveAddress(app, app.world.people.collegeAdmin, '13800000001', 'DINGTALK');
  return { app, receiver };
};
