import { formatBeijing } from '../../kernel/time.ts';
import { listRoute, route, type Route } from '../../platform/http/route.ts';
import { sampleNotFound } from './errors.ts';
import { PROVINCE_READERS, PROVINCIAL_REVIEWER } from './policy.ts';
import { drawSample } from './sample-actions.ts';
import * as contract from './sample-contract.ts';
import { findSample, sampledRows, samplePage } from './sample-queries.ts';

export const sampleRoutes: readonly Route[] = [
  route(contract.drawSample, {
    access: PROVINCIAL_REVIEWER,
    audit: 'record',
    handle: ({ body, params, receivedAt: at, ...call }) =>
      drawSample({ ...call, at }, { ...params, ...body }),
  }),
  listRoute(contract.listSamples, {
    access: PROVINCE_READERS,
    fileName: '历次抽看',
    columns: [
      {
        key: 'drawnAt',
        label: '抽取时间（北京时间）',
        value: (row) => formatBeijing(row.drawnAt),
      },
      { key: 'drawerName', label: '抽取人' },
      { key: 'bureauName', label: '范围', value: (row) => row.bureauName ?? '全省' },
      { key: 'population', label: '可抽件数' },
      { key: 'size', label: '要求件数' },
      { key: 'drawnCount', label: '抽中件数' },
      { key: 'decidedCount', label: '已有省级意见件数' },
      { key: 'seed', label: '种子' },
    ],
    handle: async ({ tx, params, query }) => ({
      ...(await samplePage(tx, { ...query, ...params })),
      page: query.page,
      pageSize: query.pageSize,
    }),
  }),
  route(contract.getSample, {
    access: PROVINCE_READERS,
    audit: { none: '只读' },
    handle: async ({ tx, params }) => {
      const sample = await findSample(tx, params.roundId, params.sampleId);
      if (sample === undefined) throw sampleNotFound();
      return { ...sample, rows: await sampledRows(tx, sample.id) };
    },
  }),
];
