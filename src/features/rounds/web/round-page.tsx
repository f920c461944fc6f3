import { useState } from 'react';
import { useParams } from 'react-router';

import { Button, LinkButton } from '../../../ui/action/button.tsx';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { SummaryList } from '../../../ui/display/summary-list.tsx';
import { ConfirmDialog } from '../../../ui/feedback/confirm-dialog.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { Page, Row, Section } from '../../../ui/layout/page.tsx';
import { useHasRole } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import {
  concludeRoundEndpoint,
  getRoundEndpoint,
  publishRoundEndpoint,
  type RoundDetail,
} from '../contract.ts';
import { formatDeadline } from '../../../kernel/time.ts';
import { DRAFT_READERS, HISTORY_READERS } from '../policy.ts';
import { ExtensionSection } from './extension-section.tsx';
import { RoundHistory } from './round-history.tsx';
import { RoundRulesList } from './round-rules.tsx';
import { RoundTimes } from './round-times.tsx';
import { kindsText, PhaseTag } from './round-words.tsx';

interface RoundProps {
  readonly round: RoundDetail;
}

interface StepProps extends RoundProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

const PublishDialog = ({ round, open, onClose }: StepProps) => {
  const write = useWrite(publishRoundEndpoint, {
    invalidates: ['rounds'],
    onSuccess: () => {
      onClose();
      showToast('轮次已发布');
    },
  });
  return (
    <ConfirmDialog
      title="发布这个轮次？"
      open={open}
      onClose={onClose}
      confirmLabel="发布轮次"
      busy={write.isPending}
      error={write.error}
      onConfirm={() =>
        write.mutate({ params: { roundId: round.id }, body: { version: round.version } })
      }
    >
      <p>
        发布后院校、评价组织和公众都能看到。年度、批次、文号、申报范围和审核规则从此固定；申报开始后，截止时间只能延后。
      </p>
      <p>申报截止：{formatDeadline(round.closesAt)}</p>
    </ConfirmDialog>
  );
};

const ConcludeDialog = ({ round, open, onClose }: StepProps) => {
  const write = useWrite(concludeRoundEndpoint, {
    invalidates: ['rounds'],
    onSuccess: () => {
      onClose();
      showToast('轮次已办结');
    },
  });
  return (
    <ConfirmDialog
      title="办结这个轮次？"
      open={open}
      onClose={onClose}
      confirmLabel="办结轮次"
      typedWord="办结"
      danger
      busy={write.isPending}
      error={write.error}
      onConfirm={() =>
        write.mutate({ params: { roundId: round.id }, body: { version: round.version } })
      }
    >
      <p>
        办结后不能再修改时间、给予延期，也不能撤回办结。请先确认审核都已完成、备案名单已经确认。
      </p>
    </ConfirmDialog>
  );
};

const Actions = ({ round }: RoundProps) => {
  const [step, setStep] = useState<'publish' | 'conclude' | null>(null);
  const may = (action: RoundDetail['permittedActions'][number]) =>
    round.permittedActions.includes(action);
  const isOffice = useHasRole(...DRAFT_READERS);
  const close = () => setStep(null);
  return (
    <Row>
      {may('update') ? <LinkButton to={`/rounds/${round.id}/edit`}>修改</LinkButton> : null}
      {isOffice && round.status !== 'DRAFT' ? (
        <LinkButton to={`/filed-lists/${round.id}/preview`}>备案名单</LinkButton>
      ) : null}
      {may('conclude') ? <Button onClick={() => setStep('conclude')}>办结</Button> : null}
      {may('publish') ? (
        <Button tone="primary" onClick={() => setStep('publish')}>
          发布
        </Button>
      ) : null}
      <PublishDialog round={round} open={step === 'publish'} onClose={close} />
      <ConcludeDialog round={round} open={step === 'conclude'} onClose={close} />
    </Row>
  );
};

const Facts = ({ round }: RoundProps) => (
  <Section title="基本信息">
    <SummaryList
      items={[
        { term: '年度和批次', value: `${round.year} 年第 ${round.sequence} 批` },
        { term: '文号', value: round.noticeNumber },
        { term: '申报院校范围', value: kindsText(round.eligibleKinds) },
        { term: '申报说明', value: round.guidance },
      ]}
    />
  </Section>
);

const RoundView = ({ round }: RoundProps) => {
  const seesHistory = useHasRole(...HISTORY_READERS);
  return (
    <Page
      title={round.title}
      trail={[{ label: '申报轮次', to: '/rounds' }]}
      tag={<PhaseTag phase={round.phase} />}
      action={<Actions round={round} />}
      {...(round.ownClosesAt === round.closesAt
        ? {}
        : { lead: `本单位获准延期至 ${formatDeadline(round.ownClosesAt)}。` })}
    >
      <Section title="时间安排">
        <RoundTimes round={round} />
      </Section>
      <Facts round={round} />
      <Section title="审核规则" note="随轮次保存，发布后不变。">
        <RoundRulesList rules={round.rules} />
      </Section>
      {round.status === 'DRAFT' ? null : <ExtensionSection round={round} />}
      {seesHistory ? <RoundHistory roundId={round.id} /> : null}
    </Page>
  );
};

/** `/desk/rounds/:roundId`. */
export const RoundPage = () => {
  const { roundId = '' } = useParams();
  const read = useRead(getRoundEndpoint, { params: { roundId } });
  return (
    <QueryState of={read} what="申报轮次">
      {(round) => <RoundView round={round} />}
    </QueryState>
  );
};
