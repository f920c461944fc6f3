import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const MANIFEST = new URL('../../../dist/web/.vite/manifest.json', import.meta.url);
const ENTRY = '../../ui/styles/public.css';

const manifest = z.record(z.string(), z.object({ file: z.string() }));

/** The address of the public style sheet in a build's manifest, or undefined when the build has none. */
export const stylesheetIn = (text: string): string | undefined => {
  const entry = manifest.parse(JSON.parse(text))[ENTRY];
  return entry === undefined ? undefined : `/desk/${entry.file}`;
};

let found: string | undefined;

/** Looked up once the web is built; without it the pages still read, in the browser's own dress. */
export const builtStylesheet = (): string | undefined => {
  if (found === undefined && existsSync(MANIFEST))
    found = stylesheetIn(readFileSync(MANIFEST, 'utf8'));
  return found;
};
