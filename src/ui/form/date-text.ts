import { type DateOnly, isDateOnly } from '../../kernel/time.ts';

/** `2025-04` while typing digits only, so that eight digits of a phone's keypad make a date. */
export const maskDate = (text: string): string =>
  text
    .replace(/^(\d{4})(\d{2})(\d{1,2})$/, '$1-$2-$3')
    .replace(/^(\d{4})(\d{1,2})$/, '$1-$2')
    .replace(/^(\d{4}-\d{2})(\d{1,2})$/, '$1-$2');

/** A date as people write it: `2025-4-7`, `2025/04/07`, `2025.4.7`, `2025年4月7日`, `20250407`. '' for anything else. */
export const readDate = (text: string): DateOnly | '' => {
  const [, year = '', month = '', day = ''] =
    /^\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\s*$/.exec(
      maskDate(text.normalize('NFKC').trim()),
    ) ?? [];
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDateOnly(date) ? date : '';
};

/** `09:3` while typing digits only. */
export const maskTime = (text: string): string => text.replace(/^(\d{2})(\d{1,2})$/, '$1:$2');

/** A time of day as people write it: `9:30`, `09：30`, `0930`; `24:00` ends the day. '' for anything else. */
export const readTime = (text: string): string => {
  const [, hour = '', minute = ''] =
    /^(\d{1,2})\s*[:.时]\s*(\d{2})\s*分?$/.exec(maskTime(text.normalize('NFKC').trim())) ?? [];
  const isEnd = hour === '24' && minute === '00';
  const isTime = hour !== '' && Number(hour) < 24 && Number(minute) < 60;
  return isTime || isEnd ? `${hour.padStart(2, '0')}:${minute}` : '';
};
