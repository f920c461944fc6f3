import type { Role } from '../../kernel/actor.ts';

/** Who looks after the delivery of all messages. */
export const DELIVERY_KEEPERS: readonly Role[] = ['project_office_admin', 'project_office_staff'];

/** Who enters the secrets of the channels: the head of the office, or the technical administrator. */
export const CHANNEL_KEEPERS: readonly Role[] = ['project_office_admin', 'system_admin'];

/** Which group of which body hears what is the office's business; the technical administrator reads no bodies. */
export const ROBOT_KEEPERS: readonly Role[] = ['project_office_admin'];

/** Who sets what holds for the people of an organization; each for the own one. */
export const ORGANIZATION_KEEPERS: readonly Role[] = [
  'project_office_admin',
  'city_admin',
  'institution_admin',
  'org_admin',
];
