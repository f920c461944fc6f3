import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';

import { addDaysToDate, type DateOnly, formatDate } from '../../kernel/time.ts';
import { Button } from '../action/button.tsx';
import { addMonths, weekdayOf, weeksOf } from '../time/month.ts';

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日'] as const;

const STEPS: Readonly<Record<string, (date: DateOnly, isShift: boolean) => DateOnly>> = {
  ArrowLeft: (date) => addDaysToDate(date, -1),
  ArrowRight: (date) => addDaysToDate(date, 1),
  ArrowUp: (date) => addDaysToDate(date, -7),
  ArrowDown: (date) => addDaysToDate(date, 7),
  Home: (date) => addDaysToDate(date, -weekdayOf(date)),
  End: (date) => addDaysToDate(date, 6 - weekdayOf(date)),
  PageUp: (date, isShift) => addMonths(date, isShift ? -12 : -1),
  PageDown: (date, isShift) => addMonths(date, isShift ? 12 : 1),
};

const monthLabel = (date: DateOnly): string => formatDate(date).replace(/月.*$/, '月');

interface CalendarProps {
  readonly chosen: DateOnly | '';
  readonly today: DateOnly;
  readonly min: DateOnly | undefined;
  readonly max: DateOnly | undefined;
  readonly onChoose: (date: DateOnly) => void;
}

/** One month; arrow keys go by days and weeks, 翻页键 by months, with Shift by years. */
export const Calendar = ({ chosen, today, min, max, onChoose }: CalendarProps) => {
  const labelId = useId();
  const grid = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState<DateOnly>(chosen === '' ? today : chosen);
  const [hasMoved, setMoved] = useState(true);
  useEffect(() => {
    if (hasMoved) grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }, [at, hasMoved]);
  const isOut = (date: DateOnly): boolean =>
    (min !== undefined && date < min) || (max !== undefined && date > max);
  const turn = (months: number) => {
    setMoved(false);
    setAt(addMonths(at, months));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setMoved(true);
    setAt(step(at, event.shiftKey));
  };
  return (
    <div className="calendar">
      <div className="calendar-head">
        <Button small icon="chevron-left" label="上个月" onClick={() => turn(-1)}>
          {''}
        </Button>
        <strong id={labelId} aria-live="polite">
          {monthLabel(at)}
        </strong>
        <Button small icon="chevron-right" label="下个月" onClick={() => turn(1)}>
          {''}
        </Button>
      </div>
      <table ref={grid} aria-labelledby={labelId}>
        <thead>
          <tr>
            {WEEKDAYS.map((name) => (
              <th key={name} scope="col" abbr={`星期${name}`}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(at).map((week) => (
            <tr key={week.find((day) => day !== undefined)}>
              {week.map((day, index) =>
                day === undefined ? (
                  <td key={WEEKDAYS[index]}>{''}</td>
                ) : (
                  <td key={WEEKDAYS[index]}>
                    <button
                      type="button"
                      className="calendar-day"
                      aria-label={formatDate(day)}
                      aria-current={day === today ? 'date' : undefined}
                      aria-pressed={day === chosen}
                      aria-disabled={isOut(day) || undefined}
                      tabIndex={day === at ? 0 : -1}
                      onKeyDown={onKeyDown}
                      onClick={() => {
                        if (!isOut(day)) onChoose(day);
                      }}
                    >
                      {Number(day.slice(8))}
                    </button>
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <Button small tone="quiet" disabled={isOut(today)} onClick={() => onChoose(today)}>
        今天
      </Button>
    </div>
  );
};
