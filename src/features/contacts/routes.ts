import { DomainError } from '../../kernel/error.ts';
import type { Actor, AnyActor } from '../../kernel/actor.ts';
import { downloadRoute, listRoute, route, type Route } from '../../platform/http/route.ts';
import {
  changeContact as change,
  confirmContacts as confirm,
  endContact as end,
  registerContact as register,
  reportContact as report,
  succeedContact as succeed,
} from './actions.ts';
import { momentOf } from './change-record.ts';
import {
  changeContact,
  confirmContacts,
  contactHistory,
  endContact,
  getOrganizationContacts,
  getOwnContacts,
  listContacts,
  listDeadContacts,
  nudgeOrganizations,
  registerContact,
  reportContact,
  succeedContact,
  undoContactChange,
} from './contract.ts';
import { listDead, listDirectory } from './list-queries.ts';
import {
  CONTACT_READERS,
  contactScope,
  DIRECTORY_READERS,
  FOLLOWERS,
  OWN_EDITORS,
  OWN_READERS,
  UNMASKERS,
} from './policy.ts';
import { toDeadRow, toDirectoryRow } from './present.ts';
import { latestExports } from './queries.ts';
import { readHistory, readOrganization } from './reading.ts';
import { exportFull, exportsLeft, find, nudge, unmask } from './reveal-actions.ts';
import {
  exportContacts,
  findContact,
  listContactExports,
  unmaskContact,
} from './reveal-contract.ts';
import { undoChange } from './undo-action.ts';

const READ_ONLY = { none: '只读' } as const;

const reading: readonly Route[] = [
  route(getOwnContacts, {
    access: OWN_READERS,
    audit: READ_ONLY,
    handle: ({ receivedAt: at, ...call }) =>
      readOrganization({ ...call, at }, call.actor.organizationId),
  }),
  route(getOrganizationContacts, {
    access: CONTACT_READERS,
    audit: READ_ONLY,
    handle: ({ receivedAt: at, ...call }) => readOrganization({ ...call, at }, call.params.id),
  }),
  route(contactHistory, {
    access: CONTACT_READERS,
    audit: READ_ONLY,
    handle: ({ receivedAt: at, ...call }) => readHistory({ ...call, at }, call.params.id),
  }),
  listRoute(listContacts, {
    access: DIRECTORY_READERS,
    fileName: '通讯录',
    columns: [
      { key: 'organizationName', label: '单位' },
      { key: 'organizationKindLabel', label: '单位类型' },
      { key: 'areaName', label: '所在地' },
      { key: 'dutyLabel', label: '职责' },
      { key: 'name', label: '姓名' },
      { key: 'department', label: '部门' },
      { key: 'title', label: '职务' },
      { key: 'mobile', label: '手机（隐去）' },
      { key: 'landline', label: '座机' },
      { key: 'mailbox', label: '邮箱（隐去）' },
      { key: 'validFrom', label: '生效日期' },
      { key: 'validTo', label: '离任日期' },
      { key: 'stateLabel', label: '状态' },
      { key: 'confirmedAt', label: '最近确认' },
    ],
    handle: async ({ tx, actor, query, receivedAt, keyring }) => {
      const { rows, total } = await listDirectory(
        tx,
        query,
        contactScope(actor),
        momentOf(receivedAt),
      );
      const { page, pageSize } = query;
      return { rows: rows.map((row) => toDirectoryRow(keyring, row)), total, page, pageSize };
    },
  }),
  listRoute(listDeadContacts, {
    access: DIRECTORY_READERS,
    fileName: '失效联系人',
    columns: [
      { key: 'groupLabel', label: '情况' },
      { key: 'organizationName', label: '单位' },
      { key: 'organizationKindLabel', label: '单位类型' },
      { key: 'dutyLabel', label: '职责' },
      { key: 'name', label: '姓名' },
      { key: 'reportLabel', label: '联系结果' },
      { key: 'since', label: '起始时间' },
    ],
    handle: async ({ tx, actor, query, receivedAt }) => {
      const { rows, counts } = await listDead(tx, query, contactScope(actor), momentOf(receivedAt));
      const known = { missing: 0, never: 0, stale: 0, bounced: 0, left: 0, ...counts };
      const total =
        query.group === undefined
          ? Object.values(known).reduce((sum, count) => sum + count, 0)
          : known[query.group];
      const { page, pageSize } = query;
      return { rows: rows.map(toDeadRow), total, page, pageSize, counts: known };
    },
  }),
];

const keeping: readonly Route[] = [
  route(registerContact, {
    access: OWN_EDITORS,
    audit: 'record',
    secret: true,
    handle: ({ receivedAt: at, ...call }) => register({ ...call, at }, call.body),
  }),
  route(changeContact, {
    access: OWN_EDITORS,
    audit: 'record',
    secret: true,
    handle: ({ receivedAt: at, ...call }) => change({ ...call, at }, call.params.id, call.body),
  }),
  route(succeedContact, {
    access: OWN_EDITORS,
    audit: 'record',
    secret: true,
    handle: ({ receivedAt: at, ...call }) => succeed({ ...call, at }, call.params.id, call.body),
  }),
  route(endContact, {
    access: OWN_EDITORS,
    audit: 'record',
    handle: ({ receivedAt: at, ...call }) => end({ ...call, at }, call.params.id, call.body),
  }),
  route(undoContactChange, {
    access: OWN_EDITORS,
    audit: 'record',
    handle: ({ receivedAt: at, ...call }) => undoChange({ ...call, at }, call.params.id, call.body),
  }),
  route(confirmContacts, {
    access: OWN_EDITORS,
    audit: 'record',
    handle: ({ receivedAt: at, ...call }) => confirm({ ...call, at }, call.body),
  }),
  route(reportContact, {
    access: FOLLOWERS,
    audit: 'record',
    handle: ({ receivedAt: at, ...call }) => report({ ...call, at }, call.params.id, call.body),
  }),
  route(nudgeOrganizations, {
    access: FOLLOWERS,
    audit: 'record',
    handle: ({ receivedAt: at, ...call }) => nudge({ ...call, at }, call.body.organizationIds),
  }),
];

const personOf = (actor: AnyActor): Actor => {
  if (actor.kind === 'person') return actor;
  throw new DomainError('unauthenticated', 'session.missing', '请先登录');
};

/** Where full numbers leave the house, or are looked for. */
const revealing: readonly Route[] = [
  route(unmaskContact, {
    access: UNMASKERS,
    audit: 'record',
    secret: true,
    requireFresh: true,
    handle: ({ receivedAt: at, ...call }) => unmask({ ...call, at }, call.params.id, call.body),
  }),
  route(findContact, {
    access: FOLLOWERS,
    audit: 'record',
    secret: true,
    handle: ({ receivedAt: at, ...call }) => find({ ...call, at }, call.body),
  }),
  downloadRoute(exportContacts, {
    access: FOLLOWERS,
    audit: 'record',
    writes: true,
    requireFresh: true,
    handle: ({ receivedAt: at, ...call }) =>
      exportFull({ ...call, actor: personOf(call.actor), at }, call.query),
  }),
  route(listContactExports, {
    access: FOLLOWERS,
    audit: READ_ONLY,
    handle: async ({ tx, actor, receivedAt: at }) => ({
      rows: await latestExports(tx),
      leftToday: await exportsLeft({ tx, actor, at }),
    }),
  }),
];

export const contactRoutes: readonly Route[] = [...reading, ...keeping, ...revealing];
