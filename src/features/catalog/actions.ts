import { type Actor, type AnyActor, hasRole } from '../../kernel/actor.ts';
import type { BodyOf } from '../../kernel/endpoint.ts';
import { beijingDate, type Instant } from '../../kernel/time.ts';
import { permittedVerbs, transit } from '../../kernel/workflow.ts';
import type { AuditEntry } from '../../platform/audit.ts';
import type { Read, Transaction } from '../../platform/db/database.ts';
import { newId } from '../../platform/random.ts';
import { fieldChanges } from '../organizations/index.ts';
import type {
  addLevel as addLevelEndpoint,
  beginExit,
  CertificateDetail,
  createCertificate as createEndpoint,
  replaceMajors as replaceMajorsEndpoint,
  updateCertificate as updateEndpoint,
} from './contract.ts';
import {
  certificateNotFound,
  closedOrganization,
  exitInFuture,
  levelIsUsed,
  levelNotFound,
  notAnEvaluationOrganization,
} from './errors.ts';
import type { CertificateGrade } from './levels.ts';
import { certificateKey, fullName } from './names.ts';
import { CATALOG_EDITORS } from './policy.ts';
import { statusOf, toCatalogCertificate } from './present.ts';
import {
  type CertificateRecord,
  type CertificateValues,
  deleteLevel,
  evaluationOrganization,
  findCertificateRow,
  findLevelRow,
  highestOwnNumber,
  insertCertificate,
  insertLevels,
  isLevelUsed,
  levelsOf,
  majorHintsOf,
  namesOfMajors,
  replaceMajorHints,
  updateCertificateRow,
} from './queries.ts';
import { certificateExit, type CertificateVerb } from './status.ts';

/** What an action of this feature needs to know of its request. */
export interface Doing {
  readonly tx: Transaction;
  readonly actor: Actor;
  readonly at: Instant;
  readonly record: (entry: AuditEntry) => void;
}

const KIND = 'certificate';

/** A certificate has no owner institution and no deadlines: only state and role bind its exit. */
const subjectOf = (row: CertificateRecord) => ({
  status: statusOf(row.status),
  limits: {},
  deeds: [],
  institutionId: '',
});

/** For everybody; what may be done depends on the reader. */
export const getCertificateDetail = async (
  { read, actor, at }: { readonly read: Read; readonly actor: AnyActor; readonly at: Instant },
  id: string,
): Promise<CertificateDetail> => {
  const row = await findCertificateRow(read, id);
  if (row === undefined) throw certificateNotFound();
  const more = { levels: await levelsOf(read, id), majors: await majorHintsOf(read, id) };
  return {
    ...toCatalogCertificate(row, more),
    permittedActions: [...permittedVerbs(certificateExit, subjectOf(row), actor, at)],
    mayEdit: hasRole(actor, ...CATALOG_EDITORS),
    version: row.version,
  };
};

type CreateBody = BodyOf<typeof createEndpoint>;
type UpdateBody = BodyOf<typeof updateEndpoint>;

const orNull = (text: string): string | null => (text === '' ? null : text);

const valuesOf = (body: CreateBody | UpdateBody, code: string): CertificateValues => {
  const name = fullName(body.name, body.shortName);
  return {
    short_name: body.shortName,
    name,
    batch: body.batch,
    batch_basis: orNull(body.batchBasis),
    evaluation_organization_id: body.evaluationOrganizationId,
    standard_code: orNull(body.standardCode),
    standard_url: orNull(body.standardUrl),
    sector: orNull(body.sector),
    trust: orNull(body.trust),
    source: orNull(body.source),
    note: orNull(body.note),
    search_text: certificateKey(body.shortName, name, code),
  };
};

const checkOrganization = async (tx: Transaction, id: string): Promise<void> => {
  const organization = await evaluationOrganization(tx, id);
  if (organization?.status !== 'ACTIVE') throw notAnEvaluationOrganization();
};

/** `X0001` and on: a code for a certificate that its file or form gave none. */
export const ownCode = (number: number): string => `X${String(number).padStart(4, '0')}`;

export const createCertificate = async (
  { tx, actor, at, record }: Doing,
  body: CreateBody,
): Promise<CertificateDetail> => {
  await checkOrganization(tx, body.evaluationOrganizationId);
  const code = body.code === '' ? ownCode((await highestOwnNumber(tx)) + 1) : body.code;
  const id = newId(at);
  const authorship = { actorId: actor.userId, at };
  await insertCertificate(tx, { id, code, ...valuesOf(body, code) }, authorship);
  const levels = [...new Set(body.levels)].map((level) => levelValues(id, level, at));
  await insertLevels(tx, levels, authorship);
  record({
    subjectKind: KIND,
    subjectId: id,
    toStatus: 'ACTIVE',
    detail: { code, name: body.shortName, levels: body.levels },
  });
  return await getCertificateDetail({ read: tx, actor, at }, id);
};

