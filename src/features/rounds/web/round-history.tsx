import { useRead } from '../../../ui/api/use-api.ts';
import { History } from '../../../ui/display/history.tsx';
import { Section } from '../../../ui/layout/page.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
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
export const RoundHistory = ({ roundId }: { readonly roundId: string }) => {
  const read = useRead(roundHistory, { params: { roundId } });
  return (
    <Section title="办理记录">
      <QueryState
        of={read}
        what="办理记录"
        empty={{
          when: ({ rows }) => rows.length === 0,
          show: (
            <Empty title="还没有记录">
              <p>发布、修改和延期会记在这里。</p>
            </Empty>
          ),
        }}
      >
        {({ rows }) => (
          <History
            events={rows.toReversed().map((row) => {
              const detail = detailOf(row.changed, row.reason);
              return {
                id: row.id,
                at: row.occurredAt,
                actor: row.who,
                title: actionLabel(row.action),
                ...(detail === '' ? {} : { detail }),
              };
            })}
          />
        )}
      </QueryState>
    </Section>
  );
};
