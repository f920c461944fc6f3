import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { type KeyFile, obtainKeyFile, rereadKeyFile } from './key-file.ts';

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
  /** For each key by name, `index` among them, a value that only this key makes and that does not tell it. */
  checkValues(): ReadonlyMap<string, string>;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** The name under which the key of the blind indexes is known. */
const INDEX_KEY = 'index';

/**
 * How old a running process's knowledge of the file may be when it seals: after a rotation everybody uses the new key
 * this soon, without a restart (assurance C3).
 */
const KEY_FILE_MS = 2_000;

const additionalData = ({ table, column, id }: Place): Buffer =>
  Buffer.from([table, column, id].join('\n'));

const keyOf = (file: KeyFile, name: string): Buffer => {
  const key = file.keys[name];
  if (key === undefined) throw new Error(`no key ${name}`);
  return Buffer.from(key, 'base64');
};

const checkValue = (key: string): string =>
  createHmac('sha256', Buffer.from(key, 'base64'))
    .update('onex key check')
    .digest('base64url')
    .slice(0, 22);

/** For each key by name, the index key among them, its check value. */
export const checkValuesOf = ({ keys, index }: KeyFile): ReadonlyMap<string, string> =>
  new Map(
    Object.entries({ ...keys, [INDEX_KEY]: index }).map(([name, key]) => [name, checkValue(key)]),
  );

/** The file as others may have changed it meanwhile. One that cannot be read changes nothing. */
const followFile = (dataDir: string, first: KeyFile) => {
  let file = first;
  let lookedAt = performance.now();
  const look = (): void => {
    lookedAt = performance.now();
    const found = rereadKeyFile(dataDir);
    if (found !== undefined && found.index === first.index) file = found;
  };
  return {
    toSeal(): KeyFile {
      if (performance.now() - lookedAt > KEY_FILE_MS) look();
      return file;
    },
    toOpen(name: string): KeyFile {
      if (file.keys[name] === undefined) look();
      return file;
    },
  };
};

const sealWith = (file: KeyFile, text: string, place: Place): string => {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyOf(file, file.current), iv);
  cipher.setAAD(additionalData(place));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return `${file.current}.${Buffer.concat([iv, body, cipher.getAuthTag()]).toString('base64url')}`;
};

const openWith = (key: Buffer, bytes: Buffer, place: Place): string => {
  if (bytes.length < IV_BYTES + TAG_BYTES) throw new Error('not a sealed value');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES));
  decipher.setAAD(additionalData(place));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const body = bytes.subarray(IV_BYTES, -TAG_BYTES);
  return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
};

/**
 * Opens `keys.json` of the data folder, and makes it at the first start. Whoever runs several servers shares the data
 * folder; whoever loses the file loses the sealed fields.
 * @param options.mayCreate asked when there is no file; always by default
 * @throws DomainError `keyring.unreadable`, `keyring.missing` in words for the operator
 */
export const openKeyring = async (
  dataDir: string,
  options: { readonly mayCreate?: () => Promise<boolean> } = {},
): Promise<Keyring> => {
  const first = await obtainKeyFile(dataDir, options.mayCreate ?? (async () => true));
  const file = followFile(dataDir, first);
  const indexKey = Buffer.from(first.index, 'base64');
  const hmac = (text: string): Buffer => createHmac('sha256', indexKey).update(text).digest();
  return {
    seal: (text, place) => sealWith(file.toSeal(), text, place),
    open(sealed, place) {
      const [name = '', text = ''] = sealed.split('.');
      return openWith(keyOf(file.toOpen(name), name), Buffer.from(text, 'base64url'), place);
    },
    index: (kind, text) => hmac(`${kind}\n${text}`),
    isStale: (sealed) => !sealed.startsWith(`${file.toSeal().current}.`),
    fingerprint: hmac('fingerprint').toString('base64url').slice(0, 22),
    checkValues: () => checkValuesOf(file.toSeal()),
  };
};
