import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';

import { ROLES } from '../../../kernel/actor.ts';
import type { Finding } from '../../../kernel/finding.ts';
import { formatDeadline, isBefore } from '../../../kernel/time.ts';
import { Button } from '../../../ui/action/button.tsx';
import { type ApiError, asApiError } from '../../../ui/api/api-error.ts';
import { useWrite } from '../../../ui/api/use-api.ts';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { CheckboxField } from '../../../ui/form/choice-fields.tsx';
import { useActor, useHasRole } from '../../../ui/session.tsx';
import { useNow } from '../../../ui/time/use-now.ts';
import { submitApplication } from '../contract.ts';
import { blockingFindings } from '../rules.ts';
import { useApplication } from './application-draft.tsx';
import { homePath } from './application-paths.ts';
import { SECTIONS } from './application-sections.ts';
import { SectionForm } from './section-form.tsx';

const ALL = SECTIONS.map((section) => section.key);

const Declaration = () => {
  const { view, desk, state } = useApplication();
  const actor = useActor();
  return (
    <CheckboxField
      name="statementAccepted"
      required
      label={`我（${actor.name}）代表${view.institution.name}承诺：所填内容和上传的材料真实、完整，已经学校同意，并对此负责。`}
      value={state.draft.content.statementAccepted}
      onChange={(statementAccepted) => desk.edit((content) => ({ ...content, statementAccepted }))}
    />
  );
};

/** What a save or a submission was refused for; what is wrong with the content stands in the list of problems. */
const Refusal = ({ error }: { readonly error: ApiError | undefined }) => {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [error]);
  return error === undefined ? null : (
    <div ref={box} tabIndex={-1} role="alert">
      <Banner tone="danger" title="没有提交成功">
        <p>{error.text}</p>
      </Banner>
    </div>
  );
};

/** Saves the last typing, then submits what is saved; a second press while it runs does nothing. */
const useSubmit = () => {
  const { view, desk, reload, patch } = useApplication();
  const navigate = useNavigate();
  const [error, setError] = useState<ApiError>();
  const [isSaving, setSaving] = useState(false);
  const isRunning = useRef(false);
  const write = useWrite(submitApplication);
  /** False when something must be mended first. */
  const submit = async (): Promise<boolean> => {
    if (isRunning.current) return true;
    isRunning.current = true;
    setSaving(true);
    setError(undefined);
    try {
      const version = await desk.saved();
      const { draft, found } = desk.state();
      if (blockingFindings(draft.content, found.list).length > 0) return false;
      const { receiptNumber, submittedAt } = await write.mutateAsync({
        params: { applicationId: view.id },
        body: { version },
      });
      patch({ receiptNumber, submittedAt, submissionCount: view.submissionCount + 1 });
      // The receipt's page reads the record again: here it would no longer be editable, and lead away.
      void navigate(`${homePath(view.id)}/receipt`, { state: { submitted: true } });
      return true;
    } catch (fault) {
      const refusal = asApiError(fault);
      setError(refusal);
      if (refusal.status === 409) reload();
      return false;
    } finally {
      isRunning.current = false;
      setSaving(false);
    }
  };
  return { submit, error, isBusy: isSaving || write.isPending };
};

const NotYours = () => (
  <Banner title={`提交由${ROLES.institution_admin}办理`}>
    <p>您可以填写和检查。全部填好后，请通知本校的{ROLES.institution_admin}登录，作出承诺并提交。</p>
  </Banner>
);

const NotNow = () => {
  const { view } = useApplication();
  const now = useNow(20);
  const isEarly = isBefore(now, view.round.opensAt);
  return (
    <Banner tone="attention" title={isEarly ? '还没有到申报开始时间' : '现在不能提交'}>
      <p>
        {isEarly
          ? `申报从 ${formatDeadline(view.round.opensAt)} 开始。`
          : `提交截止时间为 ${formatDeadline(view.submitBy)}。确有原因请联系项目办申请延期。`}
      </p>
    </Banner>
  );
};

/** All that stands in the way. Who cannot submit is not asked for the declaration either. */
const useSubmitProblems = (): readonly Finding[] => {
  const { state, findings } = useApplication();
  const isAdmin = useHasRole('institution_admin');
  return blockingFindings(state.draft.content, findings).filter(
    (finding) => isAdmin || finding.field !== 'statementAccepted',
  );
};

/** The last step of a page: its declaration stands in the text, its button in the bar below. */
export const useSubmission = () => {
  const { view, check } = useApplication();
  const isAdmin = useHasRole('institution_admin');
  const problems = useSubmitProblems();
  const { submit, error, isBusy } = useSubmit();
  /** Each press while something is missing leads to the list of problems. */
  const [asked, setAsked] = useState(0);
  const press = async () => {
    check(...ALL);
    if (!(await submit())) setAsked((count) => count + 1);
  };
  const isAllowed = view.permittedActions.some((verb) => verb === 'submit' || verb === 'resubmit');
  return { isAdmin, canSubmit: isAdmin && isAllowed, problems, asked, error, isBusy, press };
};

type Submission = ReturnType<typeof useSubmission>;

interface SubmissionProps {
  readonly submission: Submission;
}

export const SubmitButton = ({ submission }: SubmissionProps) => {
  const { view } = useApplication();
  const { canSubmit, isBusy, press } = submission;
  return canSubmit ? (
    <Button tone="primary" busy={isBusy} busyText="正在提交" onClick={() => void press()}>
      {view.status === 'RETURNED' ? '重新提交' : '提交申报'}
    </Button>
  ) : null;
};

/** The declaration by name, and who decides. */
export const SubmitSection = ({ submission }: SubmissionProps) => {
  const { view } = useApplication();
  const { isAdmin, canSubmit, problems, error } = submission;
  return (
    <SectionForm section="check">
      <p className="application-ready" role="status">
        {problems.length === 0
          ? `必填内容都已填写${canSubmit ? '，可以提交。' : '。'}`
          : `还有 ${problems.length} 处需要处理，见上面的清单。`}
      </p>
      {canSubmit ? (
        <>
          <Declaration />
          <p className="muted">
            提交后由{view.reviewingBureauName ?? '省级审核单位'}
            审核，审核开始前可以撤回；提交时间以系统收到为准。
          </p>
          <Refusal error={error} />
        </>
      ) : isAdmin ? (
        <NotNow />
      ) : (
        <NotYours />
      )}
    </SectionForm>
  );
};
