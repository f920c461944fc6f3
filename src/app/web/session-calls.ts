import { useQuery } from '@tanstack/react-query';

// Only the types: the frame must not wait for the validation library, which the first page loads.
import type { getSession } from '../../features/accounts/contract.ts';
import type { checkProof, proveIdentity } from '../../features/accounts/factor-contract.ts';
import type { endView } from '../../features/accounts/permission-contract.ts';
import { request } from '../../ui/api/api-client.ts';
import type { ApiError } from '../../ui/api/api-error.ts';
import { readKey } from '../../ui/api/use-api.ts';
import type { Session } from '../../ui/session.tsx';

const SESSION_NAME: (typeof getSession)['name'] = 'accounts.getSession';
const SESSION_PATH: (typeof getSession)['path'] = '/api/session';

/** Address of the sign-in page inside the desk. */
export const SIGN_IN = '/sign-in';

/** Where a session goes that has to do one thing first. */
export const FIRST = '/account/first';

/** The same key as `useRead(getSession, {})`, so that signing in can refresh it. */
export const SESSION_KEY = readKey({ name: SESSION_NAME });

export const readSession = (signal?: AbortSignal): Promise<Session> =>
  request<Session>({ method: 'GET', url: SESSION_PATH, signal });

export const endSession = (): Promise<unknown> => request({ method: 'DELETE', url: SESSION_PATH });

const PROOF_PATH: (typeof proveIdentity)['path'] = '/api/account/proof';

/** Password or code of whoever sits there; rejects with ApiError when it is wrong. */
export const proveIdentityNow = (proof: string): Promise<unknown> =>
  request({ method: 'POST', url: PROOF_PATH, body: { proof } });

const FRESH_PATH: (typeof checkProof)['path'] = '/api/account/proof';

/** Rejects with `session.not_fresh` when whoever sits there has to prove it first. */
export const checkProofNow = (): Promise<unknown> => request({ method: 'GET', url: FRESH_PATH });

const VIEW_PATH: (typeof endView)['path'] = '/api/session/view';

/** Leaves another person's view. */
export const leaveView = (): Promise<unknown> => request({ method: 'DELETE', url: VIEW_PATH });

/** Read again when the window gets the focus, never on a timer: that would keep an idle session alive. */
export const useSessionRead = () =>
  useQuery<Session, ApiError>({
    queryKey: SESSION_KEY,
    queryFn: ({ signal }) => readSession(signal),
  });
