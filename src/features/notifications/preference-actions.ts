import type { Actor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/time.ts';
import type { AuditEntry } from '../../platform/audit.ts';
import type { Read, Transaction } from '../../platform/db/database.ts';
import type { Keyring } from '../../platform/keyring.ts';
import { noticeEvent, noticeEvents } from '../../platform/notice.ts';
import { maskPhone } from '../../kernel/phone.ts';
import { addressesOf, type StoredAddress } from './address-queries.ts';
import { addressSeal } from './address-seal.ts';
import type { AddressRow, EventRow, Preferences } from './contract.ts';
import { releaseHeld } from './delivery-queries.ts';
import { inboxIsFixed, unknownEvent } from './errors.ts';
import { PERSONAL_CHANNELS, type OuterChannel, type PersonalChannel } from './labels.ts';
import {
  findProfile,
  organizationChoices,
  ownChoices,
  putOrganizationChoice,
  putOwnChoice,
  putProfile,
} from './preference-queries.ts';
import { type Choice, isWanted, maskMail, type Profile } from './rules.ts';

export interface PreferenceDeed {
  readonly tx: Transaction;
  readonly actor: Actor;
  readonly at: Instant;
  readonly record: (entry: AuditEntry) => void;
}

interface Channels {
  readonly open: readonly OuterChannel[];
}

const personalOf = ({ open }: Channels): PersonalChannel[] =>
  PERSONAL_CHANNELS.filter((channel) => channel === 'INBOX' || open.includes(channel));

/** Every event with its switches; a to-do has one only where the event asks for something. */
const eventRows = (own: readonly Choice[], ofOrganization: readonly Choice[]): EventRow[] =>
  noticeEvents().map((event) => ({
    name: event.name,
    label: event.label,
    isUrgent: event.isUrgent === true,
    channels: PERSONAL_CHANNELS.filter(
      (channel) => channel !== 'DINGTALK_TODO' || event.asksToAct === true,
    ).map((channel) => {
      const isFixed = channel === 'INBOX' && event.isUrgent === true;
      return {
        channel,
        isOn: isFixed || isWanted({ own, ofOrganization }, event.name, channel),
        isOwn: own.some((choice) => choice.event === event.name && choice.channel === channel),
        isFixed,
      };
    }),
  }));

const addressRow = (keyring: Keyring, address: StoredAddress): AddressRow => {
  const text = addressSeal(keyring, address.id).openAddress(address.addressSealed);
  return {
    medium: address.medium,
    masked: address.medium === 'MAIL' ? maskMail(text) : maskPhone(text),
    verifiedAt: address.verifiedAt,
    refusedAt: address.refusedAt,
  };
};

/** Everything the preferences page shows of one person. */
export const readPreferences = async (
  read: Read,
  actor: Actor,
  given: Channels & { readonly keyring: Keyring },
): Promise<Preferences> => {
  const own = await ownChoices(read, actor.userId);
  const ofOrganization = await organizationChoices(read, actor.organizationId);
  const addresses = await addressesOf(read, actor.userId);
  return {
    profile: await findProfile(read, actor.userId),
    events: eventRows(own, ofOrganization),
    addresses: addresses.map((address) => addressRow(given.keyring, address)),
    openChannels: personalOf(given),
  };
};

export const readDefaults = async (read: Read, actor: Actor, given: Channels) => ({
  events: eventRows(await organizationChoices(read, actor.organizationId), []),
  openChannels: personalOf(given),
});

export const changeProfile = async (deed: PreferenceDeed, profile: Profile): Promise<void> => {
  await putProfile(deed.tx, deed.actor.userId, profile, deed.at);
  // What waited for the digest must not wait for ever.
  if (!profile.isDigest) await releaseHeld(deed.tx, deed.actor.userId, deed.at);
  deed.record({ subjectKind: 'account', subjectId: deed.actor.userId, detail: { ...profile } });
};

/** @throws DomainError for an event that nobody declares, or the inbox of an urgent one */
const checkChoice = (choice: Choice): void => {
  if (!noticeEvents().some(({ name }) => name === choice.event)) throw unknownEvent();
  const { isUrgent } = noticeEvent(choice.event);
  if (choice.channel === 'INBOX' && !choice.isOn && isUrgent === true) throw inboxIsFixed();
};

export const changeOwnChoice = async (deed: PreferenceDeed, choice: Choice): Promise<void> => {
  checkChoice(choice);
  await putOwnChoice(deed.tx, deed.actor.userId, choice, deed.at);
  deed.record({ subjectKind: 'account', subjectId: deed.actor.userId, detail: { ...choice } });
};

export const changeDefault = async (deed: PreferenceDeed, choice: Choice): Promise<void> => {
  checkChoice(choice);
  const { organizationId, userId } = deed.actor;
  await putOrganizationChoice(deed.tx, organizationId, choice, { at: deed.at, accountId: userId });
  deed.record({ subjectKind: 'organization', subjectId: organizationId, detail: { ...choice } });
};
