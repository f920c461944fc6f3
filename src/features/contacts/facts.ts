import type { Instant } from '../../kernel/time.ts';
import { beijingDate } from '../../kernel/time.ts';
import type { Read } from '../../platform/db/database.ts';
import { contactsOfOrganization, liveOfficerExists } from './list-queries.ts';
import type { Duty } from './labels.ts';

/**
 * Whether the organization can be reached about its application (七.2): a 业务联系人 in force at `at`, with nothing
 * reported against them, confirmed within six months or since the latest round opened. The caller has checked that its
 * actor may know the organization.
 */
export const hasLiveOfficer = (read: Read, organizationId: string, at: Instant): Promise<boolean> =>
  liveOfficerExists(read, organizationId, { at, today: beijingDate(at) });

/** What an application says of its people, as the register has them; '' where nobody is named. */
export interface NamedPeople {
  readonly leaderName: string;
  readonly leaderTitle: string;
  readonly departmentName: string;
  readonly departmentHead: string;
  readonly officerName: string;
  readonly officerTitle: string;
  readonly officePhone: string;
}

/** The people in force at `at`, with the office's landline and never a mobile; for starting a form with them. */
export const namedPeopleOf = async (
  read: Read,
  organizationId: string,
  at: Instant,
): Promise<NamedPeople> => {
  const moment = { at, today: beijingDate(at) };
  const rows = await contactsOfOrganization(read, organizationId, [], moment);
  const textOf = (duty: Duty, field: 'name' | 'title' | 'department' | 'landline'): string =>
    rows.find((row) => row.duty === duty && row.state !== 'PENDING' && row.reported === null)?.[
      field
    ] ?? '';
  return {
    leaderName: textOf('LEADER', 'name'),
    leaderTitle: textOf('LEADER', 'title'),
    departmentName: textOf('DEPARTMENT_HEAD', 'department') || textOf('OFFICER', 'department'),
    departmentHead: textOf('DEPARTMENT_HEAD', 'name'),
    officerName: textOf('OFFICER', 'name'),
    officerTitle: textOf('OFFICER', 'title'),
    officePhone: textOf('OFFICER', 'landline') || textOf('DEPARTMENT_HEAD', 'landline'),
  };
};
