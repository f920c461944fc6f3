import { useState } from 'react';

import { characterCount } from '../../kernel/text.ts';
import { FieldShell, useField } from './field.tsx';
import type { FieldProps } from './field.tsx';
import { useUnreadable } from './form.tsx';
import { typedInteger } from './integer-text.ts';

/** How much text is expected; the width of the box says it. */
export type FieldWidth = 'short' | 'medium' | 'full';

interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly width?: FieldWidth;
  readonly type?: 'text' | 'tel' | 'email' | 'url' | 'password';
  readonly autoComplete?: string;
  readonly maxLength?: number;
  readonly readOnly?: boolean;
  readonly onBlur?: () => void;
}

export const TextField = (props: TextFieldProps) => {
  const wiring = useField(props);
  return (
    <FieldShell field={props} wiring={wiring}>
      <input
        {...wiring.control}
        className="input"
        data-width={props.width ?? 'full'}
        type={props.type ?? 'text'}
        value={props.value}
        autoComplete={props.autoComplete ?? 'off'}
        maxLength={props.maxLength}
        readOnly={props.readOnly}
        onBlur={props.onBlur}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </FieldShell>
  );
};

interface NumberFieldProps extends FieldProps {
  readonly value: number | null;
  /** null while the box is empty, NaN while it holds no whole number. */
  readonly onChange: (value: number | null) => void;
  /** Stands behind the box, e.g. `人`. */
  readonly unit?: string;
  readonly readOnly?: boolean;
}

const textOf = (value: number | null): string =>
  value === null || Number.isNaN(value) ? '' : String(value);

/**
 * A whole number as text: no spinner, no change by the mouse wheel, full-width digits are understood. What is no number
 * stays as it was typed, says so, and keeps its form from being sent.
 */
export const NumberField = (props: NumberFieldProps) => {
  const [text, setText] = useState(textOf(props.value));
  // Someone else set the value (reset, conflict resolved): the text follows.
  const shown = Object.is(typedInteger(text), props.value) ? text : textOf(props.value);
  const unreadable = Number.isNaN(typedInteger(shown)) ? '请只填写整数，如 120' : undefined;
  useUnreadable(props.name, unreadable);
  const wiring = useField({ ...props, error: unreadable ?? props.error });
  return (
    <FieldShell field={props} wiring={wiring}>
      <span className="input-with-unit">
        <input
          {...wiring.control}
          className="input input-number"
          data-width="short"
          inputMode="numeric"
          autoComplete="off"
          value={shown}
          readOnly={props.readOnly}
          onChange={(event) => {
            setText(event.target.value);
            props.onChange(typedInteger(event.target.value));
          }}
        />
        {props.unit === undefined ? null : <span aria-hidden="true">{props.unit}</span>}
      </span>
    </FieldShell>
  );
};

interface TextAreaProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly rows?: number;
  /** Shows how many characters are left; more may be typed, the check then says so. */
  readonly max?: number;
  readonly readOnly?: boolean;
}

const counterText = (length: number, max: number): string =>
  length <= max ? `已写 ${length} 字，最多 ${max} 字` : `已超出 ${length - max} 字，请删减`;

export const TextArea = (props: TextAreaProps) => {
  const wiring = useField(props);
  const length = characterCount(props.value);
  const isLong = props.max !== undefined && length > props.max;
  return (
    <FieldShell field={props} wiring={wiring}>
      <textarea
        {...wiring.control}
        className="input"
        rows={props.rows ?? 5}
        value={props.value}
        readOnly={props.readOnly}
        onChange={(event) => props.onChange(event.target.value)}
      />
      {props.max === undefined ? null : (
        <p
          className="field-counter"
          data-over={isLong || undefined}
          role={isLong ? 'status' : undefined}
        >
          {counterText(length, props.max)}
        </p>
      )}
    </FieldShell>
  );
};
