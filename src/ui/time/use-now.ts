import { useEffect, useState } from 'react';

import type { Instant } from '../../kernel/time.ts';
import { nowInstant } from './clock.ts';

/** The server's present time, refreshed every `everySeconds`; a screen left open over night stays right. */
export const useNow = (everySeconds: number): Instant => {
  const [now, setNow] = useState(nowInstant);
  useEffect(() => {
    const timer = setInterval(() => setNow(nowInstant()), everySeconds * 1000);
    return () => clearInterval(timer);
  }, [everySeconds]);
  return now;
};
