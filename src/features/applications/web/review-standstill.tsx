import { hasRole } from '../../../kernel/actor.ts';
import { formatDeadline, isBefore } from '../../../kernel/time.ts';
import { useActor } from '../../../ui/session.tsx';
import { nowInstant } from '../../../ui/time/clock.ts';
import type { ApplicationView } from '../contract.ts';
import type { ApplicationStatus, ApplicationVerb } from '../status.ts';
import { refusalTexts } from './refusal-texts.ts';

/** Where an application stands that waits for somebody else. */
const whereText = (view: ApplicationView): string => {
  const texts: Record<ApplicationStatus, string> = {
    DRAFT: '院校正在填报，还没有提交。',
    CITY_REVIEW: `正由${view.reviewingBureauName ?? '市级教育行政部门'}初审，初审后转省级审核。`,
    PROVINCIAL_REVIEW: '正由省级审核员审核。',
    RETURNED: `已退回，等待院校修改后重新提交，截止 ${formatDeadline(view.submitBy)}。`,
    CITY_REJECTED: '市级初审不通过。如有异议，由省级审核员调取审核。',
    APPROVED: '已审核通过，等待项目办确认备案名单。',
    PARTIALLY_APPROVED: '已部分通过，等待项目办确认备案名单。',
    REJECTED: '审核不通过。',
    WITHDRAWN: isBefore(nowInstant(), view.submitBy)
      ? '院校已撤回，截止前可以重新填报。'
      : '院校已撤回，申报已经截止。',
    LAPSED: '已逾期关闭。为该院校延期后，由项目办管理员恢复填报。',
    FILED: '已列入备案名单，本件办结；如需取消，请在备案管理中办理。',
  };
  return texts[view.status];
};

const REVIEWERS = ['city_reviewer', 'provincial_reviewer'] as const;

interface StandstillProps {
  readonly view: ApplicationView;
  /** What the page would offer, were it open. */
  readonly verbs: readonly ApplicationVerb[];
}

/** Says in words why there is nothing to press, or why a part of the buttons is missing. */
export const Standstill = ({ view, verbs }: StandstillProps) => {
  const refusals = refusalTexts(view, verbs);
  const actor = useActor();
  const isReviewer = hasRole(actor, ...REVIEWERS);
  return (
    <div className="review-standstill">
      <p>{whereText(view)}</p>
      {refusals.map((text) => (
        <p key={text}>
          <strong>您现在不能办理：</strong>
          {text}。
        </p>
      ))}
      {isReviewer ? null : <p className="muted">您可以查看；审核由市级初审员和省级审核员办理。</p>}
    </div>
  );
};
