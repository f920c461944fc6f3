import { z } from 'zod';
import { endpoint } from '../../kernel/endpoint.ts';
import { idText } from '../../kernel/id.ts';
import { listOutput, listQuery } from '../../kernel/list.ts';
import { optionalText } from '../../kernel/text.ts';
import { instantText } from '../../kernel/time.ts';
import { ROW_CHANGES, type RowChange } from './status.ts';

export const rowChange = z.enum(Object.keys(ROW_CHANGES) as [RowChange]);

export const roundParams = z.strictObject({ roundId: idText() });
export const editionParams = z.strictObject({
  roundId: idText(),
  number: z.coerce.number().int().min(1).max(9999),
});

/** A published line: names of bodies, never of persons (assurance C5). */
export const editionRow = z.strictObject({
  position: z.int(),
  change: rowChange,
  filingNumber: z.string(),
  institutionName: z.string(),
  institutionKind: z.string(),
  areaName: z.string(),
  certificateName: z.string(),
  level: z.int(),
  evaluationOrganizationName: z.string(),
  majorNames: z.array(z.string()),
  headcount: z.int(),
  isNew: z.boolean(),
});

export const rowFilters = {
  q: z.string().max(100).optional(),
  areaName: z.string().max(60).optional(),
  institutionKind: z.string().max(60).optional(),
  level: z.coerce.number().int().min(1).max(3).optional(),
  change: rowChange.optional(),
};

export const ROW_SORTS = ['position', 'institutionName', 'certificateName', 'headcount'] as const;

const counts = {
  rowCount: z.int(),
  addedCount: z.int(),
  changedCount: z.int(),
  removedCount: z.int(),
};

/** What everybody may know of an edition. */
export const editionFacts = z.strictObject({
  roundId: idText(),
  roundTitle: z.string(),
  year: z.int(),
  sequence: z.int(),
  number: z.int(),
  isCurrent: z.boolean(),
  confirmedAt: instantText(),
  /** The office, not the person. */
  confirmedBy: z.string(),
  note: z.string(),
  ...counts,
  contentHash: z.string(),
});

export type EditionFacts = z.output<typeof editionFacts>;

const editionRowForDesk = editionFacts.extend({
  /** The person who confirmed; null for readers outside the province. */
  confirmerName: z.string().nullable(),
});

export type DeskEdition = z.output<typeof editionRowForDesk>;

const preview = z.strictObject({
  roundId: idText(),
  roundTitle: z.string(),
  /** The number the edition would have. */
  number: z.int(),
  ...counts,
  sameCount: z.int(),
  /** Applications that would become FILED. */
  applicationCount: z.int(),
  /** Submitted applications still without a provincial decision: they would wait for a later edition. */
  openApplicationCount: z.int(),
  firstNumber: z.string().nullable(),
  lastNumber: z.string().nullable(),
  hasChanges: z.boolean(),
  /** The SHA-256 the edition would have; the confirmation must name it. */
  previewHash: z.string(),
});

export type EditionPreview = z.output<typeof preview>;

export const previewEdition = endpoint({
  name: 'filings.preview',
  method: 'GET',
  path: '/api/filed-lists/:roundId/preview',
  summary: '预览下一版备案名单',
  params: roundParams,
  output: preview,
});

export const previewRows = endpoint({
  name: 'filings.previewRows',
  method: 'GET',
  path: '/api/filed-lists/:roundId/preview/rows',
  summary: '下一版备案名单的内容',
  params: roundParams,
  query: listQuery({ q: z.string().max(100).optional(), change: rowChange.optional() }, [
    'position',
  ]),
  output: listOutput(editionRow),
});

export const confirmEditionEndpoint = endpoint({
  name: 'filings.confirm',
  method: 'POST',
  path: '/api/filed-lists/:roundId/editions',
  summary: '确认备案名单，生成新的一版',
  params: roundParams,
  body: z.strictObject({
    /** What the person typed after looking at the preview. */
    expectedRowCount: z
      .int({ error: '请填写本版名单的条数' })
      .min(0, { error: '请填写本版名单的条数' }),
    previewHash: z.string().regex(/^[0-9a-f]{64}$/, { error: '请重新打开预览后再确认' }),
    note: optionalText(500, '版本说明'),
  }),
  output: editionRowForDesk,
});

export const listEditions = endpoint({
  name: 'filings.listEditions',
  method: 'GET',
  path: '/api/filed-lists',
  summary: '备案名单各版本',
  query: listQuery(
    { roundId: idText().optional() },
    ['confirmedAt', 'number', 'rowCount'],
    '-confirmedAt',
  ),
  output: listOutput(editionRowForDesk),
});

export const getEditionEndpoint = endpoint({
  name: 'filings.getEdition',
  method: 'GET',
  path: '/api/filed-lists/:roundId/editions/:number',
  summary: '一版备案名单',
  params: editionParams,
  output: editionRowForDesk,
});

export const listEditionRows = endpoint({
  name: 'filings.listRows',
  method: 'GET',
  path: '/api/filed-lists/:roundId/editions/:number/rows',
  summary: '一版备案名单的内容',
  params: editionParams,
  query: listQuery(rowFilters, ROW_SORTS),
  output: listOutput(editionRow),
});

const entry = editionRow.omit({ position: true, change: true, filingNumber: true });

const changeRow = z.strictObject({
  filingNumber: z.string(),
  change: z.enum(['ADDED', 'CHANGED', 'REMOVED']),
  before: entry.nullable(),
  after: entry.nullable(),
});

export type ChangeRow = z.output<typeof changeRow>;

export const listChanges = endpoint({
  name: 'filings.listChanges',
  method: 'GET',
  path: '/api/filed-lists/:roundId/editions/:number/changes',
  summary: '与另一版备案名单的差异',
  params: editionParams,
  query: listQuery(
    {
      /** Number of the edition to compare with; left out: the one before. */
      against: z.coerce.number().int().min(1).max(9999).optional(),
      change: z.enum(['ADDED', 'CHANGED', 'REMOVED']).optional(),
    },
    ['filingNumber'],
  ),
  output: listOutput(changeRow),
});
