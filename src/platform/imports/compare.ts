const isSame = (wanted: object, old: object): boolean => {
  const before = new Map<string, unknown>(Object.entries(old));
  return Object.entries(wanted).every(
    ([key, value]) => JSON.stringify(value) === JSON.stringify(before.get(key)),
  );
};

/** Sorts rows into new, changed and same; an old row may have more columns than the file says. */
export const compareRows = <V extends object>(
  wanted: readonly V[],
  oldOf: (row: V) => object | undefined,
): { readonly created: V[]; readonly changed: V[]; readonly same: number } => {
  const created: V[] = [];
  const changed: V[] = [];
  for (const row of wanted) {
    const old = oldOf(row);
    if (old === undefined) created.push(row);
    else if (!isSame(row, old)) changed.push(row);
  }
  return { created, changed, same: wanted.length - created.length - changed.length };
};

/**
 * The named cells, where a blank one leaves what is known as it is: an office that corrects names need not repeat every
 * column.
 */
export const keepKnown = <K extends string>(
  keys: readonly K[],
  cells: Readonly<Record<K, string>>,
  known: Readonly<Record<K, string | null>> | undefined,
): Record<K, string | null> => {
  const kept = keys.map((key) => [key, cells[key] === '' ? (known?.[key] ?? null) : cells[key]]);
  return Object.fromEntries(kept) as Record<K, string | null>;
};

/** Lets each thing of a file pass once; `complain` hears of a second row and of the line of the first. */
export const onlyOnce = <Named>(
  keyOf: (value: Named) => string,
  complain: (row: { readonly line: number }, earlier: number) => void,
) => {
  const seen = new Map<string, number>();
  return <V extends Named>(row: { readonly line: number }, value: V): V[] => {
    const earlier = seen.get(keyOf(value));
    if (earlier !== undefined) {
      complain(row, earlier);
      return [];
    }
    seen.set(keyOf(value), row.line);
    return [value];
  };
};
