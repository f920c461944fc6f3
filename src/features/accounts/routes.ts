import type { Role } from '../../kernel/actor.ts';
import {
  listRoute,
  publicRoute,
  route,
  type Admission,
  type Route,
} from '../../platform/http/route.ts';
import * as contract from './contract.ts';
import type { PasswordHasher } from './password-hash.ts';
import * as people from './people-actions.ts';
import * as peopleContract from './people-contract.ts';
import { bodyRowOf, personRowOf } from './people-rows.ts';
import { openAccounts, pageOfBodies, pageOfPeople } from './people-queries.ts';
import * as sessions from './session-actions.ts';
import * as signing from './sign-in-actions.ts';
import { factorRoutes } from './factor-routes.ts';
import type { SourcedWorkflow } from './permission-rules.ts';
import { permissionRoutes } from './permission-routes.ts';
import { requestRoutes } from './request-routes.ts';
import { PEOPLE_ADMINS } from './status.ts';

export interface AccountSetup {
  readonly hasher: PasswordHasher;
  /** The queue that everything waits in that hashes a password. */
  readonly admission: Admission;
  /** The queue for what asks another server. */
  readonly foreignAdmission: Admission;
  /** Every workflow of the product, for the page that explains who may what. */
  readonly workflows: () => readonly SourcedWorkflow[];
  /** The same as the server's: which sessions a list shows as open. */
  readonly idleMinutes: number;
}

const ADMINS: readonly Role[] = PEOPLE_ADMINS;

const signInRoutes = ({ hasher, admission }: AccountSetup): Route[] => [
  publicRoute(contract.getSession, {
    scope: 'accounts',
    audit: { none: '只读' },
    handle: ({ tx, actor, receivedAt, session }) =>
      sessions.getSession(tx, actor, receivedAt, session),
  }),
  publicRoute(contract.signIn, {
    scope: 'accounts',
    audit: 'record',
    admission,
    secret: true,
    handle: (call) => signing.signIn(hasher, call, call.body),
  }),
  route(contract.signOut, {
    access: 'signed_in',
    audit: 'record',
    openTo: ['PASSWORD', 'SECOND_FACTOR'],
    whileViewing: true,
    handle: signing.signOut,
  }),
  publicRoute(contract.demoSignIn, {
    scope: 'accounts',
    audit: 'record',
    secret: true,
    handle: (call) => sessions.demoSignIn(call, call.body),
  }),
  publicRoute(contract.readLink, {
    scope: 'accounts',
    audit: { none: '只读，链接的秘密放在请求正文里' },
    secret: true,
    handle: ({ tx, body, receivedAt }) => signing.readLink(tx, body.token, receivedAt),
  }),
  publicRoute(contract.activate, {
    scope: 'accounts',
    audit: 'record',
    admission,
    secret: true,
    handle: (call) => signing.activate(hasher, call, call.body),
  }),
];

const ownRoutes = ({ hasher, admission, idleMinutes }: AccountSetup): Route[] => [
  route(contract.changePassword, {
    access: 'signed_in',
    openTo: ['PASSWORD'],
    audit: 'record',
    admission,
    secret: true,
    handle: (call) => signing.changePassword(hasher, call, call.body),
  }),
  route(contract.listSessions, {
    access: 'signed_in',
    audit: { none: '只读' },
    handle: ({ tx, actor, receivedAt }) =>
      sessions.listOwnSessions(tx, actor, receivedAt, idleMinutes),
  }),
  route(contract.endSession, {
    access: 'signed_in',
    audit: 'record',
    handle: (call) => sessions.endOwnSession(call, call.params.id),
  }),
  route(contract.endOtherSessions, {
    access: 'signed_in',
    audit: 'record',
    handle: sessions.endOtherSessions,
  }),
];

