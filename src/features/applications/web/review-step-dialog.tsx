import { useState } from 'react';

import { isDateOnly } from '../../../kernel/time.ts';
import type { DateOnly } from '../../../kernel/time.ts';
import { errorFinding } from '../../../kernel/finding.ts';
import type { Finding } from '../../../kernel/finding.ts';
import { normalizeText } from '../../../kernel/text.ts';
import { ConfirmButtons } from '../../../ui/feedback/confirm-buttons.tsx';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { DateField } from '../../../ui/form/date-fields.tsx';
import { ErrorSummary, Form } from '../../../ui/form/form.tsx';
import { TextArea } from '../../../ui/form/text-fields.tsx';
import { nowInstant } from '../../../ui/time/clock.ts';
import type { ApplicationView } from '../contract.ts';
import type { ApplicationStatus } from '../status.ts';
import { verbLabel } from './review-labels.tsx';
import { EMPTY_DRAFT, isOpinionShort } from './review-outcome.ts';
import {
  correctionEnd,
  defaultCorrectionDay,
  type ReviewVerb,
  useSending,
} from './review-sending.ts';

/** Verbs that are no review of the content: they move an application back or on, with a reason. */
export const STEP_VERBS = ['retract', 'overrule', 'reconsider', 'revive'] as const;
export type StepVerb = (typeof STEP_VERBS)[number];

const CONSEQUENCES: Record<StepVerb, string> = {
  retract: '初审意见作废（记录保留），申报回到“待市级初审”，由本单位重新办理。',
  overrule: '申报转为“待省级审核”，由省级另行审核。院校可以看到调取的理由。',
  reconsider: '审核决定作废（记录保留），申报回到“待省级审核”，重新办理。',
  revive: '申报恢复为可以填报的状态，院校可以在延长的期限内继续填报。',
};

interface StepDialogProps {
  readonly verb: StepVerb;
  readonly view: ApplicationView;
  readonly onClose: () => void;
  readonly onDone: (
    verb: ReviewVerb,
    answer: { readonly version: number; readonly status: ApplicationStatus },
  ) => void;
}

const findingsFor = (verb: StepVerb, reason: string, least: number): readonly Finding[] => {
  const needed = verb === 'overrule' ? least : 1;
  if (normalizeText(reason) !== '' && !isOpinionShort(reason, needed)) return [];
  const text = needed > 1 ? `请填写理由，至少 ${needed} 个字` : '请填写理由';
  return [errorFinding('review.reason', 'opinion', text)];
};

/** Takes a decision back, takes an application over, or revives it: asks for the reason and says what happens. */
export const StepDialog = ({ verb, view, onClose, onDone }: StepDialogProps) => {
  const [reason, setReason] = useState('');
  const [day, setDay] = useState<DateOnly | ''>(() => defaultCorrectionDay(view, nowInstant()));
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const { send, error, isPending } = useSending(view, verb);
  const least = view.round.minimumOpinionLength;
  const submit = async () => {
    const found = findingsFor(verb, reason, least);
    setFindings(found);
    if (found.length > 0) return;
    const draft = { ...EMPTY_DRAFT, opinion: reason, correctionOn: isDateOnly(day) ? day : '' };
    const due =
      verb === 'revive' ? { correctionDueAt: correctionEnd(view, draft, nowInstant()) } : {};
    await send({ version: view.version, draft, ...due }).then(
      (answer) => onDone(verb, answer),
      // The refusal stands in the form.
      () => undefined,
    );
  };
  return (
    <Dialog title={`${verbLabel(verb)}：${view.institution.name}`} open onClose={onClose}>
      <Form error={error} findings={findings} onSubmit={() => void submit()}>
        <ErrorSummary />
        <p>{CONSEQUENCES[verb]}</p>
        {verb === 'revive' ? (
          <DateField
            name="correctionDueAt"
            label="修改截止日期"
            help="到当天 24:00（北京时间）为止；只对曾被退回修改的申报起作用。"
            value={day}
            onChange={setDay}
          />
        ) : null}
        <TextArea
          name="opinion"
          label="理由"
          help={verb === 'overrule' ? `至少 ${least} 个字。` : undefined}
          required
          rows={4}
          max={2000}
          value={reason}
          onChange={setReason}
        />
        <ConfirmButtons
          onClose={onClose}
          confirmLabel={verbLabel(verb)}
          busy={isPending}
          busyText="正在办理"
        />
      </Form>
    </Dialog>
  );
};
