import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';

import { Icon } from '../icon.tsx';
import type { ControlProps } from './field.tsx';
import { useOptions } from './use-options.ts';
import type { ComboOption, OptionSource } from './use-options.ts';

interface ComboBoxProps {
  readonly control: ControlProps;
  readonly label: string;
  readonly source: OptionSource;
  readonly selected: ComboOption | null;
  /** null when the text was emptied. */
  readonly onSelect: (option: ComboOption | null) => void;
  /** Chosen already: not offered again. */
  readonly without: readonly string[];
  readonly placeholder: string | undefined;
}

/** Below this much room the list opens upwards. Pixels. */
const ROOM = 300;

const opensUpwards = (input: HTMLElement): boolean => {
  const { top, bottom } = input.getBoundingClientRect();
  return innerHeight - bottom < ROOM && top > innerHeight - bottom;
};

interface OptionListProps {
  readonly id: string;
  readonly label: string;
  readonly options: readonly ComboOption[];
  readonly active: number;
  readonly selected: ComboOption | null;
  readonly onPick: (option: ComboOption) => void;
}

const OptionList = ({ id, label, options, active, selected, onPick }: OptionListProps) => {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div ref={list} className="combo-list" role="listbox" id={id} aria-label={label}>
      {options.map((option, index) => (
        // The input keeps the focus, points here and has the keys; a press must not take the focus away.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- ARIA combobox pattern, see above
        <div
          key={option.value}
          id={`${id}-${index}`}
          className="combo-option"
          role="option"
          tabIndex={-1}
          aria-selected={option.value === selected?.value}
          data-active={index === active || undefined}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onPick(option)}
        >
          {option.label}
          {option.hint === undefined ? null : <span className="combo-hint">{option.hint}</span>}
        </div>
      ))}
    </div>
  );
};

/** Text, openness and the active option of the box, and what the keys do with them. */
const useCombo = ({ selected, onSelect, source, without }: ComboBoxProps) => {
  const [typed, setTyped] = useState<string | null>(null);
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const text = typed ?? selected?.label ?? '';
  const { options: found, note } = useOptions(source, (typed ?? '').trim(), isOpen);
  const options = found.filter((one) => !without.includes(one.value));
  const close = () => {
    setOpen(false);
    setActive(-1);
  };
  const pick = (option: ComboOption) => {
    setTyped(null);
    close();
    onSelect(option);
  };
  const type = (next: string) => {
    setTyped(next);
    setOpen(true);
    setActive(next === '' ? -1 : 0);
    if (next === '' && selected !== null) onSelect(null);
  };
  /** Half-typed text is no choice: the box goes back to what is chosen. */
  const leave = () => {
    setTyped(null);
    close();
  };
  const move = (step: 1 | -1) => {
    setOpen(true);
    const count = options.length;
    if (count > 0)
      setActive(active === -1 && step === -1 ? count - 1 : (active + step + count) % count);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // The input method has these keys while it composes: Enter there chooses a word, not an option.
    if (event.nativeEvent.isComposing) return;
    const option = isOpen ? options[active] : undefined;
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Enter' && isOpen) {
      if (option !== undefined) pick(option);
    } else if (event.key === 'Escape' && isOpen) leave();
    else return;
    // Enter must not send the form, Escape must not close the dialog around.
    event.preventDefault();
    event.stopPropagation();
  };
  return { text, isOpen, active, options, note, setOpen, pick, type, leave, onKeyDown };
};

const statusText = (count: number, note: string): string =>
  note === '' && count === 0 ? '没有符合的选项，请换个写法' : note;

/** An input with a list of options after the ARIA pattern; the list stays in place, so it works inside dialogs. */
export const ComboBox = (props: ComboBoxProps) => {
  const { control, label, selected } = props;
  const combo = useCombo(props);
  const input = useRef<HTMLInputElement>(null);
  const [isUpwards, setUpwards] = useState(false);
  const listId = `${control.id}-list`;
  const hasList = combo.isOpen && combo.options.length > 0;
  const status = combo.isOpen ? statusText(combo.options.length, combo.note) : '';
  const open = () => {
    setUpwards(input.current !== null && opensUpwards(input.current));
    combo.setOpen(true);
  };
  return (
    <div className="combo" onBlur={combo.leave}>
      <input
        {...control}
        ref={input}
        className="input"
        role="combobox"
        type="text"
        autoComplete="off"
        spellCheck={false}
        placeholder={props.placeholder ?? '输入名称查找'}
        aria-expanded={hasList}
        aria-controls={hasList ? listId : undefined}
        aria-autocomplete="list"
        aria-activedescendant={
          hasList && combo.active >= 0 ? `${listId}-${combo.active}` : undefined
        }
        value={combo.text}
        onChange={(event) => {
          open();
          combo.type(event.target.value);
        }}
        onClick={open}
        onKeyDown={combo.onKeyDown}
      />
      <span className="combo-arrow" aria-hidden="true">
        <Icon name="chevron-down" />
      </span>
      <div
        className="combo-popover"
        data-side={isUpwards ? 'top' : undefined}
        hidden={!combo.isOpen}
      >
        {hasList ? (
          <OptionList
            id={listId}
            label={label}
            options={combo.options}
            active={combo.active}
            selected={selected}
            onPick={combo.pick}
          />
        ) : null}
        <p className="combo-note" role="status">
          {status}
        </p>
      </div>
    </div>
  );
};
