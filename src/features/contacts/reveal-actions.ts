import type { BodyOf, OutputOf, QueryOf } from '../../kernel/endpoint.ts';
import { isMobile } from '../../kernel/phone.ts';
import { beijingDate, startOfBeijingDay } from '../../kernel/time.ts';
import { csvText } from '../../platform/csv.ts';
import type { Read } from '../../platform/db/database.ts';
import type { Download } from '../../platform/http/route.ts';
import { newId } from '../../platform/random.ts';
import { type Doing, loadContact, momentOf, recordDone, SUBJECT } from './change-record.ts';
import {
  notAnIdentifier,
  organizationOutOfReach,
  purposeNeedsNote,
  tooManyExports,
} from './errors.ts';
import { PURPOSES, type Purpose } from './labels.ts';
import { bodiesWithin, findByIndex, wholeDirectory } from './list-queries.ts';
import { tellNudged } from './notices.ts';
import { contactScope } from './policy.ts';
import { toDirectoryRow } from './present.ts';
import { exportsSince, insertExport, lockExports } from './queries.ts';
import type { exportContacts, findContact, unmaskContact } from './reveal-contract.ts';
import { EXPORTS_PER_DAY, isMailbox } from './rules.ts';
import { openOne, openPair } from './seal.ts';

const purposeText = (given: { readonly purpose: Purpose; readonly note: string }): string => {
  if (given.purpose === 'OTHER' && given.note === '') throw purposeNeedsNote();
  return given.note === '' ? PURPOSES[given.purpose] : `${PURPOSES[given.purpose]}：${given.note}`;
};

/** The one value that was asked for, and one audit row with the purpose. */
export const unmask = async (
  doing: Doing,
  id: string,
  body: BodyOf<typeof unmaskContact>,
): Promise<{ value: string }> => {
  const reason = purposeText(body);
  const row = await loadContact(doing, id);
  const value = openOne(doing.keyring, id, body.field, row);
  recordDone(doing, row, { reason, detail: { field: body.field } });
  return { value };
};

/** Who has this number: by its keyed index, within reach; what was looked for is written down nowhere. */
export const find = async (
  doing: Doing,
  body: BodyOf<typeof findContact>,
): Promise<OutputOf<typeof findContact>> => {
  const { value } = body;
  if (!isMobile(value) && !isMailbox(value)) throw notAnIdentifier();
  const index = isMobile(value)
    ? { mobile: doing.keyring.index('mobile', value) }
    : { mailbox: doing.keyring.index('mailbox', value) };
  const rows = await findByIndex(doing.tx, index, contactScope(doing.actor), momentOf(doing.at));
  doing.record({
    subjectKind: 'contact_search',
    subjectId: newId(doing.at),
    detail: { by: isMobile(value) ? 'mobile' : 'mailbox', found: rows.length },
  });
  return {
    rows: rows.map((row) => {
      const { id, organizationId, organizationName, duty, name, mobile, mailbox, state } =
        toDirectoryRow(doing.keyring, row);
      return { id, organizationId, organizationName, duty, name, mobile, mailbox, state };
    }),
  };
};

const EXPORT_COLUMNS = [
  { key: 'organizationName', label: '单位' },
  { key: 'organizationKindLabel', label: '单位类型' },
  { key: 'areaName', label: '所在地' },
  { key: 'dutyLabel', label: '职责' },
  { key: 'name', label: '姓名' },
  { key: 'department', label: '部门' },
  { key: 'title', label: '职务' },
  { key: 'mobile', label: '手机' },
  { key: 'landline', label: '座机' },
  { key: 'mailbox', label: '邮箱' },
  { key: 'validFrom', label: '生效日期' },
  { key: 'stateLabel', label: '状态' },
] as const;

/** How many full exports this person can still make today. */
export const exportsLeft = async (
  doing: Pick<Doing, 'actor' | 'at'> & { readonly tx: Read },
): Promise<number> => {
  const today = startOfBeijingDay(beijingDate(doing.at));
  const made = await exportsSince(doing.tx, doing.actor.userId, today);
  return Math.max(0, EXPORTS_PER_DAY - made);
};

/** The directory with full numbers: for a purpose, counted per person and day, its first line says whose it is. */
export const exportFull = async (
  doing: Doing,
  query: QueryOf<typeof exportContacts>,
): Promise<Download> => {
  const { tx, actor, at, keyring } = doing;
  const purpose = purposeText(query);
  await lockExports(tx, actor.userId);
  if ((await exportsLeft(doing)) === 0) throw tooManyExports();
  const rows = await wholeDirectory(tx, query, contactScope(actor), momentOf(at));
  const full = rows.map((row) => ({
    ...toDirectoryRow(keyring, row),
    ...openPair(keyring, 'contact', row.id, row),
  }));
  const id = newId(at);
  await insertExport(tx, {
    id,
    organizationId: actor.organizationId,
    accountId: actor.userId,
    purpose,
    rowCount: rows.length,
    at,
  });
  doing.record({
    subjectKind: 'contact_export',
    subjectId: id,
    reason: purpose,
    detail: { rowCount: rows.length },
  });
  const mark = `${actor.organizationName}${actor.name}于${beijingDate(at)}导出，仅限本次用途`;
  return {
    fileName: '通讯录（含完整号码）.csv',
    mediaType: 'text/csv; charset=utf-8',
    content: {
      text: csvText(
        [...EXPORT_COLUMNS, { key: 'mark', label: '使用范围' }],
        full.map((row) => ({ ...row, mark })),
      ),
    },
  };
};

/** Reminds organizations of the dead list; of those out of reach nothing is said but that they are not there. */
export const nudge = async (
  doing: Doing,
  organizationIds: readonly string[],
): Promise<{ told: number }> => {
  const { tx, actor, at } = doing;
  const wanted = [...new Set(organizationIds)];
  const bodies = await bodiesWithin(tx, wanted, contactScope(actor), momentOf(at).today);
  if (bodies.length < wanted.length) throw organizationOutOfReach();
  for (const { id } of bodies) {
    doing.plan(tellNudged(id, at));
    doing.record({ subjectKind: `${SUBJECT}_organization`, subjectId: id });
  }
  return { told: bodies.length };
};
