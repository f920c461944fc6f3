import { buildUrl } from '../../../ui/api/url.ts';
import { SummaryList } from '../../../ui/display/summary-list.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import type { DeskEdition, EditionFacts } from '../edition-contract.ts';

export const editionTitle = (edition: EditionFacts): string =>
  `${edition.roundTitle}备案名单（第\u00a0${edition.number}\u00a0版）`;

export const changesText = (
  counts: Pick<EditionFacts, 'addedCount' | 'changedCount' | 'removedCount'>,
): string =>
  `新增\u00a0${counts.addedCount}，变更\u00a0${counts.changedCount}，移出\u00a0${counts.removedCount}`;

/** Where an edition or one of its pages is. */
export const editionPath = (
  edition: { readonly roundId: string; readonly number: number },
  page = '',
): string => `/filed-lists/${edition.roundId}/${edition.number}${page}`;

export const publicDownload = (
  edition: { readonly roundId: string; readonly number: number },
  format: 'csv' | 'json',
): string =>
  buildUrl(`/api/public/filed-lists/:roundId/:number/download.${format}`, {
    roundId: edition.roundId,
    number: edition.number,
  });

const confirmerOf = ({ confirmedBy, confirmerName }: DeskEdition): string =>
  confirmerName === null ? confirmedBy : `${confirmedBy}（${confirmerName}）`;

/** What was removed is listed for the record and counts no more. */
const countText = ({ rowCount, removedCount }: DeskEdition): string =>
  removedCount === 0
    ? `${rowCount} 条`
    : `${rowCount} 条；本版移出的 ${removedCount} 条也列在下面，不计入`;

/** Who confirmed what and when; the hash can be computed again from the JSON file. */
export const EditionFactsList = ({ edition }: { readonly edition: DeskEdition }) => (
  <SummaryList
    items={[
      { term: '确认', value: confirmerOf(edition) },
      { term: '确认时间', value: <Time at={edition.confirmedAt} /> },
      { term: '条数', value: countText(edition) },
      { term: '与上一版相比', value: changesText(edition) },
      { term: '版本说明', value: edition.note === '' ? '无' : edition.note },
      { term: '内容摘要（SHA-256）', value: <code>{edition.contentHash}</code> },
    ]}
  />
);
