import { ORGANIZATION_KINDS } from '../../kernel/actor.ts';
import { beijingDate } from '../../kernel/time.ts';
import { listRoute, route, type Route } from '../../platform/http/route.ts';
import {
  changeOrganization,
  closeOrganizationRecord,
  createOrganization as create,
  getOrganizationDetail,
  getOrganizationHistory,
  reopenOrganizationRecord,
} from './actions.ts';
import {
  closeOrganization,
  createOrganization,
  getOrganization,
  getOwnOrganization,
  listDivisions,
  listOrganizations,
  organizationHistory,
  reopenOrganization,
  searchOrganizations,
  updateOrganization,
} from './contract.ts';
import { organizationImportRoutes } from './import-routes.ts';
import { jurisdictionRoutes } from './jurisdiction-routes.ts';
import { INSTITUTION_KINDS } from './labels.ts';
import { majorRoutes } from './major-routes.ts';
import { NAME_SEEKERS, organizationScope, REGISTER_EDITORS, REGISTER_READERS } from './policy.ts';
import { institutionKindOf, kindOf, toOrganizationRow } from './present.ts';
import { listDivisionRows, listOrganizationRows, searchOrganizationRows } from './queries.ts';

const READ_ONLY = { none: '只读' } as const;

const registerRoutes: readonly Route[] = [
  listRoute(listOrganizations, {
    access: REGISTER_READERS,
    fileName: '单位目录',
    // The labels are those of the import, so that an export can be corrected and imported again.
    columns: [
      { key: 'kindLabel', label: '单位类型' },
      { key: 'code', label: '单位编码' },
      { key: 'name', label: '单位名称' },
      { key: 'shortName', label: '简称' },
      { key: 'formerNames', label: '曾用名' },
      { key: 'areaCode', label: '行政区划代码' },
      { key: 'areaName', label: '所在地' },
      { key: 'creditCode', label: '统一社会信用代码' },
      { key: 'institutionKindLabel', label: '院校类型' },
      { key: 'affiliationLabel', label: '隶属关系' },
      { key: 'institutionCode', label: '院校标识码' },
      { key: 'ownership', label: '办学性质' },
      { key: 'address', label: '地址' },
      { key: 'bureauName', label: '管辖部门' },
      { key: 'majorCount', label: '在招专业数' },
      { key: 'statusLabel', label: '状态' },
      { key: 'source', label: '来源' },
      { key: 'trust', label: '可信度' },
    ],
    handle: async ({ tx, actor, query, receivedAt }) => {
      const scope = organizationScope(actor);
      const { rows, total } = await listOrganizationRows(tx, query, scope, beijingDate(receivedAt));
      const { page, pageSize } = query;
      return { rows: rows.map(toOrganizationRow), total, page, pageSize };
    },
  }),
  route(getOwnOrganization, {
    access: 'signed_in',
    audit: READ_ONLY,
    handle: async ({ tx, actor, receivedAt }) =>
      await getOrganizationDetail({ read: tx, actor, at: receivedAt }, actor.organizationId),
  }),
  route(searchOrganizations, {
    access: NAME_SEEKERS,
    audit: READ_ONLY,
    handle: async ({ tx, actor, query, receivedAt }) => {
      const isTechnical = actor.roles.includes('system_admin');
      const scope = isTechnical ? ({ kind: 'all' } as const) : organizationScope(actor);
      const { q = '', kind, includeClosed } = query;
      const rows = await searchOrganizationRows(
        tx,
        { q, kind, includeClosed },
        scope,
        beijingDate(receivedAt),
      );
      return {
        options: rows.map((row) => {
          const named = row.institution_kind;
          const what =
            named === null
              ? ORGANIZATION_KINDS[kindOf(row.kind)]
              : INSTITUTION_KINDS[institutionKindOf(named)];
          const hint = [row.area_name ?? '', what].filter((part) => part !== '').join(' · ');
          return { id: row.id, kind: kindOf(row.kind), name: row.name, hint };
        }),
      };
    },
  }),
  route(listDivisions, {
    access: 'signed_in',
    audit: READ_ONLY,
    handle: async ({ tx }) => ({
      divisions: (await listDivisionRows(tx)).map(({ parent_code, ...row }) => ({
        ...row,
        parentCode: parent_code,
      })),
    }),
  }),
  route(getOrganization, {
    access: 'signed_in',
    audit: READ_ONLY,
    handle: async ({ tx, actor, params, receivedAt }) =>
      await getOrganizationDetail({ read: tx, actor, at: receivedAt }, params.id),
  }),
  route(organizationHistory, {
    access: 'signed_in',
    audit: READ_ONLY,
    handle: async ({ tx, actor, params, receivedAt }) => ({
      rows: await getOrganizationHistory({ read: tx, actor, at: receivedAt }, params.id),
    }),
  }),
  route(createOrganization, {
    access: REGISTER_EDITORS,
    audit: 'record',
    handle: async (call) => await create({ ...call, at: call.receivedAt }, call.body),
  }),
  route(updateOrganization, {
    access: REGISTER_EDITORS,
    audit: 'record',
    handle: async (call) =>
      await changeOrganization({ ...call, at: call.receivedAt }, call.params.id, call.body),
  }),
  route(closeOrganization, {
    access: REGISTER_EDITORS,
    audit: 'record',
    handle: async (call) =>
      await closeOrganizationRecord({ ...call, at: call.receivedAt }, call.params.id, call.body),
  }),
  route(reopenOrganization, {
    access: REGISTER_EDITORS,
    audit: 'record',
    handle: async (call) =>
      await reopenOrganizationRecord({ ...call, at: call.receivedAt }, call.params.id, call.body),
  }),
];

export const organizationRoutes: readonly Route[] = [
  ...registerRoutes,
  ...jurisdictionRoutes,
  ...majorRoutes,
  ...organizationImportRoutes,
];
