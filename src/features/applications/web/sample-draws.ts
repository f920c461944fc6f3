import { useEffect, useState } from 'react';
import { z } from 'zod';

import { instantText } from '../../../kernel/time.ts';
import { APPLICATION_STATUSES } from '../status.ts';

const draw = z.object({
  drawnAt: instantText(),
  seed: z.string(),
  size: z.int(),
  population: z.int(),
  bureauName: z.string(),
  rows: z.array(
    z.object({
      id: z.string(),
      institutionName: z.string(),
      status: z.enum(APPLICATION_STATUSES),
      reviewingBureauName: z.string().nullable(),
    }),
  ),
});

export type Draw = z.output<typeof draw>;

const MOST = 10;

const keyOf = (userId: string, roundId: string): string => `onex.samples.${userId}.${roundId}`;

const load = (key: string): readonly Draw[] => {
  try {
    return z.array(draw).parse(JSON.parse(localStorage.getItem(key) ?? '[]'));
  } catch {
    return [];
  }
};

/** The draws made on this device, newest first; the audit log has every draw there ever was. */
export const useDraws = (userId: string, roundId: string) => {
  const key = keyOf(userId, roundId);
  const [draws, setDraws] = useState(() => load(key));
  useEffect(() => {
    try {
      localStorage.setItem(key, JSON.stringify(draws));
    } catch {
      // Without storage the draws stay as long as the page.
    }
  }, [key, draws]);
  return { draws, add: (next: Draw) => setDraws((now) => [next, ...now].slice(0, MOST)) };
};

/** What the draw orders by: lower-case hex of SHA-256(seed "/" id). Browsers offer it on https only. */
const rankOf = async (seed: string, id: string): Promise<string> => {
  const bytes = new TextEncoder().encode(`${seed}/${id}`);
  const hash = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
};

/** The rank of each drawn application, reckoned here again; empty where the browser cannot. */
export const useRanks = (drawn: Draw): Readonly<Record<string, string>> => {
  const [ranks, setRanks] = useState<Readonly<Record<string, string>>>({});
  useEffect(() => {
    let isGone = false;
    const reckon = async () => {
      const pairs = await Promise.all(
        drawn.rows.map(async (row) => [row.id, await rankOf(drawn.seed, row.id)]),
      );
      if (!isGone) setRanks(Object.fromEntries(pairs));
    };
    reckon().catch(() => setRanks({}));
    return () => {
      isGone = true;
    };
  }, [drawn]);
  return ranks;
};
