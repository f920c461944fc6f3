import type { Actor } from '../../kernel/actor.ts';
import { formatBeijing, type Instant } from '../../kernel/time.ts';
import type { CsvWriteColumn } from '../../platform/csv.ts';
import type { Read } from '../../platform/db/database.ts';
import { listRoute, route, type Route } from '../../platform/http/route.ts';
import { openApplicationCount } from '../applications/index.ts';
import { getRound } from '../rounds/index.ts';
import { confirmEdition } from './actions.ts';
import { listStoredChanges, type StoredChange } from './change-queries.ts';
import { composeEdition } from './composition.ts';
import { editionColumns } from './download.ts';
import type { EditionRow } from './edition.ts';
import {
  type ChangeRow,
  confirmEditionEndpoint,
  type DeskEdition,
  type EditionPreview,
  getEditionEndpoint,
  listChanges,
  listEditionRows,
  listEditions,
  previewEdition,
  previewRows,
} from './edition-contract.ts';
import {
  findEdition,
  listStoredEditions,
  listStoredRows,
  loadEdition,
  type StoredEdition,
} from './edition-queries.ts';
import { draftRound } from './errors.ts';
import { hasChanges } from './edition.ts';
import { deskEditionOf, editionRowOf } from './present.ts';
import { CONFIRMERS, PREVIEW_READERS } from './policy.ts';
import { levelLabel, ROW_CHANGES } from './status.ts';

const READ_ONLY = { none: '只读' } as const;

const compose = async (read: Read, roundId: string, at: Instant) => {
  const round = await getRound(read, roundId);
  if (round.status === 'DRAFT') throw draftRound();
  return { round, composition: await composeEdition(read, round, at) };
};

const previewOf = async (read: Read, roundId: string, at: Instant): Promise<EditionPreview> => {
  const { round, composition } = await compose(read, roundId, at);
  const { counts, newFilings } = composition;
  return {
    roundId,
    roundTitle: round.title,
    number: composition.number,
    ...counts,
    sameCount: counts.rowCount - counts.addedCount - counts.changedCount,
    applicationCount: composition.applicationIds.length,
    openApplicationCount: await openApplicationCount(read, roundId),
    firstNumber: newFilings[0]?.filingNumber ?? null,
    lastNumber: newFilings.at(-1)?.filingNumber ?? null,
    hasChanges: hasChanges(counts),
    previewHash: composition.contentHash,
  };
};

const isWanted = (
  row: EditionRow & { readonly searchText: string },
  q: string,
  change: string | undefined,
) =>
  (change === undefined || row.change === change) &&
  (q === '' ||
    row.institutionName.includes(q) ||
    row.certificateName.includes(q) ||
    row.searchText.includes(q));

const sideText = (side: ChangeRow['before'], change: string): string =>
  side === null
    ? change
    : [
        side.institutionName,
        side.certificateName,
        levelLabel(side.level),
        side.majorNames.join('、'),
        `${side.headcount} 人`,
      ].join(' / ');

const changeColumns: readonly CsvWriteColumn<ChangeRow>[] = [
  { key: 'filingNumber', label: '备案号' },
  { key: 'change', label: '变化', value: (row) => ROW_CHANGES[row.change] },
  { key: 'before', label: '原内容', value: (row) => sideText(row.before, '') },
  { key: 'after', label: '新内容', value: (row) => sideText(row.after, '') },
];

const sideOf = (side: StoredChange['before']): ChangeRow['before'] =>
  side === null ? null : { ...side, majorNames: [...side.majorNames] };

const deskColumns: readonly CsvWriteColumn<DeskEdition>[] = [
  { key: 'roundTitle', label: '轮次' },
  { key: 'number', label: '版次' },
  { key: 'confirmedAt', label: '确认时间', value: (row) => formatBeijing(row.confirmedAt) },
  { key: 'confirmedBy', label: '确认单位' },
  { key: 'rowCount', label: '条数' },
  { key: 'addedCount', label: '新增' },
  { key: 'changedCount', label: '变更' },
  { key: 'removedCount', label: '移出' },
  { key: 'contentHash', label: '内容摘要（SHA-256）' },
];

/** The edition to compare with: the one named, the one before, or none for the first. */
const comparedWith = async (
  read: Read,
  edition: StoredEdition,
  against: number | undefined,
): Promise<string | null> => {
  if (against !== undefined) return (await loadEdition(read, edition.roundId, against)).id;
  return (await findEdition(read, edition.roundId, edition.number - 1))?.id ?? null;
};

const desk = (actor: Actor) => (edition: StoredEdition) => deskEditionOf(edition, actor);

export const editionRoutes: readonly Route[] = [
  route(previewEdition, {
    access: PREVIEW_READERS,
    audit: READ_ONLY,
    handle: (call) => previewOf(call.tx, call.params.roundId, call.receivedAt),
  }),
  listRoute(previewRows, {
    access: PREVIEW_READERS,
    fileName: '备案名单预览',
    columns: editionColumns,
    handle: async (call) => {
      // What is not stored yet cannot be paged by the database; it is put together whole and cut here.
      const { composition } = await compose(call.tx, call.params.roundId, call.receivedAt);
      const { page, pageSize, change, sort } = call.query;
      const q = (call.query.q ?? '').trim().toLowerCase();
      const found = composition.rows.filter((row) => isWanted(row, q, change));
      const ordered = sort === '-position' ? found.toReversed() : found;
      const rows = ordered.slice((page - 1) * pageSize, page * pageSize).map(editionRowOf);
      return { rows, total: found.length, page, pageSize };
    },
  }),
  route(confirmEditionEndpoint, {
    access: CONFIRMERS,
    audit: 'record',
    handle: async (call) => {
      const { roundId } = call.params;
      const number = await confirmEdition(
        { ...call, at: call.receivedAt },
        { roundId, ...call.body },
      );
      return deskEditionOf(await loadEdition(call.tx, roundId, number), call.actor);
    },
  }),
  listRoute(listEditions, {
    access: 'signed_in',
    fileName: '备案名单版本',
    columns: deskColumns,
    handle: async (call) => {
      const { rows, total } = await listStoredEditions(call.tx, call.query);
      const { page, pageSize } = call.query;
      return { rows: rows.map(desk(call.actor)), total, page, pageSize };
    },
  }),
  route(getEditionEndpoint, {
    access: 'signed_in',
    audit: READ_ONLY,
    handle: async (call) =>
      deskEditionOf(
        await loadEdition(call.tx, call.params.roundId, call.params.number),
        call.actor,
      ),
  }),
  listRoute(listEditionRows, {
    access: 'signed_in',
    fileName: '备案名单',
    columns: editionColumns,
    handle: async (call) => {
      const edition = await loadEdition(call.tx, call.params.roundId, call.params.number);
      const { rows, total } = await listStoredRows(call.tx, edition.id, call.query);
      const { page, pageSize } = call.query;
      return { rows: rows.map(editionRowOf), total, page, pageSize };
    },
  }),
  listRoute(listChanges, {
    access: 'signed_in',
    fileName: '备案名单差异',
    columns: changeColumns,
    handle: async (call) => {
      const edition = await loadEdition(call.tx, call.params.roundId, call.params.number);
      const beforeId = await comparedWith(call.tx, edition, call.query.against);
      const { rows, total } = await listStoredChanges(
        call.tx,
        { beforeId, afterId: edition.id },
        call.query,
      );
      const { page, pageSize } = call.query;
      return {
        rows: rows.map((row) => ({ ...row, before: sideOf(row.before), after: sideOf(row.after) })),
        total,
        page,
        pageSize,
      };
    },
  }),
];
