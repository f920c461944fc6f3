import { APPLICATION_STATUSES, NOT_STARTED, type ApplicationStatus } from './status.ts';

export type ParticipationStatus = ApplicationStatus | typeof NOT_STARTED;

/**
 * The figures of a round's dashboard, each the statuses it counts: the screen adds cells by this table and the list of
 * institutions filters by it, so that a figure and the rows behind it cannot disagree.
 */
export const PARTICIPATION_GROUPS = {
  notStarted: { label: '尚未开始', statuses: [NOT_STARTED] },
  drafting: { label: '填报中', statuses: ['DRAFT'] },
  /** Submitted and not withdrawn or lapsed, whatever became of it. */
  submitted: {
    label: '已提交（含审核中、已退回和已决定）',
    statuses: [
      'CITY_REVIEW',
      'PROVINCIAL_REVIEW',
      'RETURNED',
      'CITY_REJECTED',
      'APPROVED',
      'PARTIALLY_APPROVED',
      'REJECTED',
      'FILED',
    ],
  },
  cityReview: { label: '待市级初审', statuses: ['CITY_REVIEW'] },
  provincialReview: { label: '待省级审核', statuses: ['PROVINCIAL_REVIEW'] },
  returned: { label: '已退回修改', statuses: ['RETURNED'] },
  decided: {
    label: '已决定（通过和不通过）',
    statuses: ['CITY_REJECTED', 'APPROVED', 'PARTIALLY_APPROVED', 'REJECTED', 'FILED'],
  },
  approved: {
    label: '通过（含部分通过、已备案）',
    statuses: ['APPROVED', 'PARTIALLY_APPROVED', 'FILED'],
  },
  refused: { label: '不通过（含市级初审不通过）', statuses: ['CITY_REJECTED', 'REJECTED'] },
  withdrawn: { label: '已撤回', statuses: ['WITHDRAWN'] },
  lapsed: { label: '逾期未提交', statuses: ['LAPSED'] },
} as const satisfies Record<
  string,
  { readonly label: string; readonly statuses: readonly ParticipationStatus[] }
>;

export type ParticipationGroup = keyof typeof PARTICIPATION_GROUPS;

export const PARTICIPATION_GROUP_NAMES = Object.keys(PARTICIPATION_GROUPS) as ParticipationGroup[];

export const PARTICIPATION_STATUSES: readonly ParticipationStatus[] = [
  NOT_STARTED,
  ...APPLICATION_STATUSES,
];

export const statusesOf = (group: ParticipationGroup): readonly ParticipationStatus[] =>
  PARTICIPATION_GROUPS[group].statuses;

/** In a filter by bureau: those without one, which the province reviews directly. */
export const WITHOUT_BUREAU = 'none';
