import { isBefore } from '../../kernel/time.ts';
import { historyOf } from '../../platform/audit.ts';
import { downloadRoute, route, type Route, uploadRoute } from '../../platform/http/route.ts';
import {
  createApplication,
  moveOwn,
  removePlan,
  saveApplication,
  submitApplication,
  uploadPlan,
} from './actions.ts';
import * as contract from './contract.ts';
import { readApplication } from './context.ts';
import { applicationNotFound, planMissing } from './errors.ts';
import { myRoundRows } from './fact-queries.ts';
import { READERS, SCHOOL, SCHOOL_ADMIN, SCHOOL_EDITORS } from './policy.ts';
import { officerFindings } from './officer.ts';
import { findStoredFile, findSubmission } from './queries.ts';
import { submittedContent, viewOf } from './record.ts';
import { redraftApplication, withdrawApplication } from './review-contract.ts';

const PLAN_BYTES = 20 * 1024 * 1024;

const reading: readonly Route[] = [
  route(contract.myRounds, {
    access: SCHOOL,
    audit: { none: '只读' },
    handle: async ({ tx, actor, receivedAt }) => {
      const rows = await myRoundRows(tx, actor.organizationId);
      const isEditor = actor.roles.some((role) => SCHOOL_EDITORS.includes(role));
      return {
        rounds: rows.map(({ isPublished, correctionDueAt, hasEarlier, ...row }) => {
          const isOpen =
            isPublished && !isBefore(receivedAt, row.opensAt) && isBefore(receivedAt, row.closesAt);
          const canCreate = isOpen && row.isEligible && row.applicationId === null && isEditor;
          const submitBy =
            row.status === 'RETURNED' ? (correctionDueAt ?? row.closesAt) : row.closesAt;
          return { ...row, submitBy, canCreate, canCopy: canCreate && hasEarlier };
        }),
      };
    },
  }),
  route(contract.getApplication, {
    access: READERS,
    audit: { none: '只读' },
    handle: async ({ tx, actor, params, receivedAt }) => {
      const record = await readApplication(tx, actor, params.applicationId);
      const view = viewOf(record, actor, receivedAt);
      // What the register of contacts lacks is for the institution to mend.
      if (actor.organizationId !== record.institutionId) return view;
      return {
        ...view,
        findings: [...(await officerFindings(tx, record, receivedAt)), ...view.findings],
      };
    },
  }),
  route(contract.applicationHistory, {
    access: READERS,
    audit: { none: '只读' },
    handle: async ({ tx, actor, params }) => {
      const record = await readApplication(tx, actor, params.applicationId);
      const seesPeople = ['PROJECT_OFFICE', 'PROVINCIAL_DEPARTMENT'].includes(
        actor.organizationKind,
      );
      const subject = { kind: 'application', id: record.id };
      return {
        rows: await historyOf(tx, subject, { organizationId: actor.organizationId, seesPeople }),
      };
    },
  }),
  route(contract.submissionContent, {
    access: READERS,
    audit: { none: '只读' },
    handle: async ({ tx, actor, params }) => {
      const record = await readApplication(tx, actor, params.applicationId);
      const row = await findSubmission(tx, record.id, params.number);
      if (row === undefined) throw applicationNotFound();
      return {
        number: row.number,
        submittedAt: row.submitted_at,
        contentHash: row.content_hash,
        content: submittedContent(row.content),
        words: contract.submissionWords.parse(row.words),
      };
    },
  }),
  downloadRoute(contract.downloadPlan, {
    access: READERS,
    audit: { none: '只读' },
    handle: async ({ tx, actor, params }) => {
      const record = await readApplication(tx, actor, params.applicationId);
      const file =
        record.planFile === null ? undefined : await findStoredFile(tx, record.planFile.id);
      if (file === undefined) throw planMissing();
      return {
        fileName: file.original_name,
        mediaType: file.media_type,
        content: { storageKey: file.storage_key },
      };
    },
  }),
];

const writing: readonly Route[] = [
  route(contract.createApplication, {
    access: SCHOOL_EDITORS,
    audit: 'record',
    handle: ({ body, receivedAt: at, ...call }) => createApplication({ ...call, at }, body),
  }),
  route(contract.saveApplication, {
    access: SCHOOL_EDITORS,
    audit: 'record',
    handle: ({ body, params, receivedAt: at, ...call }) =>
      saveApplication({ ...call, at }, { ...params, ...body }),
  }),
  uploadRoute(contract.uploadPlan, {
    access: SCHOOL_EDITORS,
    audit: 'record',
    upload: { accept: ['pdf'], maxBytes: PLAN_BYTES },
    handle: ({ file, params, receivedAt: at, ...call }) =>
      uploadPlan({ ...call, at }, { ...params, file }),
  }),
  route(contract.removePlan, {
    access: SCHOOL_EDITORS,
    audit: 'record',
    handle: ({ params, receivedAt: at, ...call }) =>
      removePlan({ ...call, at }, params.applicationId),
  }),
  route(contract.submitApplication, {
    access: SCHOOL_ADMIN,
    audit: 'record',
    handle: ({ body, params, receivedAt: at, ...call }) =>
      submitApplication({ ...call, at }, { ...params, ...body }),
  }),
  route(withdrawApplication, {
    access: SCHOOL_ADMIN,
    audit: 'record',
    handle: ({ body, params, receivedAt: at, ...call }) =>
      moveOwn({ ...call, at }, { ...params, ...body, verb: 'withdraw' }),
  }),
  route(redraftApplication, {
    access: SCHOOL_ADMIN,
    audit: 'record',
    handle: ({ body, params, receivedAt: at, ...call }) =>
      moveOwn({ ...call, at }, { ...params, ...body, reason: '', verb: 'redraft' }),
  }),
];

export const applicantRoutes: readonly Route[] = [...reading, ...writing];
