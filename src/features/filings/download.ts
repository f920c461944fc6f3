import { csvText, type CsvWriteColumn } from '../../platform/csv.ts';
import type { Download } from '../../platform/http/route.ts';
import { kindLabel } from '../rounds/index.ts';
import type { EditionRow } from './edition.ts';
import type { StoredEdition } from './edition-queries.ts';
import { levelLabel, ROW_CHANGES } from './status.ts';

/** The columns of a filed list, in files and on the screen. */
export const editionColumns: readonly CsvWriteColumn<EditionRow>[] = [
  { key: 'position', label: '序号' },
  { key: 'filingNumber', label: '备案号' },
  { key: 'institutionName', label: '院校' },
  {
    key: 'institutionKind',
    label: '院校类型',
    value: (row) => kindLabel(row.institutionKind),
  },
  { key: 'areaName', label: '所在地' },
  { key: 'certificateName', label: '证书' },
  { key: 'level', label: '等级', value: (row) => levelLabel(row.level) },
  { key: 'evaluationOrganizationName', label: '培训评价组织' },
  { key: 'majorNames', label: '专业', value: (row) => row.majorNames.join('、') },
  { key: 'headcount', label: '试点人数' },
  { key: 'isNew', label: '首次备案' },
  { key: 'change', label: '与上一版相比', value: (row) => ROW_CHANGES[row.change] },
];

const nameOf = (edition: StoredEdition): string =>
  `备案名单-${edition.year}年第${edition.sequence}批-第${edition.number}版`;

export const csvDownload = (
  edition: StoredEdition,
  rows: readonly EditionRow[],
  suffix = '',
): Download => ({
  fileName: `${nameOf(edition)}${suffix}.csv`,
  mediaType: 'text/csv; charset=utf-8',
  content: { text: csvText(editionColumns, rows) },
});

/** What stands above the rows of a JSON file; names of bodies only. */
const headOf = (edition: StoredEdition) => ({
  round: {
    id: edition.roundId,
    year: edition.year,
    sequence: edition.sequence,
    title: edition.roundTitle,
  },
  edition: edition.number,
  confirmedAt: edition.confirmedAt,
  confirmedBy: edition.confirmedBy,
  rowCount: edition.rowCount,
  contentHash: edition.contentHash,
});

/** The whole edition: anyone can compute `contentHash` again from `rows` (README, “内容摘要”). */
export const jsonDownload = (edition: StoredEdition, rows: readonly EditionRow[]): Download => ({
  fileName: `${nameOf(edition)}.json`,
  mediaType: 'application/json; charset=utf-8',
  content: {
    text: JSON.stringify({
      ...headOf(edition),
      hashedAs: 'SHA-256 of `rows` in the canonical form of RFC 8785, UTF-8, lower-case hex',
      rows,
    }),
  },
});

/** An organization's part of an edition; `contentHash` is that of the whole list, not of this part. */
export const ownJsonDownload = (
  edition: StoredEdition,
  rows: readonly EditionRow[],
  owner: string,
): Download => ({
  fileName: `${nameOf(edition)}-本组织.json`,
  mediaType: 'application/json; charset=utf-8',
  content: { text: JSON.stringify({ ...headOf(edition), evaluationOrganization: owner, rows }) },
});
