import { ACCOUNT_STATUSES, accountWorkflow } from '../status.ts';

const VERB_LABELS = Object.fromEntries(
  accountWorkflow.transitions.map(({ verb, label }) => [`accounts.${verb}`, label]),
);

const OTHER_LABELS: Readonly<Record<string, string>> = {
  'accounts.invitePerson': '新增',
  'accounts.activate': '本人设置密码',
  'accounts.changePassword': '本人修改密码',
  'accounts.setAffiliations': '设置回避院校',
  'accounts.endPersonSessions': '结束全部登录',
  'accounts.endPersonSession': '结束一处登录',
  'accounts.startFactor': '本人开始设置两步验证',
  'accounts.confirmFactor': '本人启用两步验证',
  'accounts.removeFactor': '本人停用两步验证',
  'accounts.renewRecoveryCodes': '本人重新生成恢复码',
  'accounts.resetFactor': '重置两步验证',
  'accounts.startView': '开始查看其界面',
  'accounts.endView': '结束查看其界面',
  'accounts.handOver': '移交工作',
  'accounts.undoHandover': '撤回移交',
  'accounts.startDingTalkLink': '本人开始绑定钉钉',
  'accounts.finishDingTalk': '本人绑定钉钉',
  'accounts.unlinkDingTalk': '本人解除绑定钉钉',
};

/** What the history says of an audit action of this feature. */
export const actionLabel = (action: string): string =>
  OTHER_LABELS[action] ?? VERB_LABELS[action] ?? action;

export const STATUS_OPTIONS = ACCOUNT_STATUSES.map((status) => ({
  value: status,
  label: accountWorkflow.states[status].office,
}));

export const LINK_OPTIONS = [
  { value: 'PENDING', label: '已发出，未使用' },
  { value: 'EXPIRED', label: '已过期' },
] as const;
