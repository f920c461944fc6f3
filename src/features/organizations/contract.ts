import { z } from 'zod';
import { ORGANIZATION_KINDS } from '../../kernel/actor.ts';
import { endpoint } from '../../kernel/endpoint.ts';
import { historyRow } from '../../kernel/history.ts';
import { idText } from '../../kernel/id.ts';
import { listOutput, listQuery, severalOf } from '../../kernel/list.ts';
import { dateText, instantText } from '../../kernel/time.ts';
import { longText, normalizeCode, optionalText, shortText } from '../../kernel/text.ts';
import {
  AFFILIATIONS,
  INSTITUTION_KINDS,
  JURISDICTION_STATES,
  keysOf,
  ORGANIZATION_STATUSES,
  REVIEW_ROUTES,
} from './labels.ts';
import { DIVISION_CODE, stableCodeText } from './rules.ts';

export const kindSchema = z.enum(keysOf(ORGANIZATION_KINDS), { error: '请选择单位类型' });
export const institutionKindSchema = z.enum(keysOf(INSTITUTION_KINDS), { error: '请选择院校类型' });
export const affiliationSchema = z.enum(keysOf(AFFILIATIONS), { error: '请选择隶属关系' });
export const statusSchema = z.enum(keysOf(ORGANIZATION_STATUSES));
const routeSchema = z.enum(keysOf(REVIEW_ROUTES));

export const searchQuery = z.string().max(100, { error: '搜索内容请不超过 100 个字' }).optional();
export const versionSchema = z.int().min(1);
export const idParams = z.strictObject({ id: idText() });

/** Codes as typed; '' means that there is none. */
const codeText = (max: number, label: string) =>
  z
    .string()
    .overwrite(normalizeCode)
    .refine((code) => code.length <= max, { error: `请核对${label}，最多 ${max} 位` })
    .default('');

const areaCodeText = z
  .string()
  .overwrite(normalizeCode)
  .refine((code) => code === '' || DIVISION_CODE.test(code), { error: '请填写 6 位行政区划代码' })
  .default('');

const organizationRow = z.strictObject({
  id: idText(),
  kind: kindSchema,
  kindLabel: z.string(),
  code: z.string(),
  name: z.string(),
  shortName: z.string(),
  formerNames: z.string(),
  institutionKind: institutionKindSchema.nullable(),
  institutionKindLabel: z.string(),
  affiliation: affiliationSchema.nullable(),
  affiliationLabel: z.string(),
  institutionCode: z.string(),
  creditCode: z.string(),
  areaCode: z.string(),
  areaName: z.string(),
  ownership: z.string(),
  address: z.string(),
  /** Review route of an institution, null for other bodies. */
  reviewRoute: routeSchema.nullable(),
  bureauId: idText().nullable(),
  bureauName: z.string(),
  majorCount: z.int(),
  status: statusSchema,
  statusLabel: z.string(),
  source: z.string(),
  trust: z.string(),
  updatedAt: instantText(),
});

export type OrganizationRow = z.output<typeof organizationRow>;

export const listOrganizations = endpoint({
  name: 'organizations.list',
  method: 'GET',
  path: '/api/organizations',
  summary: '单位目录',
  query: listQuery(
    {
      q: searchQuery,
      kind: kindSchema.optional(),
      institutionKind: severalOf(institutionKindSchema).optional(),
      affiliation: affiliationSchema.optional(),
      areaCode: z.string().regex(DIVISION_CODE, { error: '请选择行政区划' }).optional(),
      bureauId: idText().optional(),
      status: statusSchema.optional(),
    },
    ['name', 'code', 'kind', 'area', 'updatedAt'],
  ),
  output: listOutput(organizationRow),
});

const jurisdictionOfInstitution = z.strictObject({
  id: idText(),
  bureauId: idText(),
  bureauName: z.string(),
  validFrom: dateText(),
  /** First day on which it no longer holds; null: open. */
  validTo: dateText().nullable(),
  note: z.string(),
  state: z.enum(keysOf(JURISDICTION_STATES)),
  version: versionSchema,
});

const organizationDetail = z.strictObject({
  id: idText(),
  kind: kindSchema,
  code: z.string(),
  name: z.string(),
  shortName: z.string(),
  formerNames: z.array(z.string()),
  status: statusSchema,
  areaCode: z.string(),
  areaName: z.string(),
  creditCode: z.string(),
  source: z.string(),
  trust: z.string(),
  institution: z
    .strictObject({
      institutionKind: institutionKindSchema,
      affiliation: affiliationSchema,
      institutionCode: z.string(),
      ownership: z.string(),
      address: z.string(),
      reviewRoute: routeSchema,
    })
    .nullable(),
  jurisdictions: z.array(jurisdictionOfInstitution),
  /** Majors of an institution that are not closed. */
  majorCount: z.int(),
  /** Institutions a bureau answers for today. */
  institutionCount: z.int(),
  updatedAt: instantText(),
  version: versionSchema,
  /** What this reader may do with it now. */
  mayEdit: z.boolean(),
});

