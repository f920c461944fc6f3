import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { ComboBox } from 'react-aria-components/ComboBox';
import { Input } from 'react-aria-components/Input';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Text } from 'react-aria-components/Text';

import { Icon } from '../icon.tsx';
import { FieldShell, useField } from './field.tsx';
import type { ControlProps, FieldProps } from './field.tsx';
import { useOptions } from './use-options.ts';
import type { ComboOption, OptionSource } from './use-options.ts';

interface BoxProps {
  readonly control: ControlProps;
  readonly source: OptionSource;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly selected: ComboOption | null;
  readonly onSelect: (option: ComboOption | null) => void;
  /** Chosen already: not offered again. */
  readonly without: readonly string[];
  readonly placeholder: string | undefined;
}

const withSelected = (
  options: readonly ComboOption[],
  selected: ComboOption | null,
): readonly ComboOption[] =>
  selected === null || options.some((option) => option.value === selected.value)
    ? options
    : [selected, ...options];

const OptionRow = ({ option }: { readonly option: ComboOption }) => (
  <ListBoxItem id={option.value} textValue={option.label} className="combo-option">
    <Text slot="label">{option.label}</Text>
    {option.hint === undefined ? null : (
      <Text slot="description" className="combo-hint">
        {option.hint}
      </Text>
    )}
  </ListBoxItem>
);

const ComboInput = (props: BoxProps) => {
  const { control, source, text, onText, selected, onSelect, without } = props;
  const [isOpen, setOpen] = useState(false);
  // An unchanged choice is no question: opening the list then shows everything.
  const question = text === selected?.label ? '' : text.trim();
  const { options, note } = useOptions(source, question, isOpen || question !== '');
  const offered = withSelected(options, selected).filter((one) => !without.includes(one.value));
  return (
    <ComboBox
      id={control.id}
      className="combo"
      aria-labelledby={`${control.id}-label`}
      aria-describedby={control['aria-describedby'] ?? ''}
      isInvalid={control['aria-invalid'] ?? false}
      isRequired={control['aria-required'] ?? false}
      validationBehavior="aria"
      items={offered}
      inputValue={text}
      onInputChange={onText}
      selectedKey={selected?.value ?? null}
      onSelectionChange={(key) => onSelect(offered.find((one) => one.value === key) ?? null)}
      onOpenChange={setOpen}
      allowsEmptyCollection
      menuTrigger="focus"
    >
      <div className="combo-box">
        <Input className="input" placeholder={props.placeholder ?? '输入名称查找'} />
        <Button className="combo-open">
          <Icon name="chevron-down" />
        </Button>
      </div>
      <Popover className="combo-popover" offset={2}>
        <ListBox<ComboOption>
          renderEmptyState={() => (
            <p className="combo-note">{note === '' ? '没有符合的选项，请换个写法' : note}</p>
          )}
        >
          {(option) => <OptionRow option={option} />}
        </ListBox>
        {offered.length > 0 && note !== '' ? <p className="combo-note">{note}</p> : null}
      </Popover>
    </ComboBox>
  );
};

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
  const [text, setText] = useState(props.value?.label ?? '');
  return (
    <FieldShell field={props} wiring={wiring}>
      <ComboInput
        control={wiring.control}
        source={props.options}
        text={text}
        onText={(next) => {
          setText(next);
          if (next === '' && props.value !== null) props.onChange(null);
        }}
        selected={props.value}
        onSelect={(option) => {
          if (option === null && text !== '') return;
          setText(option?.label ?? '');
          props.onChange(option);
        }}
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
  const [text, setText] = useState('');
  return (
    <FieldShell field={props} wiring={wiring}>
      {props.value.length === 0 ? null : (
        <ul className="tokens" aria-label={`${props.label}：已选 ${props.value.length} 项`}>
          {props.value.map((option) => (
            <li key={option.value} className="token">
              {option.label}
              <button
                type="button"
                aria-label={`移除${option.label}`}
                onClick={() => props.onChange(props.value.filter((one) => one !== option))}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <ComboInput
        control={wiring.control}
        source={props.options}
        text={text}
        onText={setText}
        selected={null}
        onSelect={(option) => {
          setText('');
          if (option !== null) props.onChange([...props.value, option]);
        }}
        without={props.value.map((option) => option.value)}
        placeholder={props.placeholder}
      />
    </FieldShell>
  );
};
