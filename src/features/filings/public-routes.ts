import { downloadRoute, publicRoute, type Route } from '../../platform/http/route.ts';
import { csvDownload, jsonDownload } from './download.ts';
import {
  allStoredRows,
  listStoredEditions,
  listStoredRows,
  loadEdition,
} from './edition-queries.ts';
import { editionFactsOf, editionRowOf } from './present.ts';
import {
  publicCsv,
  publicEdition,
  publicEditions,
  publicJson,
  publicRows,
} from './public-contract.ts';

const OPEN = { none: '公开数据，只读' } as const;

/** An edition never changes once confirmed, so only its being the current one can go out of date. */
const CACHE_SECONDS = 60;

export const publicFilingRoutes: readonly Route[] = [
  publicRoute(publicEditions, {
    audit: OPEN,
    cacheSeconds: CACHE_SECONDS,
    handle: async (call) => {
      const { rows, total } = await listStoredEditions(call.tx, call.query);
      return {
        rows: rows.map(editionFactsOf),
        total,
        page: call.query.page,
        pageSize: call.query.pageSize,
      };
    },
  }),
  publicRoute(publicEdition, {
    audit: OPEN,
    cacheSeconds: CACHE_SECONDS,
    handle: async (call) =>
      editionFactsOf(await loadEdition(call.tx, call.params.roundId, call.params.number)),
  }),
  publicRoute(publicRows, {
    audit: OPEN,
    cacheSeconds: CACHE_SECONDS,
    handle: async (call) => {
      const edition = await loadEdition(call.tx, call.params.roundId, call.params.number);
      const { rows, total } = await listStoredRows(call.tx, edition.id, call.query);
      const { page, pageSize } = call.query;
      return { rows: rows.map(editionRowOf), total, page, pageSize };
    },
  }),
  downloadRoute(publicCsv, {
    access: 'public',
    audit: OPEN,
    handle: async (call) => {
      const edition = await loadEdition(call.tx, call.params.roundId, call.params.number);
      return csvDownload(edition, await allStoredRows(call.tx, edition.id));
    },
  }),
  downloadRoute(publicJson, {
    access: 'public',
    audit: OPEN,
    handle: async (call) => {
      const edition = await loadEdition(call.tx, call.params.roundId, call.params.number);
      return jsonDownload(edition, await allStoredRows(call.tx, edition.id));
    },
  }),
];
