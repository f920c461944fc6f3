import type { BodyOf, OutputOf } from '../../kernel/endpoint.ts';
import { toDateOnly } from '../../kernel/time.ts';
import { newId } from '../../platform/random.ts';
import type { Doing } from './actions.ts';
import {
  alreadyEnded,
  closedInstitution,
  endsTooEarly,
  jurisdictionNotFound,
  notABureau,
  notAnInstitution,
  organizationNotFound,
  overlappingPeriod,
  sameBureau,
} from './errors.ts';
import type {
  assignBureau as assignEndpoint,
  endJurisdiction as endEndpoint,
} from './jurisdiction-contract.ts';
import {
  findJurisdiction,
  insertJurisdictions,
  jurisdictionsOf,
  lockOrganization,
  updateJurisdiction,
} from './jurisdiction-queries.ts';
import { overlaps } from './rules.ts';

type AssignBody = BodyOf<typeof assignEndpoint>;
type Periods = Awaited<ReturnType<typeof jurisdictionsOf>>;
type Outcome = OutputOf<typeof assignEndpoint>;

const lockInstitution = async ({ tx }: Doing, id: string) => {
  const body = await lockOrganization(tx, id);
  if (body === undefined) throw organizationNotFound();
  if (body.kind !== 'INSTITUTION') throw notAnInstitution();
  return body;
};

const lockBureau = async ({ tx }: Doing, id: string) => {
  const body = await lockOrganization(tx, id);
  if (body?.kind !== 'CITY_BUREAU' || body.status !== 'ACTIVE') throw notABureau();
  return body;
};

/**
 * A period closed before the new one begins is left alone, the open one ends when the new one begins; any other that
 * meets it is in the way.
 */
const refuseOverlap = (periods: Periods, validFrom: string): void => {
  const wanted = { validFrom, validTo: null };
  const rival = periods.find((period) =>
    period.valid_to === null
      ? validFrom < period.valid_from
      : overlaps({ validFrom: period.valid_from, validTo: period.valid_to }, wanted),
  );
  if (rival === undefined) return;
  const until = rival.valid_to === null ? null : toDateOnly(rival.valid_to);
  throw overlappingPeriod(rival.bureau_name, toDateOnly(rival.valid_from), until);
};

const outcomeOf = async ({ tx }: Doing, id: string): Promise<Outcome> => {
  const row = await findJurisdiction(tx, id);
  if (row === undefined) throw jurisdictionNotFound();
  return {
    id: row.id,
    institutionId: row.institution_id,
    bureauId: row.bureau_id,
    validFrom: toDateOnly(row.valid_from),
    validTo: row.valid_to === null ? null : toDateOnly(row.valid_to),
    version: row.version,
  };
};

/**
 * From a date on the institution is answered for by a bureau; the open period ends on that day. The same day as the
 * open period's beginning corrects its bureau. Never derived from the area code: 韩城、神木、府谷、杨凌 are answered for
 * by bureaus of their own (addressees of 项目办函〔2025〕1号).
 */
export const assignBureau = async (
  doing: Doing,
  institutionId: string,
  body: AssignBody,
): Promise<Outcome> => {
  const { tx, record } = doing;
  const institution = await lockInstitution(doing, institutionId);
  if (institution.status === 'CLOSED') throw closedInstitution();
  const bureau = await lockBureau(doing, body.bureauId);
  const periods = await jurisdictionsOf(tx, institutionId);
  const open = periods.find((period) => period.valid_to === null);
  if (open?.bureau_id === bureau.id) throw sameBureau(bureau.name);
  refuseOverlap(periods, body.validFrom);
  record({
    subjectKind: 'organization',
    subjectId: institutionId,
    detail: { bureau: bureau.name, before: open?.bureau_name ?? null, validFrom: body.validFrom },
    ...(body.note === '' ? {} : { reason: body.note }),
  });
  return await outcomeOf(doing, await takeOver(doing, institutionId, open, body));
};

/** Writes the new period and ends the open one; returns the id of what is open now. */
const takeOver = async (
  { tx, actor, at }: Doing,
  institutionId: string,
  open: Periods[number] | undefined,
  body: AssignBody,
): Promise<string> => {
  const authorship = { actorId: actor.userId, at };
  const note = body.note === '' ? null : body.note;
  if (open?.valid_from === body.validFrom) {
    await updateJurisdiction(tx, open, { bureau_id: body.bureauId, note }, authorship);
    return open.id;
  }
  if (open !== undefined) {
    await updateJurisdiction(tx, open, { valid_to: body.validFrom }, authorship);
  }
  const row = {
    id: newId(at),
    institution_id: institutionId,
    bureau_id: body.bureauId,
    valid_from: body.validFrom,
    valid_to: null,
    note,
  };
  await insertJurisdictions(tx, [row], authorship);
  return row.id;
};

/** Ends an open period: from `validTo` on nobody answers for the institution, and it stands in the office's to-do list. */
export const endJurisdiction = async (
  doing: Doing,
  id: string,
  body: BodyOf<typeof endEndpoint>,
): Promise<Outcome> => {
  const { tx, actor, at, record } = doing;
  const row = await findJurisdiction(tx, id);
  if (row === undefined) throw jurisdictionNotFound();
  await lockInstitution(doing, row.institution_id);
  if (row.valid_to !== null) throw alreadyEnded();
  if (body.validTo <= row.valid_from) throw endsTooEarly(toDateOnly(row.valid_from));
  const note = body.note === '' ? row.note : body.note;
  const seen = { id, version: body.version };
  await updateJurisdiction(
    tx,
    seen,
    { valid_to: body.validTo, note },
    { actorId: actor.userId, at },
  );
  record({
    subjectKind: 'organization',
    subjectId: row.institution_id,
    detail: { validTo: body.validTo },
    ...(body.note === '' ? {} : { reason: body.note }),
  });
  return await outcomeOf(doing, id);
};
