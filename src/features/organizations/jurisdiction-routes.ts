import { beijingDate } from '../../kernel/time.ts';
import { listRoute, route, type Route } from '../../platform/http/route.ts';
import { assignBureau as assign, endJurisdiction as end } from './jurisdiction-actions.ts';
import {
  assignBureau,
  endJurisdiction,
  listJurisdictions,
  listWithoutBureau,
} from './jurisdiction-contract.ts';
import { listJurisdictionRows, listWithoutBureauRows } from './jurisdiction-queries.ts';
import { AFFILIATIONS, INSTITUTION_KINDS } from './labels.ts';
import {
  organizationScope,
  PROVINCIAL_READERS,
  REGISTER_EDITORS,
  REGISTER_READERS,
} from './policy.ts';
import { affiliationOf, institutionKindOf, toJurisdictionRow } from './present.ts';

export const jurisdictionRoutes: readonly Route[] = [
  listRoute(listJurisdictions, {
    access: REGISTER_READERS,
    fileName: '管辖关系',
    // The labels are those of the import.
    columns: [
      { key: 'institutionCode', label: '院校编码' },
      { key: 'institutionName', label: '院校名称' },
      { key: 'institutionKindLabel', label: '院校类型' },
      { key: 'affiliationLabel', label: '隶属关系' },
      { key: 'areaName', label: '所在地' },
      { key: 'bureauCode', label: '管辖部门编码' },
      { key: 'bureauName', label: '管辖部门名称' },
      { key: 'validFrom', label: '开始日期' },
      { key: 'validTo', label: '结束日期' },
      { key: 'stateLabel', label: '状态' },
      { key: 'note', label: '说明' },
    ],
    handle: async ({ tx, actor, query, receivedAt }) => {
      const today = beijingDate(receivedAt);
      const { rows, total } = await listJurisdictionRows(
        tx,
        query,
        organizationScope(actor),
        today,
      );
      const { page, pageSize } = query;
      return { rows: rows.map((row) => toJurisdictionRow(row, today)), total, page, pageSize };
    },
  }),
  listRoute(listWithoutBureau, {
    access: PROVINCIAL_READERS,
    fileName: '未指定管辖的院校',
    columns: [
      { key: 'code', label: '院校编码' },
      { key: 'name', label: '院校名称' },
      { key: 'institutionKindLabel', label: '院校类型' },
      { key: 'affiliationLabel', label: '隶属关系' },
      { key: 'areaName', label: '所在地' },
    ],
    handle: async ({ tx, query, receivedAt }) => {
      const today = beijingDate(receivedAt);
      const { rows, total } = await listWithoutBureauRows(tx, query, today);
      return {
        rows: rows.map((row) => ({
          id: row.id,
          code: row.code,
          name: row.name,
          institutionKind: institutionKindOf(row.institution_kind),
          institutionKindLabel: INSTITUTION_KINDS[institutionKindOf(row.institution_kind)],
          affiliation: affiliationOf(row.affiliation),
          affiliationLabel: AFFILIATIONS[affiliationOf(row.affiliation)],
          areaName: row.area_name ?? '',
        })),
        total,
        page: query.page,
        pageSize: query.pageSize,
      };
    },
  }),
  route(assignBureau, {
    access: REGISTER_EDITORS,
    audit: 'record',
    handle: async (call) =>
      await assign({ ...call, at: call.receivedAt }, call.params.id, call.body),
  }),
  route(endJurisdiction, {
    access: REGISTER_EDITORS,
    audit: 'record',
    handle: async (call) => await end({ ...call, at: call.receivedAt }, call.params.id, call.body),
  }),
];
