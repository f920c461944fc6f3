/** Old and new value of each field of `now` that differs: what a history line says of a change. */
export const fieldChanges = (old: object, now: object): Record<string, unknown> => {
  const before = new Map<string, unknown>(Object.entries(old));
  const changed = Object.entries(now).filter(
    ([key, value]) => JSON.stringify(before.get(key) ?? null) !== JSON.stringify(value ?? null),
  );
  return Object.fromEntries(
    changed.map(([key, value]) => [key, { from: before.get(key) ?? null, to: value ?? null }]),
  );
};
