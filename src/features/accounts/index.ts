import type { Route } from '../../platform/http/route.ts';
import { createAdmission } from './admission.ts';
import { createPasswordHasher, DEFAULT_COST, type PasswordCost } from './password-hash.ts';
import type { SourcedWorkflow } from './permission-rules.ts';
import { createAccountRoutes } from './routes.ts';

export { createAccount, createAdministrator } from './create-account.ts';
export { accountConstraintTexts } from './errors.ts';
export { accountFiles } from './files.ts';
export { accountJobs } from './jobs.ts';
export { createPasswordHasher, type PasswordCost } from './password-hash.ts';
export { accountNoticeEvents } from './notices.ts';
export { approveRequest, refuseRequest, sendRequest, uploadLetter } from './request-actions.ts';
export { accountRequestWorkflow } from './request-status.ts';
export { OFFERED_FACTOR_POLICY } from './security-policy.ts';
export { accountSealings } from './sealings.ts';
export { FACTOR_SETTING } from './security-settings.ts';
export { touchSession } from './sign-in-queries.ts';
export { accountWorkflow } from './status.ts';
export { accountTasks } from './tasks.ts';

/** Argon2id hash of a password as `createAccount` takes it; only tests and the demo name a cheaper cost. */
export const hashPassword = (
  password: string,
  cost: PasswordCost = DEFAULT_COST,
): Promise<string> => createPasswordHasher(cost).hash(password);

/** Minutes after which an unused session ends; the same number as in the server's environment. */
export const IDLE_MINUTES = 30;

let knownWorkflows: readonly SourcedWorkflow[] = [];

/** Tells the page “我能办什么” every workflow of the product; `app/features.ts` calls it once. */
export const explainWorkflows = (workflows: readonly SourcedWorkflow[]): void => {
  knownWorkflows = workflows;
};

/** The routes over a chosen cost of hashing; tests choose a cheap one. */
export const accountRoutesWith = (options: {
  readonly passwordCost?: PasswordCost;
}): readonly Route[] =>
  createAccountRoutes({
    hasher: createPasswordHasher(options.passwordCost),
    admission: createAdmission(),
    foreignAdmission: createAdmission({ running: 3, waiting: 60, waitingPerNetwork: 30 }),
    workflows: () => knownWorkflows,
    idleMinutes: IDLE_MINUTES,
  });

export const accountRoutes: readonly Route[] = accountRoutesWith({});
