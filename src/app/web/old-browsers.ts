// Windows 7 ends at Chrome 109, and schools still have it. What the shared code uses beyond that is added here,
// only where it is missing.

const define = (owner: object, name: string, value: unknown): void => {
  if (name in owner) return;
  Object.defineProperty(owner, name, { value, configurable: true, writable: true });
};

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

define(String.prototype, 'isWellFormed', function isWellFormed(this: string) {
  return !LONE_SURROGATE.test(this);
});

define(Array.prototype, 'toSorted', function toSorted<
  T,
>(this: T[], compare?: (a: T, b: T) => number) {
  return [...this].sort(compare);
});

define(Array.prototype, 'toReversed', function toReversed<T>(this: T[]) {
  return [...this].reverse();
});

define(
  Object,
  'groupBy',
  <T>(items: Iterable<T>, keyOf: (item: T, index: number) => PropertyKey) => {
    const groups: Record<PropertyKey, T[]> = {};
    let index = 0;
    for (const item of items) {
      const key = keyOf(item, index);
      (groups[key] ??= []).push(item);
      index += 1;
    }
    return groups;
  },
);

define(Promise, 'withResolvers', <T>() => {
  const parts: { resolve?: (value: T) => void; reject?: (reason: unknown) => void } = {};
  const promise = new Promise<T>((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return { promise, ...parts };
});

define(AbortSignal, 'any', (signals: readonly AbortSignal[]) => {
  const controller = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) controller.abort(signal.reason);
    signal.addEventListener('abort', () => controller.abort(signal.reason), {
      once: true,
      signal: controller.signal,
    });
  }
  return controller.signal;
});
