import { errorFinding, type Finding } from '../../kernel/finding.ts';
import { checkMobile, checkPhone, isMobile, maskPhone } from '../../kernel/phone.ts';
import { normalizeCode } from '../../kernel/text.ts';
import { addDaysToDate, type DateOnly } from '../../kernel/time.ts';
import { DUTIES, type Duty } from './labels.ts';

const SOURCE = '项目办函〔2025〕1号 七.2';

/** After so many months a contact is to be confirmed again (design; 七.2 「凡联系人有变动…及时变更」). */
export const CONFIRM_MONTHS = 6;
/** Days after which a contact that was to be confirmed counts as stale (process.md 5.2). */
export const STALE_DAYS = 14;
/** Hours within which a change can be taken back as a slip. */
export const UNDO_HOURS = 24;
/** Exports with full numbers by one person on one day. */
export const EXPORTS_PER_DAY = 5;

const MAILBOX = /^[^\s@<>"(),:;[\]\\]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+$/;

/** Half width, lower case, no white space: the form that is sealed and indexed. */
export const normalizeMailbox = (text: string): string => normalizeCode(text).toLowerCase();

export const isMailbox = (text: string): boolean => MAILBOX.test(text);

/** `z***@example.cn`; of what is no mailbox, nothing. */
export const maskMailbox = (mailbox: string): string => {
  const at = mailbox.lastIndexOf('@');
  if (at < 1) return mailbox === '' ? '' : '***';
  const first = Array.from(mailbox)[0] ?? '';
  // One character only: it would be the whole.
  return `${at === 1 ? '' : first}***${mailbox.slice(at)}`;
};

export const maskMobile = (mobile: string): string => (mobile === '' ? '' : maskPhone(mobile));

const MOBILE_IN_TEXT = /(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)/;
const MAILBOX_IN_TEXT = /[\w.+-]+[@＠][\w-]+\.\w/;

/** Free text is stored as it stands and read by everybody in reach: a number in it would be sealed nowhere. */
export const hasNumber = (text: string): boolean =>
  MOBILE_IN_TEXT.test(normalizeCode(text)) || MAILBOX_IN_TEXT.test(text);

export const checkFreeText = (text: string, field: string): Finding[] =>
  hasNumber(text)
    ? [errorFinding('contacts.number_in_text', field, '请不要在这里写手机号或邮箱，填在对应的栏里')]
    : [];

export interface ContactFacts {
  readonly duty: Duty;
  readonly name: string;
  readonly department: string;
  readonly title: string;
  readonly landline: string;
  readonly mobile: string;
  readonly mailbox: string;
}

const checkLandline = (landline: string): Finding[] => {
  if (landline === '') return [];
  if (!isMobile(landline)) return checkPhone(landline, 'landline');
  return [errorFinding('contacts.mobile_as_landline', 'landline', '这是手机号，请填在“手机”一栏')];
};

/** What is wrong with the facts of one contact (form F5), before the database is asked. */
export const contactFindings = (facts: ContactFacts): Finding[] => {
  const findings: Finding[] = [
    ...(facts.mobile === '' ? [] : checkMobile(facts.mobile, 'mobile')),
    ...checkLandline(facts.landline),
    ...checkFreeText(facts.department, 'department'),
    ...checkFreeText(facts.title, 'title'),
  ];
  if (facts.mailbox !== '' && !isMailbox(facts.mailbox)) {
    const text = '请填写完整的邮箱，例如 name@example.cn';
    findings.push(errorFinding('contacts.mailbox', 'mailbox', text));
  }
  if (facts.duty === 'OFFICER' && facts.mobile === '') {
    const text = `${DUTIES.OFFICER}须填写手机，有急事时能找到人`;
    findings.push(errorFinding('contacts.officer_mobile', 'mobile', text, SOURCE));
  } else if (facts.mobile === '' && facts.landline === '') {
    findings.push(
      errorFinding('contacts.no_number', 'mobile', '请填写手机或座机，至少一项', SOURCE),
    );
  }
  return findings;
};

const MOST_DAYS_AHEAD = 366;

/** From when somebody holds a duty: any day of the past, at most a year ahead. */
export const checkBeginning = (validFrom: DateOnly, today: DateOnly): Finding[] =>
  validFrom <= addDaysToDate(today, MOST_DAYS_AHEAD)
    ? []
    : [errorFinding('contacts.too_far_ahead', 'validFrom', '生效日期请在一年以内')];
