import { randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { processIdentity } from './embedded-process.ts';

const holderShape = z.object({ pid: z.number().int(), identity: z.string(), command: z.string() });

/** The onex process that is responsible for stopping the database of a data folder. */
export type Holder = z.infer<typeof holderShape>;

export type LockAttempt =
  | { readonly taken: true; readonly release: () => Promise<void> }
  | { readonly taken: false; readonly holder: Holder };

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

const readOrNothing = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
};

const parseHolder = (text: string): Holder | undefined => {
  try {
    return holderShape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

const isRunning = (holder: Holder | undefined): holder is Holder =>
  holder !== undefined && processIdentity(holder.pid) === holder.identity;

/** Whether the complete file could be put there; never overwrites and is never seen half written. */
const place = async (path: string, draft: string): Promise<boolean> => {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
};

/**
 * Removes a dead holder's file. Only one process at a time may do so, and only while the file is still the same:
 * a slower one would remove the lock that a faster one has taken since.
 */
const clear = async (path: string, stale: string): Promise<void> => {
  const guard = await takeLock(`${path}.guard`);
  if (!guard.taken) {
    await sleep(5);
    return;
  }
  try {
    if ((await readOrNothing(path)) === stale) await rm(path);
  } finally {
    await guard.release();
  }
};

/**
 * Takes the lock file unless a running process holds it. What a killed process left is taken over.
 * The same process asking twice is told that it holds it already.
 */
export async function takeLock(path: string): Promise<LockAttempt> {
  const draft = `${path}.${randomUUID()}`;
  const own = JSON.stringify({
    pid: process.pid,
    identity: processIdentity(process.pid) ?? '',
    command: process.argv
      .slice(1)
      .map((word) => basename(word))
      .join(' '),
  } satisfies Holder);
  await writeFile(draft, own, { mode: 0o644 });
  try {
    for (;;) {
      if (await place(path, draft)) {
        return {
          taken: true,
          release: async () => {
            if ((await readOrNothing(path)) === own) await rm(path, { force: true });
          },
        };
      }
      const found = await readOrNothing(path);
      if (found === undefined) continue;
      const holder = parseHolder(found);
      if (isRunning(holder)) return { taken: false, holder };
      await clear(path, found);
    }
  } finally {
    await rm(draft, { force: true });
  }
}
