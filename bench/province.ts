/**
 * The invented province that the bench measures on, as plain numbers: the same in every run. Indices start at 0; ids,
 * tokens and addresses are computed from them, so that nothing has to be looked up while measuring.
 */
export const SIZE = {
  institutions: 1_000,
  bureaus: 14,
  evaluationOrganizations: 300,
  certificates: 447,
  /** The first certificates have two levels, the rest three: 1,237 in all. */
  twoLevelCertificates: 104,
  majors: 1_300,
  majorsPerInstitution: 12,
  /** Open round: one application per institution, 20 to 80 items each, 50,000 together. */
  drafts: 300,
  /** Filed round: the first institutions, all filed: 20,000 rows of the published list. */
  filedInstitutions: 400,
  filedItemsPerInstitution: 50,
  provincialReviewers: 100,
  cityReviewers: 100,
} as const;

export const LEVEL_COUNT = SIZE.certificates * 3 - SIZE.twoLevelCertificates;

const GROUPS = [
  'organization',
  'certificate',
  'level',
  'institutionMajor',
  'round',
  'application',
  'filedApplication',
  'item',
  'filedItem',
  'filing',
  'edition',
  'file',
  'account',
  'session',
  'jurisdiction',
  'decision',
  'remark',
  'audit',
  'contact',
] as const;

/** A UUID of version 7 in form, told apart by group and number. */
export const idOf = (group: (typeof GROUPS)[number], index: number): string => {
  const number = String(index).padStart(12, '0');
  return `01900000-00${String(GROUPS.indexOf(group) + 10)}-7000-8000-${number}`;
};

/** Organizations share one numbering: office, department, bureaus, evaluation organizations, institutions. */
const FIRST_BUREAU = 2;
const FIRST_EVALUATION = FIRST_BUREAU + SIZE.bureaus;
const FIRST_INSTITUTION = FIRST_EVALUATION + SIZE.evaluationOrganizations;
export const officeId = idOf('organization', 0);
export const departmentId = idOf('organization', 1);
export const bureauId = (index: number): string => idOf('organization', FIRST_BUREAU + index);
export const evaluationId = (index: number): string =>
  idOf('organization', FIRST_EVALUATION + index);
export const institutionId = (index: number): string =>
  idOf('organization', FIRST_INSTITUTION + index);

/** Round 0 is open, round 1 was filed last year. */
export const openRoundId = idOf('round', 0);
export const filedRoundId = idOf('round', 1);

export type Kind = 'SECONDARY_VOCATIONAL' | 'HIGHER_VOCATIONAL' | 'APPLIED_UNDERGRADUATE';

export const kindOf = (institution: number): Kind => {
  const place = institution % 10;
  if (place < 6) return 'SECONDARY_VOCATIONAL';
  return place < 9 ? 'HIGHER_VOCATIONAL' : 'APPLIED_UNDERGRADUATE';
};

export const affiliationOf = (institution: number): 'PROVINCIAL' | 'MUNICIPAL' | 'COUNTY' => {
  if (institution % 10 === 0 || institution % 10 > 5) return 'PROVINCIAL';
  return institution % 2 === 0 ? 'MUNICIPAL' : 'COUNTY';
};

export const bureauOf = (institution: number): number =>
  Math.floor(institution / 10) % SIZE.bureaus;

/** The city reviews first where the school is a secondary one of a city or county (四.2). */
export const isCityRoute = (institution: number): boolean =>
  kindOf(institution) === 'SECONDARY_VOCATIONAL' && affiliationOf(institution) !== 'PROVINCIAL';

/** Spreads statuses over kinds and cities: 7,919 is a prime, so each rank occurs once. */
const rankOf = (institution: number): number => (institution * 7_919) % SIZE.institutions;

const CITY_STEPS = [
  [300, 'DRAFT'],
  [540, 'CITY_REVIEW'],
  [600, 'RETURNED'],
  [630, 'CITY_REJECTED'],
  [830, 'PROVINCIAL_REVIEW'],
  [900, 'APPROVED'],
  [950, 'PARTIALLY_APPROVED'],
  [980, 'REJECTED'],
  [1_000, 'WITHDRAWN'],
] as const;

