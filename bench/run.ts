import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { systemClock } from '../src/platform/clock.ts';
import { openDatabase } from '../src/platform/db/database.ts';
import { type EmbeddedDatabase, startEmbedded } from '../src/platform/db/embedded.ts';
import { migrate } from '../src/platform/db/migrate.ts';
import { createLog } from '../src/platform/log.ts';
import { barePlanBuilder } from './bare-plan.ts';
import { compare, type Servers } from './measure.ts';
import { measureMessages, MESSAGES } from './messages.ts';
import { writePlans } from './plans.ts';
import { peakMemoryMb } from './process-usage.ts';
import { readScenarios } from './read-scenarios.ts';
import { atMost, line, reportComparison, reportVerdicts, type Verdict } from './report.ts';
import type { Scenario, Stage } from './scenario.ts';
import { seed } from './seed.ts';
import { startBare, startProduct } from './servers.ts';
import { secondStart } from './startup.ts';
import { writeScenarios } from './write-scenarios.ts';

const OUT = fileURLToPath(new URL('out', import.meta.url));
const MIGRATIONS = fileURLToPath(new URL('../db/migrations', import.meta.url));

const HELP = `用法：npm run bench -- [选项]
  --only <名称,名称>  只测这些：list list-city read save submit submit-peak public public-spread messages start
  --seconds <秒>      每个场景每一方的测量时间（默认 8）
  --quick             每方只测 2 秒，看能否跑通，不作数
  --profile           给产品进程记录 CPU 剖面，写入 bench/out`;

const START = 'start';
const SLICES = 4;
const MOST_MEMORY_MB = 300;
const MOST_START_SECONDS = 3;

interface Options {
  readonly only: readonly string[] | undefined;
  readonly seconds: number;
  readonly profile: boolean;
}

const readOptions = (): Options | undefined => {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      seconds: { type: 'string', default: '8' },
      quick: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const seconds = values.quick ? 2 : Number(values.seconds);
  if (!(seconds >= 1 && seconds <= 600)) throw new Error(`--seconds 应为 1 到 600 的数\n${HELP}`);
  return { only: values.only?.split(','), seconds, profile: values.profile };
};

const chosen = (only: readonly string[] | undefined): Scenario[] => {
  const all = [...readScenarios, ...writeScenarios()];
  const known = [...all.map(({ key }) => key), MESSAGES, START];
  const unknown = only?.find((key) => !known.includes(key));
  if (unknown !== undefined) throw new Error(`没有场景 ${unknown}\n${HELP}`);
  return all.filter(({ key }) => only === undefined || only.includes(key));
};

/** Tells how long each step takes: a bench that is silent for half a minute looks stuck. */
const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
  const began = performance.now();
  const result = await work();
  line(`${name}（${((performance.now() - began) / 1000).toFixed(1)} 秒）`);
  return result;
};

const postmasterPid = async (dataDir: string): Promise<number> =>
  Number((await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]);

/** Runs the scenarios on a seeded database; the servers live only here. */
const measureAll = async (
  scenarios: readonly Scenario[],
  options: Options,
  place: { readonly folder: string; readonly dataDir: string; readonly url: string },
): Promise<Verdict[]> => {
  const { folder, dataDir, url } = place;
  const at = systemClock.now();
  const database = openDatabase(url, { poolSize: 2, onIdleError: () => undefined });
  const owner = new pg.Client({ connectionString: url });
  // The database stops before this connection when a step fails; the step's own error is the one to tell.
  owner.on('error', () => undefined);
  await owner.connect();
  const stage: Stage = { database, owner, at, plan: barePlanBuilder() };
  const bytes = new Map<string, number>();
  await step('记录产品执行的 SQL', async () => {
    for (const scenario of scenarios) bytes.set(scenario.key, await scenario.prepare(stage));
  });
  for (const path of await writePlans(database, url, at, OUT)) line(`执行计划：${path}`);
  await database.close();
  const planFile = join(folder, 'bare-plan.json');
  await writeFile(planFile, JSON.stringify(stage.plan.build()));
  const profile = options.profile ? OUT : undefined;
  const product = await startProduct({
    folder,
    args: ['--no-worker'],
    env: { DATABASE_URL: url },
    profile,
  });
  const bare = await startBare({ folder, planFile, databaseUrl: url });
  const servers: Servers = { product, bare, databasePid: await postmasterPid(dataDir) };
  const verdicts: Verdict[] = [];
  try {
    for (const scenario of scenarios) {
      const slices = slicesOf(options);
      const sliceSeconds = options.seconds / slices;
      const found = await compare(scenario, servers, { slices, sliceSeconds });
      verdicts.push(...reportComparison(scenario, bytes.get(scenario.key) ?? 0, found));
    }
    verdicts.push(atMost('产品进程最大内存', peakMemoryMb(product.pid), MOST_MEMORY_MB, 'MB'));
  } finally {
    await product.stop();
    await bare.stop();
    await owner.end();
  }
  return verdicts;
};

/** Sub-second slices would measure the opening of the connections. */
const slicesOf = ({ seconds }: Options): number =>
  Math.max(1, Math.min(SLICES, Math.floor(seconds / 2)));

/** Seeds the province and measures what is asked of it. */
const benchProvince = async (
  scenarios: readonly Scenario[],
  options: Options,
  place: { readonly folder: string; readonly dataDir: string; readonly url: string },
): Promise<Verdict[]> => {
  if (scenarios.length === 0) return [];
  await step(
    '建立数据：1,000 所院校、447 个证书、70,000 个申报项、20,000 条备案；每方 100 个连接',
    () => seed(place.url, systemClock.now()),
  );
  return await measureAll(scenarios, options, place);
};

const isAsked = ({ only }: Options, key: string): boolean =>
  only === undefined || only.includes(key);

const bench = async (options: Options): Promise<boolean> => {
  const scenarios = chosen(options.only);
  await mkdir(OUT, { recursive: true });
  const folder = await mkdtemp(join(tmpdir(), 'onex-bench-'));
  // Started as root, the database runs under another account, which must be able to pass.
  await chmod(folder, 0o755);
  const dataDir = join(folder, 'data');
  const log = createLog('error');
  let embedded: EmbeddedDatabase | undefined;
  try {
    line(`Node ${process.version}，${cpus().length} 个 CPU（${cpus()[0]?.model ?? ''}）`);
    embedded = await startEmbedded({ dataDir, log });
    const { url } = embedded;
    await migrate({ url, directory: MIGRATIONS, log });
    const verdicts = await benchProvince(scenarios, options, { folder, dataDir, url });
    if (isAsked(options, MESSAGES)) {
      const profile = options.profile ? OUT : undefined;
      const databasePid = await postmasterPid(dataDir);
      const place = { folder, url, migrations: MIGRATIONS, databasePid };
      verdicts.push(...(await measureMessages(place, { slices: slicesOf(options), profile })));
    }
    await embedded.stop();
    if (isAsked(options, START)) {
      const seconds = await step('第二次启动（含内置数据库）', () =>
        secondStart(folder, dataDir, 3),
      );
      verdicts.push(atMost('第二次启动到可用', seconds, MOST_START_SECONDS, '秒'));
    }
    return reportVerdicts(verdicts);
  } finally {
    await embedded?.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

const options = readOptions();
if (options === undefined) line(HELP);
else process.exitCode = (await bench(options)) ? 0 : 1;
