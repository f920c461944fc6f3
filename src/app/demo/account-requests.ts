import { Readable } from 'node:stream';
import { type Actor, type AnyActor, PUBLIC } from '../../kernel/actor.ts';
import { addDays, addMinutes, type Instant } from '../../kernel/time.ts';
import {
  approveRequest,
  refuseRequest,
  sendRequest,
  uploadLetter,
} from '../../features/accounts/index.ts';
import { appendAudit, type AuditEntry } from '../../platform/audit.ts';
import type { FileStore } from '../../platform/files/file-store.ts';
import type { Keyring } from '../../platform/keyring.ts';
import { requestOf } from './queries.ts';
import { samplePlan } from './sample-plan.ts';
import { bodyOf, type DemoWorld } from './world.ts';

/** Who receives the requests and decides some of them. */
export interface RequestDesk {
  readonly world: DemoWorld;
  readonly files: FileStore;
  readonly keyring: Keyring;
  readonly office: Actor;
  readonly at: Instant;
}

type Deed<A extends AnyActor> = Parameters<typeof sendRequest>[0] & { readonly actor: A };

/** The address of the documentation network stands for somebody's browser. */
const CLIENT = { address: '203.0.113.7' };

const as = async <A extends AnyActor, T>(
  { world, keyring }: RequestDesk,
  actor: A,
  at: Instant,
  action: (deed: Deed<A>) => Promise<T>,
): Promise<T> => {
  const entries: AuditEntry[] = [];
  const result = await action({
    tx: world.tx,
    actor,
    receivedAt: at,
    client: CLIENT,
    keyring,
    record: (entry) => void entries.push(entry),
    plan: (job) => void world.told.push(job),
  });
  const moment = { actor, action: 'demo', at, receivedAt: at, outcome: 'done' } as const;
  await appendAudit(world.tx, moment, entries);
  return result;
};

interface Newcomer {
  readonly kind: 'INSTITUTION' | 'EVALUATION_ORGANIZATION';
  readonly code: string;
  readonly name: string;
  readonly duty: string;
  readonly mobile: string;
  readonly purpose: string;
  readonly daysAgo: number;
}

/** By the form and the letter that everybody sends; the request's id. */
const ask = async (desk: RequestDesk, newcomer: Newcomer): Promise<string> => {
  const at = addMinutes(addDays(desk.at, -newcomer.daysAgo), -newcomer.daysAgo * 47);
  const { kind, code, daysAgo: _, ...words } = newcomer;
  const file = await desk.files.receive(Readable.from([Buffer.from(await samplePlan(1))]), {
    originalName: '盖章授权书（演示）.pdf',
    accept: ['pdf'],
    maxBytes: 1024 * 1024,
  });
  const letter = await as(desk, PUBLIC, at, (deed) => uploadLetter({ ...deed, file }));
  const sent = await as(desk, PUBLIC, addMinutes(at, 4), (deed) =>
    sendRequest(deed, {
      ...words,
      organizationId: bodyOf(desk.world, kind, code).id,
      mailbox: `newcomer-${words.mobile.slice(-4)}@example.cn`,
      letterId: letter.id,
      letterSecret: letter.secret,
    }),
  );
  return (await requestOf(desk.world.tx, sent.receiptNumber)).id;
};

/**
 * Requests in every state: two wait, one at a school that has an administrator and one at a body that has none; one
 * was refused, one has become an account.
 */
export const tellAccountRequests = async (
  desk: RequestDesk,
  codes: { readonly school: string; readonly other: string; readonly evaluator: string },
): Promise<void> => {
  const { office, at } = desk;
  const refused = await ask(desk, {
    kind: 'INSTITUTION',
    code: codes.other,
    name: '石见山',
    duty: '教务处干事',
    mobile: '13800009001',
    purpose: '负责本校试点申报和备案',
    daysAgo: 6,
  });
  await as(desk, office, addDays(at, -5), (deed) =>
    refuseRequest(deed, refused, {
      version: 1,
      reason: '授权书没有加盖单位公章，请补盖后重新提交。',
    }),
  );
  const approved = await ask(desk, {
    kind: 'EVALUATION_ORGANIZATION',
    code: codes.evaluator,
    name: '田若谷',
    duty: '培训部主管',
    mobile: '13800009002',
    purpose: '查看本组织证书的备案院校，发布说明会',
    daysAgo: 3,
  });
  await as(desk, office, addDays(at, -2), (deed) =>
    approveRequest(deed, approved, { version: 1, loginName: 'org-tian', roles: ['org_admin'] }),
  );
  await ask(desk, {
    kind: 'INSTITUTION',
    code: codes.other,
    name: '石见山',
    duty: '教务处干事',
    mobile: '13800009001',
    purpose: '负责本校试点申报和备案；授权书已补盖公章',
    daysAgo: 2,
  });
  await ask(desk, {
    kind: 'INSTITUTION',
    code: codes.school,
    name: '白时雨',
    duty: '实训处专人',
    mobile: '13800009003',
    purpose: '接替离岗同事填报本校申报',
    daysAgo: 1,
  });
};
