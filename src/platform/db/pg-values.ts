import pg from 'pg';

const { builtins } = pg.types;

/** Timestamps are ISO strings with milliseconds (kernel/time.ts Instant), dates stay `YYYY-MM-DD`. */
const toInstant = (text: string): string => {
  // PostgreSQL in UTC prints `2025-04-07 16:00:00.123456+00`; fractions beyond milliseconds are cut, never rounded up.
  const [date = '', rest = ''] = text.split(' ');
  const [clock = ''] = rest.split('+');
  const [seconds = '', fraction = ''] = clock.split('.');
  return `${date}T${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
};

const toSafeInteger = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('bigint outside the safe integer range');
  return value;
};

/** Parsers for every connection of the product; the session's time zone must be UTC. */
export const pgTypes: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === builtins.TIMESTAMPTZ) return toInstant;
    if (oid === builtins.DATE) return (text: string) => text;
    if (oid === builtins.INT8) return toSafeInteger;
    return format === 'binary'
      ? pg.types.getTypeParser(oid, 'binary')
      : pg.types.getTypeParser(oid, 'text');
  },
};