const levelValues = (certificateId: string, level: CertificateGrade, at: Instant) => ({
  id: newId(at),
  certificate_id: certificateId,
  level,
  effective_on: null,
  trust: null,
  source: null,
});

const load = async (tx: Transaction, id: string): Promise<CertificateRecord> => {
  const row = await findCertificateRow(tx, id);
  if (row === undefined) throw certificateNotFound();
  return row;
};

export const changeCertificate = async (
  { tx, actor, at, record }: Doing,
  id: string,
  body: UpdateBody,
): Promise<CertificateDetail> => {
  const old = await load(tx, id);
  if (old.evaluation_organization_id !== body.evaluationOrganizationId) {
    await checkOrganization(tx, body.evaluationOrganizationId);
  }
  const values = valuesOf(body, old.code);
  await updateCertificateRow(tx, { id, version: body.version }, values, {
    actorId: actor.userId,
    at,
  });
  const { search_text: _, ...facts } = values;
  record({ subjectKind: KIND, subjectId: id, detail: fieldChanges(old, facts) });
  return await getCertificateDetail({ read: tx, actor, at }, id);
};

export const addCertificateLevel = async (
  { tx, actor, at, record }: Doing,
  certificateId: string,
  body: BodyOf<typeof addLevelEndpoint>,
): Promise<CertificateDetail> => {
  await load(tx, certificateId);
  const row = {
    ...levelValues(certificateId, body.level, at),
    effective_on: body.effectiveOn,
    trust: orNull(body.trust),
    source: orNull(body.source),
  };
  await insertLevels(tx, [row], { actorId: actor.userId, at });
  record({ subjectKind: KIND, subjectId: certificateId, detail: { level: body.level } });
  return await getCertificateDetail({ read: tx, actor, at }, certificateId);
};

export const removeCertificateLevel = async (
  { tx, actor, at, record }: Doing,
  levelId: string,
): Promise<CertificateDetail> => {
  const level = await findLevelRow(tx, levelId);
  if (level === undefined) throw levelNotFound();
  if (await isLevelUsed(tx, levelId)) throw levelIsUsed();
  await deleteLevel(tx, levelId);
  record({ subjectKind: KIND, subjectId: level.certificate_id, detail: { level: level.level } });
  return await getCertificateDetail({ read: tx, actor, at }, level.certificate_id);
};

export const replaceCertificateMajors = async (
  { tx, actor, at, record }: Doing,
  id: string,
  body: BodyOf<typeof replaceMajorsEndpoint>,
): Promise<CertificateDetail> => {
  await load(tx, id);
  const listed = new Map(
    (
      await namesOfMajors(
        tx,
        body.majors.map(({ majorCode }) => majorCode),
      )
    ).map((row) => [row.code, row]),
  );
  const rows = new Map(
    body.majors.map((major) => {
      const known = listed.get(major.majorCode);
      const values = {
        certificate_id: id,
        major_code: major.majorCode,
        major_name: known?.name ?? (major.majorName === '' ? major.majorCode : major.majorName),
        education_level: known?.education_level ?? major.educationLevel,
        trust: orNull(major.trust),
        source: orNull(major.source),
      };
      return [major.majorCode, values] as const;
    }),
  );
  // The version belongs to the certificate: two people replacing its list at once must notice each other.
  await updateCertificateRow(tx, { id, version: body.version }, {}, { actorId: actor.userId, at });
  await replaceMajorHints(tx, id, [...rows.values()]);
  record({ subjectKind: KIND, subjectId: id, detail: { majors: [...rows.keys()] } });
  return await getCertificateDetail({ read: tx, actor, at }, id);
};

/** Carries a certificate along its exit; issued certificates are untouched by it. */
export const changeCertificateStatus = async (
  { tx, actor, at, record }: Doing,
  id: string,
  verb: CertificateVerb,
  body: BodyOf<typeof beginExit>,
): Promise<CertificateDetail> => {
  const row = await load(tx, id);
  const status = transit(certificateExit, subjectOf(row), actor, { verb, at, reason: body.reason });
  if (body.on > beijingDate(at)) throw exitInFuture();
  if (verb === 'restore') {
    const owner = await evaluationOrganization(tx, row.evaluation_organization_id);
    if (owner?.status !== 'ACTIVE') throw closedOrganization();
  }
  const values = { status, status_reason: body.reason, status_on: body.on };
  await updateCertificateRow(tx, { id, version: body.version }, values, {
    actorId: actor.userId,
    at,
  });
  record({
    subjectKind: KIND,
    subjectId: id,
    fromStatus: row.status,
    toStatus: status,
    reason: body.reason,
    detail: { on: body.on },
  });
  return await getCertificateDetail({ read: tx, actor, at }, id);
};
