/** An `error` blocks a submission; a `warning` must be accepted with a reason. */
export type FindingSeverity = 'error' | 'warning';

/** One thing a check has to say about one field. The same words stand in form, sheet and API. */
export interface Finding {
  readonly severity: FindingSeverity;
  /** `feature.reason`, stable, for programs. */
  readonly code: string;
  /** Chinese: what to do, not only what is wrong. */
  readonly text: string;
  /** Path of the field, e.g. `items[0].plannedHeadcount`; '' means the whole record. */
  readonly field: string;
  /** The clause the rule obeys, e.g. `项目办函〔2025〕1号 三.1`. */
  readonly source?: string;
  /** The page of the desk where it is mended, when that is not the form itself, e.g. `/contacts`. */
  readonly path?: string;
}

export const isBlocking = (finding: Finding): boolean => finding.severity === 'error';

export const errorFinding = (code: string, field: string, text: string, source?: string): Finding =>
  source === undefined
    ? { severity: 'error', code, field, text }
    : { severity: 'error', code, field, text, source };

export const warningFinding = (
  code: string,
  field: string,
  text: string,
  source?: string,
): Finding =>
  source === undefined
    ? { severity: 'warning', code, field, text }
    : { severity: 'warning', code, field, text, source };
