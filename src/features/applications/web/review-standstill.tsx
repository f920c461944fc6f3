import { hasRole } from '../../../kernel/actor.ts';
import type { Actor } from '../../../kernel/actor.ts';
import { formatDeadline } from '../../../kernel/time.ts';
import { useRead } from '../../../ui/api/use-api.ts';
import { useActor } from '../../../ui/session.tsx';
import type { ApplicationView } from '../contract.ts';
import { bulkDecide } from '../review-contract.ts';
import type { ApplicationStatus } from '../status.ts';
import { transitionOf } from './review-labels.tsx';
import type { BulkVerb } from './bulk-verbs.ts';

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
    WITHDRAWN: '院校已撤回，截止前可以重新填报。',
    LAPSED: '已逾期关闭。为该院校延期后，由项目办管理员恢复填报。',
    FILED: '已列入备案名单，本件办结；如需取消，请在备案管理中办理。',
  };
  return texts[view.status];
};

/** The verb by which to ask the server why a reviewer may not act: the one their role has in this state. */
const verbToAsk = (actor: Actor, view: ApplicationView): BulkVerb | undefined => {
  const verbs: readonly BulkVerb[] = ['endorse', 'approve', 'retract', 'reconsider'];
  return verbs.find((verb) => {
    const row = transitionOf(verb);
    if (row === undefined || view.permittedActions.includes(verb)) return false;
    const from: readonly ApplicationStatus[] = row.from;
    return (
      from.includes(view.status) && hasRole(actor, ...row.by.filter((doer) => doer !== 'system'))
    );
  });
};

/** Asks by a dry run, which changes nothing; the answer is the refusal in the rule's own words. */
const useRefusal = (view: ApplicationView): string | undefined => {
  const verb = verbToAsk(useActor(), view);
  const read = useRead(
    bulkDecide,
    {
      body: {
        verb: verb ?? 'endorse',
        rows: [{ applicationId: view.id, version: view.version }],
        opinion: '查询能否办理',
        dryRun: true,
      },
    },
    { enabled: verb !== undefined },
  );
  const result = read.data?.results[0];
  return result?.ok === false ? result.text : undefined;
};

const REVIEWERS = ['city_reviewer', 'provincial_reviewer'] as const;

/** Says in words why there is nothing to press, or why a part of the buttons is missing. */
export const Standstill = ({ view }: { readonly view: ApplicationView }) => {
  const refusal = useRefusal(view);
  const actor = useActor();
  const isReviewer = hasRole(actor, ...REVIEWERS);
  return (
    <div className="review-standstill">
      <p>{whereText(view)}</p>
      {refusal === undefined ? null : (
        <p>
          <strong>您现在不能办理：</strong>
          {refusal}
        </p>
      )}
      {isReviewer ? null : <p className="muted">您可以查看；审核由市级初审员和省级审核员办理。</p>}
    </div>
  );
};

/** Beside buttons that are there: why the decision itself is not. */
export const PartlyRefused = ({ view }: { readonly view: ApplicationView }) => {
  const refusal = useRefusal(view);
  return refusal === undefined ? null : (
    <p className="review-standstill">不能作出通过或不通过的决定：{refusal}</p>
  );
};
