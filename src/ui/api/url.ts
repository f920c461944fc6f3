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

const API_ROOT = '/api';

/**
 * Fills `:param` places and adds the query. Contracts may write the path with or without the `/api` root.
 * Throws when a place has no value: calling `/applications//submit` by accident must not reach the server.
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
  const rooted = filled.startsWith(`${API_ROOT}/`) ? filled : `${API_ROOT}${filled}`;
  const search = serializeQuery(query);
  return search === '' ? rooted : `${rooted}?${search}`;
};
