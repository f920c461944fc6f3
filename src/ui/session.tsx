import { createContext, use } from 'react';

import type { Actor, Role } from '../kernel/actor.ts';
import type { Instant } from '../kernel/time.ts';

/** What every page may know of `GET /api/session`. */
export interface Session {
  /** Name of the product, from the configuration. */
  readonly title: string;
  /** null while nobody is signed in. */
  readonly actor: Actor | null;
  /** The server's clock. */
  readonly now: Instant;
  /** What this session has to do before anything else. */
  readonly restriction: 'SECOND_FACTOR' | 'PASSWORD' | null;
  /** A view of another person is over and was not left yet. */
  readonly viewEnded: boolean;
  /** The demo: invented data, may be played with. */
  readonly demo: boolean;
}

const SessionContext = createContext<Session | null>(null);

export const SessionProvider = SessionContext;

export const useSession = (): Session => {
  const session = use(SessionContext);
  if (session === null) throw new Error('useSession outside the shell');
  return session;
};

/** The signed-in person; pages inside the shell always have one. */
export const useActor = (): Actor => {
  const { actor } = useSession();
  if (actor === null) throw new Error('useActor on a page that is open to the public');
  return actor;
};

export const useHasRole = (...roles: readonly Role[]): boolean => {
  const { actor } = useSession();
  return actor !== null && actor.roles.some((role) => roles.includes(role));
};