const PEOPLE_COLUMNS = [
  { key: 'organizationName', label: '单位' },
  { key: 'organizationKindLabel', label: '单位类型' },
  { key: 'name', label: '姓名' },
  { key: 'loginName', label: '登录名' },
  { key: 'roleLabels', label: '角色' },
  { key: 'statusLabel', label: '状态' },
  { key: 'lastSignInAt', label: '最近登录' },
  { key: 'createdAt', label: '创建时间' },
] as const;

const BODY_COLUMNS = [
  { key: 'name', label: '单位' },
  { key: 'kindLabel', label: '单位类型' },
  { key: 'peopleCount', label: '在用账号数' },
] as const;

const peopleLists = ({ idleMinutes }: AccountSetup): Route[] => [
  listRoute(peopleContract.listPeople, {
    access: ADMINS,
    columns: PEOPLE_COLUMNS,
    fileName: '人员',
    handle: async ({ tx, actor, query, receivedAt }) => {
      await openAccounts(tx, actor);
      const { records, total } = await pageOfPeople(tx, actor, query, receivedAt);
      const rows = records.map((record) => personRowOf(record, actor, receivedAt));
      return { rows, total, page: query.page, pageSize: query.pageSize };
    },
  }),
  listRoute(peopleContract.listBodies, {
    access: ADMINS,
    columns: BODY_COLUMNS,
    fileName: '单位账号情况',
    handle: async ({ tx, actor, query }) => {
      await openAccounts(tx, actor);
      const { records, total } = await pageOfBodies(tx, actor, query);
      const rows = records.map((record) => bodyRowOf(record, actor));
      return { rows, total, page: query.page, pageSize: query.pageSize };
    },
  }),
  route(peopleContract.getPerson, {
    access: ADMINS,
    audit: { none: '只读' },
    handle: ({ tx, actor, params, receivedAt }) =>
      people.getPerson(tx, actor, params.id, receivedAt, idleMinutes),
  }),
];

const peopleWrites = ({ hasher, admission }: AccountSetup): Route[] => [
  route(peopleContract.invitePerson, {
    access: ADMINS,
    audit: 'record',
    secret: true,
    handle: (call) => people.invitePerson(call, call.body),
  }),
  route(peopleContract.editPerson, {
    access: ADMINS,
    audit: 'record',
    handle: (call) => people.editPerson(call, call.params.id, call.body),
  }),
  route(peopleContract.setAffiliations, {
    access: ['project_office_admin'],
    audit: 'record',
    handle: (call) => people.setAffiliations(call, call.params.id, call.body),
  }),
  route(peopleContract.renewLink, {
    access: ADMINS,
    audit: 'record',
    secret: true,
    handle: (call) => people.renewLink(call, call.params.id, call.body),
  }),
  route(peopleContract.resetPassword, {
    access: ADMINS,
    audit: 'record',
    admission,
    secret: true,
    handle: (call) => people.resetPassword(hasher, call, call.params.id, call.body),
  }),
  route(peopleContract.suspendPerson, {
    access: ADMINS,
    audit: 'record',
    handle: (call) => people.suspendPerson(call, call.params.id, call.body),
  }),
  route(peopleContract.reactivatePerson, {
    access: ADMINS,
    audit: 'record',
    handle: (call) => people.reactivatePerson(call, call.params.id, call.body),
  }),
  route(peopleContract.closePerson, {
    access: ADMINS,
    audit: 'record',
    handle: (call) => people.closePerson(call, call.params.id, call.body),
  }),
  route(peopleContract.endPersonSessions, {
    access: ADMINS,
    audit: 'record',
    handle: (call) => people.endPersonSessions(call, call.params.id),
  }),
];

export const createAccountRoutes = (setup: AccountSetup): readonly Route[] => [
  ...signInRoutes(setup),
  ...ownRoutes(setup),
  ...peopleLists(setup),
  ...peopleWrites(setup),
  ...factorRoutes(setup),
  ...requestRoutes,
  ...permissionRoutes(setup),
];
