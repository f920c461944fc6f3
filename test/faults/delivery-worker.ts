import { createWriteStream } from 'node:fs';
import { databaseClock } from '../../src/platform/clock.ts';
import { openDatabase } from '../../src/platform/db/database.ts';
import { openKeyring } from '../../src/platform/keyring.ts';
import { createLog } from '../../src/platform/log.ts';
import { deliverDue } from '../../src/features/notifications/deliver.ts';
import { createLines } from '../../src/features/notifications/lines.ts';

/*
 * A worker of the delivery as a process of its own, with a lease short enough for a test. With FORGETFUL it is the
 * control: it sends like the product and forgets to write down what it has sent.
 */
const env = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is missing`);
  return value;
};

const database = openDatabase(env('TEST_URL'), { poolSize: 3, onIdleError: () => undefined });
const clock = await databaseClock(() => database.now());
const keyring = await openKeyring(env('DATA_DIR'));
const unreachable = 'http://127.0.0.1:9';
const lines = createLines({
  database,
  clock,
  keyring,
  config: {
    mail: { smtpUrl: env('SMTP_URL'), from: 'onex@example.cn' },
    dingtalk: { apiUrl: unreachable, oapiUrl: unreachable },
  },
});

const isForgetful = process.env['FORGETFUL'] === '1';

const openLine: typeof lines = async (channel) => {
  const line = await lines(channel);
  if (line === undefined || !isForgetful) return line;
  return {
    ...line,
    async send(message) {
      const outcome = await line.send(message);
      // The answer is lost on the way to the record: every tenth message looks as if it had to wait.
      return outcome.kind === 'sent' && /[0-9a]$/.test(message.deliveryId)
        ? { kind: 'down', reason: 'forgotten' }
        : outcome;
    },
  };
};

const ready = createWriteStream('', { fd: 1 });
ready.write('delivery worker ready\n');
for (;;) {
  await deliverDue(
    {
      database,
      clock,
      keyring,
      log: createLog('silent'),
      publicUrl: 'https://onex.example.cn',
      openLine,
      settings: { batch: 10, leaseMs: 3_000, tryMs: 1_500 },
    },
    AbortSignal.timeout(60_000),
  );
  await new Promise((resolve) => setTimeout(resolve, 100));
}
