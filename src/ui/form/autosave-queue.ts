import { asApiError } from '../api/api-error.ts';
import type { ApiError } from '../api/api-error.ts';

export type AutosaveState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'pending' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'saved' }
  /** Will be tried again by itself. */
  | { readonly kind: 'retrying'; readonly error: ApiError }
  /** Someone else saved in between; nothing is sent until `resolve`. */
  | { readonly kind: 'conflict'; readonly error: ApiError }
  /** The server will not take it as it is; the next change is tried again. */
  | { readonly kind: 'refused'; readonly error: ApiError };

interface Timers {
  readonly set: (work: () => void, afterMs: number) => unknown;
  readonly clear: (timer: never) => void;
}

export interface AutosaveOptions<T> {
  /** Sends one value; rejects with `ApiError`. Only one runs at a time. */
  readonly save: (value: T) => Promise<void>;
  readonly onState: (state: AutosaveState) => void;
  readonly delayMs?: number;
  /** For tests. */
  readonly timers?: Timers;
}

const DELAY_MS = 800;
const RETRY_MS = [2000, 5000, 10_000, 30_000] as const;

const browserTimers: Timers = {
  set: (work, afterMs) => setTimeout(work, afterMs),
  clear: (timer) => clearTimeout(timer),
};

const retryDelay = (error: ApiError, tries: number): number =>
  error.retryAfter === undefined
    ? (RETRY_MS[Math.min(tries, RETRY_MS.length - 1)] ?? RETRY_MS[0])
    : error.retryAfter * 1000;

/**
 * Saves what is typed: waits for a pause, sends one value after another, and only ever the latest, so that an old
 * value can never overwrite a newer one. Values live in memory until the server has them.
 */
export class AutosaveQueue<T> {
  readonly #options: AutosaveOptions<T>;
  readonly #timers: Timers;
  #save: (value: T) => Promise<void>;
  #waiting: { readonly value: T } | undefined;
  #timer: unknown;
  #isSaving = false;
  #isHeld = false;
  #tries = 0;

  constructor(options: AutosaveOptions<T>) {
    this.#options = options;
    this.#timers = options.timers ?? browserTimers;
    this.#save = options.save;
  }

  /** A newer function with the same meaning: it closes over newer versions. */
  sendWith(save: (value: T) => Promise<void>): void {
    this.#save = save;
  }

  /** Whether something typed has not reached the server. */
  get isDirty(): boolean {
    return this.#isSaving || this.#waiting !== undefined;
  }

  push(value: T): void {
    this.#waiting = { value };
    if (this.#isHeld) return;
    if (!this.#isSaving) this.#tell({ kind: 'pending' });
    this.#schedule(this.#options.delayMs ?? DELAY_MS);
  }

  /** Sends at once: before leaving a page, after signing in again. */
  flush(): void {
    this.#clear();
    void this.#send();
  }

  /** After a conflict: `value` is what shall be saved now (mine, merged), undefined to take theirs. */
  resolve(value: T | undefined): void {
    this.#isHeld = false;
    this.#waiting = value === undefined ? undefined : { value };
    if (value === undefined) this.#tell({ kind: 'saved' });
    else this.flush();
  }

  #tell(state: AutosaveState): void {
    this.#options.onState(state);
  }

  #clear(): void {
    if (this.#timer !== undefined) this.#timers.clear(this.#timer as never);
    this.#timer = undefined;
  }

  #schedule(afterMs: number): void {
    this.#clear();
    this.#timer = this.#timers.set(() => {
      this.#timer = undefined;
      void this.#send();
    }, afterMs);
  }

  async #send(): Promise<void> {
    if (this.#isSaving || this.#isHeld || this.#waiting === undefined) return;
    const sent = this.#waiting;
    this.#waiting = undefined;
    this.#isSaving = true;
    this.#tell({ kind: 'saving' });
    try {
      await this.#save(sent.value);
      this.#isSaving = false;
      this.#tries = 0;
      this.#afterSuccess();
    } catch (fault) {
      this.#isSaving = false;
      this.#afterFailure(asApiError(fault), sent);
    }
  }

  #afterSuccess(): void {
    if (this.#waiting === undefined) this.#tell({ kind: 'saved' });
    else if (this.#timer === undefined) void this.#send();
    else this.#tell({ kind: 'pending' });
  }

  #afterFailure(error: ApiError, sent: { readonly value: T }): void {
    // What was typed meanwhile is newer than what failed.
    this.#waiting ??= sent;
    if (error.status === 409) {
      this.#isHeld = true;
      this.#clear();
      this.#tell({ kind: 'conflict', error });
    } else if (error.isTemporary || error.status === 401) {
      this.#tell({ kind: 'retrying', error });
      this.#schedule(retryDelay(error, this.#tries));
      this.#tries += 1;
    } else {
      this.#tell({ kind: 'refused', error });
    }
  }
}
