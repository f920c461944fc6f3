import { type Actor, hasRole } from '../../kernel/actor.ts';
import type { BodyOf } from '../../kernel/endpoint.ts';
import { beijingDate, type Instant } from '../../kernel/time.ts';
import type { HistoryRow } from '../../kernel/history.ts';
import { type AuditEntry, historyOf } from '../../platform/audit.ts';
import type { Read, Transaction } from '../../platform/db/database.ts';
import { newId } from '../../platform/random.ts';
import { searchText } from '../../platform/search-key.ts';
import type {
  closeOrganization,
  createOrganization as createEndpoint,
  OrganizationDetail,
  updateOrganization as updateEndpoint,
} from './contract.ts';
import {
  alreadyClosed,
  notClosed,
  officeStays,
  organizationNotFound,
  refuseFindings,
  stillAnswersFor,
  stillOwnsCertificates,
  stillReviews,
  unknownArea,
} from './errors.ts';
import { fieldChanges } from './field-changes.ts';
import { jurisdictionsOf } from './jurisdiction-queries.ts';
import { historyReader, organizationScope, REGISTER_EDITORS } from './policy.ts';
import { kindOf, toOrganizationDetail } from './present.ts';
import {
  countsOf,
  divisionExists,
  findOrganizationRow,
  insertOrganization,
  type InstitutionValues,
  type OrganizationRecord,
  type OrganizationValues,
  putInstitution,
  tiesOf,
  updateOrganization,
} from './queries.ts';
import { organizationFindings, stableCode } from './rules.ts';

/** What an action of this feature needs to know of its request. */
export interface Doing {
  readonly tx: Transaction;
  readonly actor: Actor;
  readonly at: Instant;
  readonly record: (entry: AuditEntry) => void;
}

const KIND = 'organization';

/** @throws DomainError not_found outside the reader's scope */
export const getOrganizationDetail = async (
  { read, actor, at }: { readonly read: Read; readonly actor: Actor; readonly at: Instant },
  id: string,
): Promise<OrganizationDetail> => {
  const today = beijingDate(at);
  const row = await findOrganizationRow(read, id, organizationScope(actor), today);
  if (row === undefined) throw organizationNotFound();
  return toOrganizationDetail(row, {
    periods: await jurisdictionsOf(read, id),
    counts: await countsOf(read, id, today),
    mayEdit: hasRole(actor, ...REGISTER_EDITORS),
    today,
  });
};

/** @throws DomainError not_found outside the reader's scope */
export const getOrganizationHistory = async (
  { read, actor, at }: { readonly read: Read; readonly actor: Actor; readonly at: Instant },
  id: string,
): Promise<HistoryRow[]> => {
  const row = await findOrganizationRow(read, id, organizationScope(actor), beijingDate(at));
  if (row === undefined) throw organizationNotFound();
  return await historyOf(read, { kind: KIND, id }, historyReader(actor));
};

type CreateBody = BodyOf<typeof createEndpoint>;
type UpdateBody = BodyOf<typeof updateEndpoint>;

const orNull = (text: string): string | null => (text === '' ? null : text);

const institutionValues = (body: UpdateBody | CreateBody): InstitutionValues | null =>
  body.institution === null
    ? null
    : {
        institution_kind: body.institution.institutionKind,
        affiliation: body.institution.affiliation,
        institution_code: orNull(body.institution.institutionCode),
        ownership: orNull(body.institution.ownership),
        address: orNull(body.institution.address),
      };

const organizationValues = (
  body: UpdateBody | CreateBody,
  code: string,
  formerNames: readonly string[],
): OrganizationValues => {
  const former = [...new Set(formerNames)].filter((name) => name !== body.name);
  return {
    name: body.name,
    short_name: orNull(body.shortName),
    former_names: former,
    area_code: orNull(body.areaCode),
    credit_code: orNull(body.creditCode),
    source: orNull(body.source),
    trust: orNull(body.trust),
    search_text: searchText(
      body.name,
      body.shortName,
      ...former,
      code,
      body.institution?.institutionCode ?? '',
    ),
  };
};

const checkFacts = async (
  tx: Transaction,
  kind: OrganizationDetail['kind'],
  code: string,
  body: UpdateBody | CreateBody,
): Promise<void> => {
  const institution =
    body.institution === null
      ? null
      : { ...body.institution, institutionCode: orNull(body.institution.institutionCode) };
  const facts = { kind, code, creditCode: orNull(body.creditCode), institution };
  refuseFindings(organizationFindings(facts), body.warningReason);
  if (body.areaCode !== '' && !(await divisionExists(tx, body.areaCode))) throw unknownArea();
};

