import { setTimeout as sleep } from 'node:timers/promises';
import { SYSTEM } from '../../kernel/actor.ts';
import { DomainError } from '../../kernel/error.ts';
import { appendAudit } from '../audit.ts';
import type { Database, Transaction } from '../db/database.ts';
import {
  type KeyFile,
  rereadKeyFile,
  replaceKeyFile,
  withNewKey,
  withoutKeys,
} from '../key-file.ts';
import { checkValuesOf, type Keyring, openKeyring } from '../keyring.ts';
import {
  countByKey,
  knownKeys,
  lockKeys,
  lockStale,
  registerKeys,
  replaceSealed,
  retireKeys,
} from './queries.ts';
import { placeOf, type SealedField, type Sealings } from './sealed.ts';

export interface RotateTask {
  readonly dataDir: string;
  readonly database: Database;
  readonly sealings: Sealings;
  /**
   * How long to wait before the last count: until then every running process has seen the new file (KEY_FILE_MS), and
   * what it had begun with the old key is committed (a statement ends after 15 s).
   */
  readonly settleMs: number;
  /** Hears, in words for the operator, what is being done. */
  readonly report: (line: string) => void;
}

export interface Rotated {
  readonly current: string;
  /** Values that were sealed anew. */
  readonly count: number;
  readonly retired: readonly string[];
  /** Older keys that are still needed, with the values that do not open. */
  readonly kept: readonly { readonly name: string; readonly count: number }[];
  /** `table.column` with values that do not open under any key. */
  readonly damaged: readonly string[];
}

const BATCH = 200;
/** Each pass leaves out what others are writing just then; after so many nothing of theirs is old any more. */
const MOST_PASSES = 10;

const readFileNow = (dataDir: string): KeyFile => {
  const file = rereadKeyFile(dataDir);
  if (file !== undefined) return file;
  throw new DomainError(
    'unavailable',
    'keyring.unreadable',
    '密钥文件 keys.json 读不出来，没有换密钥；请从备份恢复后重试',
  );
};

const newest = (names: readonly string[]): string =>
  names.toSorted((a, b) => Number(a.slice(1)) - Number(b.slice(1))).at(-1) ?? '';

const retiredNames = async (tx: Transaction): Promise<string[]> =>
  (await knownKeys(tx)).filter((key) => key.retired_at !== null).map(({ name }) => name);

/**
 * The new key, made once however many start at the same time. A change that was broken off is taken up where it stood:
 * the newest key of the file goes on, no other is made.
 */
const beginWith = async ({ dataDir, database }: RotateTask): Promise<string> => {
  const at = await database.now();
  return await database.transaction(SYSTEM, async (tx) => {
    await lockKeys(tx);
    const retired = await retiredNames(tx);
    const file = withoutKeys(readFileNow(dataDir), retired);
    const names = Object.keys(file.keys);
    const next = names.length > 1 ? { ...file, current: newest(names) } : withNewKey(file, retired);
    // First the file: a key that only the database knew would stop the next start.
    await replaceKeyFile(dataDir, next);
    await registerKeys(tx, checkValuesOf(next), at);
    return next.current;
  });
};

interface Pass {
  count: number;
  readonly damaged: Set<string>;
}

const sealBatch = (
  { database }: RotateTask,
  keyring: Keyring,
  field: SealedField,
  search: { readonly current: string; readonly after: string | undefined },
  pass: Pass,
): Promise<string | undefined> =>
  database.transaction(SYSTEM, async (tx) => {
    const values = await lockStale(tx, field, { ...search, most: BATCH });
    for (const { row, sealed } of values) {
      const place = placeOf(field, row);
      let text: string;
      try {
        text = keyring.open(sealed, place);
      } catch {
        pass.damaged.add(`${field.table}.${field.column}`);
        continue;
      }
      pass.count += await replaceSealed(tx, field, row, keyring.seal(text, place));
    }
    return values.length < BATCH ? undefined : values.at(-1)?.row;
  });

/** Once over every field, a batch at a time, so that nobody waits for long. */
const sealAll = async (task: RotateTask, keyring: Keyring, current: string): Promise<Pass> => {
  const pass: Pass = { count: 0, damaged: new Set() };
  for (const field of task.sealings.fields) {
    let after: string | undefined;
    do {
      after = await sealBatch(task, keyring, field, { current, after }, pass);
    } while (after !== undefined);
  }
  return pass;
};

const olderValues = async (
  { database, sealings }: RotateTask,
  current: string,
): Promise<{ name: string; count: number }[]> => {
  const counts = await database.read(SYSTEM, (read) => countByKey(read, sealings.fields));
  return [...counts].filter(([name]) => name !== current).map(([name, count]) => ({ name, count }));
};

/** Retires what no value needs; the database first, because it refuses a start without a key that it counts on. */
const retireUnused = async (task: RotateTask, current: string): Promise<string[]> => {
  const { dataDir, database, sealings } = task;
  const at = await database.now();
  const unused = await database.transaction(SYSTEM, async (tx) => {
    await lockKeys(tx);
    const counts = await countByKey(tx, sealings.fields);
    const names = Object.keys(readFileNow(dataDir).keys).filter(
      (name) => name !== current && (counts.get(name) ?? 0) === 0,
    );
    if (names.length > 0) await retireKeys(tx, names, at);
    return names;
  });
  await database.transaction(SYSTEM, async (tx) => {
    await lockKeys(tx);
    await replaceKeyFile(dataDir, withoutKeys(readFileNow(dataDir), unused));
  });
  return unused;
};

const recordRotation = async ({ database }: RotateTask, rotated: Rotated): Promise<void> => {
  const at = await database.now();
  const { current, count, retired, kept } = rotated;
  const moment = {
    actor: SYSTEM,
    action: 'platform.rotateKeys',
    at,
    receivedAt: at,
    outcome: 'done',
  } as const;
  await database.transaction(SYSTEM, (tx) =>
    appendAudit(tx, moment, [{ detail: { current, count, retired, kept } }]),
  );
};

/**
 * Makes a new key, seals every value anew with it while people go on working, and takes the old one away once no value
 * needs it (assurance C3). Broken off at any moment, it is run again. Values that do not open stay as they are, and the
 * key that they name stays with them.
 */
export const rotateKeys = async (task: RotateTask): Promise<Rotated> => {
  const { report, settleMs } = task;
  const current = await beginWith(task);
  report(`新的内容用密钥 ${current} 加密`);
  const keyring = await openKeyring(task.dataDir);
  const first = await sealAll(task, keyring, current);
  let { count, damaged } = first;
  report(`已改用 ${current}：${count} 项；再等 ${Math.ceil(settleMs / 1000)} 秒，让正在办理的办完`);
  await sleep(settleMs);
  let older = await olderValues(task, current);
  for (let turn = 1; older.length > 0 && turn < MOST_PASSES; turn += 1) {
    const pass = await sealAll(task, keyring, current);
    count += pass.count;
    ({ damaged } = pass);
    older = await olderValues(task, current);
    if (pass.count === 0 && damaged.size > 0) break;
  }
  const retired = await retireUnused(task, current);
  const rotated = { current, count, retired, kept: older, damaged: [...damaged].toSorted() };
  await recordRotation(task, rotated);
  return rotated;
};
