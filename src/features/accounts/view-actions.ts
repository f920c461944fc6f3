import type { Actor } from '../../kernel/actor.ts';
import { DomainError } from '../../kernel/error.ts';
import { addMinutes, formatBeijing, type Instant } from '../../kernel/time.ts';
import type { PlannedJob } from '../../platform/jobs.ts';
import { tell } from '../../platform/notice.ts';
import { lockPerson, type PeopleCall } from './people-actions.ts';
import { targetOf } from './people-rows.ts';
import { personRefusal } from './rules.ts';
import { clearView, setView } from './view-queries.ts';

/** Long enough to look at a problem together on the telephone. */
const VIEW_MINUTES = 30;

/**
 * Shows support what the person sees, to help them: read-only, for a purpose, for half an hour, told to the person and
 * kept with both names. Nobody looks at a rank that they could not grant (三员分立, 等保三级 8.1.4.2 d).
 */
export const startView = async (
  call: PeopleCall & { plan(job: PlannedJob): void },
  id: string,
  purpose: string,
): Promise<{ endsAt: Instant }> => {
  const { tx, actor, receivedAt: at } = call;
  const record = await lockPerson(call, id);
  const refused = personRefusal(actor, targetOf(record), 'resetPassword', at);
  if (refused?.code === 'accounts.wrong_state') {
    const text = '只能查看状态正常的账号的界面';
    throw new DomainError('conflict', 'accounts.view_state', text);
  }
  if (refused !== undefined) throw refused;
  const endsAt = addMinutes(at, VIEW_MINUTES);
  await setView(tx, actor.sessionId, { accountId: id, endsAt });
  const detail = { viewer: actor.userId, viewed: id, endsAt };
  call.record({ subjectKind: 'account', subjectId: id, reason: purpose, detail });
  call.plan(
    tell({
      event: 'accounts.viewed',
      key: `${id}/${at}`,
      to: [{ accountId: id }],
      title: '工作人员正在查看您的界面',
      lines: [
        `${actor.organizationName}${actor.name}于 ${formatBeijing(at)} 起查看您的界面，用途：${purpose}。`,
        `只能看，不能替您办理，最长 ${VIEW_MINUTES} 分钟。不是您要求的，请联系项目办。`,
      ],
      path: '/desk/account',
    }),
  );
  return { endsAt };
};

/** Back to one's own view; also after the half hour. */
export const endView = async (
  call: Pick<PeopleCall, 'tx' | 'record'> & { readonly actor: Actor },
): Promise<{ done: true }> => {
  const { tx, actor } = call;
  await clearView(tx, actor.sessionId);
  call.record({ subjectKind: 'account', subjectId: actor.userId });
  return { done: true };
};
