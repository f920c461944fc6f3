import { useState } from 'react';

import { errorFinding } from '../../../kernel/finding.ts';
import type { Finding } from '../../../kernel/finding.ts';
import { formatDeadline, isDateOnly } from '../../../kernel/time.ts';
import { Button } from '../../../ui/action/button.tsx';
import type { ApiError } from '../../../ui/api/api-error.ts';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { Disclosure } from '../../../ui/feedback/disclosure.tsx';
import { RadioGroup } from '../../../ui/form/choice-fields.tsx';
import type { Option } from '../../../ui/form/choice-fields.tsx';
import { DateField } from '../../../ui/form/date-fields.tsx';
import { ErrorSummary, Form } from '../../../ui/form/form.tsx';
import { TextArea } from '../../../ui/form/text-fields.tsx';
import { nowInstant } from '../../../ui/time/clock.ts';
import type { ApplicationView } from '../contract.ts';
import type { ApplicationStatus, ApplicationVerb } from '../status.ts';
import { refusalOf } from './refusal-texts.ts';
import { useReview, withRemark } from './review-context.ts';
import { fieldLabel } from './review-fields.ts';
import { verbLabel } from './review-labels.tsx';
import { SchoolMessage } from './review-message.tsx';
import {
  fittingVerb,
  isOpinionShort,
  isRefusal,
  isReturn,
  needsOpinion,
  type Outcome,
  outcomeOf,
  wrongHeadcounts,
} from './review-outcome.ts';
import { placeId } from './review-remarks.tsx';
import {
  correctionEnd,
  defaultCorrectionDay,
  isReviewVerb,
  type ReviewVerb,
  useSending,
} from './review-sending.ts';

/** In the order in which they stand. */
export const DECISION_VERBS = [
  'endorse',
  'approve',
  'approveInPart',
  'returnByCity',
  'returnByProvince',
  'rejectByCity',
  'reject',
] as const;

const countText = (outcome: Outcome, stage: 'city' | 'province'): string => {
  const [yes, no] = stage === 'city' ? ['同意', '不同意'] : ['通过', '不通过'];
  const parts = [`${outcome.accepted} 项${yes}`];
  if (outcome.refused > 0) parts.push(`${outcome.refused} 项${no}`);
  if (outcome.undecided > 0) parts.push(`${outcome.undecided} 项待定`);
  if (outcome.reduced > 0) parts.push(`其中 ${outcome.reduced} 项核减人数`);
  const sum = stage === 'city' ? '' : `；核定 ${outcome.approved} 人（计划 ${outcome.planned} 人）`;
  return `逐项意见：共 ${outcome.total} 项，${parts.join('，')}${sum}`;
};

const WHY_NOT_WHOLE: Record<Outcome['kind'], string | undefined> = {
  complete: undefined,
  part: '有不通过或核减的项，请选“部分通过”',
  nothing: '各项都不通过，请选“审核不通过”',
  undecided: '有待定的项，请先在申报内容中逐项作出决定',
};

const WHY_NOT_PART: Record<Outcome['kind'], string | undefined> = {
  complete: '各项都按计划通过，请选“审核通过”；要核减请先在申报内容中改核定人数',
  part: undefined,
  nothing: '各项都不通过，请选“审核不通过”',
  undecided: '有待定的项，请先在申报内容中逐项作出决定',
};

const hintOf = (verb: ApplicationVerb, outcome: Outcome, least: number): string | undefined => {
  switch (verb) {
    case 'approve':
      return WHY_NOT_WHOLE[outcome.kind] ?? '各项按计划人数通过';
    case 'approveInPart':
      return WHY_NOT_PART[outcome.kind] ?? `按逐项意见通过 ${outcome.accepted} 项，须写意见`;
    case 'endorse':
      return outcome.refused > 0
        ? `${outcome.refused} 项不同意，连同意见报省级审核，须写意见`
        : '连同逐项意见报省级审核';
    case 'returnByCity':
    case 'returnByProvince':
      return `院校改好后重新提交；意见至少 ${least} 个字`;
    default:
      return `整份申报不通过；意见至少 ${least} 个字`;
  }
};

const isOff = (verb: ApplicationVerb, outcome: Outcome): boolean =>
  (verb === 'approve' && outcome.kind !== 'complete') ||
  (verb === 'approveInPart' && outcome.kind !== 'part');

const optionsOf = (verbs: readonly ApplicationVerb[], outcome: Outcome, least: number): Option[] =>
  verbs.map((verb) => {
    const hint = hintOf(verb, outcome, least);
    return {
      value: verb,
      label: verbLabel(verb),
      disabled: isOff(verb, outcome),
      ...(hint === undefined ? {} : { hint }),
    };
  });

