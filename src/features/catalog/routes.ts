import { historyOf } from '../../platform/audit.ts';
import { listRoute, publicRoute, route, type Route } from '../../platform/http/route.ts';
import {
  addCertificateLevel,
  changeCertificate,
  changeCertificateStatus,
  createCertificate as create,
  getCertificateDetail,
  removeCertificateLevel,
  replaceCertificateMajors,
} from './actions.ts';
import { readCompleteness } from './completeness.ts';
import {
  addLevel,
  beginExit,
  catalogCompleteness,
  certificateHistory,
  createCertificate,
  finishExit,
  getCertificate,
  listCertificates,
  removeLevel,
  replaceMajors,
  restoreCertificate,
  searchCertificateLevels,
  updateCertificate,
} from './contract.ts';
import { certificateNotFound } from './errors.ts';
import { listCatalog } from './facts.ts';
import { catalogImportRoutes } from './import-routes.ts';
import { CATALOG_EDITORS, CATALOG_OBSERVERS } from './policy.ts';
import { toLevelOption } from './present.ts';
import { findCertificateRow, searchLevelRows } from './queries.ts';
import type { CertificateVerb } from './status.ts';

const READ_ONLY = { none: '只读' } as const;

const exitRoute = (
  endpoint: typeof beginExit | typeof finishExit | typeof restoreCertificate,
  verb: CertificateVerb,
) =>
  route(endpoint, {
    access: CATALOG_EDITORS,
    audit: 'record',
    handle: async (call) =>
      await changeCertificateStatus(
        { ...call, at: call.receivedAt },
        call.params.id,
        verb,
        call.body,
      ),
  });

export const catalogRoutes: readonly Route[] = [
  listRoute(listCertificates, {
    access: 'public',
    fileName: '证书目录',
    // The labels are those of the import, so that an export can be corrected and imported again.
    columns: [
      { key: 'code', label: '证书编码' },
      { key: 'shortName', label: '证书名称' },
      { key: 'name', label: '证书全称' },
      { key: 'levelLabels', label: '等级' },
      { key: 'batch', label: '批次' },
      { key: 'batchBasis', label: '批次依据' },
      { key: 'evaluationOrganizationCode', label: '评价组织编码' },
      { key: 'evaluationOrganizationName', label: '评价组织名称' },
      { key: 'statusLabel', label: '状态' },
      { key: 'standardCode', label: '标准编号' },
      { key: 'standardUrl', label: '标准链接' },
      { key: 'sector', label: '领域' },
      { key: 'trust', label: '可信度' },
      { key: 'source', label: '来源' },
      { key: 'note', label: '备注' },
    ],
    handle: async ({ tx, query }) => ({
      ...(await listCatalog(tx, query)),
      page: query.page,
      pageSize: query.pageSize,
    }),
  }),
  publicRoute(getCertificate, {
    audit: READ_ONLY,
    handle: async ({ tx, actor, params, receivedAt }) =>
      await getCertificateDetail({ read: tx, actor, at: receivedAt }, params.id),
  }),
  route(certificateHistory, {
    access: CATALOG_OBSERVERS,
    audit: READ_ONLY,
    handle: async ({ tx, actor, params }) => {
      if ((await findCertificateRow(tx, params.id)) === undefined) throw certificateNotFound();
      const reader = { organizationId: actor.organizationId, seesPeople: true };
      return { rows: await historyOf(tx, { kind: 'certificate', id: params.id }, reader) };
    },
  }),
  publicRoute(searchCertificateLevels, {
    audit: READ_ONLY,
    handle: async ({ tx, query }) => {
      const rows = await searchLevelRows(tx, { q: query.q ?? '', onlyOpen: query.onlyOpen });
      return { levels: rows.map(toLevelOption) };
    },
  }),
  route(catalogCompleteness, {
    access: CATALOG_OBSERVERS,
    audit: READ_ONLY,
    handle: async ({ tx }) => await readCompleteness(tx),
  }),
  route(createCertificate, {
    access: CATALOG_EDITORS,
    audit: 'record',
    handle: async (call) => await create({ ...call, at: call.receivedAt }, call.body),
  }),
  route(updateCertificate, {
    access: CATALOG_EDITORS,
    audit: 'record',
    handle: async (call) =>
      await changeCertificate({ ...call, at: call.receivedAt }, call.params.id, call.body),
  }),
  route(addLevel, {
    access: CATALOG_EDITORS,
    audit: 'record',
    handle: async (call) =>
      await addCertificateLevel({ ...call, at: call.receivedAt }, call.params.id, call.body),
  }),
  route(removeLevel, {
    access: CATALOG_EDITORS,
    audit: 'record',
    handle: async (call) =>
      await removeCertificateLevel({ ...call, at: call.receivedAt }, call.params.id),
  }),
  route(replaceMajors, {
    access: CATALOG_EDITORS,
    audit: 'record',
    handle: async (call) =>
      await replaceCertificateMajors({ ...call, at: call.receivedAt }, call.params.id, call.body),
  }),
  exitRoute(beginExit, 'beginExit'),
  exitRoute(finishExit, 'finishExit'),
  exitRoute(restoreCertificate, 'restore'),
  ...catalogImportRoutes,
];
