import type { Actor } from '../../kernel/actor.ts';
import type { BodyOf, QueryOf } from '../../kernel/endpoint.ts';
import { type MajorLevel, parseMajorCode } from '../../kernel/major-code.ts';
import { beijingDate } from '../../kernel/time.ts';
import type { Read } from '../../platform/db/database.ts';
import { newId } from '../../platform/random.ts';
import { searchText } from '../../platform/search-key.ts';
import type { Doing } from './actions.ts';
import { majorIsUsed, majorNotFound, majorStatusUnchanged, refuseFindings } from './errors.ts';
import { factsRow } from './fact-queries.ts';
import { type InstitutionKind, MAJOR_STATUSES, type MajorStatus } from './labels.ts';
import type {
  addInstitutionMajor,
  InstitutionMajorRow,
  MajorCodeRow,
  searchMajorCodes as searchEndpoint,
  updateInstitutionMajor,
} from './major-contract.ts';
import {
  deleteInstitutionMajorRow,
  findInstitutionMajorRow,
  findListedMajor,
  type InstitutionMajorRecord,
  insertInstitutionMajor,
  searchMajorRows,
  updateInstitutionMajorRow,
} from './major-queries.ts';
import { institutionKindOf, toInstitutionMajorRow } from './present.ts';
import { majorFindings } from './rules.ts';

const KIND = 'institution_major';

/** The 2021 catalogue of the ministry says 职业本科 where the code rules say 高职本科. */
const LEVEL_WORDS: Readonly<Record<MajorLevel, readonly string[]>> = {
  SECONDARY_VOCATIONAL: ['中职'],
  HIGHER_VOCATIONAL: ['高职专科'],
  VOCATIONAL_UNDERGRADUATE: ['职业本科', '高职本科'],
  UNDERGRADUATE: ['普通本科'],
};

/** The catalogues an institution of a kind mostly chooses from; it may choose from the others too. */
const CATALOGUES: Readonly<Record<InstitutionKind, readonly MajorLevel[]>> = {
  SECONDARY_VOCATIONAL: ['SECONDARY_VOCATIONAL'],
  HIGHER_VOCATIONAL: ['HIGHER_VOCATIONAL'],
  VOCATIONAL_UNDERGRADUATE: ['VOCATIONAL_UNDERGRADUATE', 'HIGHER_VOCATIONAL'],
  APPLIED_UNDERGRADUATE: ['UNDERGRADUATE', 'VOCATIONAL_UNDERGRADUATE'],
  UNCLASSIFIED_UNDERGRADUATE: ['UNDERGRADUATE', 'VOCATIONAL_UNDERGRADUATE'],
};

/** Majors of the code set; a reader from an institution finds those of its own catalogue first. */
export const searchMajors = async (
  read: Read,
  actor: Actor,
  query: QueryOf<typeof searchEndpoint>,
): Promise<MajorCodeRow[]> => {
  const educationLevels = query.level === undefined ? undefined : LEVEL_WORDS[query.level];
  const own = await factsRow(read, actor.organizationId);
  const levels = own === undefined ? [] : CATALOGUES[institutionKindOf(own.institution_kind)];
  const preferred = levels.flatMap((level) => LEVEL_WORDS[level]);
  const rows = await searchMajorRows(read, { q: query.q ?? '', educationLevels, preferred });
  return rows.map((row) => ({
    code: row.code,
    name: row.name,
    educationLevel: row.education_level,
    className: row.class_name,
    categoryName: row.category_name,
    stateControlled: row.state_controlled,
    edition: row.catalog_edition,
  }));
};

const ownMajor = async (read: Read, actor: Actor, id: string): Promise<InstitutionMajorRecord> => {
  const row = await findInstitutionMajorRow(read, actor.organizationId, id);
  if (row === undefined) throw majorNotFound();
  return row;
};

/** A major of one's own institution; the code set gives the name where it knows the code. */
export const addMajor = async (
  { tx, actor, at, record }: Doing,
  body: BodyOf<typeof addInstitutionMajor>,
): Promise<InstitutionMajorRow> => {
  const digits = parseMajorCode(body.majorCode)?.digits ?? '';
  const listed = await findListedMajor(tx, digits);
  const facts = { ...body, isListed: listed !== undefined };
  // A major outside the code set is the institution's own word: the warning is for the screen, not a bar.
  refuseFindings(majorFindings(facts, beijingDate(at)), '登记');
  const majorName = listed?.name ?? body.majorName;
  const id = newId(at);
  const row = {
    id,
    institution_id: actor.organizationId,
    major_code: body.majorCode,
    major_name: majorName,
    direction: body.direction,
    first_enrolment_year: body.firstEnrolmentYear,
    current_students: body.currentStudents,
    search_text: searchText(majorName, body.majorCode, body.direction),
  };
  await insertInstitutionMajor(tx, row, { actorId: actor.userId, at });
  record({
    subjectKind: KIND,
    subjectId: id,
    toStatus: 'ACTIVE',
    detail: { majorCode: body.majorCode, majorName, direction: body.direction },
  });
  return toInstitutionMajorRow(await ownMajor(tx, actor, id));
};

export const changeMajor = async (
  { tx, actor, at, record }: Doing,
  id: string,
  body: BodyOf<typeof updateInstitutionMajor>,
): Promise<InstitutionMajorRow> => {
  const old = await ownMajor(tx, actor, id);
  const facts = {
    majorCode: old.major_code,
    majorName: old.major_name,
    firstEnrolmentYear: body.firstEnrolmentYear,
    isListed: true,
  };
  refuseFindings(majorFindings(facts, beijingDate(at)), '登记');
  const values = {
    direction: body.direction,
    first_enrolment_year: body.firstEnrolmentYear,
    current_students: body.currentStudents,
    search_text: searchText(old.major_name, old.major_code, body.direction),
  };
  const seen = { id, version: body.version };
  await updateInstitutionMajorRow(tx, seen, values, { actorId: actor.userId, at });
  record({
    subjectKind: KIND,
    subjectId: id,
    detail: {
      from: {
        direction: old.direction,
        firstEnrolmentYear: old.first_enrolment_year,
        currentStudents: old.current_students,
      },
      to: {
        direction: body.direction,
        firstEnrolmentYear: body.firstEnrolmentYear,
        currentStudents: body.currentStudents,
      },
    },
  });
  return toInstitutionMajorRow(await ownMajor(tx, actor, id));
};

export const setMajorStatus = async (
  { tx, actor, at, record }: Doing,
  target: { readonly id: string; readonly version: number },
  status: MajorStatus,
): Promise<InstitutionMajorRow> => {
  const old = await ownMajor(tx, actor, target.id);
  if (old.status === status) throw majorStatusUnchanged(MAJOR_STATUSES[status]);
  await updateInstitutionMajorRow(tx, target, { status }, { actorId: actor.userId, at });
  record({ subjectKind: KIND, subjectId: target.id, fromStatus: old.status, toStatus: status });
  return toInstitutionMajorRow(await ownMajor(tx, actor, target.id));
};

/** Only a row that no application ever named; otherwise it is closed and stays readable. */
export const removeMajor = async (
  { tx, actor, record }: Doing,
  target: { readonly id: string; readonly version: number },
): Promise<void> => {
  const old = await ownMajor(tx, actor, target.id);
  if (old.is_used) throw majorIsUsed();
  await deleteInstitutionMajorRow(tx, target);
  record({
    subjectKind: KIND,
    subjectId: target.id,
    fromStatus: old.status,
    detail: { majorCode: old.major_code, majorName: old.major_name, direction: old.direction },
  });
};
