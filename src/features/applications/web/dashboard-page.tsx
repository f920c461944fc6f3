import { Link, useParams } from 'react-router';

import { beijingLocal, instantFromEpochMs, remaining } from '../../../kernel/time.ts';
import { LinkButton } from '../../../ui/action/button.tsx';
import { Popup } from '../../../ui/action/popup.tsx';
import { buildUrl } from '../../../ui/api/url.ts';
import { useRead } from '../../../ui/api/use-api.ts';
import { BarChart, TileMap } from '../../../ui/display/chart.tsx';
import { Stat, Stats } from '../../../ui/display/stat.tsx';
import { StatusTag } from '../../../ui/display/status-tag.tsx';
import { Deadline, Time } from '../../../ui/display/time-text.tsx';
import { Columns, Page, Section } from '../../../ui/layout/page.tsx';
import { useHasRole } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { useNow } from '../../../ui/time/use-now.ts';
import { getRoundEndpoint, listRounds } from '../../rounds/contract.ts';
import type { RoundDetail } from '../../rounds/contract.ts';
import { currentRound, nextTurn, roundPhase } from '../../rounds/phase.ts';
import { ROUND_PHASES, type RoundPhase } from '../../rounds/status.ts';
import { PARTICIPATION_STATUSES, WITHOUT_BUREAU } from '../participation-groups.ts';
import { PROVINCE_READERS } from '../policy.ts';
import { roundDashboard } from '../review-contract.ts';
import { BureauTable, type LinkTo } from './dashboard-table.tsx';
import { useRoundChoices } from './review-choices.ts';
import { RecordPage } from './review-frame.tsx';
import {
  answerOf,
  type Cell,
  figuresOf,
  type Figures,
  type Part,
  partsByBureau,
  partsByKind,
  percentOf,
} from './dashboard-figures.ts';
import { NO_BUREAU, shortBureau, shortKind, stateWords } from './review-labels.tsx';

import './review.css';

const REFRESH_SECONDS = 30;

const linksOf =
  (roundId: string): LinkTo =>
  (filter) =>
    buildUrl('/rounds/:roundId/participation', { roundId }, filter);

const warn = (count: number, tone: 'attention' | 'danger') => (count > 0 ? { tone } : {});

const Summary = ({ figures, to }: { readonly figures: Figures; readonly to: LinkTo }) => (
  <>
    <Stats>
      <Stat figure={figures.eligible} label="应申报院校" to={to({})} />
      <Stat figure={figures.notStarted} label="尚未开始" to={to({ group: 'notStarted' })} />
      <Stat figure={figures.drafting} label="填报中" to={to({ group: 'drafting' })} />
      <Stat
        figure={figures.submitted}
        label="已提交"
        to={to({ group: 'submitted' })}
        note={`${percentOf(figures.submitted, figures.eligible)}%，计划 ${figures.plannedHeadcount} 人`}
      />
      {figures.withdrawn > 0 ? (
        <Stat figure={figures.withdrawn} label="已撤回" to={to({ group: 'withdrawn' })} />
      ) : null}
      <Stat
        figure={figures.lapsed}
        label="逾期未提交"
        to={to({ group: 'lapsed' })}
        {...warn(figures.lapsed, 'danger')}
      />
    </Stats>
    <Stats>
      <Stat figure={figures.cityReview} label="待市级初审" to={to({ group: 'cityReview' })} />
      <Stat
        figure={figures.provincialReview}
        label="待省级审核"
        to={to({ group: 'provincialReview' })}
      />
      <Stat
        figure={figures.returned}
        label="已退回修改"
        to={to({ group: 'returned' })}
        {...warn(figures.returned, 'attention')}
      />
      <Stat
        figure={figures.approved}
        label="通过"
        note="含部分通过、已备案"
        to={to({ group: 'approved' })}
      />
      <Stat
        figure={figures.refused}
        label="不通过"
        note="含市级初审不通过"
        to={to({ group: 'refused' })}
      />
    </Stats>
  </>
);

