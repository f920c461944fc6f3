import { DomainError } from '../../kernel/error.ts';
import type { Finding } from '../../kernel/finding.ts';
import { isBlocking } from '../../kernel/finding.ts';
import { DUTIES, type Duty, SEALED_FIELDS, type SealedField } from './labels.ts';
import { EXPORTS_PER_DAY, UNDO_HOURS } from './rules.ts';

/** What the user reads when a constraint of this feature's tables refuses a row. */
export const contactConstraintTexts = {
  contact_duty_is_known: { code: 'contacts.duty', text: '请选择职责', field: 'duty' },
  contact_ends_after_it_begins: {
    code: 'contacts.date_order',
    text: '离任日期应晚于生效日期，请核对日期',
    field: 'validTo',
  },
  contact_can_be_called: {
    code: 'contacts.no_number',
    text: '请填写手机或座机，至少一项',
    field: 'mobile',
  },
  one_open_contact_per_single_duty: {
    code: 'contacts.duty_taken',
    text: '这项职责同时只能有一人，请在原联系人上办理“换人”，或先办理离任',
    field: 'duty',
  },
  one_open_contact_per_mobile_and_duty: {
    code: 'contacts.already_registered',
    text: '这个手机号已登记在同一职责下，请修改原有的联系人，不要重复登记',
    field: 'mobile',
  },
} as const;

export const contactNotFound = (): DomainError =>
  new DomainError(
    'not_found',
    'contacts.not_found',
    '没有找到这位联系人，可能已变更，或不在您的管理范围内，请刷新联系人页面',
  );

export const organizationOutOfReach = (): DomainError =>
  new DomainError(
    'not_found',
    'contacts.organization_not_found',
    '没有找到这个单位，可能不在您的管理范围内，请从通讯录进入',
  );

const refuse = (code: string, text: string, field?: string): DomainError =>
  new DomainError('unprocessable', `contacts.${code}`, text, field === undefined ? {} : { field });

/** @throws DomainError with all findings when one of them blocks */
export const refuseFindings = (findings: readonly Finding[]): void => {
  const first = findings.find(isBlocking);
  if (first === undefined) return;
  throw new DomainError('unprocessable', first.code, first.text, { field: first.field, findings });
};

export const keptByOthers = (): DomainError =>
  new DomainError(
    'forbidden',
    'contacts.kept_by_others',
    '联系人由本单位人员维护；需要变更的，请通知该单位办理',
  );

export const dutyTaken = (duty: Duty): DomainError =>
  new DomainError(
    'conflict',
    'contacts.duty_taken',
    `${DUTIES[duty]}同时只能有一人，请在原联系人上办理“换人”，或先办理离任`,
    { field: 'duty' },
  );

export const alreadyEnded = (): DomainError =>
  refuse('already_ended', '这位联系人已离任，请刷新页面查看最新情况');

export const notYetBegun = (): DomainError =>
  refuse('not_yet_begun', '这位联系人尚未生效，到生效之日再确认；登记有误的请撤回');

export const endsTooEarly = (field: string): DomainError =>
  refuse('date_order', '日期应晚于这位联系人的生效日期，请核对；登记有误的请撤回', field);

export const nothingChanged = (): DomainError =>
  refuse('unchanged', '内容没有变化；信息仍然正确的，请按“确认无误”');

export const nothingToUndo = (): DomainError =>
  refuse('nothing_to_undo', `没有可以撤回的变更：只能撤回 ${UNDO_HOURS} 小时内的最后一次变更`);

export const nothingThere = (field: SealedField): DomainError =>
  refuse('nothing_there', `没有登记${SEALED_FIELDS[field]}`);

/** The stored value was changed, or stood in another row: it is never shown. */
export const sealBroken = (field: SealedField): DomainError =>
  refuse('seal_broken', `保存的${SEALED_FIELDS[field]}无法核验，已拒绝显示；请该单位重新填写`);

export const purposeNeedsNote = (): DomainError =>
  refuse('purpose_note', '选择“其他”时请说明用途', 'note');

export const tooManyExports = (): DomainError =>
  new DomainError(
    'too_many',
    'contacts.too_many_exports',
    `每人每天最多导出 ${EXPORTS_PER_DAY} 次完整号码，请明天再试，或导出隐去号码的表`,
  );

export const notAnIdentifier = (): DomainError =>
  refuse('not_an_identifier', '请填写完整的 11 位手机号或完整的邮箱', 'value');
