import { errorFinding, type Finding } from '../../../kernel/finding.ts';
import { normalizePhone } from '../../../kernel/phone.ts';
import { characterCount } from '../../../kernel/text.ts';
import type { DateOnly } from '../../../kernel/time.ts';
import type { ComparedField } from '../../../ui/display/compare.tsx';
import type { ContactView } from '../contract.ts';
import type { Duty } from '../labels.ts';
import { checkBeginning, checkFreeText, contactFindings, normalizeMailbox } from '../rules.ts';

/** What the dialogs of this feature fill in; not all of them ask for everything. */
export interface ContactDraft {
  readonly duty: Duty | '';
  readonly name: string;
  readonly department: string;
  readonly title: string;
  readonly landline: string;
  readonly mobile: string;
  readonly mailbox: string;
  readonly validFrom: DateOnly | '';
  readonly reason: string;
}

export const emptyDraft = (duty: Duty | '', today: DateOnly): ContactDraft => ({
  duty,
  name: '',
  department: '',
  title: '',
  landline: '',
  mobile: '',
  mailbox: '',
  validFrom: today,
  reason: '',
});

/** The same person as registered; the two hidden numbers stay as they are unless they are typed anew. */
export const draftOf = (contact: ContactView, today: DateOnly): ContactDraft => ({
  ...emptyDraft(contact.duty, today),
  name: contact.name,
  department: contact.department,
  title: contact.title,
  landline: contact.landline,
});

const tidy = (draft: ContactDraft): ContactDraft => ({
  ...draft,
  landline: normalizePhone(draft.landline),
  mobile: normalizePhone(draft.mobile),
  mailbox: normalizeMailbox(draft.mailbox),
});

const MISSING_NUMBER: ReadonlySet<string> = new Set([
  'contacts.officer_mobile',
  'contacts.no_number',
]);

const checkName = (name: string): Finding[] =>
  characterCount(name.trim()) >= 2
    ? []
    : [errorFinding('ui.name', 'name', '请填写完整的姓名，至少 2 个字')];

export const checkReason = (reason: string): Finding[] =>
  reason.trim() === ''
    ? [errorFinding('ui.reason', 'reason', '请填写变更原因')]
    : checkFreeText(reason, 'reason');

/** The checks of the server, in its words, before anything is sent. */
export const draftFindings = (
  draft: ContactDraft,
  more: { readonly today: DateOnly; readonly kept: ContactView | null },
): Finding[] => {
  const { duty, validFrom } = draft;
  if (duty === '') return [errorFinding('ui.duty', 'duty', '请选择职责')];
  const facts = contactFindings({ ...tidy(draft), duty });
  const hasNumber = more.kept !== null && more.kept.mobile !== '';
  return [
    ...checkName(draft.name),
    ...facts.filter(({ code }) => !(hasNumber && MISSING_NUMBER.has(code))),
    ...(validFrom === ''
      ? [errorFinding('ui.from', 'validFrom', '请填写生效日期')]
      : checkBeginning(validFrom, more.today)),
  ];
};

/** Form F5: old and new side by side. */
export const comparedDraft = (
  contact: ContactView,
  draft: ContactDraft,
  isSuccessor: boolean,
): ComparedField[] => {
  const typed = (now: string, old: string): string => (now === '' && !isSuccessor ? old : now);
  return [
    { label: '姓名', before: contact.name, after: draft.name },
    { label: '部门', before: contact.department, after: draft.department },
    { label: '职务', before: contact.title, after: draft.title },
    { label: '手机', before: contact.mobile, after: typed(draft.mobile, contact.mobile) },
    { label: '座机', before: contact.landline, after: draft.landline },
    { label: '邮箱', before: contact.mailbox, after: typed(draft.mailbox, contact.mailbox) },
  ];
};
