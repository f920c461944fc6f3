import type { ReactNode } from 'react';

import type { Instant } from '../../kernel/time.ts';
import { Disclosure } from '../feedback/disclosure.tsx';
import { Time } from './time-text.tsx';

export interface HistoryEvent {
  readonly id: string;
  readonly at: Instant;
  /** Who, with the organization where it matters. */
  readonly actor: string;
  /** The verb in the past: `退回修改`. */
  readonly title: string;
  /** The reason, or what was sent. */
  readonly detail?: ReactNode;
  /** Usually `<Compare>`; behind a disclosure. */
  readonly changes?: ReactNode;
}

/** What happened, newest first as given. */
export const History = ({ events }: { readonly events: readonly HistoryEvent[] }) => (
  <ol className="history">
    {events.map((event) => (
      <li key={event.id}>
        <p className="history-title">{event.title}</p>
        <p className="history-meta">
          {event.actor}，<Time at={event.at} />
        </p>
        {event.detail === undefined ? null : <div className="history-detail">{event.detail}</div>}
        {event.changes === undefined ? null : (
          <Disclosure summary="查看改动">{event.changes}</Disclosure>
        )}
      </li>
    ))}
  </ol>
);
