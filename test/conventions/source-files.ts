import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface SourceFile {
  /** From the project's folder, e.g. `src/kernel/time.ts`. */
  readonly path: string;
  readonly text: string;
}

const isTest = (path: string): boolean => /\.test\.ts$|(?:^|[/-])factory\.ts$/.test(path);

/** Every file of the product itself: no tests, no factories, nothing generated. */
export const productFiles = (pattern = 'src/**/*.{ts,tsx}'): SourceFile[] =>
  globSync(pattern, { cwd: ROOT })
    .filter((path) => !isTest(path) && path !== 'src/platform/db/tables.ts')
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

/** The text without comments, so that words in an explanation are not taken for code. */
export const withoutComments = (text: string): string =>
  text
    .replaceAll(/\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ' '))
    .replaceAll(/(^|[^:'"`\\])\/\/[^\n]*/g, '$1');

/** `src/features/rounds/queries.ts` → `rounds`; `undefined` outside the features. */
export const featureOf = (path: string): string | undefined =>
  /^src\/features\/([^/]+)\//.exec(path)?.[1];
