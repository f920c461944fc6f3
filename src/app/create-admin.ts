import { SYSTEM } from '../kernel/actor.ts';
import type { Instant } from '../kernel/time.ts';
import {
  createAdministrator as createAccountOf,
  createPasswordHasher,
} from '../features/accounts/index.ts';
import { allOrganizations, importOrganizations } from '../features/organizations/index.ts';
import { appendAudit } from '../platform/audit.ts';
import { openDatabase, type Transaction } from '../platform/db/database.ts';

export interface AdministratorToCreate {
  /** The owner's connection string of a migrated database. */
  readonly databaseUrl: string;
  readonly loginName: string;
  readonly name: string;
  /** What people type into the browser, without a trailing slash. */
  readonly publicUrl: string;
}

/** The office writes its own name under 单位管理 afterwards; everything else refers to the record, not to the name. */
const OFFICE = {
  kind: '项目办公室',
  code: 'PROJECT-OFFICE',
  name: '1+X 证书试点项目办公室',
} as const;

const findOffice = async (tx: Transaction): Promise<string | undefined> =>
  (await allOrganizations(tx)).find(
    ({ kind, status }) => kind === 'PROJECT_OFFICE' && status === 'ACTIVE',
  )?.id;

const ensureOffice = async (tx: Transaction, at: Instant): Promise<string> => {
  const existing = await findOffice(tx);
  if (existing !== undefined) return existing;
  await importOrganizations(tx, [OFFICE], { actorId: null, at });
  const created = await findOffice(tx);
  if (created === undefined) throw new Error('the office was not created');
  const moment = {
    actor: SYSTEM,
    action: 'organizations.create',
    at,
    receivedAt: at,
    outcome: 'done',
  } as const;
  await appendAudit(tx, moment, [{ subjectKind: 'organization', subjectId: created }]);
  return created;
};

/**
 * Makes an administrator of the office who chooses the password behind a one-time link; for an administrator who
 * exists it makes a new link, which ends the old password and every session.
 * @throws DomainError when the login name is not fit or belongs to somebody else
 */
export const createAdministrator = async (
  wanted: AdministratorToCreate,
): Promise<{ activationUrl: string; expiresAt: Instant; isNew: boolean }> => {
  // A connection that is lost between two statements is reported by the second.
  const database = openDatabase(wanted.databaseUrl, { poolSize: 1, onIdleError: () => undefined });
  try {
    const at = await database.now();
    const made = await database.transaction(SYSTEM, async (tx) => {
      const officeId = await ensureOffice(tx, at);
      const { loginName, name } = wanted;
      return await createAccountOf(tx, createPasswordHasher(), { officeId, loginName, name, at });
    });
    return {
      activationUrl: `${wanted.publicUrl}${made.link}`,
      expiresAt: made.expiresAt,
      isNew: made.isNew,
    };
  } finally {
    await database.close();
  }
};
