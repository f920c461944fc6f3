import { z } from 'zod';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

export const isUuid = (value: unknown): value is string =>
  typeof value === 'string' && UUID.test(value);

/** Contract schema of a record's id; `error` where a person chooses it in a form. */
export const idText = (error = '编号格式不对，请从列表重新打开') =>
  z.uuid({ error }).overwrite((id) => id.toLowerCase());

const hex = (value: number, length: number): string => value.toString(16).padStart(length, '0');

/**
 * UUIDv7 (RFC 9562 5.7): sorts by creation time to the millisecond.
 * `atMs` is milliseconds since 1970, `random` 10 random bytes, of which 74 bits are used.
 * Throws RangeError for a time outside 48 bits or fewer bytes.
 */
export const uuidV7 = (atMs: number, random: Uint8Array): string => {
  if (!Number.isInteger(atMs) || atMs < 0 || atMs >= 2 ** 48)
    throw new RangeError('the time must fit in 48 bits of milliseconds');
  if (random.length !== 10) throw new RangeError('ten random bytes are needed');
  const bytes = [...random];
  const [a = 0, b = 0, c = 0] = bytes;
  const time = hex(atMs, 12);
  const version = `7${hex(a & 0x0f, 1)}${hex(b, 2)}`;
  const tail = bytes
    .slice(3)
    .map((byte) => hex(byte, 2))
    .join('');
  const variant = hex((c & 0x3f) | 0x80, 2);
  return `${time.slice(0, 8)}-${time.slice(8)}-${version}-${variant}${tail.slice(0, 2)}-${tail.slice(2)}`;
};
