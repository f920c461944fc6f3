import { type Admission, publicRoute, route, type Route } from '../../platform/http/route.ts';
import * as dingtalk from './dingtalk-actions.ts';
import * as handover from './handover-actions.ts';
import { myPermissions } from './permission-actions.ts';
import * as contract from './permission-contract.ts';
import type { SourcedWorkflow } from './permission-rules.ts';
import { SECURITY_ADMINS } from './security-policy.ts';
import { PEOPLE_ADMINS } from './status.ts';
import * as view from './view-actions.ts';

const viewRoutes: readonly Route[] = [
  route(contract.startView, {
    access: SECURITY_ADMINS,
    audit: 'record',
    requireFresh: true,
    secret: true,
    handle: (call) => view.startView(call, call.params.id, call.body.purpose),
  }),
  route(contract.endView, {
    access: 'signed_in',
    audit: 'record',
    scope: 'accounts',
    whileViewing: true,
    handle: view.endView,
  }),
];

const handoverRoutes: readonly Route[] = [
  route(contract.getHandover, {
    access: PEOPLE_ADMINS,
    audit: { none: '只读' },
    handle: ({ tx, actor, params, receivedAt }) =>
      handover.getHandover(tx, actor, params.id, receivedAt),
  }),
  route(contract.handOver, {
    access: PEOPLE_ADMINS,
    audit: 'record',
    handle: (call) => handover.handOver(call, call.params.id, call.body),
  }),
  route(contract.undoHandover, {
    access: PEOPLE_ADMINS,
    audit: 'record',
    handle: (call) => handover.undoHandover(call, call.params.id, call.params.handoverId),
  }),
];

/** `admission`: few wait for DingTalk at the same time, so that its slowness holds few connections. */
const dingTalkRoutes = (admission: Admission): Route[] => [
  publicRoute(contract.startDingTalk, {
    scope: 'accounts',
    audit: { none: '只发给浏览器一个一次性的状态，还没有登录' },
    secret: true,
    handle: (call) => dingtalk.startDingTalk(call, call.body.next),
  }),
  route(contract.startDingTalkLink, {
    access: 'signed_in',
    audit: 'record',
    requireFresh: true,
    secret: true,
    handle: dingtalk.startDingTalkLink,
  }),
  publicRoute(contract.finishDingTalk, {
    scope: 'accounts',
    audit: 'record',
    admission,
    secret: true,
    handle: (call) => dingtalk.finishDingTalk(call, call.body),
  }),
  route(contract.getDingTalk, {
    access: 'signed_in',
    audit: { none: '只读' },
    handle: ({ tx, actor }) => dingtalk.getDingTalk(tx, actor),
  }),
  route(contract.unlinkDingTalk, {
    access: 'signed_in',
    audit: 'record',
    requireFresh: true,
    handle: dingtalk.unlinkDingTalk,
  }),
];

export const permissionRoutes = (setup: {
  readonly foreignAdmission: Admission;
  /** Every workflow of the product, also those of features that stand above this one. */
  readonly workflows: () => readonly SourcedWorkflow[];
}): readonly Route[] => [
  ...viewRoutes,
  ...handoverRoutes,
  ...dingTalkRoutes(setup.foreignAdmission),
  route(contract.myPermissions, {
    access: 'signed_in',
    audit: { none: '只读' },
    handle: ({ tx, actor }) => myPermissions(tx, actor, setup.workflows()),
  }),
];
