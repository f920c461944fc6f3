import { z } from 'zod';
import type { OrganizationKind, Role } from '../../kernel/actor.ts';
import { addDays, type Instant, isBefore } from '../../kernel/time.ts';

export const FACTOR_LEVELS = {
  off: '不提供',
  offered: '自愿启用',
  required: '必须启用',
} as const;
export type FactorLevel = keyof typeof FACTOR_LEVELS;

/**
 * Whom the policy tells apart (assurance A6); roles for money join ADMINISTRATORS' rule when the office has them. Heads
 * of institutions and evaluation organizations are apart from them: they speak for their own house only.
 */
export const ROLE_GROUPS = {
  REVIEWERS: { label: '审核人员', roles: ['provincial_reviewer', 'city_reviewer'] },
  ADMINISTRATORS: {
    label: '项目办和教育行政部门的管理员、审计员',
    roles: ['project_office_admin', 'system_admin', 'auditor', 'city_admin'],
  },
  OFFICIALS: {
    label: '项目办和教育行政部门其他人员',
    roles: ['project_office_staff', 'provincial_viewer', 'city_viewer'],
  },
  BODY_ADMINISTRATORS: {
    label: '院校和评价组织的管理员',
    roles: ['institution_admin', 'org_admin'],
  },
  OTHERS: {
    label: '院校和评价组织其他人员',
    roles: ['institution_staff', 'institution_leader', 'org_staff'],
  },
} as const satisfies Record<string, { readonly label: string; readonly roles: readonly Role[] }>;
export type RoleGroup = keyof typeof ROLE_GROUPS;

const level = z.enum(Object.keys(FACTOR_LEVELS) as [FactorLevel, ...FactorLevel[]]);

export const factorPolicySchema = z.strictObject({
  REVIEWERS: level,
  ADMINISTRATORS: level,
  OFFICIALS: level,
  BODY_ADMINISTRATORS: level,
  OTHERS: level,
} satisfies Record<RoleGroup, typeof level>);
export type FactorPolicy = z.output<typeof factorPolicySchema>;

/**
 * 等保三级 8.1.4.1 d) asks two factors of whoever decides or administers for the province: office, department and city
 * bureaus. Institutions and evaluation organizations are offered them. The demo's setting offers them to all.
 */
export const DEFAULT_FACTOR_POLICY: FactorPolicy = {
  REVIEWERS: 'required',
  ADMINISTRATORS: 'required',
  OFFICIALS: 'required',
  BODY_ADMINISTRATORS: 'offered',
  OTHERS: 'offered',
};

/** Everybody may, nobody must: the demo, where nobody has the invented people's telephones. */
export const OFFERED_FACTOR_POLICY: FactorPolicy = {
  REVIEWERS: 'offered',
  ADMINISTRATORS: 'offered',
  OFFICIALS: 'offered',
  BODY_ADMINISTRATORS: 'offered',
  OTHERS: 'offered',
};

const STRICTNESS: readonly FactorLevel[] = ['off', 'offered', 'required'];

/** What the policy asks of somebody with these roles: the strictest of their groups. */
export const factorLevelOf = (policy: FactorPolicy, roles: readonly string[]): FactorLevel => {
  const groups = (Object.keys(ROLE_GROUPS) as RoleGroup[]).filter((group) =>
    ROLE_GROUPS[group].roles.some((role) => roles.includes(role)),
  );
  const strictest = Math.max(0, ...groups.map((group) => STRICTNESS.indexOf(policy[group])));
  return STRICTNESS[strictest] ?? 'off';
};

export const PASSWORD_PROFILES = {
  passphrase: '长口令：不限字符种类，不定期更换（默认）',
  classified: '等保：三种以上字符，每 90 天更换',
} as const;
export type PasswordProfile = keyof typeof PASSWORD_PROFILES;

export const passwordProfileSchema = z.enum(
  Object.keys(PASSWORD_PROFILES) as [PasswordProfile, ...PasswordProfile[]],
);

/** 等保三级 8.1.4.1 a): changed regularly; ASVS 6.2.10 forbids it, so it is a profile and not the rule. */
export const PASSWORD_DAYS = 90;

/** Who sets how people sign in: the head of the office, and the technical administrator. */
export const SECURITY_ADMINS = ['project_office_admin', 'system_admin'] as const satisfies Role[];

export interface SecurityPolicy {
  readonly factors: FactorPolicy;
  readonly passwords: PasswordProfile;
}

/** What has to be done before anything else in a new session. */
export const restrictionOf = (
  policy: SecurityPolicy,
  account: {
    readonly roles: readonly string[];
    readonly passwordChangedAt: Instant | null;
    readonly hasSecondFactor: boolean;
  },
  at: Instant,
): 'PASSWORD' | 'SECOND_FACTOR' | null => {
  const { passwordChangedAt, roles, hasSecondFactor } = account;
  const isOld =
    passwordChangedAt === null || isBefore(addDays(passwordChangedAt, PASSWORD_DAYS), at);
  if (policy.passwords === 'classified' && isOld) return 'PASSWORD';
  const isMissing = factorLevelOf(policy.factors, roles) === 'required' && !hasSecondFactor;
  return isMissing ? 'SECOND_FACTOR' : null;
};

/** Minutes after which an unused session ends (assurance A7): 15 for officials where others have 30, as `onex_enter` does. */
export const idleMinutesOf = (kind: OrganizationKind, others: number): number =>
  kind === 'INSTITUTION' || kind === 'EVALUATION_ORGANIZATION' ? others : others / 2;
