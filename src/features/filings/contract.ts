import { z } from 'zod';
import { endpoint } from '../../kernel/endpoint.ts';
import { shortHistoryRow } from '../../kernel/history.ts';
import { idText } from '../../kernel/id.ts';
import { listOutput, listQuery } from '../../kernel/list.ts';
import { shortText } from '../../kernel/text.ts';
import { dateText, instantText } from '../../kernel/time.ts';
import { FILING_STATUSES } from './status.ts';

const filingParams = z.strictObject({ filingId: idText() });
const verb = z.enum(['cancel', 'expire']);

const filingRow = z.strictObject({
  id: idText(),
  filingNumber: z.string(),
  roundId: idText(),
  roundTitle: z.string(),
  institutionId: idText(),
  institutionName: z.string(),
  institutionKind: z.string(),
  areaName: z.string(),
  certificateName: z.string(),
  level: z.int(),
  evaluationOrganizationName: z.string(),
  majorNames: z.array(z.string()),
  headcount: z.int(),
  isNew: z.boolean(),
  validFrom: dateText(),
  /** Exclusive: the first day on which it no longer holds. */
  validTo: dateText(),
  status: z.enum(FILING_STATUSES),
  version: z.int(),
  permittedActions: z.array(verb),
});

export type FilingRow = z.output<typeof filingRow>;

const filingDetail = filingRow.extend({
  cancelReason: z.string().nullable(),
  cancelledAt: instantText().nullable(),
});

export type FilingDetail = z.output<typeof filingDetail>;

export const listFilings = endpoint({
  name: 'filings.list',
  method: 'GET',
  path: '/api/filings',
  summary: '备案列表（按管理范围）',
  query: listQuery(
    {
      q: z.string().max(100).optional(),
      roundId: idText().optional(),
      status: z.enum(FILING_STATUSES).optional(),
      level: z.coerce.number().int().min(1).max(3).optional(),
      isNew: z.enum(['yes', 'no']).optional(),
      institutionId: idText().optional(),
      evaluationOrganizationId: idText().optional(),
    },
    ['filingNumber', 'institutionName', 'certificateName', 'headcount'],
    'filingNumber',
  ),
  output: listOutput(filingRow),
});

export const getFilingEndpoint = endpoint({
  name: 'filings.get',
  method: 'GET',
  path: '/api/filings/:filingId',
  summary: '备案详情与办理记录',
  params: filingParams,
  output: filingDetail,
});

export const cancelFilingEndpoint = endpoint({
  name: 'filings.cancel',
  method: 'POST',
  path: '/api/filings/:filingId/cancellation',
  summary: '取消备案；下一版名单标为移出',
  params: filingParams,
  body: z.strictObject({ version: z.int().min(1), reason: shortText(500, '取消原因') }),
  output: filingDetail,
});

export const filingHistory = endpoint({
  name: 'filings.history',
  method: 'GET',
  path: '/api/filings/:filingId/history',
  summary: '备案的办理记录',
  params: filingParams,
  output: z.strictObject({ rows: z.array(shortHistoryRow) }),
});
