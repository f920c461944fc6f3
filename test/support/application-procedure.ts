import assert from 'node:assert/strict';
import type { ApplicationStatus, ApplicationVerb } from '../../src/features/applications/status.ts';
import type { Doer } from '../../src/kernel/workflow.ts';

/**
 * Who may do what from where, written down from the procedure (项目办函〔2025〕1号 四) and not from the code.
 * Columns: verb; from; to; who; when (`<` before the deadline, `>` after it, `o` from the opening on,
 * `c` what the city has not decided only after its own deadline); reason asked for.
 */
const TABLE = `
edit             | DRAFT RETURNED                       | DRAFT RETURNED                | institution_admin institution_staff | <  |
submit           | DRAFT                                | CITY_REVIEW PROVINCIAL_REVIEW | institution_admin                   | o< |
resubmit         | RETURNED                             | CITY_REVIEW PROVINCIAL_REVIEW | institution_admin                   | <  |
withdraw         | CITY_REVIEW PROVINCIAL_REVIEW        | WITHDRAWN                     | institution_admin                   |    |
redraft          | WITHDRAWN                            | DRAFT                         | institution_admin                   | <  |
endorse          | CITY_REVIEW                          | PROVINCIAL_REVIEW             | city_reviewer                       |    |
returnByCity     | CITY_REVIEW                          | RETURNED                      | city_reviewer                       |    | reason
rejectByCity     | CITY_REVIEW                          | CITY_REJECTED                 | city_reviewer                       |    | reason
retract          | PROVINCIAL_REVIEW CITY_REJECTED      | CITY_REVIEW                   | city_reviewer                       |    | reason
overrule         | CITY_REJECTED CITY_REVIEW            | PROVINCIAL_REVIEW             | provincial_reviewer                 | c  | reason
approve          | PROVINCIAL_REVIEW                    | APPROVED                      | provincial_reviewer                 |    |
approveInPart    | PROVINCIAL_REVIEW                    | PARTIALLY_APPROVED            | provincial_reviewer                 |    | reason
returnByProvince | PROVINCIAL_REVIEW                    | RETURNED                      | provincial_reviewer                 |    | reason
reject           | PROVINCIAL_REVIEW                    | REJECTED                      | provincial_reviewer                 |    | reason
reconsider       | APPROVED PARTIALLY_APPROVED REJECTED | PROVINCIAL_REVIEW             | provincial_reviewer                 |    | reason
lapse            | DRAFT RETURNED                       | LAPSED                        | system                              | >  |
revive           | LAPSED                               | DRAFT RETURNED                | project_office_admin                | <  | reason
file             | APPROVED PARTIALLY_APPROVED          | FILED                         | project_office_admin                |    |
`;

/** Whoever judges stays away from an institution of their own (回避). */
export const JUDGING: readonly string[] =
  'endorse returnByCity rejectByCity retract overrule approve approveInPart returnByProvince reject reconsider'.split(
    ' ',
  );

export interface Row {
  readonly verb: ApplicationVerb;
  readonly from: readonly ApplicationStatus[];
  readonly to: readonly ApplicationStatus[];
  readonly who: readonly Doer[];
  readonly when: string;
  readonly reason: boolean;
}

export const ROWS: readonly Row[] = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [verb = '', from = '', to = '', who = '', when = '', reason = ''] = line
      .split('|')
      .map((cell) => cell.trim());
    const words = (cell: string): never[] => cell.split(/\s+/) as never[];
    return {
      verb: verb as ApplicationVerb,
      from: words(from),
      to: words(to),
      who: words(who),
      when,
      reason: reason !== '',
    };
  });

export const rowOf = (verb: ApplicationVerb): Row =>
  ROWS.find((row) => row.verb === verb) ?? assert.fail(verb);
