import { useState } from 'react';

import { beijingLocal, instantFromBeijing, isDateOnly } from '../../kernel/time.ts';
import type { DateOnly, Instant } from '../../kernel/time.ts';
import { FieldShell, useField } from './field.tsx';
import type { FieldProps } from './field.tsx';

interface DateFieldProps extends FieldProps {
  /** '' while empty. */
  readonly value: DateOnly | '';
  readonly onChange: (value: DateOnly | '') => void;
  readonly min?: DateOnly;
  readonly max?: DateOnly;
}

export const DateField = (props: DateFieldProps) => {
  const wiring = useField(props);
  return (
    <FieldShell field={props} wiring={wiring}>
      <input
        {...wiring.control}
        className="input"
        data-width="date"
        type="date"
        value={props.value}
        min={props.min}
        max={props.max}
        onChange={({ target }) => props.onChange(isDateOnly(target.value) ? target.value : '')}
      />
    </FieldShell>
  );
};

interface LocalTime {
  readonly date: string;
  readonly time: string;
}

const localOf = (instant: Instant | ''): LocalTime => {
  if (instant === '') return { date: '', time: '' };
  const [date = '', time = ''] = beijingLocal(instant).split('T');
  return { date, time };
};

const instantOf = ({ date, time }: LocalTime): Instant | '' =>
  isDateOnly(date) && time !== '' ? instantFromBeijing(`${date}T${time}`) : '';

interface DateTimeFieldProps extends FieldProps {
  /** '' while empty. */
  readonly value: Instant | '';
  /** '' while the date or the time is missing. */
  readonly onChange: (value: Instant | '') => void;
  /** Filled in when only the date was chosen, e.g. `09:00`. */
  readonly defaultTime?: string;
}

/** Date and time on a Beijing clock, whatever zone the device is in. */
export const DateTimeField = (props: DateTimeFieldProps) => {
  const wiring = useField(props);
  const { id, name: _, ...aria } = wiring.control;
  const [draft, setDraft] = useState(() => localOf(props.value));
  // A half-filled draft has no value; a value from outside wins over the draft.
  const shown = props.value === '' ? draft : localOf(props.value);
  const change = (part: Partial<LocalTime>) => {
    const merged = { ...shown, ...part };
    const next =
      merged.date !== '' && merged.time === ''
        ? { ...merged, time: props.defaultTime ?? '' }
        : merged;
    setDraft(next);
    props.onChange(instantOf(next));
  };
  return (
    <FieldShell field={props} wiring={wiring} kind="group">
      <div className="date-time">
        <input
          {...aria}
          id={id}
          className="input"
          data-width="date"
          type="date"
          aria-label="日期"
          value={shown.date}
          onChange={(event) => change({ date: event.target.value })}
        />
        <input
          {...aria}
          id={`${id}-time`}
          className="input"
          data-width="time"
          type="time"
          aria-label="时间"
          value={shown.time}
          onChange={(event) => change({ time: event.target.value })}
        />
        <span className="muted">北京时间</span>
      </div>
    </FieldShell>
  );
};
