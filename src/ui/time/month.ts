import { addDaysToDate, type DateOnly, toDateOnly, yearOf } from '../../kernel/time.ts';

/** Monday is 0. */
export const weekdayOf = (date: DateOnly): number => {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  // Sakamoto's method: January and February count to the year before.
  const offset = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4][month - 1] ?? 0;
  const y = month < 3 ? year - 1 : year;
  const sunday =
    (y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + offset + day) % 7;
  return (sunday + 6) % 7;
};

const firstOfMonth = (date: DateOnly): DateOnly => toDateOnly(`${date.slice(0, 8)}01`);

/** So many months later, the same day or the month's last. */
export const addMonths = (date: DateOnly, months: number): DateOnly => {
  const count = yearOf(date) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const month = `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`;
  const day = Number(date.slice(8));
  const first = toDateOnly(`${month}-01`);
  const sameDay = addDaysToDate(first, day - 1);
  if (sameDay.slice(0, 7) === month) return sameDay;
  return addDaysToDate(sameDay, -Number(sameDay.slice(8)));
};

/** The weeks of the date's month from Monday on; days of the neighbouring months are undefined. */
export const weeksOf = (date: DateOnly): readonly (readonly (DateOnly | undefined)[])[] => {
  const first = firstOfMonth(date);
  const before = weekdayOf(first);
  const length = Number(addDaysToDate(addMonths(first, 1), -1).slice(8));
  return Array.from({ length: Math.ceil((before + length) / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_day, weekday) => {
      const index = week * 7 + weekday - before;
      return index < 0 || index >= length ? undefined : addDaysToDate(first, index);
    }),
  );
};
