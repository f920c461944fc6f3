import type { Sealings } from '../../platform/keys/sealed.ts';
import { DINGTALK_SETTING, secretPlace } from './dingtalk-settings.ts';

/** What this feature keeps sealed, and its keyed hashes. */
export const accountSealings: Sealings = {
  fields: [
    { table: 'account_request', column: 'mobile_sealed' },
    { table: 'account_request', column: 'mailbox_sealed' },
    { table: 'second_factor', column: 'secret_sealed', rowKey: 'account_id' },
    { table: 'second_factor', column: 'pending_sealed', rowKey: 'account_id' },
    {
      table: 'setting',
      column: 'value',
      rowKey: 'key',
      within: { row: DINGTALK_SETTING, property: 'secretSealed' },
      place: secretPlace,
    },
  ],
  indexes: [
    { table: 'account_request', column: 'mobile_index' },
    { table: 'account_request', column: 'network_index' },
    { table: 'account_request_letter', column: 'network_index' },
    { table: 'recovery_code', column: 'code_index' },
    { table: 'external_identity', column: 'subject_index' },
  ],
};
