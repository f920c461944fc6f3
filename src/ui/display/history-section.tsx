import type { ReactNode } from 'react';

import type { Instant } from '../../kernel/time.ts';
import { Section } from '../layout/page.tsx';
import { QueryState, type ReadResult } from '../state/query-state.tsx';
import { History, type HistoryEvent } from './history.tsx';

/** What every history's row has; its contract may say more. */
interface Deed {
  readonly id: string;
  readonly occurredAt: Instant;
  readonly action: string;
  readonly who: string;
}

/** The row in the words of its screen; an empty detail is left out. */
export const deedEvent = (deed: Deed, title: string, detail: string | null): HistoryEvent => ({
  id: deed.id,
  at: deed.occurredAt,
  actor: deed.who,
  title,
  ...(detail === null || detail === '' ? {} : { detail }),
});

interface Rows<Row> {
  readonly rows: readonly Row[];
}

interface HistorySectionProps<Row> {
  readonly read: ReadResult<Rows<Row>>;
  readonly eventOf: (row: Row) => HistoryEvent;
  /** For records that may have none yet. */
  readonly empty?: ReactNode;
}

/** Who did what to the record, newest first; the log answers oldest first. */
export const HistorySection = <Row,>({ read, eventOf, empty }: HistorySectionProps<Row>) => (
  <Section title="办理记录">
    <QueryState<Rows<Row>>
      of={read}
      what="办理记录"
      {...(empty === undefined
        ? {}
        : { empty: { when: ({ rows }) => rows.length === 0, show: empty } })}
    >
      {({ rows }) => <History events={rows.toReversed().map(eventOf)} />}
    </QueryState>
  </Section>
);
