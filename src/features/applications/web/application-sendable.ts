import { z } from 'zod';
import { errorFinding, type Finding } from '../../../kernel/finding.ts';
import { optionalText } from '../../../kernel/text.ts';
import { contentSchema } from '../content.ts';
import type { Draft } from './application-merge.ts';

const draftSchema = z.object({
  content: contentSchema,
  answers: z.record(z.string(), optionalText(1000, '答复')),
});

type Path = readonly PropertyKey[];

/** `items[2].note`, the same form as in findings. */
const fieldOf = (path: Path): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '')
    .replace(/^content\./, '');

const isBranch = (value: unknown): value is Record<PropertyKey, unknown> =>
  typeof value === 'object' && value !== null;

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((branch, part) => (isBranch(branch) ? branch[part] : undefined), value);

/** A copy with another value at the end of the path; the rest is shared. */
const withValue = (value: unknown, path: Path, replacement: unknown): unknown => {
  const [part, ...rest] = path;
  if (part === undefined || !isBranch(value)) return part === undefined ? replacement : value;
  const changed = withValue(value[part], rest, replacement);
  if (Array.isArray(value))
    return value.map((one: unknown, index) => (index === part ? changed : one));
  return { ...value, [part]: changed };
};

/** What stood there before, for items by id; otherwise what an untouched field holds. */
const earlierValue = (draft: Draft, base: Draft, path: Path): unknown => {
  const current = valueAt(draft, path);
  const neutral = typeof current === 'string' ? '' : null;
  const [, list, index, ...rest] = path;
  if (list !== 'items' || typeof index !== 'number') return valueAt(base, path) ?? neutral;
  const id = draft.content.items[index]?.id;
  return (
    valueAt(
      base.content.items.find((item) => item.id === id),
      rest,
    ) ?? neutral
  );
};

export interface Sendable {
  readonly draft: Draft;
  /** Values that the server would refuse (too long, unreadable characters); they stay on the page. */
  readonly unsaved: readonly Finding[];
}

/** One value that cannot be stored must not keep the rest from being saved. */
export const sendable = (draft: Draft, base: Draft): Sendable => {
  const parsed = draftSchema.safeParse(draft);
  if (parsed.success) return { draft, unsaved: [] };
  const issues = parsed.error.issues;
  const cleaned = issues.reduce<unknown>(
    (kept, issue) => withValue(kept, issue.path, earlierValue(draft, base, issue.path)),
    draft,
  );
  const isClean = draftSchema.safeParse(cleaned).success;
  return {
    draft: isClean ? (cleaned as Draft) : base,
    unsaved: issues.map((issue) =>
      errorFinding(
        'application.unsaved',
        fieldOf(issue.path),
        `${issue.message}；改好后才能保存这一处`,
      ),
    ),
  };
};
