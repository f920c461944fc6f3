import type { z } from 'zod';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/**
 * What a `contract.ts` says of one endpoint; the server's route and the browser's call are both typed from it.
 * `name` is `feature.verb`; `path` uses `:param`; every schema is strict, so that unknown keys are refused.
 */
export interface Endpoint {
  readonly name: string;
  readonly method: Method;
  readonly path: string;
  /** One Chinese line for the API description. */
  readonly summary: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly output: z.ZodType;
  /** The file, or every row of the list, names people: whoever takes it away says first who they are (assurance A8). */
  readonly personal?: true;
}

export const endpoint = <const E extends Endpoint>(definition: E): E => definition;

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;
type Given<S> = S extends z.ZodType ? z.input<S> : undefined;

export type ParamsOf<E extends Endpoint> = Parsed<E['params']>;
export type QueryOf<E extends Endpoint> = Parsed<E['query']>;
export type BodyOf<E extends Endpoint> = Parsed<E['body']>;
export type OutputOf<E extends Endpoint> = z.output<E['output']>;
/** What the browser may pass: schema inputs, where defaults are still optional. */
export type BodyGiven<E extends Endpoint> = Given<E['body']>;
