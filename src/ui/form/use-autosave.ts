import { useEffect, useState } from 'react';

import type { Instant } from '../../kernel/time.ts';
import { onSignedInAgain } from '../api/api-client.ts';
import { nowInstant } from '../time/clock.ts';
import { AutosaveQueue } from './autosave-queue.ts';
import type { AutosaveState } from './autosave-queue.ts';
import { useUnloadGuard } from './leave-guard.tsx';

export interface Autosave<T> {
  readonly state: AutosaveState;
  /** When the server last took something; undefined before the first time. */
  readonly savedAt: Instant | undefined;
  /** Call with the whole value on each change. */
  readonly push: (value: T) => void;
  readonly flush: () => void;
  /** Ends a conflict: the value to save, or undefined to take theirs. */
  readonly resolve: (value: T | undefined) => void;
}

/**
 * Keeps a draft on the server while it is typed. `save` sends the value with the version it was read at (keep the
 * version in a ref and renew it from each answer); a 409 becomes `state.kind === 'conflict'`: read the record again,
 * show `<Conflict>`, then `resolve`.
 */
export const useAutosave = <T>(save: (value: T) => Promise<void>): Autosave<T> => {
  const [state, setState] = useState<AutosaveState>({ kind: 'idle' });
  const [savedAt, setSavedAt] = useState<Instant>();
  const [queue] = useState(
    () =>
      new AutosaveQueue<T>({
        save,
        onState: (next) => {
          setState(next);
          if (next.kind === 'saved') setSavedAt(nowInstant());
        },
      }),
  );
  useEffect(() => queue.sendWith(save), [queue, save]);
  const [actions] = useState(() => ({
    push: (value: T) => queue.push(value),
    flush: () => queue.flush(),
    resolve: (value: T | undefined) => queue.resolve(value),
    isDirty: () => queue.isDirty,
  }));
  useUnloadGuard(actions.isDirty);
  // Leaving the page inside the desk sends what is left; the request outlives the component.
  useEffect(() => () => queue.flush(), [queue]);
  useEffect(() => {
    const send = () => queue.flush();
    window.addEventListener('online', send);
    const forget = onSignedInAgain(send);
    return () => {
      window.removeEventListener('online', send);
      forget();
    };
  }, [queue]);
  return { state, savedAt, push: actions.push, flush: actions.flush, resolve: actions.resolve };
};
