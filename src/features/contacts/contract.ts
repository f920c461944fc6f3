import { z } from 'zod';
import { ORGANIZATION_KINDS } from '../../kernel/actor.ts';
import { endpoint } from '../../kernel/endpoint.ts';
import { idText } from '../../kernel/id.ts';
import { listOutput, listQuery } from '../../kernel/list.ts';
import { normalizePhone } from '../../kernel/phone.ts';
import { longText, optionalText, personName } from '../../kernel/text.ts';
import { dateText, instantText } from '../../kernel/time.ts';
import {
  CONTACT_CHANGES,
  CONTACT_REPORTS,
  CONTACT_STATES,
  DEAD_GROUPS,
  DUTIES,
  keysOf,
  SEALED_FIELDS,
} from './labels.ts';
import { hasNumber, normalizeMailbox } from './rules.ts';

export const dutySchema = z.enum(keysOf(DUTIES), { error: '请选择职责' });
export const stateSchema = z.enum(keysOf(CONTACT_STATES));
export const kindSchema = z.enum(keysOf(ORGANIZATION_KINDS));
export const reportSchema = z.enum(keysOf(CONTACT_REPORTS), { error: '请选择情况' });
export const deadGroupSchema = z.enum(keysOf(DEAD_GROUPS));
export const changeVerbSchema = z.enum(keysOf(CONTACT_CHANGES));
export const sealedFieldSchema = z.enum(keysOf(SEALED_FIELDS));

const version = z.int().min(1);
const params = z.strictObject({ id: idText() });

/** An address is kept by browsers, proxies and logs: no number of a person's in it (assurance C9). */
export const searchText = z
  .string()
  .max(100, { error: '搜索内容请不超过 100 个字' })
  .refine((text) => !hasNumber(text), { error: '按手机号或邮箱查找，请用“按号码查找”' })
  .optional();

/** Masked everywhere; the full value is the answer of `contacts.unmask` only. */
const masked = {
  mobile: z.string(),
  mailbox: z.string(),
};

const contact = z.strictObject({
  id: idText(),
  duty: dutySchema,
  name: z.string(),
  department: z.string(),
  title: z.string(),
  landline: z.string(),
  ...masked,
  validFrom: dateText(),
  /** First day on which it no longer holds; null: open. */
  validTo: dateText().nullable(),
  state: stateSchema,
  confirmedAt: instantText().nullable(),
  /** From when it is to be confirmed (again). */
  dueAt: instantText(),
  reported: reportSchema.nullable(),
  version,
});

export type ContactView = z.output<typeof contact>;

const ownContact = contact.extend({
  /** The latest change is so recent that it can be taken back. */
  canUndo: z.boolean(),
});

export type OwnContact = z.output<typeof ownContact>;

const organizationContacts = z.strictObject({
  organizationId: idText(),
  organizationName: z.string(),
  organizationKind: kindSchema,
  /** In force or to come. */
  contacts: z.array(ownContact),
  /** A 业务联系人 in force, confirmed within six months or in this round: without one, no application is sent. */
  hasLiveOfficer: z.boolean(),
  mayEdit: z.boolean(),
  mayUnmask: z.boolean(),
  mayFollow: z.boolean(),
});

export type OrganizationContacts = z.output<typeof organizationContacts>;

export const getOwnContacts = endpoint({
  name: 'contacts.getOwn',
  method: 'GET',
  path: '/api/contacts/own',
  summary: '本单位联系人',
  output: organizationContacts,
});

export const getOrganizationContacts = endpoint({
  name: 'contacts.getOrganization',
  method: 'GET',
  path: '/api/contacts/organizations/:id',
  summary: '一个单位的联系人',
  params,
  output: organizationContacts,
});

const changeFacts = z.strictObject({
  name: z.string(),
  department: z.string(),
  title: z.string(),
  landline: z.string(),
  ...masked,
  validFrom: dateText(),
  validTo: dateText().nullable(),
});

const historyRow = z.strictObject({
  id: idText(),
  contactId: idText(),
  duty: dutySchema,
  personName: z.string(),
  verb: changeVerbSchema,
  reason: z.string(),
  occurredAt: instantText(),
  who: z.string(),
  before: changeFacts.nullable(),
  after: changeFacts.nullable(),
  undoneAt: instantText().nullable(),
});

export type ContactHistoryRow = z.output<typeof historyRow>;

export const contactHistory = endpoint({
  name: 'contacts.history',
  method: 'GET',
  path: '/api/contacts/organizations/:id/history',
  summary: '一个单位联系人的全部变更，最近的在前，最多 300 条',
  params,
  output: z.strictObject({ organizationName: z.string(), rows: z.array(historyRow) }),
});

const directoryRow = contact.omit({ version: true }).extend({
  organizationId: idText(),
  organizationName: z.string(),
  organizationKind: kindSchema,
  organizationKindLabel: z.string(),
  areaName: z.string(),
  dutyLabel: z.string(),
  stateLabel: z.string(),
});

export type DirectoryRow = z.output<typeof directoryRow>;

const directoryFilters = {
  q: searchText,
  duty: dutySchema.optional(),
  state: stateSchema.optional(),
  organizationKind: kindSchema.optional(),
  areaCode: z
    .string()
    .regex(/^(\d{6}|LOCAL-[A-Z0-9-]{1,24})$/, { error: '请选择行政区划' })
    .optional(),
};

