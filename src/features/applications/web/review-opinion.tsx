import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { formatBeijing } from '../../../kernel/time.ts';
import { Button, LinkButton } from '../../../ui/action/button.tsx';
import type { ApiError } from '../../../ui/api/api-error.ts';
import { useRead } from '../../../ui/api/use-api.ts';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { applicationHistory } from '../contract.ts';
import type { ApplicationView } from '../contract.ts';
import { UNDO_REASON, undoOf } from './bulk-verbs.ts';
import { useReview } from './review-context.ts';
import { refusalOf } from './refusal-texts.ts';
import { LastDecision } from './review-course.tsx';
import { DECISION_VERBS, DecisionPanel, type Sent } from './review-decision.tsx';
import { actionLabel, verbLabel } from './review-labels.tsx';
import { EMPTY_DRAFT, type ReviewDraft } from './review-outcome.ts';
import type { QueuePlace } from './review-queue.ts';
import { type ReviewVerb, useSending } from './review-sending.ts';
import { Standstill } from './review-standstill.tsx';
import { STEP_VERBS, StepDialog, type StepVerb } from './review-step-dialog.tsx';

interface SentBannerProps {
  readonly sent: Sent;
  readonly place: QueuePlace;
  readonly onUndone: () => void;
}

/** What was just done, the way back, and the way on. */
const SentBanner = ({ sent, place, onUndone }: SentBannerProps) => {
  const { view } = useReview();
  const undo = undoOf(sent.verb);
  const { send, error, isPending } = useSending(view, undo ?? 'reconsider');
  const takeBack = () =>
    void send({ version: sent.version, draft: { ...EMPTY_DRAFT, opinion: UNDO_REASON } }).then(
      onUndone,
      // The refusal stands in the banner.
      () => undefined,
    );
  return (
    <Banner tone="success" title={`已办理“${verbLabel(sent.verb)}”`}>
      <p>{view.institution.name}已可以看到结果。</p>
      {error === null ? null : <p role="alert">{error.text}</p>}
      <div className="row">
        {place.next === undefined ? (
          <LinkButton tone="primary" to={place.listTo}>
            返回列表
          </LinkButton>
        ) : (
          <LinkButton tone="primary" to={`/review/${place.next.id}${place.suffix}`}>
            下一件：{place.next.name}
          </LinkButton>
        )}
        {undo === undefined ? null : (
          <Button busy={isPending} busyText="正在撤销" onClick={takeBack}>
            撤销
          </Button>
        )}
      </div>
    </Banner>
  );
};

/** Somebody else was faster: what they did, and that nothing typed is lost. */
const ConflictBanner = ({
  view,
  error,
}: {
  readonly view: ApplicationView;
  readonly error: ApiError;
}) => {
  const read = useRead(applicationHistory, { params: { applicationId: view.id } });
  const last = read.data?.rows.at(-1);
  return (
    <Banner tone="attention" title="这份申报刚被他人办理，您的意见没有发出">
      <p>
        {last === undefined
          ? error.text
          : `${last.organizationName ?? ''} ${last.who} 于 ${formatBeijing(last.occurredAt)} 办理了“${actionLabel(last.action)}”。`}
      </p>
      <p>本页已换成最新内容；您填写的意见和批注还在，如仍可办理，请核对后再发出。</p>
    </Banner>
  );
};

interface StepButtonsProps {
  readonly verbs: readonly StepVerb[];
  readonly onChoose: (verb: StepVerb) => void;
}

const StepButtons = ({ verbs, onChoose }: StepButtonsProps) =>
  verbs.length === 0 ? null : (
    <div className="row">
      {verbs.map((verb) => (
        <Button key={verb} onClick={() => onChoose(verb)}>
          {verbLabel(verb)}
        </Button>
      ))}
    </div>
  );

/** The right side's first tab: decide, take back, or read why neither is possible. */
export const OpinionPanel = ({ place }: { readonly place: QueuePlace }) => {
  const { view, draft, setDraft } = useReview();
  const [sent, setSent] = useState<Sent & { readonly draft: ReviewDraft }>();
  const [conflict, setConflict] = useState<ApiError>();
  const [step, setStep] = useState<StepVerb>();
  const client = useQueryClient();
  const decisions = DECISION_VERBS.filter((verb) => view.permittedActions.includes(verb));
  const refused = DECISION_VERBS.filter((verb) => refusalOf(view, verb) !== undefined);
  const steps = STEP_VERBS.filter((verb) => view.permittedActions.includes(verb));
  // The page still shows the state before the answer while it reads the record again.
  const isSettled = sent === undefined || view.version >= sent.version;

  const finish = (done: Sent) => {
    setSent({ ...done, draft });
    setConflict(undefined);
    setStep(undefined);
    setDraft(() => EMPTY_DRAFT);
  };
  const meet = (error: ApiError) => {
    setConflict(error);
    void client.invalidateQueries();
  };
  const undone = () => {
    const before = sent?.draft ?? EMPTY_DRAFT;
    setSent(undefined);
    setDraft(() => before);
  };
  return (
    <div className="review-panel">
      {sent === undefined ? null : <SentBanner sent={sent} place={place} onUndone={undone} />}
      {conflict === undefined ? null : <ConflictBanner view={view} error={conflict} />}
      <LastDecision />
      {isSettled && decisions.length > 0 ? (
        <DecisionPanel verbs={decisions} refused={refused} onSent={finish} onConflict={meet} />
      ) : null}
      {isSettled && decisions.length === 0 ? (
        <Standstill view={view} verbs={[...DECISION_VERBS, ...STEP_VERBS]} />
      ) : null}
      {isSettled ? <StepButtons verbs={steps} onChoose={setStep} /> : null}
      {step === undefined ? null : (
        <StepDialog
          verb={step}
          view={view}
          onClose={() => setStep(undefined)}
          onDone={(verb: ReviewVerb, answer) => finish({ verb, ...answer })}
        />
      )}
    </div>
  );
};
