import { Link } from 'react-router';

import { addDaysToDate, beijingDate, type DateOnly, formatDate } from '../../../kernel/time.ts';
import { weekdayOf, weeksOf } from '../../../ui/time/month.ts';
import type { SessionRow } from '../contract.ts';
import { clockText, firstDay, monthText } from '../rules.ts';
import { namesOf, OwnFlags, SessionTag, Span } from './session-words.tsx';

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日'] as const;

interface Props {
  readonly month: string;
  readonly today: DateOnly;
  readonly rows: readonly SessionRow[];
}

/** One that goes over midnight stands on both days. */
const isOn = (row: SessionRow, day: DateOnly): boolean =>
  beijingDate(row.startsAt) <= day && day <= beijingDate(row.endsAt);

const Entry = ({ row, day }: { readonly row: SessionRow; readonly day: DateOnly }) => (
  <li className="info-session-entry" data-status={row.status} data-mine={row.signedUp || undefined}>
    <Link to={`/info-sessions/${row.id}`}>
      <span className="info-session-clock">
        {beijingDate(row.startsAt) === day ? clockText(row.startsAt) : '续'}
      </span>{' '}
      {row.status === 'CANCELLED' ? '（已取消）' : ''}
      {row.title}
    </Link>
    <OwnFlags row={row} />
  </li>
);

const Day = ({
  day,
  today,
  rows,
}: {
  readonly day: DateOnly;
  readonly today: DateOnly;
  readonly rows: readonly SessionRow[];
}) => (
  <td data-today={day === today || undefined}>
    <time className="info-session-day" dateTime={day} aria-label={formatDate(day)}>
      {Number(day.slice(8))}
    </time>
    {rows.length === 0 ? null : (
      <ul>
        {rows.map((row) => (
          <Entry key={row.id} row={row} day={day} />
        ))}
      </ul>
    )}
  </td>
);

/** A month on wide screens. */
export const MonthGrid = ({ month, today, rows }: Props) => (
  <table className="info-session-month">
    <caption className="hidden">{monthText(month)}的说明会</caption>
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
      {weeksOf(firstDay(month)).map((week) => (
        <tr key={week.find((day) => day !== undefined)}>
          {week.map((day, index) =>
            day === undefined ? (
              <td key={WEEKDAYS[index]}>{''}</td>
            ) : (
              <Day
                key={WEEKDAYS[index]}
                day={day}
                today={today}
                rows={rows.filter((row) => isOn(row, day))}
              />
            ),
          )}
        </tr>
      ))}
    </tbody>
  </table>
);

/** Days of the month that have something, for a heading each. */
const daysWith = ({ month, rows }: Omit<Props, 'today'>): DateOnly[] => {
  const first = firstDay(month);
  return Array.from({ length: 31 }, (_, index) => addDaysToDate(first, index)).filter(
    (day) => day.startsWith(month) && rows.some((row) => isOn(row, day)),
  );
};

/** The same as a list on phones. */
export const MonthList = ({ month, rows }: Omit<Props, 'today'>) => (
  <div className="info-session-list">
    {daysWith({ month, rows }).map((day) => (
      <section key={day} aria-labelledby={`day-${day}`}>
        <h2 id={`day-${day}`}>
          {formatDate(day)}（星期{WEEKDAYS[weekdayOf(day)]}）
        </h2>
        <ul>
          {rows
            .filter((row) => isOn(row, day))
            .map((row) => (
              <li key={row.id} className="info-session-card">
                <Link to={`/info-sessions/${row.id}`}>{row.title}</Link>
                <Span row={row} />
                <span className="muted">
                  {row.organizationName}：{namesOf(row)}
                </span>
                <span>
                  <SessionTag status={row.status} /> <OwnFlags row={row} />
                </span>
              </li>
            ))}
        </ul>
      </section>
    ))}
  </div>
);

export const isMonth = (text: string | null): text is string =>
  text !== null && /^20\d\d-(?:0[1-9]|1[0-2])$/.test(text);
