import { DomainError } from '../../kernel/error.ts';
import type { Config } from '../../platform/config.ts';
import { openDatabase } from '../../platform/db/database.ts';
import { openKeyringOf } from '../../platform/keys/key-check.ts';
import { type Rotated, rotateKeys } from '../../platform/keys/rotate-keys.ts';
import type { Logger } from '../../platform/log.ts';
import { allSealings } from '../sealings.ts';
import { runOpened } from './lifetime.ts';
import { prepareDatabase } from './prepared-database.ts';

const badWait = (): DomainError =>
  new DomainError('invalid', 'keyring.bad_wait', '--wait 应为 3 到 3600 的秒数');

const resultText = ({ current, count, retired, kept, damaged }: Rotated): string => {
  const lines = [`现在的密钥是 ${current}，共改写 ${count} 项`];
  if (retired.length > 0) {
    lines.push(
      `${retired.join('、')} 已没有内容要用，已从 keys.json 删除`,
      '请立即备份新的 keys.json；换密钥之前的数据库备份要用之前的 keys.json 才打得开，请一并留存',
    );
  }
  for (const { name, count: left } of kept) lines.push(`${name} 还有 ${left} 项在用，已保留`);
  if (damaged.length > 0) {
    lines.push(`${damaged.join('、')} 中有打不开的内容（被改动过或密钥已丢失），没有改写`);
  }
  return lines.map((line) => `${line}\n`).join('');
};

/** Changes the key of the sealed fields while the product runs, on the one computer where this is called. */
export const rotateKeysCommand = async (
  config: Config,
  log: Logger,
  options: { readonly wait: string },
): Promise<number> =>
  await runOpened(log, async (opened) => {
    const seconds = Number(options.wait);
    if (!(seconds >= 3 && seconds <= 3600)) throw badWait();
    const { url } = await prepareDatabase(config, log, opened);
    const database = openDatabase(url, {
      poolSize: 2,
      onIdleError: (error) => log.warn({ err: error }, 'database connection lost'),
    });
    opened.add(() => database.close());
    const { dataDir } = config;
    const at = await database.now();
    await openKeyringOf({ dataDir, database, sealings: allSealings, at, log });
    const rotated = await rotateKeys({
      dataDir,
      database,
      sealings: allSealings,
      settleMs: seconds * 1000,
      report: (line) => process.stdout.write(`${line}\n`),
    });
    process.stdout.write(resultText(rotated));
    if (rotated.kept.length > 0) {
      throw new DomainError('unavailable', 'keyring.kept', '旧密钥还不能退役，原因见上');
    }
    return 'done';
  });
