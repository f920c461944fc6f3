import { SYSTEM } from '../../kernel/actor.ts';
import { DomainError } from '../../kernel/error.ts';
import type { Instant } from '../../kernel/time.ts';
import type { Database, Read, Transaction } from '../db/database.ts';
import { type Keyring, openKeyring } from '../keyring.ts';
import type { Logger } from '../log.ts';
import {
  holdsSealed,
  isRunningElsewhere,
  type KnownKey,
  knownKeys,
  lockKeys,
  registerKeys,
  retireKeys,
  sampleOf,
} from './queries.ts';
import { placeOf, type Sealings } from './sealed.ts';

const foreignKeys = (names: readonly string[]): DomainError =>
  new DomainError(
    'unavailable',
    'keyring.foreign',
    `密钥文件 keys.json 与数据库不符（${names.join('、')} 缺少或不同）：数据库里的手机、邮箱等是用另一份密钥加密的，用这份永远打不开。` +
      '请检查 DATA_DIR 是否指向原来的数据目录，或从备份恢复当时的 keys.json，再启动',
  );

const otherProcess = (): DomainError =>
  new DomainError(
    'unavailable',
    'keyring.in_use',
    '另一个 onex 进程正用另一份 keys.json 运行在同一个数据库上。请让各个进程使用同一个 DATA_DIR，或放一份相同的 keys.json',
  );

/** Keys that the database knows as in use and the file does not have, or has otherwise. */
const wrongNames = (known: readonly KnownKey[], values: ReadonlyMap<string, string>): string[] =>
  known
    .filter(({ name, check_value: value, retired_at: retiredAt }) => {
      const own = values.get(name);
      return own === undefined ? retiredAt === null : own !== value;
    })
    .map(({ name }) => name);

/** A database from before there were check values: one of its own values must open. */
const opensSomething = async (
  read: Read,
  keyring: Keyring,
  { fields }: Sealings,
): Promise<boolean> => {
  let isTried = false;
  for (const field of fields) {
    const sample = await sampleOf(read, field);
    if (sample === undefined) continue;
    isTried = true;
    try {
      keyring.open(sample.sealed, placeOf(field, sample.row));
      return true;
    } catch {
      // Another field may tell; one damaged value is not a wrong key.
    }
  }
  return !isTried;
};

const compareKeys = async (
  tx: Transaction,
  keyring: Keyring,
  setup: { readonly sealings: Sealings; readonly at: Instant; readonly log: Logger },
): Promise<void> => {
  await lockKeys(tx);
  const { sealings, at, log } = setup;
  const known = await knownKeys(tx);
  const values = keyring.checkValues();
  const wrong = wrongNames(known, values);
  if (wrong.length > 0) {
    if (await holdsSealed(tx, sealings)) throw foreignKeys(wrong);
    if (await isRunningElsewhere(tx)) throw otherProcess();
    log.warn({ keys: wrong }, '密钥文件换了；数据库里还没有加密的内容，已改为登记这一份');
    const gone = wrong.filter((name) => !values.has(name));
    if (gone.length > 0) await retireKeys(tx, gone, at);
  }
  if (known.length === 0 && !(await opensSomething(tx, keyring, sealings))) {
    throw foreignKeys([...values.keys()]);
  }
  await registerKeys(tx, values, at);
};

/**
 * The keyring of the data folder, once it is sure that it belongs to this database (assurance C1, C3): the database
 * keeps a check value of each key. Without it, a start with another folder would make new keys in silence, and everything
 * sealed would be unreadable. While the database holds nothing sealed, another file may take the place of the first.
 * @throws DomainError `keyring.*` in words for the operator
 */
export const openKeyringOf = async (setup: {
  readonly dataDir: string;
  readonly database: Database;
  readonly sealings: Sealings;
  readonly at: Instant;
  readonly log: Logger;
}): Promise<Keyring> => {
  const { database, sealings } = setup;
  const keyring = await openKeyring(setup.dataDir, {
    mayCreate: async () => !(await database.read(SYSTEM, (read) => holdsSealed(read, sealings))),
  });
  await database.transaction(SYSTEM, (tx) => compareKeys(tx, keyring, setup));
  return keyring;
};
