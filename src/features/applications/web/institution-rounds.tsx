import { useNavigate } from 'react-router';

import { ROLES } from '../../../kernel/actor.ts';
import type { OutputOf } from '../../../kernel/endpoint.ts';
import { formatBeijing, type Instant, isBefore } from '../../../kernel/time.ts';
import { Button, LinkButton } from '../../../ui/action/button.tsx';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { StatusTag } from '../../../ui/display/status-tag.tsx';
import { Deadline, DeadlineTime } from '../../../ui/display/time-text.tsx';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { Disclosure } from '../../../ui/feedback/disclosure.tsx';
import { Page, Section } from '../../../ui/layout/page.tsx';
import type { Column } from '../../../ui/list/column.ts';
import { DataTable } from '../../../ui/list/data-table.tsx';
import { useHasRole } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Empty, NoPermission } from '../../../ui/state/states.tsx';
import { useNow } from '../../../ui/time/use-now.ts';
import { getRoundEndpoint } from '../../rounds/contract.ts';
import { CONDITIONS } from '../content.ts';
import { createApplication, myRounds } from '../contract.ts';
import { SCHOOL } from '../policy.ts';
import { applicationWorkflow } from '../status.ts';
import { homePath } from './application-paths.ts';

import './application.css';

type Round = OutputOf<typeof myRounds>['rounds'][number];

type RoundPhase = 'early' | 'open' | 'closed';

const phaseOf = (round: Round, now: Instant): RoundPhase => {
  if (isBefore(now, round.opensAt)) return 'early';
  return isBefore(now, round.submitBy) ? 'open' : 'closed';
};

/** Where nothing was begun, the round itself says the state. */
const stateOf = (round: Round, phase: RoundPhase) => {
  if (round.status !== null) {
    const { applicant, tone } = applicationWorkflow.states[round.status];
    return { text: applicant, tone };
  }
  if (!round.isEligible) return { text: '本轮不面向贵校', tone: 'neutral' } as const;
  if (phase === 'early') return { text: '尚未开放', tone: 'neutral' } as const;
  return phase === 'open'
    ? ({ text: '尚未填报', tone: 'attention' } as const)
    : ({ text: '未申报', tone: 'neutral' } as const);
};

const useStart = (roundId: string) => {
  const navigate = useNavigate();
  const write = useWrite(createApplication, {
    invalidates: ['applications'],
    onSuccess: ({ id }) => void navigate(homePath(id)),
  });
  return {
    write,
    start: (copyFromLast: boolean) => write.mutate({ body: { roundId, copyFromLast } }),
  };
};

const OPEN_LABELS: Readonly<Record<string, string>> = { DRAFT: '继续填报', RETURNED: '按意见修改' };

const MainAction = ({ round, phase }: { readonly round: Round; readonly phase: RoundPhase }) => {
  const canFill = useHasRole('institution_admin', 'institution_staff');
  const { write, start } = useStart(round.roundId);
  if (round.applicationId !== null) {
    const label =
      canFill && phase === 'open' ? (OPEN_LABELS[round.status ?? ''] ?? '查看') : '查看';
    return (
      <LinkButton
        to={homePath(round.applicationId)}
        tone={label === '查看' ? 'secondary' : 'primary'}
      >
        {label}
      </LinkButton>
    );
  }
  if (!round.canCreate) return null;
  return (
    <>
      {round.canCopy ? (
        <Button busy={write.isPending} onClick={() => start(true)}>
          从上一轮复制
        </Button>
      ) : null}
      <Button tone="primary" busy={write.isPending} onClick={() => start(false)}>
        开始填报
      </Button>
      {write.error === null ? null : <Banner tone="danger" title={write.error.text} />}
    </>
  );
};

const Preparation = ({ round }: { readonly round: Round }) => {
  const detail = useRead(getRoundEndpoint, { params: { roundId: round.roundId } });
  const guidance = detail.data?.guidance ?? '';
  const notice = detail.data?.noticeNumber ?? null;
  return (
    <div className="application-preparation">
      <ul>
        <li>牵头校领导、负责部门及其负责人、专人的姓名和职务，办公电话（座机）</li>
        <li>五项条件的情况：{CONDITIONS.map((condition) => condition.label).join('、')}</li>
        <li>每个证书等级对应的本校专业、参与年级和计划人数（可从 Excel 粘贴）</li>
        <li>有首次申报的证书时，加盖学校公章的《试点工作方案》扫描件（PDF，20 MB 以内）</li>
      </ul>
      <p className="muted">
        {`填写约需 30 分钟，可以分几次完成。${ROLES.institution_staff}和${ROLES.institution_admin}都可以填写，由${ROLES.institution_admin}提交。`}
        {notice === null ? '' : `依据：${notice}。`}
      </p>
      {guidance === '' ? null : (
        <Disclosure summary="本轮申报说明">
          <p className="application-own-words">{guidance}</p>
        </Disclosure>
      )}
    </div>
  );
};

/** What happens next, in one sentence, for each state that the institution can be in. */
const NEXT: Readonly<Record<string, string>> = {
  DRAFT: '填好后由负责部门负责人提交。到截止时间没有提交的申报自动关闭。',
  RETURNED: '请按审核意见修改后重新提交，逾期未提交将自动关闭。',
  CITY_REVIEW: '初审后报省级审核。审核期间不能修改，如退回修改会在这里提示。',
  PROVINCIAL_REVIEW: '审核期间不能修改，如退回修改会在这里提示。',
  APPROVED: '项目办确认备案名单后，结果显示在申报页面，不另行发文。',
  PARTIALLY_APPROVED: '各项结果和意见请在申报页面查看。',
  FILED: '通过的证书已列入备案名单。',
  WITHDRAWN: '截止时间以前可以重新填报。',
  LAPSED: '确有原因请联系项目办申请延期，延期后可以继续填报。',
  CITY_REJECTED: '意见请在申报页面查看。',
  REJECTED: '意见请在申报页面查看。',
};