const TILE_COLUMNS = 4;

/** Bureaus as equal tiles in the order of their names: the product knows no map of the province. */
const BureauTiles = ({ parts, to }: { readonly parts: readonly Part[]; readonly to: LinkTo }) => (
  <TileMap
    title={answerOf(
      parts.map((part) => ({ ...part, name: shortBureau(part.name) })),
      '单位',
    )}
    valueLabel="已提交"
    max={100}
    tiles={parts.map((part, index) => ({
      label: shortBureau(part.name),
      value: part.percent,
      text: `${part.percent}%`,
      row: Math.floor(index / TILE_COLUMNS) + 1,
      column: (index % TILE_COLUMNS) + 1,
      to: to({ bureauId: part.key ?? WITHOUT_BUREAU }),
    }))}
  />
);

const KindBars = ({ parts, to }: { readonly parts: readonly Part[]; readonly to: LinkTo }) => (
  <BarChart
    title={answerOf(parts, '办学类型')}
    valueLabel="已提交"
    max={100}
    items={parts.map((part) => ({
      label: part.name,
      value: part.percent,
      text: `${part.percent}%`,
      ...(part.key === null ? {} : { to: to({ institutionKind: part.key }) }),
    }))}
  />
);

const StatusBars = ({ cells, to }: { readonly cells: readonly Cell[]; readonly to: LinkTo }) => {
  const items = PARTICIPATION_STATUSES.map((status) => ({
    status,
    count: cells.reduce((sum, cell) => (cell.status === status ? sum + cell.count : sum), 0),
  })).filter((item) => item.count > 0);
  const most = items.toSorted((one, other) => other.count - one.count)[0];
  return (
    <BarChart
      title={
        most === undefined
          ? '还没有应申报的院校'
          : `“${stateWords(most.status).office}”最多，${most.count} 所`
      }
      valueLabel="院校数"
      items={items.map(({ status, count }) => ({
        label: stateWords(status).office,
        value: count,
        text: `${count} 所`,
        tone: stateWords(status).tone,
        to: to({ status }),
      }))}
    />
  );
};

const Figured = ({
  cells,
  roundId,
}: {
  readonly cells: readonly Cell[];
  readonly roundId: string;
}) => {
  const to = linksOf(roundId);
  const all = figuresOf(cells);
  const bureaus = partsByBureau(cells, NO_BUREAU);
  const kinds = partsByKind(cells, shortKind);
  return (
    <>
      <Summary figures={all} to={to} />
      <div className="dashboard-charts">
        <Columns>
          {bureaus.length > 1 ? (
            <Section title="各市提交率">
              <BureauTiles parts={bureaus} to={to} />
            </Section>
          ) : null}
          <Section title="各类院校提交率">
            <KindBars parts={kinds} to={to} />
          </Section>
          <Section title="现在到了哪一步">
            <StatusBars cells={cells} to={to} />
          </Section>
        </Columns>
      </div>
      <Section title="按初审单位" framed={false} note="点数字查看院校">
        <BureauTable bureaus={bureaus} all={all} to={to} />
      </Section>
    </>
  );
};

const PHASE_ENDS: Partial<Record<RoundPhase, string>> = {
  OPEN: '申报截止',
  CITY_REVIEW: '市级初审截止',
  PROVINCIAL_REVIEW: '省级审核截止',
};

/** The round's phase and how long it lasts, by the server's clock. */
export const PhaseFlags = ({ round }: { readonly round: RoundDetail }) => {
  const now = useNow(20);
  const phase = roundPhase(round, now);
  const turn = nextTurn(round, now);
  if (turn === null) return null;
  // A beginning is told as it is, 00:00; only an end is told as the 24:00 of the day before.
  if (phase === 'UPCOMING') {
    return (
      <span className="deadline">
        <span>申报开始</span>
        <span>{remaining(now, turn)}</span>
        <Time at={turn} />
      </span>
    );
  }
  return <Deadline label={PHASE_ENDS[phase] ?? ''} at={turn} />;
};

