import { type Admission, publicRoute, route, type Route } from '../../platform/http/route.ts';
import * as factor from './factor-actions.ts';
import * as contract from './factor-contract.ts';
import type { PasswordHasher } from './password-hash.ts';
import * as peopleContract from './people-contract.ts';
import * as security from './security-actions.ts';
import { SECURITY_ADMINS } from './security-policy.ts';
import { PEOPLE_ADMINS } from './status.ts';

const ownRoutes = (setup: {
  readonly hasher: PasswordHasher;
  readonly admission: Admission;
}): Route[] => [
  publicRoute(contract.takeSecondStep, {
    scope: 'accounts',
    audit: 'record',
    secret: true,
    handle: (call) => factor.takeSecondStep(call, call.body),
  }),
  route(contract.getFactor, {
    access: 'signed_in',
    audit: { none: '只读' },
    openTo: ['SECOND_FACTOR'],
    handle: ({ tx, actor }) => factor.getFactor(tx, actor),
  }),
  route(contract.startFactor, {
    access: 'signed_in',
    audit: 'record',
    openTo: ['SECOND_FACTOR'],
    requireFresh: true,
    secret: true,
    handle: factor.startFactor,
  }),
  route(contract.confirmFactor, {
    access: 'signed_in',
    audit: 'record',
    openTo: ['SECOND_FACTOR'],
    secret: true,
    handle: (call) => factor.confirmFactor(call, call.body.code),
  }),
  route(contract.removeFactor, {
    access: 'signed_in',
    audit: 'record',
    requireFresh: true,
    handle: factor.removeFactor,
  }),
  route(contract.renewRecoveryCodes, {
    access: 'signed_in',
    audit: 'record',
    requireFresh: true,
    secret: true,
    handle: factor.renewRecoveryCodes,
  }),
  route(contract.proveIdentity, {
    access: 'signed_in',
    audit: 'record',
    openTo: ['SECOND_FACTOR'],
    admission: setup.admission,
    secret: true,
    handle: (call) => factor.proveIdentity(setup.hasher, call, call.body.proof),
  }),
  route(contract.checkProof, {
    access: 'signed_in',
    audit: { none: '只读' },
    requireFresh: true,
    handle: () => Promise.resolve({ done: true as const }),
  }),
];

const adminRoutes: readonly Route[] = [
  route(contract.resetFactor, {
    access: PEOPLE_ADMINS,
    audit: 'record',
    requireFresh: true,
    handle: (call) => security.resetFactor(call, call.params.id, call.body.reason),
  }),
  route(peopleContract.endPersonSession, {
    access: PEOPLE_ADMINS,
    audit: 'record',
    handle: (call) => security.endPersonSession(call, call.params.id, call.params.sessionId),
  }),
  route(contract.getSecurity, {
    access: SECURITY_ADMINS,
    audit: { none: '只读' },
    handle: ({ tx }) => security.getSecurity(tx),
  }),
  route(contract.setSecurity, {
    access: SECURITY_ADMINS,
    audit: 'record',
    requireFresh: true,
    handle: (call) => security.setSecurity(call, call.body),
  }),
  route(contract.setDingTalk, {
    access: SECURITY_ADMINS,
    audit: 'record',
    requireFresh: true,
    secret: true,
    handle: (call) => security.setDingTalk(call, call.body),
  }),
];

export const factorRoutes = (setup: Parameters<typeof ownRoutes>[0]): readonly Route[] => [
  ...ownRoutes(setup),
  ...adminRoutes,
];
