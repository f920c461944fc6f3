import { z } from 'zod';
import { endpoint } from '../../kernel/endpoint.ts';
import { idText } from '../../kernel/id.ts';
import { listOutput, listQuery } from '../../kernel/list.ts';
import {
  editionFacts,
  editionParams,
  editionRow,
  ROW_SORTS,
  rowFilters,
} from './edition-contract.ts';

export const publicEditions = endpoint({
  name: 'filings.publicEditions',
  method: 'GET',
  path: '/api/public/filed-lists',
  summary: '公开：备案名单各版本',
  query: listQuery(
    { roundId: idText().optional() },
    ['confirmedAt', 'number', 'rowCount'],
    '-confirmedAt',
  ),
  output: listOutput(editionFacts),
});

export const publicEdition = endpoint({
  name: 'filings.publicEdition',
  method: 'GET',
  path: '/api/public/filed-lists/:roundId/:number',
  summary: '公开：一版备案名单',
  params: editionParams,
  output: editionFacts,
});

export const publicRows = endpoint({
  name: 'filings.publicRows',
  method: 'GET',
  path: '/api/public/filed-lists/:roundId/:number/rows',
  summary: '公开：一版备案名单的内容',
  params: editionParams,
  query: listQuery(rowFilters, ROW_SORTS),
  output: listOutput(editionRow),
});

export const publicCsv = endpoint({
  name: 'filings.publicCsv',
  method: 'GET',
  path: '/api/public/filed-lists/:roundId/:number/download.csv',
  summary: '公开：下载一版备案名单（CSV）',
  params: editionParams,
  output: z.unknown(),
});

export const publicJson = endpoint({
  name: 'filings.publicJson',
  method: 'GET',
  path: '/api/public/filed-lists/:roundId/:number/download.json',
  summary: '公开：下载一版备案名单（JSON，可核对内容摘要）',
  params: editionParams,
  output: z.unknown(),
});
