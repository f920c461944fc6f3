import { registerConstraintTexts } from '../../platform/db/pg-errors.ts';
import { type Answer, startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import type { Person } from '../../../test/support/world.ts';
import { SYSTEM } from '../../kernel/actor.ts';
import { putSetting } from '../../platform/settings.ts';
import { type AdmissionLimits, createAdmission } from './admission.ts';
import { accountConstraintTexts, hashPassword } from './index.ts';
import { createPasswordHasher, type PasswordCost } from './password-hash.ts';
import { createAccountRoutes } from './routes.ts';
import {
  type FactorPolicy,
  OFFERED_FACTOR_POLICY,
  type SecurityPolicy,
} from './security-policy.ts';
import { FACTOR_SETTING, PASSWORD_SETTING } from './security-settings.ts';
import { accountRequestWorkflow } from './request-status.ts';
import { accountWorkflow } from './status.ts';
import { getCredentials, replaceHash } from './sign-in-queries.ts';

/** Hashing that costs a fraction of a millisecond. */
export const CHEAP: PasswordCost = { memoryKib: 8, passes: 1 };

/** More at once than a server allows, so that what must not happen at once has its chance to. */
const WIDE: AdmissionLimits = { running: 6, waiting: 1000, waitingPerNetwork: 1000 };

export const startAccountsApp = async (
  options: {
    readonly passwordCost?: PasswordCost;
    readonly limits?: AdmissionLimits;
    /** Second factors are offered to everybody unless a test says otherwise. */
    readonly factors?: FactorPolicy;
  } = {},
): Promise<TestApp> => {
  registerConstraintTexts(accountConstraintTexts);
  const routes = createAccountRoutes({
    hasher: createPasswordHasher(options.passwordCost ?? CHEAP),
    admission: createAdmission(options.limits ?? WIDE),
    foreignAdmission: createAdmission(WIDE),
    workflows: () => [
      { workflow: accountWorkflow, source: '项目办函〔2025〕1号 四.3' },
      { workflow: accountRequestWorkflow, source: '项目办函〔2025〕1号 四.3' },
    ],
    idleMinutes: 30,
  });
  const app = await startTestApp({ routes });
  await setPolicy(app, { factors: options.factors ?? OFFERED, passwords: 'passphrase' });
  return app;
};

export const OFFERED = OFFERED_FACTOR_POLICY;

/** Sets how people sign in, as the office's page does. */
export const setPolicy = (app: TestApp, policy: SecurityPolicy): Promise<void> =>
  app.database.transaction(SYSTEM, async (tx) => {
    const by = { at: app.clock.now(), accountId: null };
    await putSetting(tx, FACTOR_SETTING, policy.factors, by);
    await putSetting(tx, PASSWORD_SETTING, policy.passwords, by);
  });

/** Gives people of the world a password, as if they had chosen it behind their link. */
export const givePassword = async (
  app: TestApp,
  password: string,
  people: readonly Person[],
  cost: PasswordCost = CHEAP,
): Promise<void> => {
  const hash = await hashPassword(password, cost);
  await app.database.transaction(SYSTEM, async (tx) => {
    for (const { id } of people) await replaceHash(tx, await getCredentials(tx, id), hash);
  });
};

interface Sent {
  readonly headers?: Readonly<Record<string, string>>;
}

/** A browser at a network address: it keeps its cookies. */
export interface Browser {
  readonly cookies: Map<string, string>;
  get(path: string, sent?: Sent): Promise<Answer>;
  post(path: string, body?: unknown, sent?: Sent): Promise<Answer>;
  del(path: string, sent?: Sent): Promise<Answer>;
  signIn(loginName: string, password: string): Promise<Answer>;
}

export const openBrowser = (app: TestApp, address = '203.0.113.7'): Browser => {
  const cookies = new Map<string, string>();
  const send = async (
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    body: unknown,
    sent: Sent,
  ): Promise<Answer> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await app.http.inject({
      method,
      url,
      remoteAddress: address,
      headers: {
        ...(cookie === '' ? {} : { cookie }),
        ...(method === 'GET' ? {} : { 'x-onex-csrf': '1' }),
        ...sent.headers,
      },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    for (const set of response.cookies) {
      if (set.value === '') cookies.delete(set.name);
      else cookies.set(set.name, set.value);
    }
    const isJson = String(response.headers['content-type'] ?? '').includes('application/json');
    return {
      status: response.statusCode,
      body: isJson ? response.json() : response.payload,
      text: response.payload,
      headers: response.headers,
    };
  };
  return {
    cookies,
    get: (path, sent = {}) => send('GET', path, undefined, sent),
    post: (path, body = {}, sent = {}) => send('POST', path, body, sent),
    del: (path, sent = {}) => send('DELETE', path, undefined, sent),
    signIn: (loginName, password) => send('POST', '/api/session', { loginName, password }, {}),
  };
};

/** The n-th of many networks, each of another owner. */
export const network = (index: number): string => `10.${Math.floor(index / 250)}.${index % 250}.9`;
