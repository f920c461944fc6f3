import { BeijingTime, Deadline, DeadlineTime } from '../../../ui/display/time-text.tsx';
import { Flag } from '../../../ui/display/status-tag.tsx';
import { SummaryList } from '../../../ui/display/summary-list.tsx';
import { useNow } from '../../../ui/time/use-now.ts';
import type { RoundRow } from '../contract.ts';
import { nextTurn, roundTimeline } from '../phase.ts';

/** The closing in words; counts down only while the round is open. */
export const ClosingWords = ({ round }: { readonly round: RoundRow }) =>
  round.phase === 'OPEN' ? <Deadline at={round.closesAt} /> : <DeadlineTime at={round.closesAt} />;

const HINTS: Readonly<Record<string, string>> = {
  opensAt: '从这一刻起可以提交',
  closesAt: '以收到提交的时间为准',
  cityReviewDueAt: '市级教育行政部门办结初审',
  provincialReviewDueAt: '省级办结审核',
};

/** The four instants with what is over, what is running and what is left. */
export const RoundTimes = ({ round }: { readonly round: RoundRow }) => {
  const now = useNow(20);
  const turn = nextTurn(round, now);
  return (
    <SummaryList
      items={roundTimeline(round, now).map((step) => ({
        term: step.label,
        value: (
          <>
            {step.at === turn && step.key !== 'opensAt' ? (
              <Deadline at={step.at} />
            ) : step.key === 'opensAt' ? (
              <BeijingTime at={step.at} />
            ) : (
              <DeadlineTime at={step.at} />
            )}{' '}
            {step.isOver ? <Flag tone="done">已过</Flag> : null}{' '}
            <span className="muted">{HINTS[step.key]}</span>
          </>
        ),
      }))}
    />
  );
};