export const PhaseTag = ({ round }: { readonly round: RoundDetail }) => {
  const { label, tone } = ROUND_PHASES[roundPhase(round, useNow(20))];
  return <StatusTag tone={tone}>{label}</StatusTag>;
};

/** The way to the same page of another round. */
const OtherRounds = ({ roundId }: { readonly roundId: string }) => {
  const others = useRoundChoices().data?.filter((round) => round.value !== roundId) ?? [];
  if (others.length === 0) return null;
  return (
    <Popup label="其他轮次" align="end">
      <ul className="dashboard-rounds">
        {others.map((round) => (
          <li key={round.value}>
            <Link to={`/rounds/${round.value}/dashboard`}>{round.label}</Link>
          </li>
        ))}
      </ul>
    </Popup>
  );
};

const RoundDashboard = ({ round }: { readonly round: RoundDetail }) => {
  const read = useRead(
    roundDashboard,
    { params: { roundId: round.id } },
    { everySeconds: REFRESH_SECONDS },
  );
  const seesSamples = useHasRole(...PROVINCE_READERS);
  const updated =
    read.dataUpdatedAt === 0 ? '' : beijingLocal(instantFromEpochMs(read.dataUpdatedAt)).slice(11);
  return (
    <Page
      title={`申报进度：${round.title}`}
      trail={[{ label: '申报轮次', to: '/rounds' }]}
      tag={<PhaseTag round={round} />}
      flags={<PhaseFlags round={round} />}
      action={
        <>
          <OtherRounds roundId={round.id} />
          {seesSamples ? (
            <LinkButton to={`/rounds/${round.id}/samples`}>抽看市级初审</LinkButton>
          ) : null}
          <LinkButton tone="primary" to={`/rounds/${round.id}/participation`}>
            查看院校名单
          </LinkButton>
        </>
      }
      lead={`页面打开时每 ${REFRESH_SECONDS} 秒自动更新${updated === '' ? '' : `，上次更新 ${updated}`}`}
    >
      <QueryState
        of={read}
        what="申报进度"
        empty={{
          when: (data) => data.cells.length === 0,
          show: (
            <Empty title="没有应申报的院校">
              <p>
                本轮次面向的办学类型中还没有登记院校；请在单位目录中登记，或核对轮次的申报范围。
              </p>
            </Empty>
          ),
        }}
      >
        {(data) => <Figured cells={data.cells} roundId={round.id} />}
      </QueryState>
    </Page>
  );
};

const DashboardOf = ({ roundId }: { readonly roundId: string }) => {
  const read = useRead(getRoundEndpoint, { params: { roundId } });
  return (
    <RecordPage of={read} what="申报轮次" title="申报进度">
      {(round) => <RoundDashboard round={round} />}
    </RecordPage>
  );
};

/** `/desk/rounds/:roundId/dashboard`: how far a round has come. */
export const DashboardPage = () => {
  const { roundId = '' } = useParams();
  return <DashboardOf roundId={roundId} />;
};

/** `/desk/progress`: the dashboard of the round that is open or under review. */
export const CurrentDashboardPage = () => {
  const read = useRead(listRounds, { query: { pageSize: 20 } });
  return (
    <RecordPage of={read} what="申报轮次" title="申报进度">
      {({ rows }) => {
        const current = currentRound(rows);
        if (current !== undefined) return <DashboardOf roundId={current.id} />;
        return (
          <Page title="申报进度">
            <Empty title="还没有申报轮次">
              <p>项目办发布申报轮次后，这里会显示各院校的申报进度。</p>
            </Empty>
          </Page>
        );
      }}
    </RecordPage>
  );
};
