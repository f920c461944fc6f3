import type { Sealings } from '../../platform/keys/sealed.ts';
import { DINGTALK_PLACE, DINGTALK_SETTING } from './dingtalk-settings.ts';

/** What this feature keeps sealed, and its keyed hashes. */
export const notificationSealings: Sealings = {
  fields: [
    { table: 'channel_address', column: 'address_sealed' },
    { table: 'channel_address', column: 'provider_sealed' },
    { table: 'channel_address', column: 'code_sealed' },
    { table: 'group_robot', column: 'token_sealed' },
    { table: 'group_robot', column: 'secret_sealed' },
    {
      table: 'setting',
      column: 'value',
      rowKey: 'key',
      within: { row: DINGTALK_SETTING, property: 'appSecretSealed' },
      place: DINGTALK_PLACE,
    },
  ],
  indexes: [
    { table: 'channel_address', column: 'address_index' },
    { table: 'channel_address', column: 'code_hash' },
  ],
};