export const listContacts = endpoint({
  name: 'contacts.list',
  method: 'GET',
  path: '/api/contacts',
  summary: '通讯录（号码隐去）；不选状态时不含已离任的',
  personal: true,
  query: listQuery(directoryFilters, ['organizationName', 'name', 'confirmedAt', 'validFrom']),
  output: listOutput(directoryRow),
});

const deadRow = z.strictObject({
  key: z.string(),
  group: deadGroupSchema,
  groupLabel: z.string(),
  organizationId: idText(),
  organizationName: z.string(),
  organizationKind: kindSchema,
  organizationKindLabel: z.string(),
  duty: dutySchema,
  dutyLabel: z.string(),
  /** '' where nobody was ever registered. */
  name: z.string(),
  /** Since when: due, reported, gone; null where nobody was ever registered. */
  since: instantText().nullable(),
  reportLabel: z.string(),
});

export type DeadRow = z.output<typeof deadRow>;

export const listDeadContacts = endpoint({
  name: 'contacts.listDead',
  method: 'GET',
  path: '/api/contacts/dead',
  summary: '失效联系人：没有登记、从未确认、逾期未确认、联系不上、离任无人接替',
  personal: true,
  query: listQuery(
    {
      q: searchText,
      group: deadGroupSchema.optional(),
      duty: dutySchema.optional(),
      organizationKind: kindSchema.optional(),
    },
    ['organizationName', 'since'],
  ),
  output: listOutput(deadRow).extend({ counts: z.record(deadGroupSchema, z.int()) }),
});

const mobileText = z.string().max(30, { error: '请填写 11 位手机号' }).overwrite(normalizePhone);
const mailboxText = z.string().max(254, { error: '邮箱过长，请核对' }).overwrite(normalizeMailbox);

const personFields = {
  name: personName('联系人姓名'),
  department: optionalText(100, '部门'),
  title: optionalText(50, '职务'),
  landline: z
    .string()
    .max(30, { error: '请填写带区号的座机号' })
    .overwrite(normalizePhone)
    .default(''),
};

const newPerson = {
  ...personFields,
  mobile: mobileText.default(''),
  mailbox: mailboxText.default(''),
};

const reason = longText(200, '变更原因').refine((text) => !hasNumber(text), {
  error: '请不要在原因里写手机号或邮箱',
});

const saved = z.strictObject({ id: idText() });

export const registerContact = endpoint({
  name: 'contacts.register',
  method: 'POST',
  path: '/api/contacts',
  summary: '登记本单位联系人',
  body: z.strictObject({ duty: dutySchema, ...newPerson, validFrom: dateText() }),
  output: saved,
});

export const changeContact = endpoint({
  name: 'contacts.change',
  method: 'PUT',
  path: '/api/contacts/:id',
  summary: '同一人的信息变更，立即生效；不给出的手机、邮箱保持不变',
  params,
  body: z.strictObject({
    version,
    ...personFields,
    mobile: mobileText.optional(),
    mailbox: mailboxText.optional(),
    reason,
  }),
  output: saved,
});

export const succeedContact = endpoint({
  name: 'contacts.succeed',
  method: 'POST',
  path: '/api/contacts/:id/successor',
  summary: '换人：自生效日期起由新的人担任，原联系人同日离任',
  params,
  body: z.strictObject({ version, ...newPerson, validFrom: dateText(), reason }),
  output: saved,
});

export const endContact = endpoint({
  name: 'contacts.end',
  method: 'POST',
  path: '/api/contacts/:id/end',
  summary: '离任：自某一天起不再担任',
  params,
  body: z.strictObject({ version, validTo: dateText(), reason }),
  output: saved,
});

export const undoContactChange = endpoint({
  name: 'contacts.undo',
  method: 'POST',
  path: '/api/contacts/:id/undo',
  summary: '撤回 24 小时内的最后一次变更',
  params,
  body: z.strictObject({ version }),
  output: z.strictObject({ undone: changeVerbSchema }),
});

export const confirmContacts = endpoint({
  name: 'contacts.confirm',
  method: 'POST',
  path: '/api/contacts/confirm',
  summary: '确认本单位联系人无误',
  body: z.strictObject({
    contacts: z
      .array(z.strictObject({ id: idText(), version }))
      .min(1, { error: '请选择要确认的联系人' })
      .max(50, { error: '一次最多确认 50 位联系人' }),
  }),
  output: z.strictObject({ confirmed: z.int() }),
});

export const reportContact = endpoint({
  name: 'contacts.report',
  method: 'POST',
  path: '/api/contacts/:id/report',
  summary: '标为联系不上，并通知该单位更新',
  params,
  body: z.strictObject({ version, kind: reportSchema, reason }),
  output: saved,
});

export const nudgeOrganizations = endpoint({
  name: 'contacts.nudge',
  method: 'POST',
  path: '/api/contacts/nudge',
  summary: '提醒单位登记或确认联系人',
  body: z.strictObject({
    organizationIds: z
      .array(idText())
      .min(1, { error: '请选择要提醒的单位' })
      .max(200, { error: '一次最多提醒 200 个单位' }),
  }),
  output: z.strictObject({ told: z.int() }),
});
