import type { Captured, Statement } from './capture.ts';

/** The bare server's whole knowledge: what to run for which request. Texts are kept once. */
export interface BarePlan {
  readonly texts: readonly string[];
  /** By `METHOD /path?query`. */
  readonly operations: Readonly<Record<string, BareOperation>>;
}

export interface BareOperation {
  /** In one transaction, as a change is; reads are sent one by one without. */
  readonly writes: boolean;
  readonly kind: 'json' | 'html';
  /** The product's answer, to whose length the bare one is filled up or cut. */
  readonly bytes: number;
  readonly statements: readonly BareStatement[];
}

export interface BareStatement {
  readonly text: number;
  readonly values: readonly unknown[];
  readonly prepared: boolean;
}

/**
 * Stands for the version in captured parameters: this, or one more where the version is raised. The bare server puts
 * in the version of the request.
 */
export const VERSION_MARK = 1_900_000_000;

export const barePlanBuilder = () => {
  const texts: string[] = [];
  const places = new Map<string, number>();
  const operations: Record<string, BareOperation> = {};
  const placeOf = (text: string): number => {
    const known = places.get(text);
    if (known !== undefined) return known;
    places.set(text, texts.push(text) - 1);
    return texts.length - 1;
  };
  const bare = ({ text, values, prepared }: Statement): BareStatement => ({
    text: placeOf(text),
    values,
    prepared,
  });
  return {
    add(key: string, kind: BareOperation['kind'], writes: boolean, captured: Captured): void {
      const { bytes } = captured;
      operations[key] = { kind, writes, bytes, statements: captured.statements.map(bare) };
    },
    build: (): BarePlan => ({ texts, operations }),
  };
};

export type BarePlanBuilder = ReturnType<typeof barePlanBuilder>;
