import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { SYSTEM } from '../src/kernel/actor.ts';
import { mailOf } from '../src/features/notifications/mail.ts';
import { systemClock } from '../src/platform/clock.ts';
import { type Database, openDatabase } from '../src/platform/db/database.ts';
import { migrate } from '../src/platform/db/migrate.ts';
import { type JobQueue, openJobQueue } from '../src/platform/jobs.ts';
import { openKeyring } from '../src/platform/keyring.ts';
import { createLog } from '../src/platform/log.ts';
import { type Notice, noticeJob, tell } from '../src/platform/notice.ts';
import {
  type CountingMailServer,
  startCountingMailServer,
} from '../test/support/counting-mail-server.ts';
import { MASS_ORGANIZATION, seedMassRecipients } from '../test/support/mass-recipients.ts';
import { range } from './insert.ts';
import type { Sample } from './load.ts';
import { compare } from './measure.ts';
import { reportComparison, type Verdict } from './report.ts';
import type { Measurable } from './scenario.ts';
import { startBareMailer, startWorker } from './servers.ts';

export const MESSAGES = 'messages';

const RECIPIENTS = 2_000;
const FROM = 'onex@example.cn';
const PUBLIC_URL = 'https://onex.example.cn';
const PATIENCE_MS = 120_000;

const SCENARIO = {
  key: MESSAGES,
  title: `一条通知发给 ${RECIPIENTS.toLocaleString('en')} 人：登记、排队、逐封发出、逐封记录`,
  compared:
    '裸发信用 nodemailer 把同样的信经同样多的连接（1 个）发到同一台邮件服务器，没有队列、数据库与记录；' +
    '速度从第一封算到最后一封，毫秒从登记算到对方收下',
};
const WORDING = { unit: '封', size: '每封约', bare: '裸发信' };

const noticeOf = (): Notice => ({
  event: 'announcements.published',
  key: randomUUID(),
  to: [{ organizationId: MASS_ORGANIZATION }],
  title: '通知：关于做好本年度证书试点申报工作的通知',
  lines: [
    '各试点院校：本年度第一批申报自即日起开放，请核对本校专业与在校生数，按学校实际填写申报的证书、等级和人数。'.repeat(
      3,
    ),
    '请阅读全文，并点“确认已知悉”。',
  ],
  path: `/announcements/${randomUUID()}`,
});

/** The letters that the product makes of the notice, finished. */
const lettersOf = ({ title, lines, path }: Notice) =>
  range(RECIPIENTS, (number) =>
    mailOf(
      {
        deliveryId: randomUUID(),
        resendCount: 0,
        title,
        lines,
        url: `${PUBLIC_URL}${path}`,
        preferencesUrl: `${PUBLIC_URL}/desk/notifications/preferences`,
        address: `person${number}@example.cn`,
        until: null,
        provider: undefined,
        robot: undefined,
        todoRef: null,
      },
      FROM,
    ),
  );

/** Who got a letter of the present wave, and when. */
const beginWave = () => {
  const started = performance.now();
  const times = new Map<string, number>();
  let repeats = 0;
  let last = 0;
  return {
    note(to: string, at: number): void {
      if (times.has(to)) repeats += 1;
      times.set(to, at);
      last = at;
    },
    async untilAllAreThere(): Promise<Sample> {
      const end = started + PATIENCE_MS;
      while (times.size < RECIPIENTS && performance.now() < end) await sleep(10);
      const taken = [...times.values()];
      return {
        requests: taken.length,
        seconds: (last - Math.min(...taken)) / 1000,
        latencies: taken.map((at) => at - started),
        errors: RECIPIENTS - taken.length + repeats,
      };
    },
  };
};

type Wave = ReturnType<typeof beginWave>;

/** The product's last letter is taken before it is written down: the next wave must not meet the end of this one. */
const untilRecorded = async (owner: pg.Client): Promise<void> => {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const { rowCount } = await owner.query(`select from delivery where status = 'WAITING' limit 1`);
    if (rowCount === 0) return;
    if (performance.now() > end) throw new Error('messages that were sent stay in the queue');
    await sleep(10);
  }
};

