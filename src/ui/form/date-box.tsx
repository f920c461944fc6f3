import { useId, useRef, useState } from 'react';

import { beijingDate, type DateOnly } from '../../kernel/time.ts';
import { useDismiss } from '../action/dismiss.ts';
import { Icon } from '../icon.tsx';
import { nowInstant } from '../time/clock.ts';
import { Calendar } from './calendar.tsx';
import type { ControlProps } from './field.tsx';

interface DateBoxProps {
  readonly control: Partial<ControlProps> & { readonly id: string };
  /** What the button of the calendar is for, e.g. the field's label. */
  readonly label: string;
  /** From `useTypedText`. */
  readonly input: React.InputHTMLAttributes<HTMLInputElement>;
  /** Where no label stands beside the box. */
  readonly 'aria-label'?: string;
  readonly value: DateOnly | '';
  readonly onChange: (value: DateOnly | '') => void;
  readonly min?: DateOnly | undefined;
  readonly max?: DateOnly | undefined;
}

/**
 * A date typed as text or chosen from a month. The browser's own date input speaks the browser's language and writes
 * the date in its order; this one is the same everywhere.
 */
export const DateBox = (props: DateBoxProps) => {
  const { control, label, input, value, onChange, min, max } = props;
  const [isOpen, setOpen] = useState(false);
  const panelId = useId();
  const button = useRef<HTMLButtonElement>(null);
  const [close] = useState(() => (returnFocus: boolean) => {
    setOpen(false);
    if (returnFocus) button.current?.focus();
  });
  const root = useDismiss(isOpen, close);
  return (
    <div className="date-box" ref={root}>
      <input
        {...control}
        {...input}
        className="input"
        data-width="date"
        type="text"
        inputMode="numeric"
        autoComplete="off"
        placeholder="如 2025-04-07"
        aria-label={props['aria-label']}
      />
      <button
        ref={button}
        type="button"
        className="date-button"
        aria-label={`从日历选择${label}`}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-controls={isOpen ? panelId : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="calendar" />
      </button>
      {isOpen ? (
        <div className="date-panel" id={panelId} role="dialog" aria-label={`选择${label}`}>
          <Calendar
            chosen={value}
            today={beijingDate(nowInstant())}
            min={min}
            max={max}
            onChoose={(date) => {
              onChange(date);
              close(true);
            }}
          />
        </div>
      ) : null}
    </div>
  );
};
