import { accountSealings } from '../features/accounts/index.ts';
import { contactSealings } from '../features/contacts/index.ts';
import { notificationSealings } from '../features/notifications/index.ts';
import type { Sealings } from '../platform/keys/sealed.ts';

const parts: readonly Sealings[] = [accountSealings, contactSealings, notificationSealings];

/** Every sealed value of the product: what the key file is checked by, and what a new key seals anew. */
export const allSealings: Sealings = {
  fields: parts.flatMap(({ fields }) => fields),
  indexes: parts.flatMap(({ indexes }) => indexes),
};
