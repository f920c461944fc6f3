import { formatDeadline } from '../../../kernel/time.ts';
import type { Instant } from '../../../kernel/time.ts';
import { useActor } from '../../../ui/session.tsx';
import type { ApplicationVerb } from '../status.ts';
import { applicationWorkflow } from '../status.ts';
import { useReview } from './review-context.ts';
import { certificateLabel, fieldLabel } from './review-fields.ts';
import { transitionOf } from './review-labels.tsx';
import { isRefusal, isReturn, judgementOf, plannedOf } from './review-outcome.ts';

/** Lines about items that are not simply accepted; a refusal of the whole says nothing about single items. */
const useItemLines = (verb: ApplicationVerb): readonly string[] => {
  const { view, draft, stage } = useReview();
  if (isReturn(verb) || isRefusal(verb)) return [];
  return view.items.flatMap((item) => {
    const { accepted, headcount, opinion } = judgementOf(draft, item);
    const planned = plannedOf(view, item.id);
    const words = opinion === '' ? '' : `：${opinion}`;
    if (accepted === false)
      return [`${certificateLabel(item)}${stage === 'city' ? '不同意' : '不通过'}${words}`];
    if (headcount !== null && headcount < planned) {
      return [`${certificateLabel(item)}核定 ${headcount} 人（计划 ${planned} 人）${words}`];
    }
    return opinion === '' ? [] : [`${certificateLabel(item)}通过${words}`];
  });
};

interface MessageProps {
  readonly verb: ApplicationVerb;
  readonly correctionDueAt: Instant | undefined;
}

const Lines = ({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) =>
  lines.length === 0 ? null : (
    <>
      <p className="review-message-head">{title}</p>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );

/** The result as the institution will read it: the organization speaks, not the person. */
export const SchoolMessage = ({ verb, correctionDueAt }: MessageProps) => {
  const { view, draft } = useReview();
  const actor = useActor();
  const items = useItemLines(verb);
  const to = transitionOf(verb)?.to[0];
  const remarks = isReturn(verb)
    ? draft.remarks.map((remark) => `${fieldLabel(remark.field, view)}：${remark.text}`)
    : [];
  return (
    <div className="review-message">
      <p className="review-message-head">
        {view.institution.name}：{to === undefined ? '' : applicationWorkflow.states[to].applicant}
      </p>
      <p>
        {view.round.title}，由{actor.organizationName}办理。
      </p>
      <p className="review-message-opinion">
        意见：{draft.opinion === '' ? '（未填写）' : draft.opinion}
      </p>
      <Lines title="逐项意见" lines={items} />
      <Lines title={`批注 ${remarks.length} 条`} lines={remarks} />
      {correctionDueAt === undefined ? null : (
        <p>请在 {formatDeadline(correctionDueAt)}前修改并重新提交。</p>
      )}
    </div>
  );
};
