import { z } from 'zod';
import { endpoint } from '../../kernel/endpoint.ts';
import { shortText } from '../../kernel/text.ts';
import { CATALOG_IMPORTS, type CatalogImportName } from './import-labels.ts';

const names = Object.keys(CATALOG_IMPORTS) as [CatalogImportName, ...CatalogImportName[]];
const params = z.strictObject({ register: z.enum(names) });

/** 700 KB as base64, as for every import. */
const MAX_CONTENT = Math.ceil((700 * 1024) / 3) * 4;

const body = z.strictObject({
  fileName: shortText(255, '文件名'),
  content: z
    .base64({ error: '文件没有完整传到服务器，请重新选择文件' })
    .min(1, { error: '文件是空的，请按模板填写后再选择' })
    .max(MAX_CONTENT, { error: '文件超过 700 KB，请拆成几个文件，每个都带表头' }),
});

const problem = z.strictObject({
  severity: z.enum(['error', 'warning']),
  line: z.int(),
  column: z.string(),
  text: z.string(),
});

const output = z.strictObject({
  created: z.int(),
  changed: z.int(),
  same: z.int(),
  errorCount: z.int(),
  problems: z.array(problem),
});

export const checkCatalogImport = endpoint({
  name: 'catalog.checkImport',
  method: 'POST',
  path: '/api/catalog/imports/:register/check',
  summary: '检查证书目录的导入文件，不改动数据',
  params,
  body,
  output,
});

export const applyCatalogImport = endpoint({
  name: 'catalog.applyImport',
  method: 'POST',
  path: '/api/catalog/imports/:register/apply',
  summary: '导入证书目录文件：全部行都正确才导入，否则一行也不改',
  params,
  body,
  output,
});

export const catalogImportTemplate = endpoint({
  name: 'catalog.importTemplate',
  method: 'GET',
  path: '/api/catalog/imports/:register/template',
  summary: '证书目录的导入模板（CSV，带一行示例）',
  params,
  output: z.string(),
});
