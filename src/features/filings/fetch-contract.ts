import { z } from 'zod';
import { endpoint } from '../../kernel/endpoint.ts';
import { idText } from '../../kernel/id.ts';
import { listOutput, listQuery } from '../../kernel/list.ts';
import { instantText } from '../../kernel/time.ts';
import {
  editionFacts,
  editionParams,
  editionRow,
  ROW_SORTS,
  rowFilters,
} from './edition-contract.ts';
import { FETCH_FORMATS, type FetchFormat } from './status.ts';

const ownEdition = editionFacts.extend({
  /** Rows of the reader's own certificates in force in this edition. */
  ownRowCount: z.int(),
  /** Own rows added, changed or removed against the edition before. */
  ownChangeCount: z.int(),
  /** When anybody of the organization last fetched it. */
  fetchedAt: instantText().nullable(),
});

export type OwnEdition = z.output<typeof ownEdition>;

export const listOwnEditions = endpoint({
  name: 'filings.listOwnEditions',
  method: 'GET',
  path: '/api/own-filed-lists',
  summary: '评价组织：各版备案名单与取用情况',
  query: listQuery({ roundId: idText().optional() }, ['confirmedAt'], '-confirmedAt'),
  output: listOutput(ownEdition),
});

/** Opening is an act of its own: it leaves the receipt, and without it the rows stay closed. */
export const openOwnEdition = endpoint({
  name: 'filings.openOwn',
  method: 'POST',
  path: '/api/own-filed-lists/:roundId/:number/opening',
  summary: '评价组织：打开一版名单，记录取用（同一账号同一天只记一次）',
  params: editionParams,
  output: ownEdition,
});

export const listOwnRows = endpoint({
  name: 'filings.listOwnRows',
  method: 'GET',
  path: '/api/own-filed-lists/:roundId/:number/rows',
  summary: '评价组织：本组织证书的备案院校',
  params: editionParams,
  query: listQuery(rowFilters, ROW_SORTS),
  output: listOutput(editionRow),
});

const download = { method: 'GET', params: editionParams, output: z.unknown() } as const;

export const ownRowsCsv = endpoint({
  ...download,
  name: 'filings.ownCsv',
  path: '/api/own-filed-lists/:roundId/:number/rows.csv',
  summary: '评价组织：下载本组织证书的备案院校（CSV，每次记录取用）',
  query: listQuery(rowFilters, ROW_SORTS),
});

export const ownRowsJson = endpoint({
  ...download,
  name: 'filings.ownJson',
  path: '/api/own-filed-lists/:roundId/:number/rows.json',
  summary: '评价组织：下载本组织证书的备案院校（JSON，每次记录取用）',
});

const receipt = z.strictObject({
  organizationId: idText(),
  organizationName: z.string(),
  rowCount: z.int(),
  pageCount: z.int(),
  csvCount: z.int(),
  jsonCount: z.int(),
  firstAt: instantText().nullable(),
  lastAt: instantText().nullable(),
});

export type ReceiptRow = z.output<typeof receipt>;

export const listReceipts = endpoint({
  name: 'filings.listReceipts',
  method: 'GET',
  path: '/api/filed-lists/:roundId/editions/:number/receipts',
  summary: '一版名单的取用情况：哪些评价组织已取用、尚未取用',
  params: editionParams,
  query: listQuery(
    { q: z.string().max(100).optional(), fetched: z.enum(['yes', 'no']).optional() },
    ['organizationName', 'rowCount', 'lastAt'],
  ),
  output: listOutput(receipt),
});

const fetchRow = z.strictObject({
  id: idText(),
  organizationName: z.string(),
  accountName: z.string(),
  format: z.enum(Object.keys(FETCH_FORMATS) as [FetchFormat]),
  rowCount: z.int(),
  fetchedAt: instantText(),
});

export type FetchRow = z.output<typeof fetchRow>;

export const listFetches = endpoint({
  name: 'filings.listFetches',
  method: 'GET',
  path: '/api/filed-lists/:roundId/editions/:number/fetches',
  summary: '一版名单的每次取用记录',
  personal: true,
  params: editionParams,
  query: listQuery({ organizationId: idText().optional() }, ['fetchedAt'], '-fetchedAt'),
  output: listOutput(fetchRow),
});
