import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DomainError } from '../kernel/error.ts';

/** Where a sealed value stands: it opens nowhere else, so that two people's values cannot be exchanged. */
export interface Place {
  readonly table: string;
  readonly column: string;
  readonly id: string;
}

/**
 * Keeps personal identifiers unreadable in the database and its backups (assurance C1, C2): AES-256-GCM per field,
 * bound to its place, under keys from outside the database.
 */
export interface Keyring {
  /** Seals a text; the same text is sealed differently each time. */
  seal(text: string, place: Place): string;
  /** @throws Error when the value was changed, moved to another place, or sealed with a key that is gone */
  open(sealed: string, place: Place): string;
  /** Finds equal values without opening them: a keyed hash, other in every installation. `kind` keeps, say, mobiles and names apart. */
  index(kind: string, text: string): Buffer;
  /** Whether a sealed value was made with an older key and should be sealed anew. */
  isStale(sealed: string): boolean;
  /** Tells two keyrings apart without telling their keys. */
  readonly fingerprint: string;
}

const keyText = z.string().refine((text) => Buffer.from(text, 'base64').length === 32);
const fileShape = z.strictObject({
  current: z.string().regex(/^k\d+$/),
  keys: z.record(z.string().regex(/^k\d+$/), keyText),
  index: keyText,
});
type KeyFile = z.infer<typeof fileShape>;

const FILE = 'keys.json';
const IV_BYTES = 12;
const TAG_BYTES = 16;

const additionalData = ({ table, column, id }: Place): Buffer =>
  Buffer.from([table, column, id].join('\n'));

const keyOf = (file: KeyFile, name: string): Buffer => {
  const key = file.keys[name];
  if (key === undefined) throw new Error(`no key ${name}`);
  return Buffer.from(key, 'base64');
};

const keyringOf = (file: KeyFile): Keyring => {
  const current = keyOf(file, file.current);
  const indexKey = Buffer.from(file.index, 'base64');
  const hmac = (text: string): Buffer => createHmac('sha256', indexKey).update(text).digest();
  return {
    seal(text, place) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', current, iv);
      cipher.setAAD(additionalData(place));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `${file.current}.${Buffer.concat([iv, body, cipher.getAuthTag()]).toString('base64url')}`;
    },
    open(sealed, place) {
      const [name = '', text = ''] = sealed.split('.');
      const bytes = Buffer.from(text, 'base64url');
      if (bytes.length < IV_BYTES + TAG_BYTES) throw new Error('not a sealed value');
      const decipher = createDecipheriv(
        'aes-256-gcm',
        keyOf(file, name),
        bytes.subarray(0, IV_BYTES),
      );
      decipher.setAAD(additionalData(place));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      const body = bytes.subarray(IV_BYTES, -TAG_BYTES);
      return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
    },
    index: (kind, text) => hmac(`${kind}\n${text}`),
    isStale: (sealed) => !sealed.startsWith(`${file.current}.`),
    fingerprint: hmac('fingerprint').toString('base64url').slice(0, 22),
  };
};

const newKeyFile = (): KeyFile => ({
  current: 'k1',
  keys: { k1: randomBytes(32).toString('base64') },
  index: randomBytes(32).toString('base64'),
});

const refuse = (reason: string): DomainError =>
  new DomainError('unavailable', 'keyring.unreadable', `密钥文件 ${FILE} ${reason}`);

const readOrNothing = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

/** Several processes may start at once; the first one's file stands, and nobody ever sees half of one. */
const createOnce = async (path: string): Promise<void> => {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, JSON.stringify(newKeyFile(), undefined, 2), { mode: 0o600, flush: true });
  try {
    await link(draft, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
};

/**
 * Opens `keys.json` of the data folder, and makes it at the first start. Whoever runs several servers shares the data
 * folder, or copies this file; whoever loses it loses the sealed fields.
 * @throws DomainError `keyring.unreadable` in words for the operator
 */
export const openKeyring = async (dataDir: string): Promise<Keyring> => {
  await mkdir(dataDir, { recursive: true });
  const path = join(dataDir, FILE);
  let text = await readOrNothing(path);
  if (text === undefined) {
    await createOnce(path);
    text = await readOrNothing(path);
  }
  let content: unknown;
  try {
    content = JSON.parse(text ?? '');
  } catch {
    throw refuse('已损坏，请从备份恢复');
  }
  const file = fileShape.safeParse(content);
  if (!file.success) throw refuse('内容不对，请从备份恢复');
  if (file.data.keys[file.data.current] === undefined) throw refuse('缺少当前密钥，请从备份恢复');
  return keyringOf(file.data);
};