export type Status = (typeof CITY_STEPS)[number][1];

/** Status in the open round. */
export const statusOf = (institution: number): Status => {
  const found = CITY_STEPS.find(([below]) => rankOf(institution) < below);
  const status = found?.[1] ?? 'WITHDRAWN';
  const atCity = status === 'CITY_REVIEW' || status === 'CITY_REJECTED';
  return atCity && !isCityRoute(institution) ? 'PROVINCIAL_REVIEW' : status;
};

/** Institutions whose application of the open round is a draft, in the order of their numbers. */
export const draftInstitutions = (): number[] =>
  Array.from({ length: SIZE.institutions }, (_, index) => index).filter(
    (index) => statusOf(index) === 'DRAFT',
  );

/** 20 to 80, 50 on average. */
export const itemCountOf = (institution: number): number => {
  const offset = (Math.floor(institution / 2) * 7) % 31;
  return institution % 2 === 0 ? 50 - offset : 50 + offset;
};

/** Accounts: institutions' heads of department first, then provincial, then city reviewers. */
export interface User {
  readonly accountId: string;
  readonly name: string;
  readonly loginName: string;
  readonly organizationId: string;
  readonly organizationName: string;
  readonly organizationKind: 'INSTITUTION' | 'PROVINCIAL_DEPARTMENT' | 'CITY_BUREAU';
  readonly role: 'institution_admin' | 'provincial_reviewer' | 'city_reviewer';
  /** What the session cookie holds. */
  readonly token: string;
}

const tokenOf = (account: number): string => `bench-session-${String(account).padStart(6, '0')}`;

export const schoolUser = (institution: number): User => ({
  accountId: idOf('account', institution),
  name: `校负责人${institution}`,
  loginName: `school${institution}`,
  organizationId: institutionId(institution),
  organizationName: institutionName(institution),
  organizationKind: 'INSTITUTION',
  role: 'institution_admin',
  token: tokenOf(institution),
});

export const provincialUser = (index: number): User => ({
  accountId: idOf('account', SIZE.institutions + index),
  name: `省审核员${index}`,
  loginName: `province${index}`,
  organizationId: departmentId,
  organizationName: DEPARTMENT_NAME,
  organizationKind: 'PROVINCIAL_DEPARTMENT',
  role: 'provincial_reviewer',
  token: tokenOf(SIZE.institutions + index),
});

export const cityUser = (index: number): User => ({
  accountId: idOf('account', SIZE.institutions + SIZE.provincialReviewers + index),
  name: `市初审员${index}`,
  loginName: `city${index}`,
  organizationId: bureauId(index % SIZE.bureaus),
  organizationName: bureauName(index % SIZE.bureaus),
  organizationKind: 'CITY_BUREAU',
  role: 'city_reviewer',
  token: tokenOf(SIZE.institutions + SIZE.provincialReviewers + index),
});

export const DEPARTMENT_NAME = '云岭省教育厅';
const FIRST_SIGNS = Array.from('东西南北中上下新长安宁平川');
export const cityName = (bureau: number): string =>
  `${FIRST_SIGNS[bureau % 13] ?? ''}${bureau < 13 ? '川' : '河'}市`;
export const bureauName = (bureau: number): string => `${cityName(bureau)}教育局`;

const SCHOOL_WORDS = Array.from('青松白鹭明德致远启航弘毅博雅厚朴文渊');
const KIND_WORDS: Record<Kind, string> = {
  SECONDARY_VOCATIONAL: '职业中等专业学校',
  HIGHER_VOCATIONAL: '职业技术学院',
  APPLIED_UNDERGRADUATE: '应用技术大学',
};

export const institutionName = (institution: number): string => {
  const sign = (at: number): string => SCHOOL_WORDS[at % SCHOOL_WORDS.length] ?? '';
  const words = `${sign(institution)}${sign(Math.floor(institution / 20) + 7)}${sign(institution * 3 + 5)}`;
  return `${cityName(bureauOf(institution))}第${institution + 1}${words}${KIND_WORDS[kindOf(institution)]}`;
};

export const majorName = (major: number): string => `应用技术专业${major + 1}`;
export const certificateName = (certificate: number): string => `应用技能证书${certificate + 1}`;
