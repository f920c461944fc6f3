import { DomainError } from '../../kernel/error.ts';
import { normalizeCode } from '../../kernel/text.ts';

/** How long a person may think between uploading the letter and sending the request. */
export const LETTER_HOURS = 24;

export const LETTER_MAX_BYTES = 10 * 1024 * 1024;
export const LETTER_KINDS = ['pdf', 'jpeg', 'png'] as const;
export const LETTER_ENDINGS = ['.pdf', '.jpg', '.jpeg', '.png'] as const;

/** Per hour. A school that sends for everybody at once stays far below; a flood from one place or from all does not. */
export const FLOOD_LIMITS = {
  lettersPerNetwork: 20,
  letters: 600,
  requestsPerNetwork: 10,
  requests: 300,
} as const;

export const FLOOD_MINUTES = 60;

export const floodRefusal = (isOwnNetwork: boolean): DomainError =>
  new DomainError(
    'too_many',
    'accounts.requests_crowded',
    isOwnNetwork
      ? '您所在的网络一小时内提交的申请已很多，请一小时后再试；急用请联系项目办'
      : '现在提交申请的人很多，请一小时后再试；急用请联系项目办',
    { retryAfter: FLOOD_MINUTES * 60 },
  );

/** Without the signs that are taken for one another on paper: I L O U (Crockford's base 32). */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const PREFIX = 'ZH';
const LENGTH = 12;

/** 60 random bits: nobody finds another's request by trying. `bytes` are 12 random ones. */
export const receiptNumberOf = (bytes: Uint8Array): string => {
  const signs = Array.from(bytes.subarray(0, LENGTH), (byte) => SIGNS.charAt(byte & 31)).join('');
  return `${PREFIX}-${signs.slice(0, 4)}-${signs.slice(4, 8)}-${signs.slice(8, 12)}`;
};

/** A receipt number as it was typed or read out over the telephone. */
export const normalizeReceipt = (typed: string): string => {
  const signs = normalizeCode(typed)
    .replace(/[^0-9A-Z]/g, '')
    .replace(/^ZH/, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return `${PREFIX}-${signs.slice(0, 4)}-${signs.slice(4, 8)}-${signs.slice(8)}`;
};

/** The same for a number that never was and one that is mistyped. */
export const requestNotFound = (): DomainError =>
  new DomainError(
    'not_found',
    'accounts.request_not_found',
    '没有查到这个受理号，请对照提交成功页核对；仍查不到请联系项目办',
  );

export const letterMissing = (): DomainError =>
  new DomainError(
    'unprocessable',
    'accounts.letter_missing',
    '没有找到上传的授权书（上传超过 24 小时会清除），请重新上传',
    { field: 'letterId' },
  );

/** A value that was changed in the database, or comes from another row, is not shown (assurance C1). */
export const sealBroken = (): DomainError =>
  new DomainError(
    'unprocessable',
    'accounts.seal_broken',
    '保存的手机号或邮箱无法核验，已拒绝显示；请凭授权书上的联系方式核对，或请本人重新申请',
  );

/** What stands in the place of a masked value that cannot be verified. */
export const UNREADABLE = '无法核验';

/** `zh***@example.cn`: enough to recognize one's own. */
export const maskMailbox = (mailbox: string): string => {
  const [name = '', host = ''] = mailbox.split('@');
  return `${name.slice(0, 2)}***@${host}`;
};
