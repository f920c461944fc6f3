import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DomainError } from '../kernel/error.ts';

const keyText = z.string().refine((text) => Buffer.from(text, 'base64').length === 32);
const fileShape = z.strictObject({
  current: z.string().regex(/^k\d+$/),
  keys: z.record(z.string().regex(/^k\d+$/), keyText),
  index: keyText,
});

/** `keys.json` of the data folder: the keys of sealed fields by name, and the one of the blind indexes. */
export type KeyFile = z.infer<typeof fileShape>;

const FILE = 'keys.json';

const newKey = (): string => randomBytes(32).toString('base64');

const refuse = (reason: string): DomainError =>
  new DomainError('unavailable', 'keyring.unreadable', `密钥文件 ${FILE} ${reason}`);

const missing = (dataDir: string): DomainError =>
  new DomainError(
    'unavailable',
    'keyring.missing',
    `数据目录 ${dataDir} 中没有密钥文件 ${FILE}，而数据库里已有用它加密的内容，没有它永远打不开。` +
      `请检查 DATA_DIR 是否指向原来的数据目录，或从备份恢复 ${FILE}，再启动；不要另造一份`,
  );

/** @throws DomainError `keyring.unreadable` in words for the operator */
const parseKeyFile = (text: string): KeyFile => {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw refuse('已损坏，请从备份恢复');
  }
  const file = fileShape.safeParse(content);
  if (!file.success) throw refuse('内容不对，请从备份恢复');
  if (file.data.keys[file.data.current] === undefined) throw refuse('缺少当前密钥，请从备份恢复');
  return file.data;
};

const readOrNothing = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

const writeDraft = async (path: string, file: KeyFile): Promise<string> => {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, JSON.stringify(file, undefined, 2), { mode: 0o600, flush: true });
  return draft;
};

/** Several processes may start at once; the first one's file stands, and nobody ever sees half of one. */
const createOnce = async (path: string): Promise<void> => {
  const draft = await writeDraft(path, { current: 'k1', keys: { k1: newKey() }, index: newKey() });
  try {
    await link(draft, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
};

/**
 * Reads the file, and makes it when there is none and `mayCreate` allows.
 * @throws DomainError `keyring.unreadable`, `keyring.missing` in words for the operator
 */
export const obtainKeyFile = async (
  dataDir: string,
  mayCreate: () => Promise<boolean>,
): Promise<KeyFile> => {
  await mkdir(dataDir, { recursive: true });
  const path = join(dataDir, FILE);
  let text = await readOrNothing(path);
  if (text === undefined) {
    if (!(await mayCreate())) throw missing(dataDir);
    await createOnce(path);
    text = await readOrNothing(path);
  }
  return parseKeyFile(text ?? '');
};

/** The file as it is now, for a process that has read it before; undefined when it cannot be read. */
export const rereadKeyFile = (dataDir: string): KeyFile | undefined => {
  try {
    return parseKeyFile(readFileSync(join(dataDir, FILE), 'utf8'));
  } catch {
    return undefined;
  }
};

/** Replaces the file in one step; after a power cut there is the old one or the new one. */
export const replaceKeyFile = async (dataDir: string, file: KeyFile): Promise<void> => {
  const path = join(dataDir, FILE);
  const draft = await writeDraft(path, file);
  await rename(draft, path);
  if (process.platform === 'win32') return;
  const folder = await open(dataDir, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};

/** The same keys and one more, which seals from now on. `taken`: names that were used before. */
export const withNewKey = (file: KeyFile, taken: readonly string[]): KeyFile => {
  const numbers = [...Object.keys(file.keys), ...taken].map((name) => Number(name.slice(1)));
  const name = `k${Math.max(0, ...numbers.filter(Number.isSafeInteger)) + 1}`;
  return { ...file, current: name, keys: { ...file.keys, [name]: newKey() } };
};

export const withoutKeys = (file: KeyFile, names: readonly string[]): KeyFile => ({
  ...file,
  keys: Object.fromEntries(Object.entries(file.keys).filter(([name]) => !names.includes(name))),
});
