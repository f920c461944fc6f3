import { randomInt, timingSafeEqual } from 'node:crypto';
import { isMobile, normalizePhone } from '../../kernel/phone.ts';
import { toHalfWidth } from '../../kernel/text.ts';
import { addMinutes } from '../../kernel/time.ts';
import type { PlannedJob } from '../../platform/jobs.ts';
import type { Keyring } from '../../platform/keyring.ts';
import { newId } from '../../platform/random.ts';
import { addressSeal } from './address-seal.ts';
import {
  addressesOf,
  codesAskedBy,
  countWrongCode,
  lockWaiting,
  putWaiting,
  removeAddresses,
  type StoredAddress,
  verifyAddress,
} from './address-queries.ts';
import { addressInUse, addressInvalid, channelNotSetUp, tooManyCodes } from './errors.ts';
import { MEDIA, type Medium, type OuterChannel } from './labels.ts';
import { insertDeliveries } from './notice-queries.ts';
import type { PreferenceDeed } from './preference-actions.ts';

const CODE_MINUTES = 30;
const CODE_TRIES = 5;
const CODES_AN_HOUR = 5;

/** Stricter than RFC 5321: what mail servers of offices give out, so that nothing odd reaches a command line of theirs. */
const MAILBOX =
  /^[A-Za-z0-9](?:[A-Za-z0-9._%+-]{0,62}[A-Za-z0-9])?@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}$/;

/** @throws DomainError in words for the person */
export const normalizeAddress = (medium: Medium, typed: string): string => {
  if (medium === 'DINGTALK') {
    const mobile = normalizePhone(typed);
    if (!isMobile(mobile)) throw addressInvalid('请填写登录钉钉用的 11 位手机号');
    return mobile;
  }
  const mailbox = toHalfWidth(typed).replaceAll(/\s+/g, '');
  if (!MAILBOX.test(mailbox)) throw addressInvalid('请填写完整的邮箱地址，例如 name@example.cn');
  const at = mailbox.lastIndexOf('@');
  return `${mailbox.slice(0, at)}${mailbox.slice(at).toLowerCase()}`;
};

const CODE_CHANNEL: Readonly<Record<Medium, OuterChannel>> = {
  MAIL: 'MAIL',
  DINGTALK: 'DINGTALK_WORK',
};

const codeHash = (keyring: Keyring, addressId: string, code: string): Buffer =>
  keyring.index('address-code', `${addressId}\n${code}`);

const isInUse = ({ verifiedAt, refusedAt }: StoredAddress): boolean =>
  verifiedAt !== null && refusedAt === null;

export interface AddressDeed extends PreferenceDeed {
  readonly keyring: Keyring;
  readonly plan: (job: PlannedJob) => void;
}

/**
 * Keeps a new address beside the one in use and sends a code there. Nothing else goes there before the code is back:
 * nobody can have our mail sent to a stranger.
 * @throws DomainError for a wrong address, a channel that is not set up, or too many codes
 */
export const enterNewAddress = async (
  deed: AddressDeed,
  wanted: { readonly medium: Medium; readonly typed: string },
  given: { readonly open: readonly OuterChannel[]; readonly wake: PlannedJob },
): Promise<void> => {
  const { tx, actor, at, keyring } = deed;
  const { medium } = wanted;
  const channel = CODE_CHANNEL[medium];
  if (!given.open.includes(channel)) throw channelNotSetUp(MEDIA[medium]);
  const address = normalizeAddress(medium, wanted.typed);
  const known = await addressesOf(tx, actor.userId);
  const index = keyring.index(medium, address);
  if (known.some((one) => isInUse(one) && one.addressIndex.equals(index))) throw addressInUse();
  const asked = await codesAskedBy(tx, actor.userId, addMinutes(at, -60));
  if (asked >= CODES_AN_HOUR) throw tooManyCodes();
  const id = newId(at);
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const seal = addressSeal(keyring, id);
  await putWaiting(tx, {
    id,
    accountId: actor.userId,
    medium,
    addressSealed: seal.sealAddress(address),
    addressIndex: index,
    codeHash: codeHash(keyring, id, code),
    codeSealed: seal.sealCode(code),
    codeExpiresAt: addMinutes(at, CODE_MINUTES),
    at,
  });
  const delivery = { id: newId(at), kind: 'CODE', channel, noticeId: null } as const;
  const due = { isUrgent: true, status: 'WAITING', startAt: at } as const;
  await insertDeliveries(tx, [{ ...delivery, ...due, accountId: actor.userId, addressId: id }], at);
  deed.record({ subjectKind: 'account', subjectId: actor.userId, detail: { medium } });
  deed.plan(given.wake);
};

/** Returns false for a wrong or outdated code, which is counted: the caller commits and then refuses. */
export const confirmAddress = async (
  deed: AddressDeed,
  medium: Medium,
  code: string,
): Promise<boolean> => {
  const { tx, actor, at, keyring } = deed;
  const waiting = await lockWaiting(tx, actor.userId, medium);
  if (waiting === undefined) return false;
  const { codeHash: expected, codeExpiresAt, codeAttemptCount } = waiting;
  if (expected === null || codeExpiresAt === null) return false;
  if (codeExpiresAt <= at || codeAttemptCount >= CODE_TRIES) return false;
  if (!timingSafeEqual(expected, codeHash(keyring, waiting.id, code))) {
    await countWrongCode(tx, waiting.id);
    return false;
  }
  await verifyAddress(tx, { id: waiting.id, accountId: actor.userId, medium }, at);
  deed.record({ subjectKind: 'account', subjectId: actor.userId, detail: { medium } });
  return true;
};

export const dropAddress = async (deed: PreferenceDeed, medium: Medium): Promise<void> => {
  await removeAddresses(deed.tx, deed.actor.userId, medium);
  deed.record({ subjectKind: 'account', subjectId: deed.actor.userId, detail: { medium } });
};
