import { randomBytes } from 'node:crypto';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isStorageKey } from './storage-key.ts';

/** Gets at most the aged keys of one of 256 folders and answers which of them a row names. */
export type ListKnownKeys = (candidates: readonly string[]) => Promise<Iterable<string>>;

const DAY_MS = 86_400_000;
const INCOMING_LIFE_MS = DAY_MS;
const ORPHAN_LIFE_MS = 7 * DAY_MS;

const FOLDER = /^[0-9a-f]{2}$/;

/** Whether a system call failed with one of these codes. */
export const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code));

/** Milliseconds on the file system's own clock, the one that file ages are measured by. */
const fileSystemNow = async (folder: string): Promise<number> => {
  const probe = path.join(folder, `now-${randomBytes(8).toString('hex')}`);
  await writeFile(probe, '');
  try {
    return (await stat(probe)).mtimeMs;
  } finally {
    await rm(probe, { force: true });
  }
};

const namesIn = async (folder: string): Promise<readonly string[]> => {
  try {
    return await readdir(folder);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
};

const isOlderThan = async (file: string, instant: number): Promise<boolean> => {
  try {
    return (await stat(file)).mtimeMs < instant;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
};

/** Removes what crashed uploads left more than a day ago. */
export const sweepIncoming = async (incoming: string): Promise<void> => {
  const before = (await fileSystemNow(incoming)) - INCOMING_LIFE_MS;
  for (const name of await namesIn(incoming)) {
    const file = path.join(incoming, name);
    if (await isOlderThan(file, before)) await rm(file, { force: true });
  }
};

const agedKeys = async (
  root: string,
  outer: string,
  before: number,
): Promise<readonly string[]> => {
  const keys: string[] = [];
  for (const inner of await namesIn(path.join(root, outer))) {
    for (const name of await namesIn(path.join(root, outer, inner))) {
      const key = `${outer}/${inner}/${name}`;
      if (isStorageKey(key) && (await isOlderThan(path.join(root, key), before))) keys.push(key);
    }
  }
  return keys;
};

/** Removes files that no row names and that are older than seven days; returns their keys. */
export const sweepUnknown = async (
  root: string,
  incoming: string,
  listKnownKeys: ListKnownKeys,
): Promise<readonly string[]> => {
  const before = (await fileSystemNow(incoming)) - ORPHAN_LIFE_MS;
  const removed: string[] = [];
  for (const outer of (await namesIn(root)).filter((name) => FOLDER.test(name))) {
    const candidates = await agedKeys(root, outer, before);
    if (candidates.length === 0) continue;
    const known = new Set(await listKnownKeys(candidates));
    const orphans = candidates.filter((key) => !known.has(key));
    for (const key of orphans) await rm(path.join(root, key), { force: true });
    removed.push(...orphans);
  }
  return removed;
};
