type Scalar = string | number | boolean | null | undefined;
export type QueryValues = Readonly<Record<string, Scalar | readonly Scalar[]>>;

const isGiven = (value: Scalar): value is string | number | boolean =>
  value !== undefined && value !== null && value !== '';

/**
 * Query values as `a=1&tag=x&tag=y`: empty values are left out, several values repeat the key,
 * and the order is the order of the object, so that equal queries make equal addresses.
 */
export const serializeQuery = (query: QueryValues): string => {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    const values: readonly Scalar[] = Array.isArray(value) ? value : [value as Scalar];
    for (const one of values) if (isGiven(one)) search.append(key, String(one));
  }
  return search.toString();
};

/**
 * Fills the `:param` places of a contract's path and adds the query.
 * Throws when a place has no value: calling `/api/applications//submit` by accident must not reach the server.
 */
export const buildUrl = (
  path: string,
  params: Readonly<Record<string, Scalar>> = {},
  query: QueryValues = {},
): string => {
  const filled = path.replaceAll(/:([A-Za-z][A-Za-z0-9_]*)/g, (_, name: string) => {
    const value = params[name];
    if (!isGiven(value)) throw new Error(`missing path parameter "${name}" for ${path}`);
    return encodeURIComponent(String(value));
  });
  const search = serializeQuery(query);
  return search === '' ? filled : `${filled}?${search}`;
};
