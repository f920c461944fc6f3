import fc from 'fast-check';
import { z } from 'zod';

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
}

/** Strings that have broken programs before; after the public "big list of naughty strings". */
export const NAUGHTY = [
  '',
  ' ',
  '0',
  'null',
  'undefined',
  '__proto__',
  'constructor',
  "'; drop table account; --",
  '%',
  '_',
  '\\',
  '%00',
  '<script>alert(1)</script>',
  '{{7*7}}',
  '${7*7}',
  '../../etc/passwd',
  '=HYPERLINK("http://x")',
  '\u202Eabc',
  'ﷺ',
  '𠮷㐂·',
  '👩‍👩‍👧‍👦',
  'e\u0301',
  '\uFEFF',
  '9007199254740993',
  '1e309',
  '-1',
  '2025-02-30',
  '长'.repeat(3000),
];

/** One more than a column of 32 bits holds. */
const HUGE = 2_147_483_648;

const text = ({ minLength = 0, maxLength = 400 }: JsonSchema): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom('测试内容', '2025', '材料完整，理由充分，同意该项办理意见。'),
    fc.constantFrom(...NAUGHTY),
    fc.string({
      unit: 'grapheme',
      minLength: Math.min(minLength, 50),
      maxLength: Math.min(maxLength, 60),
    }),
  );

const stringOf = (schema: JsonSchema, ids: readonly string[]): fc.Arbitrary<unknown> => {
  switch (schema.format) {
    case 'uuid':
      return fc.oneof(fc.constantFrom(...ids), fc.uuid({ version: 7 }));
    case 'date-time':
      return fc.constantFrom(
        '2025-03-05T16:00:00.000Z',
        '2024-01-01T00:00:00.000Z',
        '2099-12-31T16:00:00.000Z',
      );
    case 'date':
      return fc.constantFrom('2025-03-01', '2020-01-01', '2099-12-31', '0001-01-01');
    case 'base64':
      return fc.constantFrom('5Luj56CBLOWQjeensAox', 'UEsDBA==', 'AAAA', '77u/5Luj56CB');
    default:
  }
  return schema.pattern?.includes('[0-9a-f]{64}') === true
    ? fc.constant('0'.repeat(64))
    : text(schema);
};

const objectOf = (schema: JsonSchema, ids: readonly string[]): fc.Arbitrary<unknown> => {
  const { properties = {}, required = [] } = schema;
  if (Object.keys(properties).length === 0) {
    const value =
      typeof schema.additionalProperties === 'object'
        ? arbitraryOf(schema.additionalProperties, ids)
        : text({});
    return fc.dictionary(
      fc.oneof(fc.constantFrom(...ids), fc.constantFrom('a', 'constructor')),
      value,
      { maxKeys: 2 },
    );
  }
  const model = Object.fromEntries(
    Object.entries(properties).map(([name, inner]) => [name, arbitraryOf(inner, ids)]),
  );
  return fc.record(model, { requiredKeys: required as never[] });
};

const numberOf = ({ minimum = -5, maximum = HUGE }: JsonSchema): fc.Arbitrary<number> => {
  const low = Math.ceil(Math.max(minimum, -5));
  const high = Math.floor(Math.min(maximum, HUGE));
  return fc.oneof(
    fc.integer({ min: low, max: Math.min(low + 3, high) }),
    fc.constantFrom(high, low),
  );
};

const arrayOf = (schema: JsonSchema, ids: readonly string[]): fc.Arbitrary<unknown> => {
  const { minItems = 0, maxItems = 5, items = {} } = schema;
  const maxLength = Math.max(minItems, Math.min(maxItems, 3));
  return fc.array(arbitraryOf(items, ids), { minLength: minItems, maxLength });
};

const BY_TYPE: Readonly<
  Record<string, (schema: JsonSchema, ids: readonly string[]) => fc.Arbitrary<unknown>>
> = {
  string: stringOf,
  integer: numberOf,
  number: numberOf,
  boolean: () => fc.boolean(),
  null: () => fc.constant(null),
  array: arrayOf,
  object: objectOf,
};

const anything = (): fc.Arbitrary<unknown> =>
  fc.oneof(fc.constantFrom(...NAUGHTY), fc.integer(), fc.boolean());

const arbitraryOf = (schema: JsonSchema, ids: readonly string[]): fc.Arbitrary<unknown> => {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((one) => arbitraryOf(one, ids)));
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if ('const' in schema) return fc.constant(schema.const);
  return (BY_TYPE[String(schema.type)] ?? anything)(schema, ids);
};

/** Values that a contract's schema would mostly accept, with the nastiest contents it lets through; ids are drawn from `ids`. */
export const valuesOf = (schema: z.ZodType, ids: readonly string[]): fc.Arbitrary<unknown> =>
  arbitraryOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema, ids);
