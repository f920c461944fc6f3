import { errorFinding, type Finding } from '../../../kernel/finding.ts';
import { normalizeCode } from '../../../kernel/text.ts';
import { type DateOnly, yearOf } from '../../../kernel/time.ts';
import type { ComboOption } from '../../../ui/form/use-options.ts';
import { majorFindings } from '../rules.ts';

/** What the dialog holds while a major is being typed. */
export interface MajorDraft {
  /** Chosen from the code set; otherwise code and name are typed. */
  readonly isListed: boolean;
  readonly chosen: ComboOption | null;
  readonly majorCode: string;
  readonly majorName: string;
  readonly direction: string;
  readonly firstEnrolmentYear: number | null;
  readonly currentStudents: number | null;
}

const MISSING_MAJOR = '请从列表中选择专业；目录中没有的，请勾选下面一项后填写';

const enrolmentFindings = (draft: MajorDraft): Finding[] => [
  ...(draft.firstEnrolmentYear === null
    ? [
        errorFinding(
          'organizations.enrolment_year',
          'firstEnrolmentYear',
          '请填写首次招生年份，例如 2021',
        ),
      ]
    : []),
  ...(draft.currentStudents === null
    ? [errorFinding('organizations.current_students', 'currentStudents', '请填写在校生人数')]
    : []),
];

/** The checks of the server and what only a form can lack; `isKnown`: the major itself is registered already. */
export const majorDraftFindings = (
  draft: MajorDraft,
  isKnown: boolean,
  today: DateOnly,
): Finding[] => {
  const missing = enrolmentFindings(draft);
  const isChoosing = !isKnown && draft.isListed;
  const chosen = isChoosing ? draft.chosen?.value : normalizeCode(draft.majorCode);
  if (chosen === undefined) {
    return [errorFinding('organizations.major_missing', 'majorCode', MISSING_MAJOR), ...missing];
  }
  const facts = {
    majorCode: chosen,
    majorName: draft.majorName.trim(),
    firstEnrolmentYear: draft.firstEnrolmentYear ?? yearOf(today),
    isListed: isKnown || draft.isListed,
  };
  return [...missing, ...majorFindings(facts, today)];
};
