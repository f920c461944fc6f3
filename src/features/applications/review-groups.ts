/** The reviewer's work list by what needs doing, in the order in which to do it. */
export const REVIEW_GROUPS = {
  overdue: '已超期',
  dueSoon: '三天内到期',
  cameBack: '修改后重新提交',
  fresh: '待审核',
  waiting: '等待院校修改',
  elsewhere: '在其他环节',
  done: '已办结',
} as const;

export type ReviewGroup = keyof typeof REVIEW_GROUPS;

export const REVIEW_GROUP_NAMES = Object.keys(REVIEW_GROUPS) as ReviewGroup[];

/** Days before the stage's deadline from which an application counts as due soon. */
export const DUE_SOON_DAYS = 3;