export const createOrganization = async (
  { tx, actor, at, record }: Doing,
  body: CreateBody,
): Promise<OrganizationDetail> => {
  const institutionCode = body.institution?.institutionCode ?? '';
  const code = stableCode(body.code, orNull(institutionCode), orNull(body.creditCode));
  await checkFacts(tx, body.kind, code, body);
  const id = newId(at);
  const authorship = { actorId: actor.userId, at };
  const values = organizationValues(body, code, body.formerNames);
  await insertOrganization(tx, { id, kind: body.kind, code, ...values }, authorship);
  const institution = institutionValues(body);
  if (institution !== null) await putInstitution(tx, id, institution);
  record({
    subjectKind: KIND,
    subjectId: id,
    toStatus: 'ACTIVE',
    detail: { name: body.name, code },
    ...(body.warningReason === '' ? {} : { reason: body.warningReason }),
  });
  return await getOrganizationDetail({ read: tx, actor, at }, id);
};

const load = async ({ tx, actor, at }: Doing, id: string): Promise<OrganizationRecord> => {
  const row = await findOrganizationRow(tx, id, organizationScope(actor), beijingDate(at));
  if (row === undefined) throw organizationNotFound();
  return row;
};

export const changeOrganization = async (
  doing: Doing,
  id: string,
  body: UpdateBody,
): Promise<OrganizationDetail> => {
  const { tx, actor, at, record } = doing;
  const old = await load(doing, id);
  await checkFacts(tx, kindOf(old.kind), old.code, body);
  const renamed = old.name !== body.name && !body.isNameCorrection;
  const values = organizationValues(body, old.code, [
    ...body.formerNames,
    ...(renamed ? [old.name] : []),
  ]);
  const institution = institutionValues(body);
  const authorship = { actorId: actor.userId, at };
  await updateOrganization(tx, { id, version: body.version }, values, authorship);
  if (institution !== null) await putInstitution(tx, id, institution);
  const { search_text: _, ...facts } = values;
  record({
    subjectKind: KIND,
    subjectId: id,
    detail: fieldChanges(old, { ...facts, ...institution }),
    ...(body.warningReason === '' ? {} : { reason: body.warningReason }),
  });
  return await getOrganizationDetail({ read: tx, actor, at }, id);
};

type StatusBody = BodyOf<typeof closeOrganization>;

const setStatus = async (
  { tx, actor, at, record }: Doing,
  old: OrganizationRecord,
  body: StatusBody,
  status: 'ACTIVE' | 'CLOSED',
): Promise<OrganizationDetail> => {
  const seen = { id: old.id, version: body.version };
  await updateOrganization(tx, seen, { status }, { actorId: actor.userId, at });
  record({
    subjectKind: KIND,
    subjectId: old.id,
    fromStatus: old.status,
    toStatus: status,
    reason: body.reason,
  });
  return await getOrganizationDetail({ read: tx, actor, at }, old.id);
};

/** Its people can no longer sign in; what it did stays. Refused while others depend on it. */
export const closeOrganizationRecord = async (
  doing: Doing,
  id: string,
  body: StatusBody,
): Promise<OrganizationDetail> => {
  const old = await load(doing, id);
  if (old.status === 'CLOSED') throw alreadyClosed();
  if (old.kind === 'PROJECT_OFFICE') throw officeStays();
  const ties = await tiesOf(doing.tx, id, beijingDate(doing.at));
  if ((ties.institutions ?? 0) > 0) throw stillAnswersFor(ties.institutions ?? 0);
  if ((ties.reviews ?? 0) > 0) throw stillReviews(ties.reviews ?? 0);
  if ((ties.certificates ?? 0) > 0) throw stillOwnsCertificates(ties.certificates ?? 0);
  return await setStatus(doing, old, body, 'CLOSED');
};

export const reopenOrganizationRecord = async (
  doing: Doing,
  id: string,
  body: StatusBody,
): Promise<OrganizationDetail> => {
  const old = await load(doing, id);
  if (old.status === 'ACTIVE') throw notClosed();
  return await setStatus(doing, old, body, 'ACTIVE');
};
