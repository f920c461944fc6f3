import { z } from 'zod';

/*
 * POST {oapi}/topapi/message/corpconversation/getsendresult (open.dingtalk.com, 获取工作通知消息的发送结果): for tasks of
 * the last 24 hours. Every list may be missing; a person in none of them is still being served.
 */

const userIds = z.array(z.string()).default([]);

export const sendResultShape = z.object({
  send_result: z.object({
    invalid_user_id_list: userIds,
    forbidden_user_id_list: userIds,
    failed_user_id_list: userIds,
    read_user_id_list: userIds,
    unread_user_id_list: userIds,
    forbidden_list: z
      .array(z.object({ code: z.coerce.string().default(''), userid: z.string() }))
      .default([]),
  }),
});

type SendResult = z.output<typeof sendResultShape>['send_result'];

/** Whether a work notification that DingTalk had taken has reached its reader. */
export type Arrival =
  | { readonly kind: 'arrived' }
  /** Not yet decided. */
  | { readonly kind: 'pending' }
  /** It did not arrive, and may be sent again. `isPersonGone`: under another name, to be looked up anew. */
  | { readonly kind: 'failed'; readonly reason: string; readonly isPersonGone?: true }
  /** It did not arrive, or DingTalk does not say; sent again it might be shown twice. */
  | { readonly kind: 'lost'; readonly reason: string }
  /** DingTalk does not know the task: it will never tell. */
  | { readonly kind: 'untold'; readonly reason: string }
  /** No answer that can be used: ask again later. */
  | { readonly kind: 'down'; readonly reason: string };

/** 同一应用给同一人当天重复的内容 (enterprise and third-party application): the first one was shown. */
const REPEATED = new Set(['143106', '143206']);
/** 当天推送给同一人的消息超过上限. */
const OVER_LIMIT = new Set(['143105', '143205']);

const forbidden = (result: SendResult, userId: string): Arrival => {
  const code = result.forbidden_list.find(({ userid }) => userid === userId)?.code ?? '';
  if (REPEATED.has(code)) return { kind: 'arrived' };
  if (OVER_LIMIT.has(code))
    return { kind: 'failed', reason: `钉钉未送达：当天给此人的消息超过上限（${code}）` };
  // Without its reason it may be a repeat of what was shown: tomorrow DingTalk would show it again.
  return { kind: 'lost', reason: '钉钉未送达：被限制发送，没有说明原因' };
};

/** What the result says of one person; the bad news first, as it names those who got nothing. */
export const arrivalOf = (result: SendResult, userId: string): Arrival => {
  if (result.forbidden_user_id_list.includes(userId)) return forbidden(result, userId);
  if (result.forbidden_list.some(({ userid }) => userid === userId)) {
    return forbidden(result, userId);
  }
  if (result.invalid_user_id_list.includes(userId))
    return { kind: 'failed', reason: '钉钉未送达：用户无效', isPersonGone: true };
  if (result.failed_user_id_list.includes(userId))
    return { kind: 'failed', reason: '钉钉未送达：发送失败' };
  const has = [...result.read_user_id_list, ...result.unread_user_id_list];
  return has.includes(userId) ? { kind: 'arrived' } : { kind: 'pending' };
};
