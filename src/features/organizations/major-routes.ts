import { beijingDate } from '../../kernel/time.ts';
import { listRoute, route, type Route } from '../../platform/http/route.ts';
import { organizationNotFound } from './errors.ts';
import {
  addMajor,
  changeMajor,
  removeMajor,
  searchMajors,
  setMajorStatus,
} from './major-actions.ts';
import {
  addInstitutionMajor,
  closeInstitutionMajor,
  listInstitutionMajors,
  removeInstitutionMajor,
  reopenInstitutionMajor,
  searchMajorCodes,
  updateInstitutionMajor,
} from './major-contract.ts';
import { listInstitutionMajorRows } from './major-queries.ts';
import { MAJOR_EDITORS, MAJOR_READERS, organizationScope } from './policy.ts';
import { toInstitutionMajorRow } from './present.ts';
import { findOrganizationRow } from './queries.ts';

export const majorRoutes: readonly Route[] = [
  route(searchMajorCodes, {
    access: 'signed_in',
    audit: { none: '只读' },
    handle: async ({ tx, actor, query }) => ({ majors: await searchMajors(tx, actor, query) }),
  }),
  listRoute(listInstitutionMajors, {
    access: MAJOR_READERS,
    fileName: '院校专业',
    columns: [
      { key: 'majorCode', label: '专业代码' },
      { key: 'majorName', label: '专业名称' },
      { key: 'direction', label: '专业方向' },
      { key: 'firstEnrolmentYear', label: '首次招生年份' },
      { key: 'currentStudents', label: '在校生人数' },
      { key: 'statusLabel', label: '招生状态' },
    ],
    handle: async ({ tx, actor, params, query, receivedAt }) => {
      const scope = organizationScope(actor);
      const institution = await findOrganizationRow(tx, params.id, scope, beijingDate(receivedAt));
      if (institution?.kind !== 'INSTITUTION') throw organizationNotFound();
      const { rows, total } = await listInstitutionMajorRows(tx, params.id, query);
      const { page, pageSize } = query;
      return { rows: rows.map(toInstitutionMajorRow), total, page, pageSize };
    },
  }),
  route(addInstitutionMajor, {
    access: MAJOR_EDITORS,
    audit: 'record',
    handle: async (call) => await addMajor({ ...call, at: call.receivedAt }, call.body),
  }),
  route(updateInstitutionMajor, {
    access: MAJOR_EDITORS,
    audit: 'record',
    handle: async (call) =>
      await changeMajor({ ...call, at: call.receivedAt }, call.params.id, call.body),
  }),
  route(closeInstitutionMajor, {
    access: MAJOR_EDITORS,
    audit: 'record',
    handle: async (call) =>
      await setMajorStatus(
        { ...call, at: call.receivedAt },
        { id: call.params.id, version: call.body.version },
        'CLOSED',
      ),
  }),
  route(reopenInstitutionMajor, {
    access: MAJOR_EDITORS,
    audit: 'record',
    handle: async (call) =>
      await setMajorStatus(
        { ...call, at: call.receivedAt },
        { id: call.params.id, version: call.body.version },
        'ACTIVE',
      ),
  }),
  route(removeInstitutionMajor, {
    access: MAJOR_EDITORS,
    audit: 'record',
    handle: async (call) => {
      const target = { id: call.params.id, version: call.body.version };
      await removeMajor({ ...call, at: call.receivedAt }, target);
      return { id: target.id };
    },
  }),
];
