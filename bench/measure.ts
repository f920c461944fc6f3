import { cpuSeconds, treeCpuSeconds, watchMachine } from './process-usage.ts';
import type { Sample } from './load.ts';
import type { Measurable, Side } from './scenario.ts';
import type { Server } from './servers.ts';

export interface Servers {
  readonly product: Server;
  readonly bare: Server;
  /** The database server's main process. */
  readonly databasePid: number;
}

interface Slice extends Sample {
  readonly serverCpu: number;
  readonly databaseCpu: number;
}

/** One side over all its slices: medians of the slices, sums where that is more exact. */
export interface Measured {
  readonly requests: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly errors: number;
  /** Processor seconds for 1,000 requests. */
  readonly serverCpu: number;
  readonly databaseCpu: number;
}

export interface Comparison {
  readonly product: Measured;
  readonly bare: Measured;
  /** Median over the pairs of neighbouring slices of product's requests/s by bare's. */
  readonly ratio: number;
  /** Share of the machine that other programs used meanwhile, 0 to 1. */
  readonly othersShare: number;
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [
    sorted[middle - (sorted.length % 2 === 0 ? 1 : 0)],
    sorted[middle],
  ];
  return (low + high) / 2;
};

const runSlice = async (
  scenario: Measurable,
  servers: Servers,
  side: Side,
  seconds: number,
): Promise<Slice> => {
  const { pid, url } = servers[side];
  const before = [cpuSeconds(pid), treeCpuSeconds(servers.databasePid)] as const;
  const outcome = await scenario.run({ side, url, seconds });
  return {
    ...outcome,
    serverCpu: cpuSeconds(pid) - before[0],
    databaseCpu: treeCpuSeconds(servers.databasePid) - before[1],
  };
};

const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
};

const summary = (slices: readonly Slice[]): Measured => {
  const sum = (of: (slice: Slice) => number): number =>
    slices.reduce((all, slice) => all + of(slice), 0);
  const requests = sum((slice) => slice.requests);
  const latencies = slices.flatMap((slice) => slice.latencies);
  return {
    requests,
    perSecond: median(slices.map((slice) => slice.requests / slice.seconds)),
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    errors: sum((slice) => slice.errors),
    serverCpu: (sum((slice) => slice.serverCpu) / requests) * 1000,
    databaseCpu: (sum((slice) => slice.databaseCpu) / requests) * 1000,
  };
};

const rate = ({ requests, seconds }: Slice): number => requests / seconds;

/**
 * Both sides in turn in short slices, the first one changing (A B B A A B …): what else the machine does hits both
 * alike. A first slice of each warms up and is thrown away.
 */
export const compare = async (
  scenario: Measurable,
  servers: Servers,
  options: { readonly slices: number; readonly sliceSeconds: number },
): Promise<Comparison> => {
  const { sliceSeconds } = options;
  await runSlice(scenario, servers, 'product', sliceSeconds);
  await runSlice(scenario, servers, 'bare', sliceSeconds);
  const own = (): number =>
    cpuSeconds(process.pid) +
    cpuSeconds(servers.product.pid) +
    cpuSeconds(servers.bare.pid) +
    treeCpuSeconds(servers.databasePid);
  const others = watchMachine(own);
  const pairs: { product: Slice; bare: Slice }[] = [];
  for (let index = 0; index < options.slices; index += 1) {
    const order: readonly Side[] = index % 2 === 0 ? ['product', 'bare'] : ['bare', 'product'];
    const [first, second] = order as readonly [Side, Side];
    const one = await runSlice(scenario, servers, first, sliceSeconds);
    const two = await runSlice(scenario, servers, second, sliceSeconds);
    pairs.push(index % 2 === 0 ? { product: one, bare: two } : { product: two, bare: one });
  }
  return {
    product: summary(pairs.map(({ product }) => product)),
    bare: summary(pairs.map(({ bare }) => bare)),
    ratio: median(pairs.map(({ product, bare }) => rate(product) / rate(bare))),
    othersShare: others(),
  };
};
