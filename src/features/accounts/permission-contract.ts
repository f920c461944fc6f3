import { z } from 'zod';
import { endpoint } from '../../kernel/endpoint.ts';
import { idText } from '../../kernel/id.ts';
import { shortText } from '../../kernel/text.ts';
import { instantText } from '../../kernel/time.ts';
import { done, entered } from './contract.ts';

const params = z.strictObject({ id: idText() });

export const myPermissions = endpoint({
  name: 'accounts.myPermissions',
  method: 'GET',
  path: '/api/account/permissions',
  summary: '我能办什么、为什么',
  output: z.strictObject({
    workflows: z.array(
      z.strictObject({
        title: z.string(),
        /** The clause that the workflow obeys. */
        source: z.string(),
        verbs: z.array(
          z.strictObject({
            label: z.string(),
            may: z.boolean(),
            rule: z.string(),
            conditions: z.array(z.string()),
            /** People of the same body who may what the reader may not. */
            colleagues: z.array(z.string()),
          }),
        ),
      }),
    ),
  }),
});

export const startView = endpoint({
  name: 'accounts.startView',
  method: 'POST',
  path: '/api/people/:id/view',
  summary: '为协助而查看某人的界面（只读，30 分钟）',
  params,
  body: z.strictObject({ purpose: shortText(100, '用途') }),
  output: z.strictObject({ endsAt: instantText() }),
});

export const endView = endpoint({
  name: 'accounts.endView',
  method: 'DELETE',
  path: '/api/session/view',
  summary: '结束查看他人界面',
  output: done,
});

const handoverItem = z.strictObject({
  /** `source/id`; what is confirmed is named by it. */
  key: z.string(),
  group: z.string(),
  label: z.string(),
});

export const getHandover = endpoint({
  name: 'accounts.getHandover',
  method: 'GET',
  path: '/api/people/:id/handover',
  summary: '离任移交：有哪些可以移交、可以交给谁',
  params,
  output: z.strictObject({
    items: z.array(handoverItem),
    candidates: z.array(z.strictObject({ id: idText(), name: z.string(), roleLabels: z.string() })),
    past: z.array(
      z.strictObject({
        id: idText(),
        to: z.string(),
        labels: z.array(z.string()),
        reason: z.string(),
        at: instantText(),
        mayUndo: z.boolean(),
        undoneAt: instantText().nullable(),
      }),
    ),
  }),
});

export const handOver = endpoint({
  name: 'accounts.handOver',
  method: 'POST',
  path: '/api/people/:id/handover',
  summary: '把某人手上的事项移交给同单位同事',
  params,
  body: z.strictObject({
    toAccountId: idText('请选择接手的同事'),
    keys: z.array(z.string().max(200)).min(1, { error: '请至少选择一项' }).max(500),
    reason: shortText(200, '理由'),
  }),
  output: z.strictObject({
    moved: z.int(),
    /** Not this person's any more, or the colleague's already: left where they are. */
    missedKeys: z.array(z.string()),
  }),
});

export const undoHandover = endpoint({
  name: 'accounts.undoHandover',
  method: 'POST',
  path: '/api/people/:id/handover/:handoverId/undo',
  summary: '撤回一次移交',
  params: z.strictObject({ id: idText(), handoverId: idText() }),
  output: z.strictObject({
    moved: z.int(),
    /** What the colleague does not hold any more. */
    missedLabels: z.array(z.string()),
  }),
});

// --- DingTalk ---

const toDingTalk = z.strictObject({
  /** DingTalk's page without `redirect_uri`, which only the browser knows. */
  url: z.string(),
});

export const startDingTalk = endpoint({
  name: 'accounts.startDingTalk',
  method: 'POST',
  path: '/api/session/dingtalk',
  summary: '开始钉钉登录',
  body: z.strictObject({ next: z.string().max(500) }),
  output: toDingTalk,
});

export const startDingTalkLink = endpoint({
  name: 'accounts.startDingTalkLink',
  method: 'POST',
  path: '/api/account/dingtalk',
  summary: '开始绑定自己的钉钉',
  output: toDingTalk,
});

export const finishDingTalk = endpoint({
  name: 'accounts.finishDingTalk',
  method: 'POST',
  path: '/api/session/dingtalk/return',
  summary: '从钉钉返回',
  body: z.strictObject({ state: z.string().max(200), code: z.string().min(1).max(500) }),
  output: z.strictObject({
    next: z.string(),
    /** `null` after linking; otherwise what signing in answers. */
    entered: entered.nullable(),
  }),
});

export const getDingTalk = endpoint({
  name: 'accounts.getDingTalk',
  method: 'GET',
  path: '/api/account/dingtalk',
  summary: '自己绑定的钉钉',
  output: z.strictObject({ isOn: z.boolean(), linkedAt: instantText().nullable() }),
});

export const unlinkDingTalk = endpoint({
  name: 'accounts.unlinkDingTalk',
  method: 'DELETE',
  path: '/api/account/dingtalk',
  summary: '解除绑定自己的钉钉',
  output: done,
});
