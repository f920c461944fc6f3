import type { Actor } from '../../kernel/actor.ts';
import { shortHistoryOf } from '../../kernel/history.ts';
import { beijingDate, type Instant } from '../../kernel/time.ts';
import { historyOf } from '../../platform/audit.ts';
import type { CsvWriteColumn } from '../../platform/csv.ts';
import type { Read } from '../../platform/db/database.ts';
import { listRoute, route, type Route } from '../../platform/http/route.ts';
import { kindLabel } from '../rounds/index.ts';
import { cancelFiling } from './actions.ts';
import {
  cancelFilingEndpoint,
  type FilingDetail,
  filingHistory,
  type FilingRow,
  getFilingEndpoint,
  listFilings,
} from './contract.ts';
import { editionRoutes } from './edition-routes.ts';
import { fetchRoutes } from './fetch-routes.ts';
import {
  CONFIRMERS,
  FILING_READERS,
  filingScope,
  permittedFilingVerbs,
  seesPeople,
} from './policy.ts';
import { publicFilingRoutes } from './public-routes.ts';
import { listStoredFilings, loadFiling, type StoredFiling } from './queries.ts';
import { filingsWorkflow, levelLabel } from './status.ts';

interface Reader {
  readonly tx: Read;
  readonly actor: Actor;
  readonly receivedAt: Instant;
}

const rowOf = (filing: StoredFiling, reader: Reader): FilingRow => ({
  id: filing.id,
  filingNumber: filing.filingNumber,
  roundId: filing.roundId,
  roundTitle: filing.roundTitle,
  institutionId: filing.institutionId,
  institutionName: filing.institutionName,
  institutionKind: filing.institutionKind,
  areaName: filing.areaName,
  certificateName: filing.certificateName,
  level: filing.level,
  evaluationOrganizationName: filing.evaluationOrganizationName,
  majorNames: filing.majorNames,
  headcount: filing.headcount,
  isNew: filing.isNew,
  validFrom: filing.validFrom,
  validTo: filing.validTo,
  status: filing.status,
  version: filing.version,
  permittedActions: permittedFilingVerbs(filing, reader.actor, reader.receivedAt),
});

const scopeOfReader = (reader: Reader) => filingScope(reader.actor, beijingDate(reader.receivedAt));

const detailOf = async (reader: Reader, id: string): Promise<FilingDetail> => {
  const filing = await loadFiling(reader.tx, id, scopeOfReader(reader));
  return {
    ...rowOf(filing, reader),
    cancelReason: filing.cancelReason,
    cancelledAt: filing.cancelledAt,
  };
};

const filingColumns: readonly CsvWriteColumn<FilingRow>[] = [
  { key: 'filingNumber', label: '备案号' },
  { key: 'roundTitle', label: '轮次' },
  { key: 'institutionName', label: '院校' },
  { key: 'institutionKind', label: '院校类型', value: (row) => kindLabel(row.institutionKind) },
  { key: 'areaName', label: '所在地' },
  { key: 'certificateName', label: '证书' },
  { key: 'level', label: '等级', value: (row) => levelLabel(row.level) },
  { key: 'evaluationOrganizationName', label: '培训评价组织' },
  { key: 'majorNames', label: '专业', value: (row) => row.majorNames.join('、') },
  { key: 'headcount', label: '试点人数' },
  { key: 'isNew', label: '首次备案' },
  { key: 'validFrom', label: '备案日期' },
  { key: 'status', label: '状态', value: (row) => filingsWorkflow.states[row.status].office },
];

const ownRoutes: readonly Route[] = [
  listRoute(listFilings, {
    access: FILING_READERS,
    fileName: '备案列表',
    columns: filingColumns,
    handle: async (call) => {
      const { rows, total } = await listStoredFilings(call.tx, call.query, scopeOfReader(call));
      const { page, pageSize } = call.query;
      return { rows: rows.map((filing) => rowOf(filing, call)), total, page, pageSize };
    },
  }),
  route(getFilingEndpoint, {
    access: FILING_READERS,
    audit: { none: '只读' },
    handle: (call) => detailOf(call, call.params.filingId),
  }),
  route(filingHistory, {
    access: FILING_READERS,
    audit: { none: '只读' },
    handle: async (call) => {
      const { id } = await loadFiling(call.tx, call.params.filingId, scopeOfReader(call));
      const reader = {
        organizationId: call.actor.organizationId,
        seesPeople: seesPeople(call.actor),
      };
      const rows = await historyOf(call.tx, { kind: 'filing', id }, reader);
      return {
        rows: rows.map(shortHistoryOf),
      };
    },
  }),
  route(cancelFilingEndpoint, {
    access: CONFIRMERS,
    audit: 'record',
    handle: async (call) => {
      const seen = { id: call.params.filingId, version: call.body.version };
      await cancelFiling({ ...call, at: call.receivedAt }, seen, call.body.reason);
      return await detailOf(call, call.params.filingId);
    },
  }),
];

export const filingRoutes: readonly Route[] = [
  ...ownRoutes,
  ...editionRoutes,
  ...fetchRoutes,
  ...publicFilingRoutes,
];
