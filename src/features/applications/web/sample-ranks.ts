import { useEffect, useState } from 'react';

/** What the draw orders by: lower-case hex of SHA-256(seed "/" id). Browsers offer it on https only. */
const rankOf = async (seed: string, id: string): Promise<string> => {
  const bytes = new TextEncoder().encode(`${seed}/${id}`);
  const hash = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
};

interface Drawn {
  readonly seed: string;
  readonly rows: readonly { readonly applicationId: string }[];
}

/** The rank of each drawn application, reckoned here again; empty where the browser cannot. */
export const useRanks = ({ seed, rows }: Drawn): Readonly<Record<string, string>> => {
  const [ranks, setRanks] = useState<Readonly<Record<string, string>>>({});
  useEffect(() => {
    let isGone = false;
    const reckon = async () => {
      const pairs = await Promise.all(
        rows.map(async (row) => [row.applicationId, await rankOf(seed, row.applicationId)]),
      );
      if (!isGone) setRanks(Object.fromEntries(pairs));
    };
    reckon().catch(() => setRanks({}));
    return () => {
      isGone = true;
    };
  }, [seed, rows]);
  return ranks;
};
