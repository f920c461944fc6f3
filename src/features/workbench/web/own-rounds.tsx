import type { OutputOf } from '../../../kernel/endpoint.ts';
import { type Instant, isBefore } from '../../../kernel/time.ts';
import { LinkButton } from '../../../ui/action/button.tsx';
import { useRead } from '../../../ui/api/use-api.ts';
import { Flag, StatusTag } from '../../../ui/display/status-tag.tsx';
import { Deadline } from '../../../ui/display/time-text.tsx';
import { Section } from '../../../ui/layout/page.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { useNow } from '../../../ui/time/use-now.ts';
import { myRounds } from '../../applications/contract.ts';
import { applicationWorkflow } from '../../applications/status.ts';
import { destinations } from './destinations.ts';
import { OpeningTime } from './opening-time.tsx';

type OwnRound = OutputOf<typeof myRounds>['rounds'][number];

/** While something can still be sent, its deadline matters. */
const isOpenFor = (round: OwnRound): boolean =>
  round.canCreate ||
  round.status === 'DRAFT' ||
  round.status === 'RETURNED' ||
  round.status === 'WITHDRAWN';

const noneText = (round: OwnRound, now: Instant): string => {
  if (isBefore(now, round.opensAt)) return '尚未开放';
  return round.canCreate ? '尚未填报' : '未参加';
};

const RoundStatus = ({ round }: { readonly round: OwnRound }) => {
  const now = useNow(60);
  if (round.status === null) return <StatusTag tone="neutral">{noneText(round, now)}</StatusTag>;
  const state = applicationWorkflow.states[round.status];
  return <StatusTag tone={state.tone}>{state.applicant}</StatusTag>;
};

const Opening = ({ round }: { readonly round: OwnRound }) => {
  const isToCome = isBefore(useNow(60), round.opensAt);
  return isToCome && round.isEligible ? <OpeningTime at={round.opensAt} /> : null;
};

const NextStep = ({ round, isFirst }: { readonly round: OwnRound; readonly isFirst: boolean }) => {
  const tone = isFirst && isOpenFor(round) ? 'primary' : 'secondary';
  if (round.applicationId === null) {
    return round.canCreate ? (
      <LinkButton tone={tone} to={destinations.applications}>
        开始填报
      </LinkButton>
    ) : null;
  }
  return (
    <LinkButton tone={tone} to={destinations.application(round.applicationId)}>
      {round.status === 'RETURNED'
        ? '按意见修改'
        : round.status === 'DRAFT'
          ? '继续填报'
          : '查看申报'}
    </LinkButton>
  );
};

const OwnRoundRow = ({
  round,
  isFirst,
}: {
  readonly round: OwnRound;
  readonly isFirst: boolean;
}) => (
  <li className="home-task">
    <div>
      <h3>{round.title}</h3>
      <p className="home-task-facts">
        <RoundStatus round={round} />
        <Opening round={round} />
        {isOpenFor(round) ? (
          <Deadline
            label={round.status === 'RETURNED' ? '修改截止' : '申报截止'}
            at={round.submitBy}
          />
        ) : null}
        {round.openRemarks > 0 ? (
          <Flag tone="attention">{round.openRemarks} 条批注待处理</Flag>
        ) : null}
        {round.hasExtension ? <Flag>已延期</Flag> : null}
        {round.isEligible ? null : <Flag>本轮不面向本校的办学类型</Flag>}
      </p>
    </div>
    <NextStep round={round} isFirst={isFirst} />
  </li>
);

/** The institution: where its applications stand, the open ones first. */
export const OwnRounds = () => {
  const read = useRead(myRounds, {});
  return (
    <Section title="本校申报">
      <QueryState
        of={read}
        what="本校申报"
        empty={{
          when: (data) => data.rounds.length === 0,
          show: (
            <Empty title="还没有申报轮次">
              <p>项目办发布申报通知后，会出现在这里。</p>
            </Empty>
          ),
        }}
      >
        {({ rounds }) => (
          <ul className="home-tasks">
            {rounds
              .toSorted((one, other) => Number(isOpenFor(other)) - Number(isOpenFor(one)))
              .map((round, index) => (
                <OwnRoundRow key={round.roundId} round={round} isFirst={index === 0} />
              ))}
          </ul>
        )}
      </QueryState>
    </Section>
  );
};