export type OrganizationDetail = z.output<typeof organizationDetail>;

export const getOrganization = endpoint({
  name: 'organizations.get',
  method: 'GET',
  path: '/api/organizations/:id',
  summary: '一个单位：基本信息与管辖沿革',
  params: idParams,
  output: organizationDetail,
});

export const organizationHistory = endpoint({
  name: 'organizations.history',
  method: 'GET',
  path: '/api/organizations/:id/history',
  summary: '一个单位的办理记录',
  params: idParams,
  output: z.strictObject({ rows: z.array(historyRow) }),
});

export const getOwnOrganization = endpoint({
  name: 'organizations.getOwn',
  method: 'GET',
  path: '/api/organizations/own',
  summary: '本单位信息',
  output: organizationDetail,
});

const option = z.strictObject({
  id: idText(),
  kind: kindSchema,
  name: z.string(),
  /** What tells bodies of similar names apart: area and kind. */
  hint: z.string(),
});

export const searchOrganizations = endpoint({
  name: 'organizations.search',
  method: 'GET',
  path: '/api/organizations/options',
  summary: '按名称、拼音或编码查找单位，最多 20 个',
  query: z.strictObject({
    q: searchQuery,
    kind: kindSchema.optional(),
    includeClosed: z.stringbool().default(false),
  }),
  output: z.strictObject({ options: z.array(option) }),
});

export const listDivisions = endpoint({
  name: 'organizations.listDivisions',
  method: 'GET',
  path: '/api/organizations/divisions',
  summary: '行政区划',
  output: z.strictObject({
    divisions: z.array(
      z.strictObject({
        code: z.string(),
        name: z.string(),
        level: z.string(),
        parentCode: z.string().nullable(),
      }),
    ),
  }),
});

const institutionBody = z.strictObject({
  institutionKind: institutionKindSchema,
  affiliation: affiliationSchema,
  institutionCode: codeText(10, '院校标识码'),
  ownership: optionalText(20, '办学性质'),
  address: optionalText(200, '地址'),
});

const facts = {
  name: shortText(100, '单位名称'),
  shortName: optionalText(50, '简称'),
  formerNames: z.array(shortText(100, '曾用名')).max(20, { error: '曾用名最多 20 个' }).default([]),
  areaCode: areaCodeText,
  creditCode: codeText(18, '统一社会信用代码'),
  source: optionalText(500, '来源'),
  trust: optionalText(20, '可信度'),
  institution: institutionBody.nullable().default(null),
  /** Why a warning (a credit code whose check character does not fit) is right all the same. */
  warningReason: optionalText(500, '说明'),
};

/** A body's office cannot be made here: it comes with the installation. */
const CREATED_KINDS = [
  'CITY_BUREAU',
  'INSTITUTION',
  'EVALUATION_ORGANIZATION',
  'PROVINCIAL_DEPARTMENT',
] as const;

export const createOrganization = endpoint({
  name: 'organizations.create',
  method: 'POST',
  path: '/api/organizations',
  summary: '登记单位',
  body: z.strictObject({
    kind: z.enum(CREATED_KINDS, { error: '请选择单位类型' }),
    code: z
      .string()
      .overwrite(stableCodeText)
      .refine((code) => code.length <= 40, { error: '请核对单位编码，最多 40 位' })
      .default(''),
    ...facts,
  }),
  output: organizationDetail,
});

export const updateOrganization = endpoint({
  name: 'organizations.update',
  method: 'PUT',
  path: '/api/organizations/:id',
  summary: '修改单位信息',
  params: idParams,
  body: z.strictObject({
    version: versionSchema,
    ...facts,
    /** The old name was a typing error: it does not become a former name. */
    isNameCorrection: z.boolean().default(false),
  }),
  output: organizationDetail,
});

const statusChange = z.strictObject({ version: versionSchema, reason: longText(500, '原因') });

export const closeOrganization = endpoint({
  name: 'organizations.close',
  method: 'POST',
  path: '/api/organizations/:id/close',
  summary: '停用单位：其账号不能再登录，历史数据保留',
  params: idParams,
  body: statusChange,
  output: organizationDetail,
});

export const reopenOrganization = endpoint({
  name: 'organizations.reopen',
  method: 'POST',
  path: '/api/organizations/:id/reopen',
  summary: '恢复已停用的单位',
  params: idParams,
  body: statusChange,
  output: organizationDetail,
});
