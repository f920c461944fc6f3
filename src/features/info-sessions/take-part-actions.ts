import type { Actor } from '../../kernel/actor.ts';
import {
  addMinutes,
  epochMs,
  instantFromEpochMs,
  type Instant,
  isBefore,
} from '../../kernel/time.ts';
import { CommittedRefusal } from '../../platform/http/route.ts';
import type { Keyring } from '../../platform/keyring.ts';
import { lockOwnAttendance, updateOwnAttendance } from './attendee-queries.ts';
import type { SessionDeed } from './deed.ts';
import { codeNotOpen, notOpenForSignUp, tooManyCodes, wrongCode } from './errors.ts';
import { clashesOf, loadSeen, type SeenSession } from './queries.ts';
import {
  CODE_SECONDS,
  codeDigits,
  codePeriod,
  codeWindow,
  MOST_WRONG_CODES,
  WRONG_CODE_PAUSE_MINUTES,
} from './rules.ts';

type PersonalDeed = SessionDeed<Actor>;

/** What the person reads after each of these. */
export interface OwnState {
  readonly signedUp: boolean;
  readonly attended: boolean;
  readonly clashes: Awaited<ReturnType<typeof clashesOf>>;
}

const recordOwn = (deed: PersonalDeed, session: SeenSession, verb: string): void =>
  deed.record({
    subjectKind: 'info_session',
    subjectId: session.id,
    action: `info-sessions.${verb}`,
  });

const requireComing = (session: SeenSession, at: Instant): void => {
  if (session.status !== 'PUBLISHED' || !isBefore(at, session.endsAt)) throw notOpenForSignUp();
};

/** Two at the same time are allowed, and said: somebody else of the school may take one. */
export const signUpFor = async (deed: PersonalDeed, sessionId: string): Promise<OwnState> => {
  const session = await loadSeen(deed.tx, sessionId, deed.actor);
  requireComing(session, deed.at);
  const own = await lockOwnAttendance(deed.tx, sessionId, deed.actor);
  await updateOwnAttendance(deed.tx, sessionId, deed.actor.userId, {
    signedUpAt: own.signedUpAt ?? deed.at,
  });
  recordOwn(deed, session, 'signUp');
  return {
    signedUp: true,
    attended: own.attendedAt !== null,
    clashes: await clashesOf(deed.tx, sessionId, deed.actor),
  };
};

export const signOffFrom = async (deed: PersonalDeed, sessionId: string): Promise<OwnState> => {
  const session = await loadSeen(deed.tx, sessionId, deed.actor);
  requireComing(session, deed.at);
  const own = await lockOwnAttendance(deed.tx, sessionId, deed.actor);
  await updateOwnAttendance(deed.tx, sessionId, deed.actor.userId, { signedUpAt: null });
  recordOwn(deed, session, 'signOff');
  return { signedUp: false, attended: own.attendedAt !== null, clashes: [] };
};

/** The code of a period, from the installation's key: nothing is kept that could leak. */
const codeOf = (keyring: Keyring, sessionId: string, period: number): string =>
  codeDigits(keyring.index('info-session-code', `${sessionId}:${period}`));

export interface ShownCode {
  readonly code: string | null;
  readonly changesAt: Instant | null;
  readonly opensAt: Instant;
  readonly closesAt: Instant;
}

/** What the host shows at `at`; no code outside the session's time, or when it does not take place. */
export const shownCode = (
  keyring: Keyring,
  session: Pick<SeenSession, 'id' | 'status' | 'startsAt' | 'endsAt'>,
  at: Instant,
): ShownCode => {
  const { opensAt, closesAt } = codeWindow(session);
  const takesPlace = session.status === 'PUBLISHED' || session.status === 'HELD';
  if (!takesPlace || isBefore(at, opensAt) || !isBefore(at, closesAt))
    return { code: null, changesAt: null, opensAt, closesAt };
  const period = codePeriod(at);
  return {
    code: codeOf(keyring, session.id, period),
    changesAt: instantFromEpochMs((period + 1) * CODE_SECONDS * 1000),
    opensAt,
    closesAt,
  };
};

/** Wrong codes that still count: after a pause they are forgotten. */
const wrongCodes = (
  own: { readonly wrongCodeCount: number; readonly wrongCodeAt: Instant | null },
  at: Instant,
): { readonly count: number; readonly pauseEndsAt: Instant | null } => {
  if (own.wrongCodeAt === null) return { count: 0, pauseEndsAt: null };
  const pauseEndsAt = addMinutes(own.wrongCodeAt, WRONG_CODE_PAUSE_MINUTES);
  return isBefore(at, pauseEndsAt)
    ? { count: own.wrongCodeCount, pauseEndsAt }
    : { count: 0, pauseEndsAt: null };
};

/**
 * Writes down that the person is there. The code of the period before is taken, too. A wrong code is counted even
 * though the request is refused.
 * @throws DomainError outside the session's time, or while too many wrong codes were typed
 */
export const attendSession = async (
  deed: PersonalDeed & { readonly keyring: Keyring },
  sessionId: string,
  code: string,
): Promise<OwnState | CommittedRefusal> => {
  const { tx, actor, at, keyring } = deed;
  const session = await loadSeen(tx, sessionId, actor);
  const shown = shownCode(keyring, session, at);
  if (shown.code === null) throw codeNotOpen(shown);
  const own = await lockOwnAttendance(tx, sessionId, actor);
  const signedUp = own.signedUpAt !== null;
  if (own.attendedAt !== null) return await repeated(deed, session, signedUp);
  const { count, pauseEndsAt } = wrongCodes(own, at);
  if (count >= MOST_WRONG_CODES && pauseEndsAt !== null)
    throw tooManyCodes(Math.ceil((epochMs(pauseEndsAt) - epochMs(at)) / 1000));
  if (code !== shown.code && code !== codeOf(keyring, sessionId, codePeriod(at) - 1)) {
    await updateOwnAttendance(tx, sessionId, actor.userId, {
      wrongCodeCount: count + 1,
      wrongCodeAt: at,
    });
    const left = MOST_WRONG_CODES - count - 1;
    return new CommittedRefusal(
      left > 0 ? wrongCode(left) : tooManyCodes(WRONG_CODE_PAUSE_MINUTES * 60),
    );
  }
  await updateOwnAttendance(tx, sessionId, actor.userId, {
    attendedAt: at,
    wrongCodeCount: 0,
    wrongCodeAt: null,
  });
  recordOwn(deed, session, 'attend');
  return { signedUp, attended: true, clashes: [] };
};

/** A second tap is no second attendance. */
const repeated = async (
  deed: PersonalDeed,
  session: SeenSession,
  signedUp: boolean,
): Promise<OwnState> => {
  recordOwn(deed, session, 'attend');
  return { signedUp, attended: true, clashes: [] };
};
