import { HOTP, Secret, TOTP } from 'otpauth';
import { DomainError } from '../../kernel/error.ts';
import { normalizeCode } from '../../kernel/text.ts';
import { addMinutes, epochMs, type Instant } from '../../kernel/time.ts';

/** Between password and code (ASVS 6.6.3): five minutes and five tries. */
export const STEP_MINUTES = 5;
export const STEP_TRIES = 5;

export const RECOVERY_CODES = 10;
/** 20 bytes, the length of the hash (RFC 4226 4). */
export const SECRET_BYTES = 20;

const PERIOD_MS = 30_000;

const totpOf = (secret: string, label: string, issuer: string): TOTP =>
  new TOTP({ issuer, label, secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6 });

/** Base 32 of random bytes, as people type it into an app that cannot scan. */
export const secretText = (bytes: Uint8Array): string =>
  new Secret({ buffer: new Uint8Array(bytes).buffer }).base32;

/** What the QR code says (Key URI format). */
export const enrolmentUri = (secret: string, label: string, issuer: string): string =>
  totpOf(secret, label, issuer).toString();

export const isCode = (typed: string): boolean => /^\d{6}$/.test(typed);

/**
 * The number of the 30-second step a code belongs to, one step early or late at most (RFC 6238 5.2); `undefined` for
 * a wrong code and for one of a step that was used already (ASVS 6.5.1).
 */
export const stepOfCode = (
  secret: string,
  code: string,
  at: Instant,
  lastStep: number,
): number | undefined => {
  if (!isCode(code)) return undefined;
  const now = Math.floor(epochMs(at) / PERIOD_MS);
  const key = Secret.fromBase32(secret);
  const steps = [now, now - 1, now + 1].filter((step) => step > lastStep);
  return steps.find(
    (counter) => HOTP.validate({ token: code, secret: key, counter, window: 0 }) !== null,
  );
};

/** As typed: without spaces, full-width forms and dashes. */
export const normalizeFactor = (typed: string): string => normalizeCode(typed).replaceAll('-', '');

const SIGNS = '23456789ABCDEFGHJKMNPQRSTVWXYZ23';

/** 50 random bits, e.g. `7KQ2M-XW9TD`; `bytes` are 10 random ones. */
export const recoveryCodeOf = (bytes: Uint8Array): string => {
  const signs = Array.from(bytes.subarray(0, 10), (byte) => SIGNS.charAt(byte & 31)).join('');
  return `${signs.slice(0, 5)}-${signs.slice(5)}`;
};

export const stepEnds = (at: Instant): Instant => addMinutes(at, STEP_MINUTES);

export const wrongCode = (): DomainError =>
  new DomainError(
    'unprocessable',
    'accounts.wrong_code',
    '验证码不正确或已经用过，请等手机上出现新的 6 位数字再输入；手机不在身边可以用恢复码',
    { field: 'code' },
  );

export const stepOver = (): DomainError =>
  new DomainError(
    'unprocessable',
    'accounts.step_over',
    '验证超时或次数过多，请从头登录；手机时间不准也会这样，请在手机上打开“自动设置时间”',
  );

export const factorRequired = (): DomainError =>
  new DomainError(
    'unprocessable',
    'accounts.factor_required',
    '您的角色必须启用两步验证，不能停用；换手机请用“换一部手机”',
  );

export const factorNotStarted = (): DomainError =>
  new DomainError(
    'conflict',
    'accounts.factor_not_started',
    '请先点“开始设置”，用手机扫描二维码后再输入验证码',
  );

export const factorOff = (): DomainError =>
  new DomainError(
    'unprocessable',
    'accounts.factor_off',
    '本系统没有向您的角色提供两步验证，如有需要请联系系统管理员',
  );