/** What the reader may not do here stands there too, shut, with the reason. */
const refusedOptions = (view: ApplicationView, verbs: readonly ApplicationVerb[]): Option[] =>
  verbs.map((verb) => ({
    value: verb,
    label: verbLabel(verb),
    disabled: true,
    hint: refusalOf(view, verb) ?? '',
  }));

/** What must be mended before sending. */
const useCheck = (verb: ApplicationVerb | '', outcome: Outcome): readonly Finding[] => {
  const { view, draft } = useReview();
  const least = view.round.minimumOpinionLength;
  const found: Finding[] = [];
  if (verb === '' || isOff(verb, outcome)) {
    return [errorFinding('review.verb', 'verb', '请选择办理结论')];
  }
  const isWithNumbers = verb === 'approve' || verb === 'approveInPart';
  if (isWithNumbers && wrongHeadcounts(view, draft).length > 0) {
    found.push(
      errorFinding('review.headcount', '', '请核对申报内容中的核定人数，须在 1 和计划人数之间'),
    );
  }
  if (needsOpinion(verb, outcome) && isOpinionShort(draft.opinion, least)) {
    found.push(
      errorFinding('review.opinion', 'opinion', `请填写意见，至少 ${least} 个字，让院校知道怎么办`),
    );
  }
  return found;
};

const RemarkList = () => {
  const { view, draft, setDraft } = useReview();
  if (draft.remarks.length === 0) {
    return <p className="muted">还没有批注。可在申报内容旁点“批注”，逐处写明要改什么。</p>;
  }
  return (
    <ul className="review-remark-list" aria-label="将发出的批注">
      {draft.remarks.map((remark) => (
        <li key={remark.field}>
          <a href={`#${placeId(remark.field)}`}>{fieldLabel(remark.field, view)}</a>
          <span>{remark.text}</span>
          <Button
            small
            tone="quiet"
            label={`删除对${fieldLabel(remark.field, view)}的批注`}
            onClick={() => setDraft((now) => withRemark(now, remark.field, ''))}
          >
            删除
          </Button>
        </li>
      ))}
    </ul>
  );
};

const ReturnFields = () => {
  const { view, draft, setDraft } = useReview();
  const hasJudged = Object.keys(draft.items).length > 0;
  const now = nowInstant();
  const day = isDateOnly(draft.correctionOn) ? draft.correctionOn : defaultCorrectionDay(view, now);
  return (
    <>
      <DateField
        name="correctionDueAt"
        label="修改截止日期"
        help={`到 ${formatDeadline(correctionEnd(view, draft, now))}为止；本轮默认给 ${view.round.correctionDays} 天。`}
        value={day}
        onChange={(value) => setDraft((before) => ({ ...before, correctionOn: value }))}
      />
      <div className="review-remark-block">
        <h3>批注 {draft.remarks.length} 条</h3>
        {hasJudged ? (
          <p className="muted">逐项意见不随退回发出；要院校修改的地方请写批注。</p>
        ) : null}
        <RemarkList />
      </div>
    </>
  );
};

interface ConfirmProps {
  readonly verb: ReviewVerb;
  readonly isPending: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}

/** Shown before what cannot be taken back by a press, or goes against the institution. */
const ConfirmSending = ({ verb, isPending, onClose, onConfirm }: ConfirmProps) => {
  const { view, draft } = useReview();
  const due = isReturn(verb) ? correctionEnd(view, draft, nowInstant()) : undefined;
  return (
    <Dialog
      title={`${verbLabel(verb)}：${view.institution.name}？`}
      open
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>不，返回修改</Button>
          <Button
            tone={isRefusal(verb) ? 'danger' : 'primary'}
            busy={isPending}
            busyText="正在发出"
            onClick={onConfirm}
          >
            {verbLabel(verb)}
          </Button>
        </>
      }
    >
      <p>发出后院校将看到：</p>
      <SchoolMessage verb={verb} correctionDueAt={due} />
    </Dialog>
  );
};

export interface Sent {
  readonly verb: ReviewVerb;
  readonly version: number;
  readonly status: ApplicationStatus;
}

interface DecisionPanelProps {
  readonly verbs: readonly ApplicationVerb[];
  /** Of the same role and state, but not open to this reader. */
  readonly refused: readonly ApplicationVerb[];
  readonly onSent: (sent: Sent) => void;
  readonly onConflict: (error: ApiError) => void;
}

