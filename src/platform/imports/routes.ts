import type { Role } from '../../kernel/actor.ts';
import { type ImportEndpoints, MAX_IMPORT_BYTES, SHOWN_PROBLEMS } from '../../kernel/import.ts';
import { csvText, type CsvProblem, type CsvWriteColumn } from '../csv.ts';
import { downloadRoute, route, type Route, uploadRoute } from '../http/route.ts';
import { beginRun, cancelRun, getRun, listRuns, startRun } from './actions.ts';
import { importNotFound } from './errors.ts';
import type { ImportFamily, ImportKind } from './import-kind.ts';
import { problemsOf } from './queries.ts';
import { templateOf } from './template.ts';

const PROBLEM_COLUMNS: readonly CsvWriteColumn<CsvProblem>[] = [
  {
    key: 'severity',
    label: '类别',
    value: ({ severity }) => (severity === 'error' ? '错误' : '提醒'),
  },
  { key: 'line', label: '行', value: ({ line }) => (line === 0 ? '整个文件' : line) },
  { key: 'column', label: '列' },
  { key: 'text', label: '怎么改' },
];

const kindOf = ({ kinds }: ImportFamily, register: string): ImportKind => {
  const kind = kinds[register];
  if (kind === undefined) throw importNotFound();
  return kind;
};

const readingRoutes = (
  endpoints: ImportEndpoints,
  family: ImportFamily,
  access: readonly Role[],
): readonly Route[] => {
  const { feature } = family;
  const declared = { access, audit: { none: '只读' } } as const;
  return [
    route(endpoints.list, {
      ...declared,
      handle: async ({ tx, actor }) => ({ rows: await listRuns(tx, actor, feature) }),
    }),
    route(endpoints.get, {
      ...declared,
      handle: async ({ tx, actor, params }) => ({
        ...(await getRun(tx, actor, feature, params.runId)),
        problems: await problemsOf(tx, params.runId, SHOWN_PROBLEMS),
      }),
    }),
    downloadRoute(endpoints.problems, {
      ...declared,
      handle: async ({ tx, actor, params }) => {
        if (actor.kind !== 'person') throw importNotFound();
        const run = await getRun(tx, actor, feature, params.runId);
        return {
          fileName: `${run.originalName.replace(/\.csv$/i, '')}-检查结果.csv`,
          mediaType: 'text/csv; charset=utf-8',
          content: { text: csvText(PROBLEM_COLUMNS, await problemsOf(tx, run.id)) },
        };
      },
    }),
    downloadRoute(endpoints.template, {
      ...declared,
      handle: async ({ params }) => templateOf(kindOf(family, params.register)),
    }),
  ];
};

/**
 * The routes by which files come into one feature's registers: upload and check, result, start, cancel, all problems,
 * template. The work itself is done by `importJobs`.
 * @param access who may import; they see the runs of their organization, or all where they see everything
 */
export const importRoutes = (
  endpoints: ImportEndpoints,
  family: ImportFamily,
  access: readonly Role[],
): readonly Route[] => {
  const { feature } = family;
  const declared = { access, audit: 'record' } as const;
  return [
    ...readingRoutes(endpoints, family, access),
    uploadRoute(endpoints.check, {
      ...declared,
      upload: { accept: ['csv'], maxBytes: MAX_IMPORT_BYTES },
      handle: async ({ params, file, ...call }) => {
        const register = kindOf(family, params.register).name;
        return await beginRun(call, { feature, register }, file);
      },
    }),
    route(endpoints.start, {
      ...declared,
      handle: async ({ params, ...call }) => await startRun(call, feature, params.runId),
    }),
    route(endpoints.cancel, {
      ...declared,
      handle: async ({ params, ...call }) => await cancelRun(call, feature, params.runId),
    }),
  ];
};
