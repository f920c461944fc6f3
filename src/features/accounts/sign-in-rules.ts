import { DomainError } from '../../kernel/error.ts';
import { toHalfWidth } from '../../kernel/text.ts';
import { addMinutes, epochMs, formatBeijing, type Instant, isBefore } from '../../kernel/time.ts';

/** A session ends at the latest after 12 hours (ASVS 7.3.2); idle time is judged by the platform. */
export const SESSION_HOURS = 12;

/** A device that signed in to an account is known to it for so long. */
export const DEVICE_DAYS = 180;

/** A link to set a password; ASVS 6.4.1 asks for a short life, the office hands it over by telephone or DingTalk. */
export const LINK_HOURS = 72;

/** How far back wrong passwords count, and therefore the longest lock; 等保 and ASVS 6.3.1 allow 30. */
export const FAILURE_MINUTES = 15;

/**
 * Wrong passwords are counted in buckets, never per account alone: who guesses from elsewhere must not be able to lock
 * the owner out (assurance A4). A known device has a bucket of its own and is asked about no other.
 */
export type Bucket =
  | { readonly kind: 'device'; readonly key: string; readonly limit: number }
  | { readonly kind: 'account'; readonly key: string; readonly limit: number }
  | { readonly kind: 'address'; readonly key: string; readonly limit: number };

const DEVICE_LIMIT = 10;
const ACCOUNT_LIMIT = 5;
// A school of two hundred people behind one address mistypes less than this in a quarter of an hour.
const ADDRESS_LIMIT = 300;

/** Login names are compared without case, full-width forms and spaces around them. */
export const loginKey = (typed: string): string => toHalfWidth(typed).trim().toLowerCase();

const isIpv4 = (address: string): boolean => /^\d{1,3}(?:\.\d{1,3}){3}$/.test(address);

/** First four groups of an IPv6 address, `::` written out. */
const ipv6Network = (address: string): string => {
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap =
    tail === undefined
      ? []
      : Array.from({ length: Math.max(0, 8 - groups.length - last.length) }, () => '0');
  return [...groups, ...gap, ...last]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
};

/** The network an address belongs to: /24 of IPv4, /64 of IPv6, because one owner has all the addresses in it. */
export const addressClass = (address: string): string => {
  const plain = address
    .toLowerCase()
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=\d+\.)/, '');
  if (isIpv4(plain)) return `${plain.split('.').slice(0, 3).join('.')}.0/24`;
  return `${ipv6Network(plain)}::/64`;
};

/** The buckets that judge an attempt and that a wrong password goes into. */
export const bucketsOf = (attempt: {
  readonly login: string;
  readonly address: string;
  /** Hash of the device cookie, when this device has signed in to this account before. */
  readonly knownDevice: string | undefined;
}): readonly [Bucket, ...Bucket[]] => {
  if (attempt.knownDevice !== undefined) {
    return [
      { kind: 'device', key: `${attempt.login}/${attempt.knownDevice}`, limit: DEVICE_LIMIT },
    ];
  }
  const network = addressClass(attempt.address);
  return [
    { kind: 'account', key: `${attempt.login}/${network}`, limit: ACCOUNT_LIMIT },
    { kind: 'address', key: network, limit: ADDRESS_LIMIT },
  ];
};

/** Wrong current passwords when changing it: a borrowed screen is no place to guess either. */
export const changeBucket = (accountId: string, sessionId: string): Bucket => ({
  kind: 'device',
  key: `change/${accountId}/${sessionId}`,
  limit: ACCOUNT_LIMIT,
});

/**
 * Until when a bucket is locked, given its latest failures, newest first and at most `limit` of them; `undefined` when
 * it is open. The lock ends when the oldest of them is too old to count.
 */
export const lockedUntil = (
  bucket: { readonly limit: number },
  failures: readonly Instant[],
  at: Instant,
): Instant | undefined => {
  const oldest = failures[bucket.limit - 1];
  if (oldest === undefined) return undefined;
  const until = addMinutes(oldest, FAILURE_MINUTES);
  return isBefore(at, until) ? until : undefined;
};

const HOW_TO_GET_A_LINK =
  '忘记密码请联系本单位管理员（本单位没有管理员的，联系项目办）发送新的链接';

/** The same words whether the name is unknown, the password wrong or the account suspended (ASVS 6.3.8). */
export const wrongCredentials = (): DomainError =>
  new DomainError(
    'unprocessable',
    'accounts.wrong_credentials',
    '登录名或密码不正确，请检查后重试；忘记密码请联系管理员发送新的链接',
  );

export const locked = (until: Instant, at: Instant): DomainError =>
  new DomainError(
    'too_many',
    'accounts.locked',
    `输错次数过多，请在 ${formatBeijing(addMinutes(until, 1))} 之后再试；${HOW_TO_GET_A_LINK}`,
    { retryAfter: Math.max(1, Math.ceil((epochMs(until) - epochMs(at)) / 1000)) },
  );
