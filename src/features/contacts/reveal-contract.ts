import { z } from 'zod';
import { endpoint } from '../../kernel/endpoint.ts';
import { idText } from '../../kernel/id.ts';
import { optionalText } from '../../kernel/text.ts';
import { instantText } from '../../kernel/time.ts';
import { dutySchema, kindSchema, sealedFieldSchema, searchText, stateSchema } from './contract.ts';
import { keysOf, PURPOSES } from './labels.ts';
import { hasNumber, normalizeMailbox } from './rules.ts';
import { normalizePhone } from '../../kernel/phone.ts';

const purposeSchema = z.enum(keysOf(PURPOSES), { error: '请选择用途' });

const note = optionalText(100, '用途说明').refine((text) => !hasNumber(text), {
  error: '请不要在说明里写手机号或邮箱',
});

export const unmaskContact = endpoint({
  name: 'contacts.unmask',
  method: 'POST',
  path: '/api/contacts/:id/unmask',
  summary: '查看一个完整的手机号或邮箱；须选择用途，每次记入审计',
  params: z.strictObject({ id: idText() }),
  body: z.strictObject({ field: sealedFieldSchema, purpose: purposeSchema, note }),
  output: z.strictObject({ value: z.string() }),
});

export const findContact = endpoint({
  name: 'contacts.find',
  method: 'POST',
  path: '/api/contacts/find',
  summary: '按完整的手机号或邮箱查找联系人；号码不进入网址',
  body: z.strictObject({
    value: z
      .string({ error: '请填写手机号或邮箱' })
      .max(254)
      .overwrite((text) => (text.includes('@') ? normalizeMailbox(text) : normalizePhone(text))),
  }),
  output: z.strictObject({
    rows: z.array(
      z.strictObject({
        id: idText(),
        organizationId: idText(),
        organizationName: z.string(),
        duty: dutySchema,
        name: z.string(),
        mobile: z.string(),
        mailbox: z.string(),
        state: stateSchema,
      }),
    ),
  }),
});

export const exportContacts = endpoint({
  name: 'contacts.exportFull',
  method: 'GET',
  path: '/api/contacts/export/full',
  summary: '导出含完整号码的通讯录（CSV）；须选择用途，记入审计并计数',
  personal: true,
  query: z.strictObject({
    purpose: purposeSchema,
    note,
    q: searchText,
    duty: dutySchema.optional(),
    state: stateSchema.optional(),
    organizationKind: kindSchema.optional(),
    areaCode: z.string().max(40).optional(),
  }),
  output: z.unknown(),
});

export const listContactExports = endpoint({
  name: 'contacts.listExports',
  method: 'GET',
  path: '/api/contacts/exports',
  summary: '含完整号码的导出：谁、何时、用途、多少条，最近 100 次',
  output: z.strictObject({
    rows: z.array(
      z.strictObject({
        id: idText(),
        at: instantText(),
        who: z.string(),
        organizationName: z.string(),
        purpose: z.string(),
        rowCount: z.int(),
      }),
    ),
    /** Full exports this person can still make today. */
    leftToday: z.int(),
  }),
});
