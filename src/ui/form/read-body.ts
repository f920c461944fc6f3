import type { z } from 'zod';

import { errorFinding, type Finding } from '../../kernel/finding.ts';

export type ReadBody<T> =
  | { readonly body: T; readonly findings: readonly [] }
  | { readonly body: undefined; readonly findings: readonly Finding[] };

/**
 * Reads a form by its contract before anything is sent, so that all is told at once and in the server's words: one
 * finding for a field, since an empty box is reported by more than one check.
 * @param code of the findings, e.g. `rounds.invalid`
 * @param empty for boxes of one kind, the words that say which of them is not filled in, by field
 */
export const readBody = <S extends z.ZodType>(
  schema: S,
  values: unknown,
  { code, empty }: { readonly code: string; readonly empty: Readonly<Record<string, string>> },
): ReadBody<z.output<S>> => {
  const parsed = schema.safeParse(values);
  if (parsed.success) return { body: parsed.data, findings: [] };
  const byField = new Map<string, string>();
  for (const { path, message } of parsed.error.issues) {
    const field = path.join('.');
    if (!byField.has(field)) byField.set(field, empty[field] ?? message);
  }
  const findings = [...byField].map(([field, text]) => errorFinding(code, field, text));
  return { body: undefined, findings };
};
