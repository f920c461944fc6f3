import { z } from 'zod';
import { endpoint } from '../../kernel/endpoint.ts';
import { idText } from '../../kernel/id.ts';
import { listOutput, listQuery } from '../../kernel/list.ts';
import { MAJOR_LEVELS } from '../../kernel/major-code.ts';
import { normalizeCode, optionalText } from '../../kernel/text.ts';
import { instantText } from '../../kernel/time.ts';
import { idParams, searchQuery, versionSchema } from './contract.ts';
import { keysOf, MAJOR_STATUSES } from './labels.ts';

export const majorStatusSchema = z.enum(keysOf(MAJOR_STATUSES));

const majorCodeRow = z.strictObject({
  code: z.string(),
  name: z.string(),
  educationLevel: z.string(),
  className: z.string(),
  categoryName: z.string(),
  /** 国家控制布点专业. */
  stateControlled: z.boolean(),
  edition: z.string(),
});

export type MajorCodeRow = z.output<typeof majorCodeRow>;

export const searchMajorCodes = endpoint({
  name: 'organizations.searchMajorCodes',
  method: 'GET',
  path: '/api/organizations/major-codes',
  summary: '按名称、拼音、首字母或代码查找专业目录，最多 20 个',
  query: z.strictObject({
    q: searchQuery,
    /** Catalogue to search in; all when left out. */
    level: z.enum(keysOf(MAJOR_LEVELS)).optional(),
  }),
  output: z.strictObject({ majors: z.array(majorCodeRow) }),
});

const institutionMajorRow = z.strictObject({
  id: idText(),
  institutionId: idText(),
  majorCode: z.string(),
  majorName: z.string(),
  direction: z.string(),
  firstEnrolmentYear: z.int(),
  currentStudents: z.int(),
  status: majorStatusSchema,
  statusLabel: z.string(),
  /** An application names it: it can be closed, not deleted. */
  isUsed: z.boolean(),
  updatedAt: instantText(),
  version: versionSchema,
});

export type InstitutionMajorRow = z.output<typeof institutionMajorRow>;

export const listInstitutionMajors = endpoint({
  name: 'organizations.listMajors',
  method: 'GET',
  path: '/api/organizations/:id/majors',
  summary: '一所院校的专业',
  params: idParams,
  query: listQuery({ q: searchQuery, status: majorStatusSchema.optional() }, [
    'majorCode',
    'majorName',
    'firstEnrolmentYear',
    'currentStudents',
  ]),
  output: listOutput(institutionMajorRow),
});

const enrolment = {
  direction: optionalText(50, '专业方向'),
  firstEnrolmentYear: z.int({ error: '请填写首次招生年份，例如 2021' }),
  currentStudents: z
    .int({ error: '请填写在校生人数' })
    .min(0, { error: '在校生人数不能小于 0' })
    .max(200_000, { error: '请核对在校生人数' }),
};

export const addInstitutionMajor = endpoint({
  name: 'organizations.addMajor',
  method: 'POST',
  path: '/api/organizations/majors',
  summary: '登记本校专业',
  body: z.strictObject({
    majorCode: z
      .string({ error: '请选择专业' })
      .max(20, { error: '请核对专业代码' })
      .overwrite(normalizeCode),
    /** Needed only for a code that the code set does not have. */
    majorName: optionalText(50, '专业名称'),
    ...enrolment,
  }),
  output: institutionMajorRow,
});

export const updateInstitutionMajor = endpoint({
  name: 'organizations.updateMajor',
  method: 'PUT',
  path: '/api/organizations/majors/:id',
  summary: '修改本校专业',
  params: idParams,
  body: z.strictObject({ version: versionSchema, ...enrolment }),
  output: institutionMajorRow,
});

const versionOnly = z.strictObject({ version: versionSchema });

export const closeInstitutionMajor = endpoint({
  name: 'organizations.closeMajor',
  method: 'POST',
  path: '/api/organizations/majors/:id/close',
  summary: '专业停招：不能再用于新的申报，历史申报不变',
  params: idParams,
  body: versionOnly,
  output: institutionMajorRow,
});

export const reopenInstitutionMajor = endpoint({
  name: 'organizations.reopenMajor',
  method: 'POST',
  path: '/api/organizations/majors/:id/reopen',
  summary: '恢复已停招的专业',
  params: idParams,
  body: versionOnly,
  output: institutionMajorRow,
});

export const removeInstitutionMajor = endpoint({
  name: 'organizations.removeMajor',
  method: 'DELETE',
  path: '/api/organizations/majors/:id',
  summary: '删除从未用于申报的本校专业',
  params: idParams,
  body: versionOnly,
  output: z.strictObject({ id: idText() }),
});
