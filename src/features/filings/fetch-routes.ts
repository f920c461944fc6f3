import type { Actor, AnyActor } from '../../kernel/actor.ts';
import { formatBeijing, type Instant } from '../../kernel/time.ts';
import type { CsvWriteColumn } from '../../platform/csv.ts';
import type { Read } from '../../platform/db/database.ts';
import { downloadRoute, listRoute, route, type Route } from '../../platform/http/route.ts';
import { csvDownload, ownJsonDownload } from './download.ts';
import {
  listStoredEditions,
  listStoredRows,
  loadEdition,
  type StoredEdition,
} from './edition-queries.ts';
import { fetchOwnRows, openedEdition, openEdition } from './fetch-actions.ts';
import {
  type FetchRow,
  listFetches,
  listOwnEditions,
  listOwnRows,
  listReceipts,
  openOwnEdition,
  type OwnEdition,
  ownRowsCsv,
  ownRowsJson,
  type ReceiptRow,
} from './fetch-contract.ts';
import { listStoredFetches, listStoredReceipts, ownFactsOf } from './fetch-queries.ts';
import { EVALUATION_READERS, PROVINCIAL_READERS } from './policy.ts';
import { editionFactsOf, editionRowOf } from './present.ts';
import { FETCH_FORMATS } from './status.ts';

/** The access rule has let only persons through. */
const personOf = (actor: AnyActor): Actor => {
  if (actor.kind !== 'person') throw new Error('a fetch without a person');
  return actor;
};

const withOwnFacts = async (
  read: Read,
  editions: readonly StoredEdition[],
  actor: Actor,
): Promise<OwnEdition[]> => {
  const ids = editions.map((edition) => edition.id);
  const facts = new Map(
    (await ownFactsOf(read, ids, actor.organizationId)).map((row) => [row.editionId, row]),
  );
  return editions.map((edition) => {
    const own = facts.get(edition.id);
    return {
      ...editionFactsOf(edition),
      ownRowCount: own?.ownRowCount ?? 0,
      ownChangeCount: own?.ownChangeCount ?? 0,
      fetchedAt: own?.fetchedAt ?? null,
    };
  });
};

const timeText = (at: Instant | null): string => (at === null ? '' : formatBeijing(at));

const ownColumns: readonly CsvWriteColumn<OwnEdition>[] = [
  { key: 'roundTitle', label: '轮次' },
  { key: 'number', label: '版次' },
  { key: 'confirmedAt', label: '确认时间', value: (row) => timeText(row.confirmedAt) },
  { key: 'ownRowCount', label: '本组织条数' },
  { key: 'ownChangeCount', label: '本组织变化条数' },
  { key: 'fetchedAt', label: '最近取用', value: (row) => timeText(row.fetchedAt) },
];

const receiptColumns: readonly CsvWriteColumn<ReceiptRow>[] = [
  { key: 'organizationName', label: '培训评价组织' },
  { key: 'rowCount', label: '本组织条数' },
  { key: 'pageCount', label: '在线查看次数' },
  { key: 'csvCount', label: '下载 CSV 次数' },
  { key: 'jsonCount', label: '下载 JSON 次数' },
  { key: 'firstAt', label: '首次取用', value: (row) => timeText(row.firstAt) },
  { key: 'lastAt', label: '最近取用', value: (row) => timeText(row.lastAt) },
];

const fetchColumns: readonly CsvWriteColumn<FetchRow>[] = [
  { key: 'organizationName', label: '培训评价组织' },
  { key: 'accountName', label: '经办人' },
  { key: 'format', label: '方式', value: (row) => FETCH_FORMATS[row.format] },
  { key: 'rowCount', label: '条数' },
  { key: 'fetchedAt', label: '时间', value: (row) => timeText(row.fetchedAt) },
];

const ownRoutes: readonly Route[] = [
  listRoute(listOwnEditions, {
    access: EVALUATION_READERS,
    fileName: '备案名单版本',
    columns: ownColumns,
    handle: async (call) => {
      const { rows, total } = await listStoredEditions(call.tx, call.query);
      const { page, pageSize } = call.query;
      return { rows: await withOwnFacts(call.tx, rows, call.actor), total, page, pageSize };
    },
  }),
  route(openOwnEdition, {
    access: EVALUATION_READERS,
    audit: { none: '取用记录本身就是留痕，同一账号同一天只记一次' },
    handle: async (call) => {
      const edition = await openEdition({ ...call, at: call.receivedAt }, call.params);
      const [own] = await withOwnFacts(call.tx, [edition], call.actor);
      if (own === undefined) throw new Error('an edition without facts');
      return own;
    },
  }),
  route(listOwnRows, {
    access: EVALUATION_READERS,
    audit: { none: '打开名单时已留下取用记录' },
    handle: async (call) => {
      const edition = await openedEdition(call.tx, call.actor, call.params);
      const filters = { ...call.query, evaluationOrganizationId: call.actor.organizationId };
      const { rows, total } = await listStoredRows(call.tx, edition.id, filters);
      const { page, pageSize } = call.query;
      return { rows: rows.map(editionRowOf), total, page, pageSize };
    },
  }),
  downloadRoute(ownRowsCsv, {
    access: EVALUATION_READERS,
    audit: 'record',
    writes: true,
    handle: async (call) => {
      const deed = { ...call, actor: personOf(call.actor), at: call.receivedAt };
      const { edition, rows } = await fetchOwnRows(deed, call.params, 'CSV', call.query);
      return csvDownload(edition, rows, '-本组织');
    },
  }),
  downloadRoute(ownRowsJson, {
    access: EVALUATION_READERS,
    audit: 'record',
    writes: true,
    handle: async (call) => {
      const deed = { ...call, actor: personOf(call.actor), at: call.receivedAt };
      const { edition, rows } = await fetchOwnRows(deed, call.params, 'JSON', {});
      return ownJsonDownload(edition, rows, deed.actor.organizationName);
    },
  }),
];

export const fetchRoutes: readonly Route[] = [
  ...ownRoutes,
  listRoute(listReceipts, {
    access: PROVINCIAL_READERS,
    fileName: '名单取用情况',
    columns: receiptColumns,
    handle: async (call) => {
      const edition = await loadEdition(call.tx, call.params.roundId, call.params.number);
      const { rows, total } = await listStoredReceipts(call.tx, edition.id, call.query);
      return { rows, total, page: call.query.page, pageSize: call.query.pageSize };
    },
  }),
  listRoute(listFetches, {
    access: PROVINCIAL_READERS,
    fileName: '名单取用记录',
    columns: fetchColumns,
    handle: async (call) => {
      const edition = await loadEdition(call.tx, call.params.roundId, call.params.number);
      const { rows, total } = await listStoredFetches(call.tx, edition.id, call.query);
      return { rows, total, page: call.query.page, pageSize: call.query.pageSize };
    },
  }),
];
