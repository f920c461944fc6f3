import pg from 'pg';
import { DomainError } from '../../kernel/error.ts';

interface Queryable {
  query(text: string): Promise<{ rows: { name: string; setting: string }[] }>;
}

const refuse = (code: string, text: string): DomainError =>
  new DomainError('unavailable', `database.${code}`, text);

/**
 * "Acknowledged = kept" is one setting away from false (with `synchronous_commit=off` acknowledged rows were lost in
 * every series of kills), so a server set so is refused.
 * @returns what is advisable but not required, for the log
 * @throws DomainError `database.not_durable`
 */
export async function checkDurability(client: Queryable): Promise<string[]> {
  const { rows } = await client.query(`select name, setting from pg_settings
    where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums')`);
  const isOff = (name: string): boolean =>
    rows.some((row) => row.name === name && row.setting === 'off');
  const unsafe = ['fsync', 'synchronous_commit', 'full_page_writes'].filter(isOff);
  if (unsafe.length > 0) {
    throw refuse(
      'not_durable',
      `数据库的 ${unsafe.join('、')} 为 off，断电时会丢失已确认的申报。请改为 on 后重新启动`,
    );
  }
  return isOff('data_checksums')
    ? ['数据库没有启用数据校验和（data_checksums），磁盘损坏不易发现']
    : [];
}

const OLDEST_VERSION = 150_000;

const checkKind = async (client: Queryable): Promise<void> => {
  const { rows } = await client.query(`select name, setting from pg_settings
    where name in ('server_version_num', 'server_encoding')`);
  const setting = (name: string): string => rows.find((row) => row.name === name)?.setting ?? '';
  if (Number(setting('server_version_num')) < OLDEST_VERSION) {
    throw refuse('too_old', '数据库版本过低。请使用 PostgreSQL 15 或更新的版本');
  }
  if (setting('server_encoding') !== 'UTF8') {
    throw refuse(
      'wrong_encoding',
      `数据库的编码是 ${setting('server_encoding')}。请用 create database … encoding 'UTF8' 另建一个库`,
    );
  }
};

/** Codes of the operating system's resolver and sockets, and SQLSTATEs of a refused connection. */
const CONNECTION_REFUSALS: Readonly<Record<string, string>> = {
  ECONNREFUSED: '该地址没有数据库在监听，请确认数据库已启动、主机与端口无误',
  ENOTFOUND: '主机名无法解析，请检查主机名',
  EAI_AGAIN: '主机名暂时无法解析，请检查网络',
  ENOENT: '套接字不存在，请确认数据库已启动',
  EACCES: '没有权限打开套接字',
  ETIMEDOUT: '连接超时，请检查网络与防火墙',
  EHOSTUNREACH: '主机不可达，请检查网络',
  ENETUNREACH: '网络不可达，请检查网络',
  ECONNRESET: '连接被对方断开，请确认端口上是 PostgreSQL',
  '28P01': '用户名或密码不对',
  '28000': '数据库不允许该用户从本机登录，请检查 pg_hba.conf',
  '3D000': '库不存在，请先建库',
  '42501': '该用户没有连接权限',
  '53300': '数据库的连接数已用完，请调大 max_connections',
  '57P03': '数据库正在启动或停止，请稍后再试',
};

const causeOf = (error: unknown): { code: string; message: string } => {
  // A host name with several addresses fails with one error for each.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  if (!(first instanceof Error)) return { code: '', message: String(first) };
  return { code: 'code' in first ? String(first.code) : '', message: first.message };
};

/** Without user name and password. */
const addressOf = (url: string): string => {
  const parsed = URL.parse(url);
  return parsed === null ? '' : `${decodeURIComponent(parsed.host)}${parsed.pathname}`;
};

const inOperatorsWords = (error: unknown, url: string): DomainError => {
  if (error instanceof DomainError) return error;
  const { code, message } = causeOf(error);
  const known = CONNECTION_REFUSALS[/timeout/.test(message) ? 'ETIMEDOUT' : code];
  const reason = message.startsWith('SASL') ? '缺少密码' : (known ?? message);
  return refuse(
    'unreachable',
    `连接不上 DATABASE_URL 指定的数据库（${addressOf(url)}）：${reason}`,
  );
};

const CONNECT_MS = 10_000;

/**
 * Connects once and looks whether the product can work with this server and database.
 * @returns what is advisable but not required, for the log
 * @throws DomainError `database.*` in words for the operator
 */
export async function checkServer(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS });
  client.on('error', () => {});
  try {
    await client.connect();
    await checkKind(client);
    return await checkDurability(client);
  } catch (error) {
    throw inOperatorsWords(error, url);
  } finally {
    await client.end().catch(() => {});
  }
}
