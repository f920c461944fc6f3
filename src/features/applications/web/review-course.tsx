import type { OutputOf } from '../../../kernel/endpoint.ts';
import { useRead } from '../../../ui/api/use-api.ts';
import { History } from '../../../ui/display/history.tsx';
import type { HistoryEvent } from '../../../ui/display/history.tsx';
import { Flag } from '../../../ui/display/status-tag.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { applicationHistory } from '../contract.ts';
import type { ApplicationView } from '../contract.ts';
import { useReview } from './review-context.ts';
import { actionLabel, verbLabel } from './review-labels.tsx';

type HistoryRow = OutputOf<typeof applicationHistory>['rows'][number];

const whoText = (row: HistoryRow): string =>
  row.organizationName === null || row.organizationName === row.who
    ? row.who
    : `${row.organizationName} ${row.who}`;

const isSaving = (row: HistoryRow): boolean => row.action === 'applications.edit';

/** Runs of saves become one line: they say nothing each by itself. */
const eventsOf = (rows: readonly HistoryRow[]): HistoryEvent[] => {
  const events: HistoryEvent[] = [];
  let saves = 0;
  for (const [index, row] of rows.entries()) {
    const next = rows[index + 1];
    if (isSaving(row)) {
      saves += 1;
      if (next !== undefined && isSaving(next)) continue;
    }
    const title = isSaving(row) ? `填报保存 ${saves} 次` : actionLabel(row.action);
    saves = 0;
    events.push({
      id: row.id,
      at: row.occurredAt,
      actor: whoText(row),
      title,
      ...(row.reason === null || row.reason === '' ? {} : { detail: row.reason }),
    });
  }
  return events.toReversed();
};

type Decision = ApplicationView['decisions'][number];

const DecisionEntry = ({ decision }: { readonly decision: Decision }) => (
  <>
    <p>
      <strong>
        {decision.stage === 'CITY_REVIEW' ? '市级' : '省级'}
        {verbLabel(decision.verb)}
      </strong>{' '}
      {decision.revoked ? <Flag tone="attention">已撤销</Flag> : null}
    </p>
    <p className="history-meta">
      {decision.reviewer}，<Time at={decision.decidedAt} />
    </p>
    <p className="review-own-words">
      {decision.opinion === '' ? <span className="muted">没有写意见</span> : decision.opinion}
    </p>
  </>
);

const newestFirst = (decisions: readonly Decision[]): readonly Decision[] =>
  decisions.toSorted((one, other) => (one.decidedAt < other.decidedAt ? 1 : -1));

/** What reviewers have said so far, the newest first; what was taken back stays readable. */
export const Decisions = () => {
  const { decisions } = useReview().view;
  if (decisions.length === 0) return <p className="muted">还没有审核意见。</p>;
  return (
    <ul className="review-decisions">
      {newestFirst(decisions).map((decision) => (
        <li key={decision.id} data-revoked={decision.revoked || undefined}>
          <DecisionEntry decision={decision} />
        </li>
      ))}
    </ul>
  );
};

/** The word that stands now: what the reader decides upon, or what has been decided. */
export const LastDecision = () => {
  const last = newestFirst(useReview().view.decisions).find((decision) => !decision.revoked);
  return last === undefined ? null : (
    <div className="review-last">
      <DecisionEntry decision={last} />
    </div>
  );
};

const Timeline = () => {
  const { view } = useReview();
  const read = useRead(applicationHistory, { params: { applicationId: view.id } });
  return (
    <QueryState of={read} what="办理经过">
      {(history) => <History events={eventsOf(history.rows)} />}
    </QueryState>
  );
};

/** Earlier decisions and everything that happened. */
export const CoursePanel = () => (
  <div className="review-panel">
    <h2>历次审核意见</h2>
    <Decisions />
    <h2>办理经过</h2>
    <Timeline />
  </div>
);
