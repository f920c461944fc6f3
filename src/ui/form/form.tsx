import { createContext, use, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';

import type { Finding } from '../../kernel/finding.ts';
import { errorFinding, isBlocking } from '../../kernel/finding.ts';
import type { ApiError } from '../api/api-error.ts';
import { Icon } from '../icon.tsx';
import { useErrorCount } from '../layout/document-title.ts';

interface FormContextValue {
  readonly prefix: string;
  readonly findings: readonly Finding[];
  /** What stands in a field and cannot be read, by the field's name. */
  readonly unreadable: Map<string, string>;
  /** How often somebody tried to send the form. */
  readonly attempts: number;
}

const FormContext = createContext<FormContextValue>({
  prefix: 'field',
  findings: [],
  unreadable: new Map(),
  attempts: 0,
});

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
  /** Something was typed or chosen. */
  readonly onInput?: () => void;
  readonly children: ReactNode;
}

/** The field itself says it too, while it lasts. */
const UNREADABLE = 'ui.unreadable';

/**
 * Carries the findings to the fields. Native validation is off: our words say what to do, the browser's do not. While a
 * field holds something that cannot be read, nothing is sent: it would be stored as empty.
 */
export const Form = ({ findings, error, onSubmit, label, onInput, children }: FormProps) => {
  const prefix = useId();
  const [unreadable] = useState(() => new Map<string, string>());
  const [attempt, setAttempt] = useState<{
    readonly count: number;
    readonly unread: readonly Finding[];
  }>({ count: 0, unread: [] });
  const value = useMemo(
    () => ({
      prefix,
      findings: [...attempt.unread, ...(findings ?? []), ...findingsOfError(error)],
      unreadable,
      attempts: attempt.count,
    }),
    [prefix, findings, error, unreadable, attempt],
  );
  const submit = () => {
    const unread = [...unreadable].map(([name, text]) => errorFinding(UNREADABLE, name, text));
    setAttempt({ count: attempt.count + 1, unread });
    if (unread.length === 0) onSubmit?.();
  };
  return (
    <FormContext value={value}>
      <form
        className="form"
        noValidate
        aria-label={label}
        onInput={onInput}
        onSubmit={(event) => {
          event.preventDefault();
          // A dialog's form may stand inside the form of a page.
          event.stopPropagation();
          submit();
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
    findings: findings.filter(({ field, code }) => field === name && code !== UNREADABLE),
  };
};

/** Keeps the form from being sent while `text` says why what stands in the field cannot be read. */
export const useUnreadable = (name: string, text: string | undefined): void => {
  const { unreadable } = use(FormContext);
  useEffect(() => {
    if (text === undefined) return undefined;
    unreadable.set(name, text);
    return () => {
      unreadable.delete(name);
    };
  }, [unreadable, name, text]);
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

/**
 * Lists what must be mended, with links to the fields; takes the focus after a refused submission. What is mended while
 * somebody types only leaves the list.
 */
export const ErrorSummary = ({ quiet = false }: ErrorSummaryProps) => {
  const { prefix, findings, attempts } = use(FormContext);
  const errors = findings.filter(isBlocking);
  const box = useRef<HTMLDivElement>(null);
  useErrorCount(errors.length);
  const told = errors.map(({ code, field, text }) => `${code} ${field} ${text}`).join('\n');
  const before = useRef({ told: '', attempts });
  useEffect(() => {
    const known = before.current.told.split('\n');
    const isNew = told.split('\n').some((line) => line !== '' && !known.includes(line));
    const isAgain = told !== '' && before.current.attempts !== attempts;
    before.current = { told, attempts };
    if (!quiet && (isNew || isAgain)) box.current?.focus();
  }, [told, attempts, quiet]);
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
