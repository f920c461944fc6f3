import { z } from 'zod';
import { endpoint } from '../../kernel/endpoint.ts';
import { historyRow } from '../../kernel/history.ts';
import { idText } from '../../kernel/id.ts';
import { listOutput, listQuery } from '../../kernel/list.ts';
import { normalizeCode, optionalText, shortText, toHalfWidth } from '../../kernel/text.ts';
import { dateText, instantText } from '../../kernel/time.ts';
import { CERTIFICATE_STATUSES, type CertificateStatus, type CertificateVerb } from './status.ts';

export const statusSchema = z.enum(
  CERTIFICATE_STATUSES as [CertificateStatus, ...CertificateStatus[]],
);
export const gradeSchema = z.union([z.literal(1), z.literal(2), z.literal(3)], {
  error: '请选择等级：初级、中级或高级',
});
export const batchSchema = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)], {
  error: '请选择批次：第一批至第四批',
});
export const trustSchema = z.enum(['高', '中', '低'], { error: '请选择可信度：高、中或低' });
const verbSchema = z.enum(['beginExit', 'finishExit', 'restore'] satisfies CertificateVerb[]);

const searchQuery = z.string().max(100, { error: '搜索内容请不超过 100 个字' }).optional();
const versionSchema = z.int().min(1);
const idParams = z.strictObject({ id: idText() });

const certificateRow = z.strictObject({
  id: idText(),
  code: z.string(),
  /** What people call it, without 职业技能等级证书. */
  shortName: z.string(),
  name: z.string(),
  batch: batchSchema.nullable(),
  batchLabel: z.string(),
  batchBasis: z.string(),
  levels: z.array(gradeSchema),
  levelLabels: z.string(),
  evaluationOrganizationId: idText(),
  evaluationOrganizationCode: z.string(),
  evaluationOrganizationName: z.string(),
  status: statusSchema,
  statusLabel: z.string(),
  standardCode: z.string(),
  standardUrl: z.string(),
  sector: z.string(),
  trust: z.string(),
  source: z.string(),
  note: z.string(),
  updatedAt: instantText(),
});

export type CertificateRow = z.output<typeof certificateRow>;

export const listCertificates = endpoint({
  name: 'catalog.list',
  method: 'GET',
  path: '/api/catalog/certificates',
  summary: '证书目录：职业技能等级证书及其等级',
  query: listQuery(
    {
      q: searchQuery,
      batch: z.enum(['1', '2', '3', '4', 'unknown'], { error: '请选择批次' }).optional(),
      /** `none`: no level is registered yet. */
      level: z.enum(['1', '2', '3', 'none'], { error: '请选择等级' }).optional(),
      status: statusSchema.optional(),
      evaluationOrganizationId: idText().optional(),
      trust: trustSchema.optional(),
    },
    ['name', 'code', 'batch', 'organization', 'status', 'updatedAt'],
  ),
  output: listOutput(certificateRow),
});

const majorHint = z.strictObject({
  majorCode: z.string(),
  majorName: z.string(),
  educationLevel: z.string(),
  trust: z.string(),
  source: z.string(),
});

export type MajorHint = z.output<typeof majorHint>;

const certificateDetail = certificateRow.omit({ levels: true }).extend({
  levels: z.array(
    z.strictObject({
      id: idText(),
      level: gradeSchema,
      label: z.string(),
      effectiveOn: dateText().nullable(),
      trust: z.string(),
      source: z.string(),
    }),
  ),
  /** A hint to the institution, never a bar. */
  majors: z.array(majorHint),
  statusReason: z.string(),
  statusOn: dateText().nullable(),
  permittedActions: z.array(verbSchema),
  mayEdit: z.boolean(),
  version: versionSchema,
});

export type CertificateDetail = z.output<typeof certificateDetail>;

export const getCertificate = endpoint({
  name: 'catalog.get',
  method: 'GET',
  path: '/api/catalog/certificates/:id',
  summary: '一个证书：等级、评价组织、标准、适用专业、来源与可信度',
  params: idParams,
  output: certificateDetail,
});

export const certificateHistory = endpoint({
  name: 'catalog.history',
  method: 'GET',
  path: '/api/catalog/certificates/:id/history',
  summary: '一个证书的办理记录',
  params: idParams,
  output: z.strictObject({
    rows: z.array(historyRow),
  }),
});

const levelOption = z.strictObject({
  id: idText(),
  certificateId: idText(),
  certificateName: z.string(),
  level: gradeSchema,
  levelLabel: z.string(),
  /** `智能装配（中级）`: what stands in the field once chosen. */
  label: z.string(),
  evaluationOrganizationName: z.string(),
  certificateStatus: statusSchema,
});

export type LevelOption = z.output<typeof levelOption>;

export const searchCertificateLevels = endpoint({
  name: 'catalog.searchLevels',
  method: 'GET',
  path: '/api/catalog/levels',
  summary: '按证书名称、拼音、首字母或评价组织查找证书等级，最多 20 个',
  query: z.strictObject({
    q: searchQuery,
    /** Only what can be applied for now. */
    onlyOpen: z.stringbool().default(true),
  }),
  output: z.strictObject({ levels: z.array(levelOption) }),
});

