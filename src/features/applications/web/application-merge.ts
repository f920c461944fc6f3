import { normalizeText } from '../../../kernel/text.ts';
import type { ApplicationContent, ApplicationItemContent } from '../content.ts';
import { reasonsById, withItems } from './application-items.ts';
import { PEOPLE_FIELDS } from './application-text.ts';

/** What is typed: the content, and the answers to the reviewers' remarks by remark id. */
export interface Draft {
  readonly content: ApplicationContent;
  readonly answers: Readonly<Record<string, string>>;
}

type Parts = Map<string, unknown>;

const ITEM = 'items/';
const REASON = 'reasons/';
const ANSWER = 'answers/';

/** The draft cut into the pieces that two people can change without getting in each other's way. */
const partsOf = ({ content, answers }: Draft): Parts =>
  new Map<string, unknown>([
    ...PEOPLE_FIELDS.map((field) => [field, content[field]] as const),
    ...content.conditions.flatMap((condition, index) => [
      [`conditions[${index}].answer`, condition.answer] as const,
      [`conditions[${index}].explanation`, condition.explanation] as const,
    ]),
    ['statementAccepted', content.statementAccepted] as const,
    ...content.items.map((item) => [`${ITEM}${item.id}`, item] as const),
    ...Object.entries(reasonsById(content))
      .filter(([, reason]) => reason !== '')
      .map(([key, reason]) => [`${REASON}${key}`, reason] as const),
    ...Object.entries(answers).map(([id, answer]) => [`${ANSWER}${id}`, answer] as const),
  ]);

const under = (parts: Parts, prefix: string): Record<string, string> =>
  Object.fromEntries(
    [...parts]
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), String(value)]),
  );

/** Puts the pieces together again; `order` names the items, those of one side first. */
const assemble = (shape: Draft, parts: Parts, order: readonly string[]): Draft => {
  const items = [...new Set(order)].flatMap((id) => {
    const item = parts.get(`${ITEM}${id}`);
    return item === undefined ? [] : [item as ApplicationItemContent];
  });
  const texts = Object.fromEntries(PEOPLE_FIELDS.map((field) => [field, parts.get(field)]));
  const conditions = shape.content.conditions.map((_, index) => ({
    answer: parts.get(`conditions[${index}].answer`),
    explanation: parts.get(`conditions[${index}].explanation`),
  }));
  const content = {
    ...shape.content,
    ...texts,
    conditions,
    statementAccepted: parts.get('statementAccepted'),
  } as ApplicationContent;
  return {
    content: withItems(content, items, under(parts, REASON)),
    answers: under(parts, ANSWER),
  };
};

/** JSON would write it as an empty box. */
const plain = (part: unknown): unknown => (Number.isNaN(part) ? 'NaN' : part);

/** The server takes white space off both ends; that is no change by anybody. */
const canonical = (value: unknown): string | undefined =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' ? normalizeText(part) : plain(part),
  );

const same = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other);

export const sameDraft = (one: Draft, other: Draft): boolean => {
  const [left, right] = [partsOf(one), partsOf(other)];
  const order = (draft: Draft) => draft.content.items.map((item) => item.id);
  return (
    left.size === right.size &&
    [...left].every(([key, value]) => same(value, right.get(key))) &&
    same(order(one), order(other))
  );
};

export interface Merged {
  /** Both sides' changes; where both changed the same piece, mine. */
  readonly draft: Draft;
  /** The same, with theirs where both changed the same piece. */
  readonly yielding: Draft;
  /** The pieces that both changed, and differently. */
  readonly clashes: readonly string[];
}

/**
 * Three-way merge: `base` is what both started from. A piece that one side left alone is taken from the other, so that
 * two colleagues in two sections never have to choose; only a piece that both changed is a clash.
 */
export const mergeDrafts = (base: Draft, mine: Draft, theirs: Draft): Merged => {
  const [from, left, right] = [partsOf(base), partsOf(mine), partsOf(theirs)];
  const keys = new Set([...left.keys(), ...right.keys()]);
  const clashes: string[] = [];
  const ours: Parts = new Map();
  const yielded: Parts = new Map();
  const put = (parts: Parts, key: string, value: unknown): void => {
    if (value !== undefined) parts.set(key, value);
  };
  for (const key of keys) {
    const [was, my, their] = [from.get(key), left.get(key), right.get(key)];
    const isClash = !same(my, was) && !same(their, was) && !same(my, their);
    if (isClash) clashes.push(key);
    put(ours, key, isClash || !same(my, was) ? my : their);
    put(yielded, key, isClash || same(my, was) ? their : my);
  }
  const order = [...theirs.content.items, ...mine.content.items].map((item) => item.id);
  return {
    draft: assemble(mine, ours, order),
    yielding: assemble(theirs, yielded, order),
    clashes,
  };
};
