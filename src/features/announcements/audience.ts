import { z } from 'zod';
import { ORGANIZATION_KINDS, type OrganizationKind, type Role, ROLES } from '../../kernel/actor.ts';
import { idText } from '../../kernel/id.ts';

const distinct = (values: readonly string[]): boolean => new Set(values).size === values.length;

/**
 * Whom an announcement is for, kept as data. Within one part any value is enough, between the parts all must hold; an
 * empty part does not narrow. All empty: every active person.
 */
export const audienceSchema = z.strictObject({
  kinds: z
    .array(z.enum(Object.keys(ORGANIZATION_KINDS) as [OrganizationKind]))
    .refine(distinct, { error: '单位类型不要重复选择' })
    .default([]),
  /** Divisions with everything below them: where the organization is, not who reviews it. */
  areaCodes: z.array(z.string().max(40)).max(150, { error: '所在地最多选 150 个' }).default([]),
  roles: z
    .array(z.enum(Object.keys(ROLES) as [Role]))
    .refine(distinct, { error: '角色不要重复选择' })
    .default([]),
  /** Institutions with a live filing or a pending application of one of them. */
  certificateIds: z.array(idText()).max(50, { error: '证书最多选 50 个' }).default([]),
  /** Institutions that may apply in this round and have not submitted. */
  notSubmittedRoundId: idText().nullable().default(null),
});

export type Audience = z.output<typeof audienceSchema>;

export const EVERYBODY: Audience = audienceSchema.parse({});

/** Names of what was chosen by id or code. */
export interface AudienceNames {
  readonly areas: readonly { readonly code: string; readonly name: string }[];
  readonly certificates: readonly { readonly id: string; readonly name: string }[];
  readonly round: { readonly id: string; readonly title: string } | null;
}

/** The audience in one line, as the office would say it. */
export const audienceWords = (audience: Audience, names: AudienceNames): string => {
  const parts = [
    audience.kinds.map((kind) => ORGANIZATION_KINDS[kind]).join('、'),
    names.areas.length === 0 ? '' : `所在地：${names.areas.map(({ name }) => name).join('、')}`,
    names.certificates.length === 0
      ? ''
      : `备案或申报：${names.certificates.map(({ name }) => name).join('、')}`,
    names.round === null ? '' : `“${names.round.title}”尚未提交`,
    audience.roles.map((role) => ROLES[role]).join('、'),
  ].filter((part) => part !== '');
  return parts.length === 0 ? '全部单位的全部人员' : parts.join('；');
};
