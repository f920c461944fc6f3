import { Worker } from 'node:worker_threads';
import type { TextKind, TextResult, TextTask } from './text-worker.ts';

export interface TextLimits {
  /** Wall-clock milliseconds for one file, the start of the thread included. */
  readonly timeMs: number;
  readonly pages: number;
  readonly characters: number;
  readonly megabytes: number;
}

export const TEXT_LIMITS: TextLimits = {
  timeMs: 90_000,
  pages: 300,
  characters: 1_000_000,
  megabytes: 512,
};

/** Why a file gave no text: it could not be read, took too long, or wanted too much memory. */
export type TextFailure = 'unreadable' | 'timeout' | 'exhausted';

/**
 * Reads the text of a stored file in a thread of its own, so that a hostile or merely huge one can neither block nor
 * exhaust the worker process. The thread serves one file and ends.
 */
export const readText = (
  kind: TextKind,
  bytes: Uint8Array,
  limits: TextLimits = TEXT_LIMITS,
): Promise<TextResult | TextFailure> =>
  new Promise((resolve) => {
    const worker = new Worker(new URL('./text-worker.ts', import.meta.url), {
      // The libraries print remarks about odd files, which must not reach the log.
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: limits.megabytes, stackSizeMb: 4 },
    });
    const finish = (outcome: TextResult | TextFailure): void => {
      clearTimeout(timer);
      resolve(outcome);
      void worker.terminate();
    };
    const timer = setTimeout(() => finish('timeout'), limits.timeMs);
    worker.once('message', finish);
    worker.once('error', (error: unknown) => {
      const isFull =
        error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      finish(isFull ? 'exhausted' : 'unreadable');
    });
    worker.once('exit', () => finish('unreadable'));
    const task: TextTask = {
      kind,
      bytes,
      mostPages: limits.pages,
      mostCharacters: limits.characters,
    };
    worker.postMessage(task);
  });