const labelOfOpinion = (verb: ApplicationVerb | '', isNeeded: boolean): string => {
  if (isReturn(verb)) return '退回意见';
  return isNeeded || verb === '' ? '意见' : '意见（可不填）';
};

interface DecidingProps extends DecisionPanelProps {
  readonly outcome: Outcome;
  /** The chosen verb, after the items have had their say between whole and part. */
  readonly verb: ApplicationVerb | '';
}

const NO_FINDINGS: readonly Finding[] = [];

const asReviewVerb = (verb: ApplicationVerb | ''): ReviewVerb =>
  verb !== '' && isReviewVerb(verb) ? verb : 'endorse';

/** Checks, asks where it goes against the institution, sends. */
const useDeciding = ({ verb, outcome, onSent, onConflict }: DecidingProps) => {
  const { view, draft } = useReview();
  const [found, setFound] = useState(NO_FINDINGS);
  const [isAsking, setAsking] = useState(false);
  const findings = useCheck(verb, outcome);
  const sendable = asReviewVerb(verb);
  const { send, error, isPending } = useSending(view, sendable);
  const carryOut = async () => {
    const due = isReturn(verb) ? { correctionDueAt: correctionEnd(view, draft, nowInstant()) } : {};
    try {
      const answer = await send({ version: view.version, draft, ...due });
      onSent({ verb: sendable, ...answer });
    } catch (fault) {
      setAsking(false);
      if (isConflict(fault)) onConflict(fault);
    }
  };
  const press = () => {
    setFound(findings);
    if (findings.length > 0) return;
    if (isReturn(verb) || isRefusal(verb) || verb === 'approveInPart') setAsking(true);
    else void carryOut();
  };
  return {
    findings: found,
    error: isConflict(error) ? null : error,
    isPending,
    press,
    /** Another verb has other needs: what was missing for the last one is no reproach any more. */
    forgive: () => setFound(NO_FINDINGS),
    asking: isAsking ? (
      <ConfirmSending
        verb={sendable}
        isPending={isPending}
        onClose={() => setAsking(false)}
        onConfirm={() => void carryOut()}
      />
    ) : null,
  };
};

const Preview = ({ verb }: { readonly verb: ApplicationVerb }) => {
  const { view, draft } = useReview();
  return (
    <Disclosure summary="预览院校将看到的内容">
      <SchoolMessage
        verb={verb}
        correctionDueAt={isReturn(verb) ? correctionEnd(view, draft, nowInstant()) : undefined}
      />
    </Disclosure>
  );
};

/** The reviewer's decision: conclusion, opinion, what the institution will read, and one button. */
export const DecisionPanel = (props: DecisionPanelProps) => {
  const { verbs, refused } = props;
  const { view, draft, setDraft, stage } = useReview();
  const outcome = outcomeOf(view, draft);
  const fitting = fittingVerb(draft.verb, outcome);
  const verb = verbs.some((one) => one === fitting) ? fitting : '';
  const deciding = useDeciding({ ...props, verb, outcome });
  const least = view.round.minimumOpinionLength;
  const isNeeded = needsOpinion(verb, outcome);
  return (
    <Form
      label="审核意见"
      findings={deciding.findings}
      error={deciding.error}
      onSubmit={deciding.press}
    >
      <ErrorSummary />
      {stage === undefined ? null : <p role="status">{countText(outcome, stage)}</p>}
      <RadioGroup
        name="verb"
        label="办理结论"
        required
        value={verb}
        onChange={(value) => {
          deciding.forgive();
          setDraft((now) => ({ ...now, verb: verbs.find((one) => one === value) ?? '' }));
        }}
        options={[...optionsOf(verbs, outcome, least), ...refusedOptions(view, refused)]}
      />
      {isReturn(verb) ? <ReturnFields /> : null}
      <TextArea
        name="opinion"
        label={labelOfOpinion(verb, isNeeded)}
        help={isNeeded ? `至少 ${least} 个字，院校可以看到。` : '院校可以看到。'}
        required={isNeeded}
        rows={5}
        max={2000}
        value={draft.opinion}
        onChange={(opinion) => setDraft((now) => ({ ...now, opinion }))}
      />
      {verb === '' ? null : <Preview verb={verb} />}
      <div className="row">
        <Button type="submit" tone="primary" busy={deciding.isPending} busyText="正在发出">
          {verb === '' ? '发出意见' : verbLabel(verb)}
        </Button>
        <span className="muted">未发出的意见保存在本机</span>
      </div>
      {deciding.asking}
    </Form>
  );
};

const isConflict = (fault: unknown): fault is ApiError =>
  typeof fault === 'object' && fault !== null && 'status' in fault && fault.status === 409;
