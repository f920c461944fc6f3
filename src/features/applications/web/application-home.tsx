import { useState } from 'react';

import { Button, LinkButton } from '../../../ui/action/button.tsx';
import { useWrite } from '../../../ui/api/use-api.ts';
import { SummaryList } from '../../../ui/display/summary-list.tsx';
import { TaskList } from '../../../ui/display/task-list.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { ConfirmDialog } from '../../../ui/feedback/confirm-dialog.tsx';
import { TextArea } from '../../../ui/form/text-fields.tsx';
import { ActionBar, Section } from '../../../ui/layout/page.tsx';
import { nowInstant } from '../../../ui/time/clock.ts';
import { formatDeadline, isBefore } from '../../../kernel/time.ts';
import type { ApplicationView } from '../contract.ts';
import { redraftApplication, withdrawApplication } from '../review-contract.ts';
import { AllSectionsPage } from './application-all.tsx';
import { useApplication } from './application-draft.tsx';
import { DraftStatus } from './application-notices.tsx';
import { Course, ItemDecisions, StateBanner } from './application-outcome.tsx';
import { ApplicationPage } from './application-page.tsx';
import { DeadlineNote, ModeSwitch, MoreLinks } from './application-head.tsx';
import { homePath, useFormMode } from './application-paths.ts';
import { ApplicationRecordView } from './application-record.tsx';
import { ReturnBanner } from './application-remarks.tsx';
import { refusalTexts } from './refusal-texts.ts';
import { useSectionStates } from './application-section-states.ts';

const TaskListPage = () => {
  const { view } = useApplication();
  const states = useSectionStates();
  const done = states.filter((state) => state.tone === 'done').length;
  return (
    <ApplicationPage action={<MoreLinks />}>
      <ReturnBanner />
      <DeadlineNote />
      <Section title="申报内容" note={`已完成 ${done} 个部分，共 4 个`} action={<ModeSwitch />}>
        <TaskList
          items={states.map((state, index) => ({
            to: `${homePath(view.id)}/${state.key}`,
            label: `${index + 1}. ${state.label}`,
            hint: state.hint,
            status: state.status,
            ...(state.tone === 'brand' ? {} : { tone: state.tone }),
          }))}
        />
      </Section>
      <ActionBar note={<DraftStatus />}>
        <LinkButton
          to={`${homePath(view.id)}/${states.find((state) => state.tone !== 'done')?.key ?? 'check'}`}
          tone="primary"
        >
          继续填写
        </LinkButton>
      </ActionBar>
    </ApplicationPage>
  );
};

const afterWithdrawal = ({ submitBy }: ApplicationView): string =>
  isBefore(nowInstant(), submitBy)
    ? `要参加本轮试点，须在 ${formatDeadline(submitBy)} 之前重新填报并提交。`
    : `申报已于 ${formatDeadline(submitBy)} 截止：撤回后不能再重新填报，除非项目办为贵校延期。`;

const Withdrawal = () => {
  const { view, reload } = useApplication();
  const [isAsking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const write = useWrite(withdrawApplication, {
    invalidates: ['applications'],
    onSuccess: () => {
      setAsking(false);
      reload();
    },
  });
  if (!view.permittedActions.includes('withdraw')) return null;
  return (
    <>
      <Button onClick={() => setAsking(true)}>撤回申报</Button>
      <ConfirmDialog
        title="撤回这份申报？"
        open={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() =>
          write.mutate({
            params: { applicationId: view.id },
            body: { version: view.version, reason },
          })
        }
        confirmLabel="撤回申报"
        danger
        busy={write.isPending}
        error={write.error}
      >
        <p>撤回后审核停止，回执号保留。{afterWithdrawal(view)}</p>
        <TextArea
          name="reason"
          label="撤回原因（可不填）"
          rows={2}
          max={2000}
          value={reason}
          onChange={setReason}
        />
      </ConfirmDialog>
    </>
  );
};

const Redraft = () => {
  const { view, reload } = useApplication();
  const write = useWrite(redraftApplication, { invalidates: ['applications'], onSuccess: reload });
  if (!view.permittedActions.includes('redraft')) return null;
  return (
    <>
      <Button
        tone="primary"
        busy={write.isPending}
        onClick={() =>
          write.mutate({ params: { applicationId: view.id }, body: { version: view.version } })
        }
      >
        重新填报
      </Button>
      {write.error === null ? null : <Banner tone="danger" title={write.error.text} />}
    </>
  );
};

const Receipt = () => {
  const { view } = useApplication();
  if (view.receiptNumber === null || view.submittedAt === null) return null;
  return (
    <SummaryList
      items={[
        { term: '回执号', value: <strong>{view.receiptNumber}</strong> },
        {
          term: '提交时间',
          value: (
            <>
              <Time at={view.submittedAt} />
              （北京时间），第 {view.submissionCount} 次提交
            </>
          ),
        },
        { term: '初审单位', value: view.reviewingBureauName ?? '由省级直接审核' },
      ]}
    />
  );
};

/** After submission, and for those who only read: state, way, decisions, everything that was filled in. */
const SubmittedPage = () => {
  const { view } = useApplication();
  // Taken back and being filled in again, the earlier receipt no longer stands for it.
  const isSubmitted = view.receiptNumber !== null && view.status !== 'DRAFT';
  const refusals = refusalTexts(view, ['withdraw', 'redraft']);
  return (
    <ApplicationPage
      action={
        <>
          <Redraft />
          {isSubmitted ? (
            <LinkButton to={`${homePath(view.id)}/receipt`}>查看回执</LinkButton>
          ) : null}
          <MoreLinks />
          <Withdrawal />
        </>
      }
    >
      <ReturnBanner />
      <StateBanner />
      <DeadlineNote />
      <Section title="办理进度" id="course">
        <Course />
        {isSubmitted ? <Receipt /> : null}
        {refusals.map((text) => (
          <p key={text} className="muted">
            {text}
          </p>
        ))}
      </Section>
      <ItemDecisions />
      <ApplicationRecordView />
    </ApplicationPage>
  );
};

/** `/applications/:id`: the form while it is filled in, the record afterwards. */
export const ApplicationHomePage = () => {
  const { canEdit } = useApplication();
  const mode = useFormMode();
  if (!canEdit) return <SubmittedPage />;
  return mode === 'all' ? <AllSectionsPage /> : <TaskListPage />;
};
