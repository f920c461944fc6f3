import type { OutputOf } from '../../../kernel/endpoint.ts';
import { LinkButton } from '../../../ui/action/button.tsx';
import { useRead } from '../../../ui/api/use-api.ts';
import { Stat, Stats } from '../../../ui/display/stat.tsx';
import { StatusTag } from '../../../ui/display/status-tag.tsx';
import { Deadline } from '../../../ui/display/time-text.tsx';
import { Section } from '../../../ui/layout/page.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { useNow } from '../../../ui/time/use-now.ts';
import { type ParticipationGroup, statusesOf } from '../../applications/participation-groups.ts';
import { roundDashboard } from '../../applications/review-contract.ts';
import { listRounds, type RoundRow } from '../../rounds/contract.ts';
import { nextTurn, roundPhase } from '../../rounds/phase.ts';
import { ROUND_PHASES, type RoundPhase } from '../../rounds/status.ts';
import { destinations } from './destinations.ts';
import { OpeningTime } from './opening-time.tsx';

type Cells = OutputOf<typeof roundDashboard>['cells'];

const PHASE_ENDS: Partial<Record<RoundPhase, string>> = {
  OPEN: '申报截止',
  CITY_REVIEW: '市级初审截止',
  PROVINCIAL_REVIEW: '省级审核截止',
};

const FIGURES = ['notStarted', 'drafting', 'submitted', 'cityReview', 'provincialReview'] as const;

const LABELS: Readonly<Record<(typeof FIGURES)[number], string>> = {
  notStarted: '尚未开始',
  drafting: '填报中',
  submitted: '已提交',
  cityReview: '待市级初审',
  provincialReview: '待省级审核',
};

const Figures = ({ cells, roundId }: { readonly cells: Cells; readonly roundId: string }) => {
  const eligible = cells.reduce((sum, cell) => sum + cell.count, 0);
  const countOf = (group: ParticipationGroup) =>
    cells.reduce(
      (sum, cell) => (statusesOf(group).includes(cell.status) ? sum + cell.count : sum),
      0,
    );
  const percent = eligible === 0 ? 0 : Math.floor((countOf('submitted') / eligible) * 100);
  return (
    <Stats>
      <Stat figure={eligible} label="应申报院校" to={destinations.participation(roundId)} />
      {FIGURES.map((group) => (
        <Stat
          key={group}
          figure={countOf(group)}
          label={LABELS[group]}
          to={destinations.participation(roundId, group)}
          {...(group === 'submitted' ? { note: `占 ${percent}%` } : {})}
        />
      ))}
    </Stats>
  );
};

/** A round that has not opened yet has nobody to count. */
const Upcoming = () => <p className="muted">申报开始后，这里显示各院校的进度。</p>;

const Progress = ({ round }: { readonly round: RoundRow }) => {
  const now = useNow(20);
  const phase = roundPhase(round, now);
  const isUpcoming = phase === 'UPCOMING';
  const read = useRead(
    roundDashboard,
    { params: { roundId: round.id } },
    { everySeconds: 60, enabled: !isUpcoming },
  );
  const turn = nextTurn(round, now);
  return (
    <Section
      title={round.title}
      framed={false}
      note={
        <span className="home-task-facts">
          <StatusTag tone={ROUND_PHASES[phase].tone}>{ROUND_PHASES[phase].label}</StatusTag>
          {isUpcoming ? <OpeningTime at={round.opensAt} /> : null}
          {turn === null || isUpcoming ? null : (
            <Deadline label={PHASE_ENDS[phase] ?? ''} at={turn} />
          )}
        </span>
      }
      action={
        <LinkButton small to={destinations.dashboard(round.id)}>
          查看进度
        </LinkButton>
      }
    >
      {isUpcoming ? (
        <Upcoming />
      ) : (
        <QueryState of={read} what="申报进度">
          {({ cells }) => <Figures cells={cells} roundId={round.id} />}
        </QueryState>
      )}
    </Section>
  );
};

/** Published rounds that are not concluded, those that run before those to come; usually one. */
export const RoundProgress = () => {
  const read = useRead(listRounds, { query: { status: 'PUBLISHED', pageSize: 20 } });
  return (
    <QueryState
      of={read}
      what="申报轮次"
      empty={{
        when: (data) => data.rows.length === 0,
        show: (
          <Empty title="现在没有进行中的申报轮次">
            <p>项目办发布申报轮次后，这里会显示进度。</p>
          </Empty>
        ),
      }}
    >
      {({ rows }) =>
        rows
          .toSorted((one, other) => (one.opensAt < other.opensAt ? -1 : 1))
          .map((round) => <Progress key={round.id} round={round} />)
      }
    </QueryState>
  );
};
