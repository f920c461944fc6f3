import { useState } from 'react';

import { addDaysToDate, beijingLocal, formatDate, instantFromBeijing } from '../../kernel/time.ts';
import type { DateOnly, Instant } from '../../kernel/time.ts';
import { DateBox } from './date-box.tsx';
import { maskDate, maskTime, readDate, readTime } from './date-text.ts';
import { FieldShell, useField } from './field.tsx';
import type { FieldProps } from './field.tsx';
import { useUnreadable } from './form.tsx';
import { useTypedText } from './typed-text.ts';

const UNREADABLE_DATE = '请填写存在的日期，形如 2025-04-07';
const UNREADABLE_TIME = '请填写 24 小时制的时间，形如 17:30';

const asIs = (value: string): string => value;

interface DateValue {
  /** '' while empty. */
  readonly value: DateOnly | '';
  readonly onChange: (value: DateOnly | '') => void;
}

const useDateText = ({ value, onChange }: DateValue) =>
  useTypedText<DateOnly>({ value, onChange, mask: maskDate, read: readDate, show: formatDate });

interface DateFieldProps extends FieldProps, DateValue {
  readonly min?: DateOnly;
  readonly max?: DateOnly;
}

export const DateField = (props: DateFieldProps) => {
  const { value, onChange, min, max } = props;
  const { input, isUnread, isUnreadable } = useDateText(props);
  useUnreadable(props.name, isUnread ? UNREADABLE_DATE : undefined);
  const field = { ...props, error: isUnreadable ? UNREADABLE_DATE : props.error };
  const wiring = useField(field);
  const shared = { input, label: props.label, value, onChange, min, max };
  return (
    <FieldShell field={field} wiring={wiring}>
      <DateBox control={wiring.control} {...shared} />
    </FieldShell>
  );
};

interface DateFilterProps extends DateValue {
  readonly id: string;
  readonly label: string;
}

/** The date of a list's filter; what cannot be read filters nothing. */
export const DateFilter = ({ id, label, ...date }: DateFilterProps) => {
  const { input, isUnreadable } = useDateText(date);
  const control = { id, 'aria-invalid': isUnreadable ? (true as const) : undefined };
  return <DateBox control={control} input={input} label={label} {...date} />;
};

interface LocalTime {
  readonly date: DateOnly | '';
  readonly time: string;
}

const DAY_END = '24:00';

const localOf = (instant: Instant | '', isDeadline: boolean): LocalTime => {
  if (instant === '') return { date: '', time: '' };
  const [text = '', time = ''] = beijingLocal(instant).split('T');
  const date = readDate(text);
  if (isDeadline && time === '00:00' && date !== '')
    return { date: addDaysToDate(date, -1), time: DAY_END };
  return { date, time };
};

const instantOf = ({ date, time }: LocalTime): Instant | '' =>
  date !== '' && time !== '' ? instantFromBeijing(`${date}T${time}`) : '';

interface DateTimeFieldProps extends FieldProps {
  /** '' while empty. */
  readonly value: Instant | '';
  /** '' while the date or the time is missing. */
  readonly onChange: (value: Instant | '') => void;
  /** Filled in when only the date was chosen, e.g. `09:00`. */
  readonly defaultTime?: string;
  /** The value ends something and is exclusive: who chooses a day means all of it, and midnight stands as its 24:00. */
  readonly deadline?: boolean;
}

/** A half-filled draft has no value; a value from outside wins over the draft unless it is what the draft means. */
const useLocalTime = (props: DateTimeFieldProps) => {
  const { value, onChange, deadline = false, defaultTime = deadline ? DAY_END : '' } = props;
  const [draft, setDraft] = useState(() => localOf(value, deadline));
  const shown = value === '' || value === instantOf(draft) ? draft : localOf(value, deadline);
  const change = (part: Partial<LocalTime>) => {
    const merged = { ...shown, ...part };
    const isFirstDate = part.date !== undefined && part.date !== '' && merged.time === '';
    const next = isFirstDate ? { ...merged, time: defaultTime } : merged;
    setDraft(next);
    onChange(instantOf(next));
  };
  return { shown, change };
};

/** Date and time on a Beijing clock, whatever zone the device is in. */
export const DateTimeField = (props: DateTimeFieldProps) => {
  const { shown, change } = useLocalTime(props);
  const onDate = (date: DateOnly | '') => change({ date });
  const date = useDateText({ value: shown.date, onChange: onDate });
  const time = useTypedText<string>({
    value: shown.time,
    onChange: (text) => change({ time: text }),
    mask: maskTime,
    read: readTime,
    show: asIs,
  });
  const unread = date.isUnread ? UNREADABLE_DATE : time.isUnread ? UNREADABLE_TIME : undefined;
  useUnreadable(props.name, unread);
  const unreadable = [
    date.isUnreadable ? UNREADABLE_DATE : '',
    time.isUnreadable ? UNREADABLE_TIME : '',
  ].filter((text) => text !== '');
  const field = { ...props, error: unreadable[0] ?? props.error };
  const wiring = useField(field);
  const { id, name: _, ...aria } = wiring.control;
  return (
    <FieldShell field={field} wiring={wiring} kind="group">
      <div className="date-time">
        <DateBox
          control={{ ...aria, id }}
          input={date.input}
          label={`${props.label}的日期`}
          aria-label="日期"
          value={shown.date}
          onChange={onDate}
        />
        <input
          {...aria}
          {...time.input}
          id={`${id}-time`}
          className="input"
          data-width="time"
          type="text"
          inputMode="numeric"
          autoComplete="off"
          placeholder="如 17:30"
          aria-label="时间"
        />
        <span className="muted">北京时间</span>
      </div>
    </FieldShell>
  );
};