const nextText = (round: Round, phase: RoundPhase): string => {
  if (round.status !== null) return NEXT[round.status] ?? '';
  if (!round.isEligible) return '本轮次不面向贵校的办学类型。如有疑问请联系项目办。';
  if (phase === 'early')
    return `${formatBeijing(round.opensAt)}（北京时间）开始申报，届时可在这里填报。`;
  if (phase === 'closed') return '申报已经截止，本轮没有申报。下一轮开放时会显示在这里。';
  return '到截止时间没有提交的，视为不参加本轮申报。';
};

const Limit = ({ round, phase }: { readonly round: Round; readonly phase: RoundPhase }) => {
  const isWaiting =
    round.status === null || round.status === 'DRAFT' || round.status === 'RETURNED';
  if (!round.isEligible && round.status === null) return null;
  if (!isWaiting) return null;
  if (phase === 'early') return null;
  return (
    <p>
      <Deadline
        at={round.submitBy}
        label={round.status === 'RETURNED' ? '修改截止：' : '提交截止：'}
      />
      {round.hasExtension ? '（已为贵校延期）' : ''}
    </p>
  );
};

const CurrentRound = ({ round, phase }: { readonly round: Round; readonly phase: RoundPhase }) => {
  const state = stateOf(round, phase);
  const isBeginning = round.status === null || round.status === 'DRAFT';
  return (
    <Section
      title={round.title}
      note={<StatusTag tone={state.tone}>{state.text}</StatusTag>}
      action={<MainAction round={round} phase={phase} />}
    >
      <div className="application-round">
        <Limit round={round} phase={phase} />
        <p>{nextText(round, phase)}</p>
        {round.openRemarks > 0 ? <p>有 {round.openRemarks} 条审核意见待处理。</p> : null}
      </div>
      {isBeginning && round.isEligible && phase !== 'closed' ? (
        <Disclosure summary="填报前请准备" open={round.status === null && phase === 'open'}>
          <Preparation round={round} />
        </Disclosure>
      ) : null}
    </Section>
  );
};

const EARLIER: readonly Column<Round>[] = [
  { key: 'title', label: '申报轮次', main: true, render: (round) => round.title },
  {
    key: 'state',
    label: '结果',
    render: (round) => {
      const state = stateOf(round, 'closed');
      return <StatusTag tone={state.tone}>{state.text}</StatusTag>;
    },
  },
  {
    key: 'closesAt',
    label: '截止时间',
    render: (round) => <DeadlineTime at={round.closesAt} />,
  },
  {
    key: 'open',
    label: '操作',
    render: (round) =>
      round.applicationId === null ? (
        <span className="muted">没有申报</span>
      ) : (
        <LinkButton small to={homePath(round.applicationId)}>
          查看<span className="hidden">{round.title}</span>
        </LinkButton>
      ),
  },
];

/** Rounds still under way for this institution: open, coming, or with an application that is not settled. */
const isCurrent = (round: Round, now: Instant): boolean => {
  if (phaseOf(round, now) !== 'closed') return true;
  const settled = [null, 'FILED', 'REJECTED', 'CITY_REJECTED', 'LAPSED', 'WITHDRAWN'];
  return !settled.includes(round.status);
};

/** What can be worked on stands first, then what is being judged, then what is still to come. */
const urgency = (round: Round, now: Instant): number => {
  const phase = phaseOf(round, now);
  if (phase === 'early') return 2;
  const isOwnTurn = round.canCreate || round.status === 'DRAFT' || round.status === 'RETURNED';
  if (phase === 'open' && isOwnTurn) return 0;
  return round.status === null ? 3 : 1;
};

const RoundList = ({ rounds }: { readonly rounds: readonly Round[] }) => {
  const now = useNow(20);
  const newest = rounds[0];
  const current = rounds
    .filter((round) => isCurrent(round, now) || round === newest)
    .toSorted((one, other) => urgency(one, now) - urgency(other, now));
  const earlier = rounds.filter((round) => !current.includes(round));
  return (
    <>
      {current.map((round) => (
        <CurrentRound key={round.roundId} round={round} phase={phaseOf(round, now)} />
      ))}
      {earlier.length === 0 ? null : (
        <Section title="以前的申报" framed={false}>
          <DataTable
            caption="以前的申报"
            columns={EARLIER}
            rows={earlier}
            rowKey={(round) => round.roundId}
            empty={null}
          />
        </Section>
      )}
    </>
  );
};

/** `/applications`: the institution's rounds, its state in each, and the one thing to do now. */
export const InstitutionRoundsPage = () => {
  const isSchool = useHasRole(...SCHOOL);
  const read = useRead(myRounds, {}, { enabled: isSchool });
  if (!isSchool) {
    return (
      <Page title="试点申报">
        <NoPermission>试点申报由院校填写。审核单位请从“审核工作”进入。</NoPermission>
      </Page>
    );
  }
  return (
    <Page
      title="试点申报"
      lead="院校自主选择证书、自主确定规模，每个轮次提交一份申报，可包含多个证书。"
    >
      <QueryState
        of={read}
        what="申报轮次"
        empty={{
          when: ({ rounds }) => rounds.length === 0,
          show: (
            <Empty title="还没有开放的申报轮次">
              <p>项目办发布申报轮次后会显示在这里，并说明起止时间和要准备的材料。</p>
            </Empty>
          ),
        }}
      >
        {({ rounds }) => <RoundList rounds={rounds} />}
      </QueryState>
    </Page>
  );
};
