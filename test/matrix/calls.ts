import type { Route } from '../../src/platform/http/route.ts';
import type { Answer, Client, RequestOptions } from '../support/test-app.ts';

/** Values for the parameters of a path, by name; an id is used for whatever is not named. */
export type PathValues = Readonly<Record<string, string>>;

/** Parameters of a path that are no ids. */
const PATH_WORDS: PathValues = { number: '1', medium: 'MAIL', channel: 'MAIL' };

/** What a route must be asked with, by its name. */
const QUERIES: PathValues = { 'announcements.reach': '?step=publish' };

const SOME_ID = '00000000-0000-7000-8000-0000000000aa';

export const pathOf = (path: string, values: PathValues = {}): string =>
  path.replaceAll(
    /:([A-Za-z]+)/g,
    (_, name: string) => values[name] ?? PATH_WORDS[name] ?? SOME_ID,
  );

export interface Sent extends RequestOptions {
  readonly values?: PathValues;
  readonly body?: unknown;
}

/** Calls a route as a browser would, with an empty body where it takes one. */
export const call = async (client: Client, route: Route, sent: Sent = {}): Promise<Answer> => {
  const { name, method, path } = route.endpoint;
  const { values, body = {}, ...options } = sent;
  const url = `${pathOf(path, values)}${QUERIES[name] ?? ''}`;
  if (route.kind === 'upload') {
    return await client.upload(url, {
      name: 'a.pdf',
      type: 'application/pdf',
      bytes: Buffer.from('%PDF-1.7'),
    });
  }
  switch (method) {
    case 'GET':
      return await client.get(url, options);
    case 'POST':
      return await client.post(url, body, options);
    case 'PUT':
      return await client.put(url, body, options);
    case 'DELETE':
      return await client.del(url, undefined, options);
  }
};

/** A list's rows can be had as a file at a second address, under the same rule. */
export const csvOf = (route: Route): Route => ({
  ...route,
  kind: 'download',
  endpoint: {
    ...route.endpoint,
    name: `${route.endpoint.name}Csv`,
    path: `${route.endpoint.path}.csv`,
  },
});
