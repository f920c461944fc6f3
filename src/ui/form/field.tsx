import type { ReactNode } from 'react';

import type { Finding } from '../../kernel/finding.ts';
import { errorFinding, isBlocking } from '../../kernel/finding.ts';
import { Icon } from '../icon.tsx';
import { useFieldState } from './form.tsx';

/** What every field has. */
export interface FieldProps {
  /** Path of the value, the same as in findings, e.g. `items[2].plannedHeadcount`. */
  readonly name: string;
  readonly label: string;
  readonly help?: ReactNode;
  readonly required?: boolean;
  /** An error that only the screen knows (such as letters in a number); findings come from the form. */
  readonly error?: string | undefined;
  /** Hides the label where a table head already says it; screen readers still hear it. */
  readonly labelHidden?: boolean;
}

/** Attributes for the control itself. */
export interface ControlProps {
  readonly id: string;
  readonly name: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
  readonly 'aria-required': true | undefined;
}

interface Wiring {
  readonly control: ControlProps;
  readonly findings: readonly Finding[];
  readonly helpId: string;
  readonly errorId: string;
}

/** Ids, descriptions and findings of one field. */
export const useField = (props: FieldProps): Wiring => {
  const { id, findings } = useFieldState(props.name);
  // What the form found was said of a value that the text on the screen does not have.
  const all =
    props.error === undefined || props.error === ''
      ? findings
      : [errorFinding('ui.field', props.name, props.error)];
  const helpId = `${id}-help`;
  const errorId = `${id}-error`;
  const described = [props.help === undefined ? '' : helpId, all.length === 0 ? '' : errorId]
    .filter(Boolean)
    .join(' ');
  return {
    control: {
      id,
      name: props.name,
      'aria-describedby': described === '' ? undefined : described,
      'aria-invalid': all.some(isBlocking) ? true : undefined,
      'aria-required': props.required === true ? true : undefined,
    },
    findings: all,
    helpId,
    errorId,
  };
};

const FindingLine = ({ finding }: { readonly finding: Finding }) => (
  <span className="field-finding" data-severity={finding.severity}>
    <Icon name="warning" />
    <span>
      <span className="hidden">{isBlocking(finding) ? '错误：' : '提醒：'}</span>
      {finding.text}
      {finding.source === undefined ? null : <span className="source">依据：{finding.source}</span>}
    </span>
  </span>
);

interface FindingLinesProps {
  readonly id: string;
  readonly findings: readonly Finding[];
}

export const FindingLines = ({ id, findings }: FindingLinesProps) =>
  findings.length === 0 ? null : (
    <div className="field-findings" id={id}>
      {findings.map((finding) => (
        <FindingLine key={finding.code} finding={finding} />
      ))}
    </div>
  );

export const RequiredMark = ({ required }: { readonly required: boolean | undefined }) =>
  required === true ? (
    <span className="required" aria-hidden="true">
      *
    </span>
  ) : null;

interface FieldShellProps {
  readonly field: FieldProps;
  readonly wiring: Wiring;
  /** `group` for several controls under one legend; `single` (default) for one control under one label. */
  readonly kind?: 'single' | 'group';
  readonly children: ReactNode;
}

const stateOf = (findings: readonly Finding[]): string | undefined => {
  if (findings.some(isBlocking)) return 'error';
  return findings.length > 0 ? 'warning' : undefined;
};

/** Label, help, findings, control: always in this order. */
export const FieldShell = ({ field, wiring, kind = 'single', children }: FieldShellProps) => {
  const { control, findings, helpId, errorId } = wiring;
  const labelClass = field.labelHidden === true ? 'hidden' : 'field-label';
  const help =
    field.help === undefined ? null : (
      <p className="field-help" id={helpId}>
        {field.help}
      </p>
    );
  const lines = <FindingLines id={errorId} findings={findings} />;
  if (kind === 'group') {
    return (
      <fieldset
        className="field field-group"
        data-state={stateOf(findings)}
        aria-describedby={control['aria-describedby']}
      >
        <legend className={labelClass}>
          {field.label}
          <RequiredMark required={field.required} />
          {field.required === true ? <span className="hidden">（必填）</span> : null}
        </legend>
        {help}
        {lines}
        {children}
      </fieldset>
    );
  }
  return (
    <div className="field" data-state={stateOf(findings)}>
      <label className={labelClass} htmlFor={control.id} id={`${control.id}-label`}>
        {field.label}
        <RequiredMark required={field.required} />
      </label>
      {help}
      {lines}
      {children}
    </div>
  );
};
