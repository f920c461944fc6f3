import { useEffect, useState } from 'react';

import type { Session } from '../../ui/session.tsx';

/**
 * The session that the desk stands on. When the server says that nobody is signed in any more, the page and what is
 * typed on it stay with the person who was (`isOver`); when it says that somebody else is, everything is loaded anew:
 * what the first person read and typed must neither be shown nor be sent under another name.
 */
export const useStandingSession = (answer: Session) => {
  const [held, setHeld] = useState(answer);
  const isSomebodyElse =
    held.actor !== null && answer.actor !== null && held.actor.userId !== answer.actor.userId;
  const isOver = held.actor !== null && answer.actor === null;
  if (answer !== held && !isOver && !isSomebodyElse) setHeld(answer);
  useEffect(() => {
    if (isSomebodyElse) location.reload();
  }, [isSomebodyElse]);
  return { session: held, isOver };
};