export const catalogCompleteness = endpoint({
  name: 'catalog.completeness',
  method: 'GET',
  path: '/api/catalog/completeness',
  summary: '证书目录与公布数量相比的完整程度',
  output: z.strictObject({
    /** As the province's data says; null where it says nothing. */
    expected: z.int().nullable(),
    certificates: z.int(),
    levels: z.int(),
    withoutLevels: z.int(),
    withoutBatch: z.int(),
    lowTrust: z.int(),
    batches: z.array(
      z.strictObject({ batch: batchSchema, expected: z.int().nullable(), certificates: z.int() }),
    ),
  }),
});

const facts = {
  shortName: shortText(60, '证书名称'),
  /** '' stands for the short name with 职业技能等级证书 behind it. */
  name: optionalText(100, '证书全称'),
  batch: batchSchema.nullable().default(null),
  batchBasis: optionalText(200, '批次依据'),
  evaluationOrganizationId: idText('请选择培训评价组织；没有登记的，请先在单位目录中登记'),
  standardCode: optionalText(50, '标准编号'),
  standardUrl: z
    .union([z.literal(''), z.url({ protocol: /^https?$/ })], {
      error: '请填写以 http:// 或 https:// 开头的标准链接',
    })
    .default(''),
  sector: optionalText(50, '领域'),
  trust: z.union([z.literal(''), trustSchema]).default(''),
  source: optionalText(500, '来源'),
  note: optionalText(500, '备注'),
};

const effectiveOn = dateText().nullable().default(null);

export const createCertificate = endpoint({
  name: 'catalog.create',
  method: 'POST',
  path: '/api/catalog/certificates',
  summary: '登记证书',
  body: z.strictObject({
    /** '' lets the register number it. */
    code: z
      .string()
      .overwrite((code) => toHalfWidth(code).replace(/\s/gu, ''))
      .refine((code) => /^[0-9A-Za-z_.-]{0,40}$/.test(code), {
        error: '请用字母、数字、“-”或“_”写证书编码，最多 40 位',
      })
      .default(''),
    ...facts,
    levels: z.array(gradeSchema).max(3).default([]),
  }),
  output: certificateDetail,
});

export const updateCertificate = endpoint({
  name: 'catalog.update',
  method: 'PUT',
  path: '/api/catalog/certificates/:id',
  summary: '修改证书信息',
  params: idParams,
  body: z.strictObject({ version: versionSchema, ...facts }),
  output: certificateDetail,
});

export const addLevel = endpoint({
  name: 'catalog.addLevel',
  method: 'POST',
  path: '/api/catalog/certificates/:id/levels',
  summary: '为证书登记一个等级',
  params: idParams,
  body: z.strictObject({
    level: gradeSchema,
    effectiveOn,
    trust: z.union([z.literal(''), trustSchema]).default(''),
    source: optionalText(500, '来源'),
  }),
  output: certificateDetail,
});

export const removeLevel = endpoint({
  name: 'catalog.removeLevel',
  method: 'DELETE',
  path: '/api/catalog/levels/:id',
  summary: '删除从未用于申报和备案的证书等级',
  params: idParams,
  output: certificateDetail,
});

export const replaceMajors = endpoint({
  name: 'catalog.replaceMajors',
  method: 'PUT',
  path: '/api/catalog/certificates/:id/majors',
  summary: '改写证书的适用专业（仅作提示，不限制申报）',
  params: idParams,
  body: z.strictObject({
    version: versionSchema,
    majors: z
      .array(
        z.strictObject({
          majorCode: shortText(20, '专业代码').overwrite(normalizeCode),
          majorName: optionalText(50, '专业名称'),
          educationLevel: optionalText(20, '层次'),
          trust: z.union([z.literal(''), trustSchema]).default(''),
          source: optionalText(500, '来源'),
        }),
      )
      .max(300, { error: '适用专业最多 300 个' }),
  }),
  output: certificateDetail,
});

const exitBody = z.strictObject({
  version: versionSchema,
  reason: optionalText(500, '原因'),
  /** The day named in the decision, not necessarily today. */
  on: dateText(),
});

export const beginExit = endpoint({
  name: 'catalog.beginExit',
  method: 'POST',
  path: '/api/catalog/certificates/:id/begin-exit',
  summary: '证书开始退出目录：不能再新申报，已发证书仍有效',
  params: idParams,
  body: exitBody,
  output: certificateDetail,
});

export const finishExit = endpoint({
  name: 'catalog.finishExit',
  method: 'POST',
  path: '/api/catalog/certificates/:id/finish-exit',
  summary: '证书完成退出目录',
  params: idParams,
  body: exitBody,
  output: certificateDetail,
});

export const restoreCertificate = endpoint({
  name: 'catalog.restore',
  method: 'POST',
  path: '/api/catalog/certificates/:id/restore',
  summary: '恢复证书，可以重新申报',
  params: idParams,
  body: exitBody,
  output: certificateDetail,
});
