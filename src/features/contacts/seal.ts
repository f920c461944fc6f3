import { DomainError } from '../../kernel/error.ts';
import type { Keyring } from '../../platform/keyring.ts';
import { nothingThere, sealBroken } from './errors.ts';
import type { SealedField } from './labels.ts';
import type { SealedValues } from './queries.ts';
import { maskMailbox, maskMobile } from './rules.ts';

type Table = 'contact' | 'contact_change';

/** The values of one row as they stand in the database. */
export interface SealedPair {
  readonly mobileSealed: string | null;
  readonly mailboxSealed: string | null;
}

export interface OpenPair {
  readonly mobile: string;
  readonly mailbox: string;
}

const sealed = (
  keyring: Keyring,
  table: Table,
  id: string,
  field: SealedField,
  text: string,
): string | null =>
  text === '' ? null : keyring.seal(text, { table, column: `${field}_sealed`, id });

/** Mobile and mailbox of a contact with the indexes by which they are found; '' is none. */
export const sealContact = (keyring: Keyring, id: string, values: OpenPair): SealedValues => ({
  mobile_sealed: sealed(keyring, 'contact', id, 'mobile', values.mobile),
  mobile_index: values.mobile === '' ? null : keyring.index('mobile', values.mobile),
  mailbox_sealed: sealed(keyring, 'contact', id, 'mailbox', values.mailbox),
  mailbox_index: values.mailbox === '' ? null : keyring.index('mailbox', values.mailbox),
});

/** The same values for a line of the history: sealed anew, because a value opens in its own row only. */
export const sealChange = (keyring: Keyring, id: string, values: OpenPair): SealedPair => ({
  mobileSealed: sealed(keyring, 'contact_change', id, 'mobile', values.mobile),
  mailboxSealed: sealed(keyring, 'contact_change', id, 'mailbox', values.mailbox),
});

const openValue = (
  keyring: Keyring,
  place: { readonly table: Table; readonly id: string },
  field: SealedField,
  value: string | null,
): string => {
  if (value === null) return '';
  try {
    return keyring.open(value, { ...place, column: `${field}_sealed` });
  } catch {
    throw sealBroken(field);
  }
};

/** @throws DomainError unprocessable when a value was changed or comes from another row */
export const openPair = (
  keyring: Keyring,
  table: Table,
  id: string,
  pair: SealedPair,
): OpenPair => ({
  mobile: openValue(keyring, { table, id }, 'mobile', pair.mobileSealed),
  mailbox: openValue(keyring, { table, id }, 'mailbox', pair.mailboxSealed),
});

/** The one full value that was asked for. @throws DomainError also when there is none */
export const openOne = (
  keyring: Keyring,
  id: string,
  field: SealedField,
  pair: SealedPair,
): string => {
  const value = field === 'mobile' ? pair.mobileSealed : pair.mailboxSealed;
  if (value === null) throw nothingThere(field);
  return openValue(keyring, { table: 'contact', id }, field, value);
};

const UNREADABLE = '无法核验';

/** As everybody sees them. One damaged value does not close a whole list; it is said in its place. */
export const maskedPair = (
  keyring: Keyring,
  table: Table,
  id: string,
  pair: SealedPair,
): OpenPair => {
  const shown = (field: SealedField, mask: (text: string) => string): string => {
    const value = field === 'mobile' ? pair.mobileSealed : pair.mailboxSealed;
    try {
      return mask(openValue(keyring, { table, id }, field, value));
    } catch (error) {
      if (error instanceof DomainError) return UNREADABLE;
      throw error;
    }
  };
  return { mobile: shown('mobile', maskMobile), mailbox: shown('mailbox', maskMailbox) };
};
