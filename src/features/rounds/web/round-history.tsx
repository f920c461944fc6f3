import { useRead } from '../../../ui/api/use-api.ts';
import { deedEvent, HistorySection } from '../../../ui/display/history-section.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { roundHistory } from '../contract.ts';
import { actionLabel } from './round-words.tsx';

const detailOf = (changed: readonly string[], reason: string | null): string =>
  [
    changed.length === 0 ? '' : `改动：${changed.join('、')}`,
    reason === null ? '' : `原因：${reason}`,
  ]
    .filter((text) => text !== '')
    .join('；');

/** Who did what to the round, newest first. */
export const RoundHistory = ({ roundId }: { readonly roundId: string }) => (
  <HistorySection
    read={useRead(roundHistory, { params: { roundId } })}
    eventOf={(row) => deedEvent(row, actionLabel(row.action), detailOf(row.changed, row.reason))}
    empty={
      <Empty title="还没有记录">
        <p>发布、修改和延期会记在这里。</p>
      </Empty>
    }
  />
);
