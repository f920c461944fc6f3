import type { Finding } from '../../kernel/finding.ts';
import type { Instant } from '../../kernel/time.ts';
import type { Read } from '../../platform/db/database.ts';
import { hasLiveOfficer, type NamedPeople } from '../contacts/index.ts';
import type { ApplicationContent } from './content.ts';
import { type ApplicationRecord, isEditable } from './record.ts';

/** 七.2: an institution that nobody can be reached at cannot apply. Only the register knows; the form cannot mend it. */
const NO_OFFICER: Finding = {
  severity: 'error',
  code: 'application.no_live_officer',
  field: '',
  text: '请先在“本单位联系人”登记业务联系人，已登记的请按一次“确认无误”（六个月内或本轮次开始以来）',
  source: '项目办函〔2025〕1号 七.2',
  path: '/contacts',
};

/** What the register of contacts has against submitting; nothing once the application is out of the school's hands. */
export const officerFindings = async (
  read: Read,
  record: Pick<ApplicationRecord, 'status' | 'institutionId'>,
  at: Instant,
): Promise<Finding[]> =>
  !isEditable(record.status) || (await hasLiveOfficer(read, record.institutionId, at))
    ? []
    : [NO_OFFICER];

/** A new draft begins with the people of the register; where it names nobody, an earlier year's answer stays. */
export const withNamedPeople = (
  content: ApplicationContent,
  people: NamedPeople,
): ApplicationContent => ({
  ...content,
  ...Object.fromEntries(Object.entries(people).filter(([, text]) => text !== '')),
});
