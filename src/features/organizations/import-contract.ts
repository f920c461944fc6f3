import { z } from 'zod';
import { endpoint } from '../../kernel/endpoint.ts';
import { shortText } from '../../kernel/text.ts';
import { ORGANIZATION_IMPORTS, type OrganizationImportName } from './import-labels.ts';

/** Bytes of the largest file; as base64 it stays below the server's limit of one request. */
export const MAX_IMPORT_BYTES = 700 * 1024;

/** The file as the person chose it, so that the server alone judges its encoding and its cells. */
export const importBody = z.strictObject({
  fileName: shortText(255, '文件名'),
  content: z
    .base64({ error: '文件没有完整传到服务器，请重新选择文件' })
    .min(1, { error: '文件是空的，请按模板填写后再选择' })
    .max(Math.ceil(MAX_IMPORT_BYTES / 3) * 4, {
      error: `文件超过 ${MAX_IMPORT_BYTES / 1024} KB，请拆成几个文件，每个都带表头`,
    }),
});

export const importOutput = z.strictObject({
  created: z.int(),
  changed: z.int(),
  same: z.int(),
  /** How many errors; with any, nothing is imported. */
  errorCount: z.int(),
  /** The first 500, errors before warnings. */
  problems: z.array(
    z.strictObject({
      severity: z.enum(['error', 'warning']),
      /** The row number a spreadsheet shows; 0: the whole file. */
      line: z.int(),
      column: z.string(),
      text: z.string(),
    }),
  ),
});

export type ImportAnswer = z.output<typeof importOutput>;

const registers = Object.keys(ORGANIZATION_IMPORTS) as [
  OrganizationImportName,
  ...OrganizationImportName[],
];
const params = z.strictObject({ register: z.enum(registers) });

export const checkImportFile = endpoint({
  name: 'organizations.checkImport',
  method: 'POST',
  path: '/api/organizations/imports/:register/check',
  summary: '检查导入文件：会新增、修改多少行，哪些行有错，不改动数据',
  params,
  body: importBody,
  output: importOutput,
});

export const applyImportFile = endpoint({
  name: 'organizations.applyImport',
  method: 'POST',
  path: '/api/organizations/imports/:register/apply',
  summary: '导入文件：全部行都正确才导入，否则一行也不改',
  params,
  body: importBody,
  output: importOutput,
});

export const importTemplate = endpoint({
  name: 'organizations.importTemplate',
  method: 'GET',
  path: '/api/organizations/imports/:register/template',
  summary: '导入模板（CSV，带一行示例）',
  params,
  output: z.string(),
});
