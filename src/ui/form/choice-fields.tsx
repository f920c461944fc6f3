import type { ReactNode } from 'react';

import { FieldShell, FindingLines, RequiredMark, useField } from './field.tsx';
import type { FieldProps } from './field.tsx';

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
  readonly disabled?: boolean;
}

interface SelectFieldProps extends FieldProps {
  /** '' while nothing is chosen. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly options: readonly Option[];
  /** The first line, `请选择` by default; null leaves it out where there is always a choice. */
  readonly prompt?: string | null;
}

export const SelectField = (props: SelectFieldProps) => {
  const wiring = useField(props);
  const { prompt = '请选择' } = props;
  return (
    <FieldShell field={props} wiring={wiring}>
      <select
        {...wiring.control}
        className="input select"
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      >
        {prompt === null ? null : <option value="">{prompt}</option>}
        {props.options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldShell>
  );
};

interface ChoiceProps {
  readonly type: 'radio' | 'checkbox';
  readonly id: string;
  readonly name: string;
  readonly option: Option;
  readonly checked: boolean;
  readonly invalid: true | undefined;
  readonly onToggle: (checked: boolean) => void;
}

const Choice = ({ type, id, name, option, checked, invalid, onToggle }: ChoiceProps) => (
  <div className="choice">
    <input
      id={id}
      type={type}
      name={name}
      value={option.value}
      checked={checked}
      disabled={option.disabled}
      aria-invalid={type === 'checkbox' ? invalid : undefined}
      aria-describedby={option.hint === undefined ? undefined : `${id}-hint`}
      onChange={(event) => onToggle(event.target.checked)}
    />
    <label htmlFor={id}>{option.label}</label>
    {option.hint === undefined ? null : (
      <p className="choice-hint" id={`${id}-hint`}>
        {option.hint}
      </p>
    )}
  </div>
);

interface RadioGroupProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly options: readonly Option[];
  /** Side by side, for two or three short answers. */
  readonly inline?: boolean;
}

export const RadioGroup = (props: RadioGroupProps) => {
  const wiring = useField(props);
  return (
    <FieldShell field={props} wiring={wiring} kind="group">
      <div className="choices" data-inline={props.inline || undefined}>
        {props.options.map((option, index) => (
          <Choice
            key={option.value}
            type="radio"
            id={index === 0 ? wiring.control.id : `${wiring.control.id}-${index}`}
            name={wiring.control.id}
            option={option}
            checked={option.value === props.value}
            invalid={wiring.control['aria-invalid']}
            onToggle={() => props.onChange(option.value)}
          />
        ))}
      </div>
    </FieldShell>
  );
};

interface CheckboxGroupProps extends FieldProps {
  readonly value: readonly string[];
  readonly onChange: (value: string[]) => void;
  readonly options: readonly Option[];
  readonly inline?: boolean;
}

export const CheckboxGroup = (props: CheckboxGroupProps) => {
  const wiring = useField(props);
  const toggle = (value: string, checked: boolean) =>
    // In the order of the options, so that the same choice is always the same value.
    props.onChange(
      props.options
        .map((option) => option.value)
        .filter((one) => (one === value ? checked : props.value.includes(one))),
    );
  return (
    <FieldShell field={props} wiring={wiring} kind="group">
      <div className="choices" data-inline={props.inline || undefined}>
        {props.options.map((option, index) => (
          <Choice
            key={option.value}
            type="checkbox"
            id={index === 0 ? wiring.control.id : `${wiring.control.id}-${index}`}
            name={props.name}
            option={option}
            checked={props.value.includes(option.value)}
            invalid={wiring.control['aria-invalid']}
            onToggle={(checked) => toggle(option.value, checked)}
          />
        ))}
      </div>
    </FieldShell>
  );
};

interface CheckboxFieldProps extends Omit<FieldProps, 'label' | 'labelHidden'> {
  readonly label: ReactNode;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}

/** One statement to agree with; the label stands beside the box. */
export const CheckboxField = (props: CheckboxFieldProps) => {
  const { control, findings, helpId, errorId } = useField({ ...props, label: '' });
  return (
    <div className="field" data-state={control['aria-invalid'] === true ? 'error' : undefined}>
      <FindingLines id={errorId} findings={findings} />
      <div className="choice">
        <input
          {...control}
          type="checkbox"
          checked={props.value}
          onChange={(event) => props.onChange(event.target.checked)}
        />
        <label htmlFor={control.id}>
          {props.label}
          <RequiredMark required={props.required} />
        </label>
        {props.help === undefined ? null : (
          <p className="choice-hint" id={helpId}>
            {props.help}
          </p>
        )}
      </div>
    </div>
  );
};
