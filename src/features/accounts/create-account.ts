import { type Role, SYSTEM } from '../../kernel/actor.ts';
import { DomainError } from '../../kernel/error.ts';
import { personName } from '../../kernel/text.ts';
import type { Instant } from '../../kernel/time.ts';
import { appendAudit } from '../../platform/audit.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { newId } from '../../platform/random.ts';
import { organizationKindSchema } from './contract.ts';
import { bodyNotFound } from './errors.ts';
import { deleteSteps } from './factor-queries.ts';
import type { PasswordHasher } from './password-hash.ts';
import { handOutLink } from './links.ts';
import { findBody, findPerson, insertAccount, updateAccount } from './people-queries.ts';
import { newLoginName } from './people-contract.ts';
import { checkRoles } from './rules.ts';
import { endSessions, findCredentials } from './sign-in-queries.ts';
import { loginKey } from './sign-in-rules.ts';

export interface AccountToCreate {
  readonly organizationId: string;
  readonly loginName: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly affiliatedInstitutionIds?: readonly string[];
  /** From `hashPassword`: the account is active at once. Without it the account waits for its link. */
  readonly passwordHash?: string;
  readonly at: Instant;
}

/**
 * Creates an account for the system itself (command line, demo, tests), with its audit row; `tx` is a transaction of
 * `SYSTEM`. Returns the id.
 * @throws DomainError for roles that the body cannot have, an unknown body or a login name that is taken
 */
export const createAccount = async (tx: Transaction, account: AccountToCreate): Promise<string> => {
  const { at, organizationId, loginName, name, roles } = account;
  const record = await findBody(tx, SYSTEM, organizationId);
  if (record === undefined) throw bodyNotFound();
  const kind = organizationKindSchema.parse(record.kind);
  checkRoles(SYSTEM, { id: record.id, kind, name: record.name, hasAdmin: record.has_admin }, roles);
  const id = newId(at);
  await insertAccount(tx, {
    id,
    organizationId,
    loginName,
    name,
    roles,
    affiliatedInstitutionIds: account.affiliatedInstitutionIds ?? [],
    passwordHash: account.passwordHash ?? null,
    at,
    by: null,
  });
  await audit(tx, at, 'accounts.invitePerson', id, { roles });
  return id;
};

const audit = (
  tx: Transaction,
  at: Instant,
  action: string,
  id: string,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> =>
  appendAudit(tx, { actor: SYSTEM, action, at, receivedAt: at, outcome: 'done' }, [
    { subjectKind: 'account', subjectId: id, detail },
  ]);

/** What the command line was given, by the rules of the form. */
const checkTyped = (loginName: string, name: string): { loginName: string; name: string } => {
  const login = newLoginName.safeParse(loginName);
  const person = personName().safeParse(name);
  if (login.success && person.success) return { loginName: login.data, name: person.data };
  const text = (login.error ?? person.error)?.issues[0]?.message ?? '请检查登录名和姓名';
  throw new DomainError('invalid', 'accounts.invalid_administrator', text);
};

const ADMIN_ROLE = 'project_office_admin';

/**
 * The way in from the machine itself: an invited administrator of the office, or, when the login name is already an
 * administrator's, a link to set a new password. `tx` is a transaction of `SYSTEM`; the link is a path of the desk.
 * @throws DomainError when the login name belongs to somebody else, or the account is suspended or closed
 */
export const createAdministrator = async (
  tx: Transaction,
  hasher: PasswordHasher,
  administrator: {
    readonly officeId: string;
    readonly loginName: string;
    readonly name: string;
    readonly at: Instant;
  },
): Promise<{ link: string; expiresAt: Instant; isNew: boolean }> => {
  const { at, officeId } = administrator;
  const { loginName, name } = checkTyped(administrator.loginName, administrator.name);
  const existing = await findCredentials(tx, loginKey(loginName));
  if (existing === undefined) {
    const id = await createAccount(tx, {
      organizationId: officeId,
      loginName,
      name,
      roles: [ADMIN_ROLE],
      at,
    });
    return {
      ...(await handOutLink(tx, { accountId: id, purpose: 'ACTIVATE', at, by: null })),
      isNew: true,
    };
  }
  const record = await findPerson(tx, SYSTEM, existing.id);
  if (record === undefined || !record.roles.includes(ADMIN_ROLE)) {
    const text = `登录名 ${loginName} 已属于一位不是项目办管理员的人员，请换一个登录名`;
    throw new DomainError('conflict', 'accounts.login_name_taken', text);
  }
  if (record.status !== 'INVITED' && record.status !== 'ACTIVE') {
    const text = `登录名 ${loginName} 的账号已停用或注销，请换一个登录名`;
    throw new DomainError('conflict', 'accounts.not_active', text);
  }
  const purpose = record.status === 'ACTIVE' ? 'RESET' : 'ACTIVATE';
  if (purpose === 'RESET') {
    const change = { passwordHash: await hasher.unmatchable() };
    await updateAccount(tx, record, change, { at, by: null });
    await endSessions(tx, record.id, at);
    await deleteSteps(tx, record.id);
  }
  await audit(
    tx,
    at,
    purpose === 'RESET' ? 'accounts.resetPassword' : 'accounts.renewLink',
    record.id,
    {},
  );
  return {
    ...(await handOutLink(tx, { accountId: record.id, purpose, at, by: null })),
    isNew: false,
  };
};