interface Telling {
  readonly owner: pg.Client;
  readonly database: Database;
  readonly queue: JobQueue;
  begin(): Wave;
}

const waves = ({ owner, database, queue, begin }: Telling): Measurable => ({
  /** One wave whatever the seconds. */
  async run({ side, url }) {
    const wave = begin();
    if (side === 'bare') {
      const { status } = await fetch(url, { method: 'POST' });
      if (status !== 200) throw new Error(`the bare mailer answered ${status}`);
      return await wave.untilAllAreThere();
    }
    await database.transaction(SYSTEM, (tx) => queue.plan(tx, [tell(noticeOf())]));
    const sample = await wave.untilAllAreThere();
    await untilRecorded(owner);
    return sample;
  },
});

interface Place {
  readonly folder: string;
  /** The owner's address of the server; the messages get a database of their own in it. */
  readonly url: string;
  readonly migrations: string;
  readonly databasePid: number;
}

const ownDatabase = async ({ url, migrations }: Place): Promise<string> => {
  const server = new pg.Client({ connectionString: url });
  await server.connect();
  await server.query('create database onex_messages');
  await server.end();
  const own = new URL(url);
  own.pathname = '/onex_messages';
  await migrate({ url: own.href, directory: migrations, log: createLog('error') });
  return own.href;
};

const compareOnce = async (
  place: Place & { readonly url: string; readonly dataDir: string },
  server: CountingMailServer,
  begin: () => Wave,
  options: { readonly slices: number; readonly profile: string | undefined },
): Promise<Awaited<ReturnType<typeof compare>>> => {
  const { folder, url, dataDir, databasePid } = place;
  const lettersFile = join(folder, 'letters.json');
  await writeFile(lettersFile, JSON.stringify(lettersOf(noticeOf())));
  const env = {
    DATABASE_URL: url,
    DATA_DIR: dataDir,
    SMTP_URL: server.url,
    MAIL_FROM: FROM,
    PUBLIC_URL,
  };
  const product = await startWorker({ folder, args: [], env, profile: options.profile });
  const bare = await startBareMailer({ folder, lettersFile, smtpUrl: server.url });
  const log = createLog('error');
  const database = openDatabase(url, { poolSize: 2, onIdleError: () => undefined });
  const queue = await openJobQueue(url, [noticeJob], { log, mode: 'plan' });
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  try {
    const servers = { product, bare, databasePid };
    const scenario = waves({ owner, database, queue, begin });
    return await compare(scenario, servers, { slices: options.slices, sliceSeconds: 0 });
  } finally {
    await owner.end();
    await queue.stop();
    await database.close();
    await bare.stop();
    await product.stop();
  }
};

/** Messages a second of one worker, beside letters that are only sent. */
export const measureMessages = async (
  place: Place,
  options: { readonly slices: number; readonly profile: string | undefined },
): Promise<Verdict[]> => {
  const dataDir = join(place.folder, 'messages');
  await mkdir(dataDir);
  const url = await ownDatabase(place);
  const database = openDatabase(url, { poolSize: 2, onIdleError: () => undefined });
  const keyring = await openKeyring(dataDir);
  const at = systemClock.now();
  await seedMassRecipients(database, { keyring, count: RECIPIENTS, at });
  await database.close();
  let wave = beginWave();
  let bytes = 0;
  const server = await startCountingMailServer({
    onReceived(to, receivedAt, size) {
      wave.note(to, receivedAt);
      bytes += size;
    },
  });
  try {
    const begin = (): Wave => {
      wave = beginWave();
      return wave;
    };
    const found = await compareOnce({ ...place, url, dataDir }, server, begin, options);
    return reportComparison(SCENARIO, bytes / server.received(), found, WORDING);
  } finally {
    await server.close();
  }
};
