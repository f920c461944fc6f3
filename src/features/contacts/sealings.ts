import type { Sealings } from '../../platform/keys/sealed.ts';

/** What this feature keeps sealed, and its keyed hashes. */
export const contactSealings: Sealings = {
  fields: [
    { table: 'contact', column: 'mobile_sealed' },
    { table: 'contact', column: 'mailbox_sealed' },
    { table: 'contact_change', column: 'mobile_sealed' },
    { table: 'contact_change', column: 'mailbox_sealed' },
  ],
  indexes: [
    { table: 'contact', column: 'mobile_index' },
    { table: 'contact', column: 'mailbox_index' },
  ],
};
