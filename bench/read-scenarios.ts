import { captureEndpoint, capturePage } from './capture.ts';
import { CONNECTIONS } from './load.ts';
import {
  bureauOf,
  cityUser,
  filedRoundId,
  idOf,
  isCityRoute,
  openRoundId,
  provincialUser,
  SIZE,
  statusOf,
  type User,
} from './province.ts';
import { barePath, readRun, type Scenario, shareOf, type Stage, type Visit } from './scenario.ts';
import { range } from './insert.ts';

const LIST = '/api/applications';

/** The filters that reviewers use most, first pages and a later one. */
const listPaths: readonly string[] = [
  'institutionKind=SECONDARY_VOCATIONAL&sort=-plannedHeadcount',
  'institutionKind=SECONDARY_VOCATIONAL&sort=submittedAt',
  'institutionKind=SECONDARY_VOCATIONAL&sort=institutionName&page=2',
  'institutionKind=HIGHER_VOCATIONAL&sort=-plannedHeadcount',
  'institutionKind=HIGHER_VOCATIONAL&sort=-itemCount',
  'institutionKind=SECONDARY_VOCATIONAL&group=fresh&sort=submittedAt',
  'institutionKind=SECONDARY_VOCATIONAL&isNew=true&sort=-submittedAt',
  'sort=dueAt',
].map((query) => `${LIST}?roundId=${openRoundId}&${query}`);

const prepareVisits = async (
  stage: Stage,
  name: string,
  visits: readonly Visit[],
): Promise<number> => {
  const sizes: number[] = [];
  const seen = new Set<string>();
  for (const { user, path } of visits) {
    if (user === undefined) throw new Error('nobody visits');
    const key = `GET ${barePath(user, path)}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const url = new URL(path, 'http://bench');
    const captured = await captureEndpoint(stage.database, {
      name,
      user,
      at: stage.at,
      params: { applicationId: url.pathname.split('/').at(-1) },
      query: Object.fromEntries(url.searchParams),
    });
    stage.plan.add(key, 'json', false, captured);
    sizes.push(captured.bytes);
  }
  return Math.round(sizes.reduce((sum, size) => sum + size, 0) / sizes.length);
};

const listVisits = (user: User, connection: number): Visit[] =>
  listPaths.map((_, index) => ({
    user,
    path: listPaths[(index + connection) % listPaths.length] ?? '',
  }));

const provincialListVisits = (connection: number): Visit[] =>
  listVisits(provincialUser(connection), connection);
const cityListVisits = (connection: number): Visit[] =>
  listVisits(cityUser(connection), connection);

const SAME_QUERY =
  '裸服务执行同一条 SQL（同样的参数），以库主身份，没有会话、行级安全、校验与日志，答复补到同样长度';

const everybody = (visitsOf: (connection: number) => readonly Visit[]): Visit[] =>
  range(CONNECTIONS, visitsOf).flat();

const list: Scenario = {
  key: 'list',
  title: '审核列表（省级，全省 1,000 份）',
  compared: SAME_QUERY,
  leastRatio: 0.5,
  prepare: (stage) => prepareVisits(stage, 'applications.list', everybody(provincialListVisits)),
  run: (run) => readRun(run, provincialListVisits),
};

const listCity: Scenario = {
  key: 'list-city',
  title: '审核列表（市级，本市几十份）',
  compared: SAME_QUERY,
  leastRatio: 0.5,
  prepare: (stage) => prepareVisits(stage, 'applications.list', everybody(cityListVisits)),
  run: (run) => readRun(run, cityListVisits),
};

const applicationPath = (institution: number): string =>
  `${LIST}/${idOf('application', institution)}`;

/** In an order that looks like chance and is the same in every run: 7,919 and 1,000 share no divisor. */
const shuffled = range(SIZE.institutions, (index) => (index * 7_919 + 13) % SIZE.institutions);

const inCity = (institution: number, bureau: number): boolean =>
  isCityRoute(institution) && bureauOf(institution) === bureau && statusOf(institution) !== 'DRAFT';

/** Half the readers are of the province and open anything, half are of a city and open what is theirs. */
const readVisits = (connection: number): Visit[] => {
  if (connection % 2 === 0) {
    const user = provincialUser(connection);
    return shareOf(shuffled.slice(0, 500), connection / 2, CONNECTIONS / 2).map((institution) => ({
      user,
      path: applicationPath(institution),
    }));
  }
  const user = cityUser(connection);
  const bureau = connection % SIZE.bureaus;
  return shuffled
    .filter((institution) => inCity(institution, bureau))
    .slice(0, 10)
    .map((institution) => ({ user, path: applicationPath(institution) }));
};

const read: Scenario = {
  key: 'read',
  title: '打开一份申报（随机编号，平均 50 项）',
  compared: SAME_QUERY,
  leastRatio: 0.5,
  prepare: (stage) => prepareVisits(stage, 'applications.get', everybody(readVisits)),
  run: (run) => readRun(run, readVisits),
};

const FILED = `/filed-lists/${filedRoundId}/1`;

const preparePages = async (stage: Stage, paths: readonly string[]): Promise<number> => {
  let bytes = 0;
  for (const path of paths) {
    const captured = await capturePage(stage.database, {
      name: 'portal.filedList',
      at: stage.at,
      path,
      params: { roundId: filedRoundId, number: '1' },
    });
    stage.plan.add(`GET ${path}`, 'html', false, captured);
    bytes += captured.bytes;
  }
  return Math.round(bytes / paths.length);
};

const PAGE_QUERY =
  '裸服务每次都执行未命中缓存时的全部 SQL 并拼出同样长度的 HTML；产品有 5 秒的页面缓存';

const publicList: Scenario = {
  key: 'public',
  title: '公开名单页（众人看同一页）',
  compared: PAGE_QUERY,
  leastRatio: 0.8,
  prepare: (stage) => preparePages(stage, [FILED]),
  run: (run) => readRun(run, () => [{ path: FILED }]),
};

/** More pages than the cache keeps, visited round and round: it never helps. */
const spreadPaths = [
  ...range(400, (index) => `${FILED}?page=${index + 1}`),
  ...[1, 2, 3].flatMap((level) =>
    range(100, (index) => `${FILED}?level=${level}&page=${index + 1}`),
  ),
];

const publicSpread: Scenario = {
  key: 'public-spread',
  title: '公开名单页（各看各的，缓存无用）',
  compared: '同上，但页数多于缓存容量，产品每次都要查库和渲染；仅供参考',
  prepare: (stage) => preparePages(stage, spreadPaths),
  run: (run) =>
    readRun(run, (connection) =>
      shareOf(spreadPaths, connection, CONNECTIONS).map((path) => ({ path })),
    ),
};

export const readScenarios: readonly Scenario[] = [list, listCity, read, publicList, publicSpread];
