import {
  downloadRoute,
  listRoute,
  publicRoute,
  publicUploadRoute,
  route,
  type Route,
} from '../../platform/http/route.ts';
import { organizationKindSchema } from './contract.ts';
import { openAccounts } from './people-queries.ts';
import * as actions from './request-actions.ts';
import * as contract from './request-contract.ts';
import { pageOfRequests, searchBodies } from './request-queries.ts';
import { LETTER_KINDS, LETTER_MAX_BYTES } from './request-rules.ts';
import { asPerson } from './as-person.ts';
import { PEOPLE_ADMINS } from './status.ts';

const COLUMNS = [
  { key: 'receiptNumber', label: '受理号' },
  { key: 'organizationName', label: '单位' },
  { key: 'name', label: '申请人' },
  { key: 'duty', label: '职务' },
  { key: 'statusLabel', label: '状态' },
  { key: 'sentAt', label: '提交时间' },
  { key: 'decidedAt', label: '办理时间' },
] as const;

/** What somebody without an account may call. */
const openRoutes: readonly Route[] = [
  publicRoute(contract.searchRequestBodies, {
    audit: { none: '只读' },
    handle: async ({ tx, query }) => {
      if (query.q.trim() === '') return { rows: [] };
      const rows = await searchBodies(tx, query.q);
      return {
        rows: rows.map((row) => ({ ...row, kind: organizationKindSchema.parse(row.kind) })),
      };
    },
  }),
  publicUploadRoute(contract.uploadLetter, {
    scope: 'accounts',
    audit: 'record',
    secret: true,
    upload: { maxBytes: LETTER_MAX_BYTES, accept: [...LETTER_KINDS] },
    gate: actions.holdOffLetters,
    handle: actions.uploadLetter,
  }),
  publicRoute(contract.sendRequest, {
    scope: 'accounts',
    audit: 'record',
    secret: true,
    handle: (call) => actions.sendRequest(call, call.body),
  }),
  publicRoute(contract.readRequestState, {
    scope: 'accounts',
    audit: { none: '只读，受理号放在请求正文里' },
    secret: true,
    handle: (call) => actions.readRequestState(call, call.body.receiptNumber),
  }),
];

const deskRoutes: readonly Route[] = [
  listRoute(contract.listRequests, {
    access: PEOPLE_ADMINS,
    columns: COLUMNS,
    fileName: '账号申请',
    handle: async ({ tx, actor, query, receivedAt }) => {
      await openAccounts(tx, actor);
      const { records, total } = await pageOfRequests(tx, actor, query);
      const rows = records.map((record) => actions.requestRowOf(record, actor, receivedAt));
      return { rows, total, page: query.page, pageSize: query.pageSize };
    },
  }),
  route(contract.getRequest, {
    access: PEOPLE_ADMINS,
    audit: { none: '只读，手机号和邮箱已遮盖' },
    handle: (call) => actions.getRequest(call, call.params.id),
  }),
  downloadRoute(contract.downloadLetter, {
    access: PEOPLE_ADMINS,
    audit: { none: '只读' },
    handle: ({ tx, actor, params }) => actions.downloadLetter(tx, asPerson(actor), params.id),
  }),
  route(contract.revealRequest, {
    access: PEOPLE_ADMINS,
    audit: 'record',
    requireFresh: true,
    secret: true,
    handle: (call) => actions.revealRequest(call, call.params.id, call.body.purpose),
  }),
  route(contract.approveRequest, {
    access: PEOPLE_ADMINS,
    audit: 'record',
    secret: true,
    handle: (call) => actions.approveRequest(call, call.params.id, call.body),
  }),
  route(contract.refuseRequest, {
    access: PEOPLE_ADMINS,
    audit: 'record',
    handle: (call) => actions.refuseRequest(call, call.params.id, call.body),
  }),
];

export const requestRoutes: readonly Route[] = [...openRoutes, ...deskRoutes];
