import { Icon } from '../icon.tsx';
import { ComboBox } from './combo-box.tsx';
import { FieldShell, useField } from './field.tsx';
import type { FieldProps } from './field.tsx';
import type { ComboOption, OptionSource } from './use-options.ts';

interface ComboFieldProps extends FieldProps {
  readonly value: ComboOption | null;
  readonly onChange: (value: ComboOption | null) => void;
  /** Keep a function stable (`useCallback` or outside the component). */
  readonly options: OptionSource;
  readonly placeholder?: string;
}

/** One of many, found by typing. For up to about ten options `SelectField` is better. */
export const ComboField = (props: ComboFieldProps) => {
  const wiring = useField(props);
  return (
    <FieldShell field={props} wiring={wiring}>
      <ComboBox
        control={wiring.control}
        label={props.label}
        source={props.options}
        selected={props.value}
        onSelect={props.onChange}
        without={[]}
        placeholder={props.placeholder}
      />
    </FieldShell>
  );
};

interface MultiComboFieldProps extends FieldProps {
  readonly value: readonly ComboOption[];
  readonly onChange: (value: readonly ComboOption[]) => void;
  readonly options: OptionSource;
  readonly placeholder?: string;
}

/** Several of many: each choice becomes a token that can be taken away again. */
export const MultiComboField = (props: MultiComboFieldProps) => {
  const wiring = useField(props);
  const { value, onChange } = props;
  return (
    <FieldShell field={props} wiring={wiring}>
      {value.length === 0 ? null : (
        <ul className="tokens" aria-label={`${props.label}：已选 ${value.length} 项`}>
          {value.map((option) => (
            <li key={option.value} className="token">
              {option.label}
              <button
                type="button"
                aria-label={`移除${option.label}`}
                onClick={() => onChange(value.filter((one) => one.value !== option.value))}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <ComboBox
        control={wiring.control}
        label={props.label}
        source={props.options}
        selected={null}
        onSelect={(option) => {
          if (option !== null) onChange([...value, option]);
        }}
        without={value.map((option) => option.value)}
        placeholder={props.placeholder}
      />
    </FieldShell>
  );
};
