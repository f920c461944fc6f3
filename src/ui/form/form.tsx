import { createContext, use, useEffect, useId, useMemo, useRef } from 'react';
import type { ReactNode } from 'react';

import type { Finding } from '../../kernel/finding.ts';
import { errorFinding, isBlocking } from '../../kernel/finding.ts';
import type { ApiError } from '../api/api-error.ts';
import { Icon } from '../icon.tsx';
import { useErrorCount } from '../layout/document-title.ts';

interface FormContextValue {
  readonly prefix: string;
  readonly findings: readonly Finding[];
}

const FormContext = createContext<FormContextValue>({ prefix: 'field', findings: [] });

/** The findings that a refusal carries; one without any becomes a finding about its field or the whole record. */
export const findingsOfError = (error: ApiError | null | undefined): readonly Finding[] => {
  if (error === null || error === undefined) return [];
  if (error.findings.length > 0) return error.findings;
  return [errorFinding(error.code, error.field ?? '', error.text)];
};

interface FormProps {
  /** What the checks say; each field shows the findings whose `field` is its `name`. */
  readonly findings?: readonly Finding[];
  /** The refusal of the last write, usually `write.error`. */
  readonly error?: ApiError | null;
  readonly onSubmit?: () => void;
  /** Accessible name where the page has several forms. */
  readonly label?: string;
  readonly children: ReactNode;
}

/** Carries the findings to the fields. Native validation is off: our words say what to do, the browser's do not. */
export const Form = ({ findings, error, onSubmit, label, children }: FormProps) => {
  const prefix = useId();
  const value = useMemo(
    () => ({ prefix, findings: [...(findings ?? []), ...findingsOfError(error)] }),
    [prefix, findings, error],
  );
  return (
    <FormContext value={value}>
      <form
        className="form"
        noValidate
        aria-label={label}
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit?.();
        }}
      >
        {children}
      </form>
    </FormContext>
  );
};

const idOf = (prefix: string, field: string): string => `${prefix}-${field}`;

/** Id of the control of a field of the form around, and what the checks say about it. */
export const useFieldState = (name: string) => {
  const { prefix, findings } = use(FormContext);
  return {
    id: idOf(prefix, name),
    findings: findings.filter((finding) => finding.field === name),
  };
};

interface FindingLinkProps {
  readonly finding: Finding;
  readonly targetId: string;
}

const FindingLink = ({ finding, targetId }: FindingLinkProps) =>
  finding.field === '' ? (
    <>{finding.text}</>
  ) : (
    <a
      href={`#${targetId}`}
      onClick={(event) => {
        const target = document.getElementById(targetId);
        if (target === null) return;
        event.preventDefault();
        target.scrollIntoView({ block: 'center' });
        target.focus();
      }}
    >
      {finding.text}
    </a>
  );

/** As the fields stand in the form, whatever order the checks ran in; what is about no field stands first. */
const inFormOrder = (errors: readonly Finding[], prefix: string): readonly Finding[] => {
  const controls = document.querySelectorAll(`[id^="${idOf(prefix, '')}"]`);
  const ids = [...controls].map(({ id }) => id);
  const placeOf = ({ field }: Finding): number => {
    if (field === '') return -1;
    const place = ids.indexOf(idOf(prefix, field));
    return place === -1 ? ids.length : place;
  };
  return errors.toSorted((one, other) => placeOf(one) - placeOf(other));
};

interface ErrorSummaryProps {
  /** Checks that run while typing must not pull the focus away. */
  readonly quiet?: boolean;
}

/** Lists what must be mended, with links to the fields; takes the focus after a refused submission. */
export const ErrorSummary = ({ quiet = false }: ErrorSummaryProps) => {
  const { prefix, findings } = use(FormContext);
  const errors = findings.filter(isBlocking);
  const box = useRef<HTMLDivElement>(null);
  useErrorCount(errors.length);
  useEffect(() => {
    if (!quiet && findings.some(isBlocking)) box.current?.focus();
  }, [findings, quiet]);
  if (errors.length === 0) return null;
  return (
    <div ref={box} className="error-summary" tabIndex={-1} role="alert">
      <h2>
        <Icon name="warning" />
        请修改以下 {errors.length} 处
      </h2>
      <ul>
        {inFormOrder(errors, prefix).map((finding) => (
          <li key={`${finding.code} ${finding.field}`}>
            <FindingLink finding={finding} targetId={idOf(prefix, finding.field)} />
          </li>
        ))}
      </ul>
    </div>
  );
};

interface FieldsetProps {
  readonly legend: string;
  readonly help?: ReactNode;
  readonly children: ReactNode;
}

/** Related fields under one legend. */
export const Fieldset = ({ legend, help, children }: FieldsetProps) => {
  const helpId = useId();
  return (
    <fieldset className="fieldset" aria-describedby={help === undefined ? undefined : helpId}>
      <legend>{legend}</legend>
      {help === undefined ? null : (
        <p className="field-help" id={helpId}>
          {help}
        </p>
      )}
      {children}
    </fieldset>
  );
};
