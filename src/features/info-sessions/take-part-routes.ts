import { formatBeijing, type Instant } from '../../kernel/time.ts';
import type { CsvWriteColumn } from '../../platform/csv.ts';
import {
  downloadRoute,
  listRoute,
  publicRoute,
  route,
  type Route,
} from '../../platform/http/route.ts';
import { countAttended, listAttendeeRows } from './attendee-queries.ts';
import { sessionNotFound } from './errors.ts';
import { calendarText } from './ical.ts';
import { isHostOf, isModerator, HOSTS, KEEPERS, MODERATORS, PARTICIPANTS } from './policy.ts';
import { attendeeRowOf, questionRowsOf } from './present.ts';
import { loadSeen } from './queries.ts';
import { answer, ask, hide } from './question-actions.ts';
import { answersOfCertificate } from './question-queries.ts';
import { attendSession, shownCode, signOffFrom, signUpFor } from './take-part-actions.ts';
import * as contract from './take-part-contract.ts';

const READ = { none: '只读' } as const;

const deedOf = <C extends { readonly receivedAt: Instant }>(call: C) => ({
  ...call,
  at: call.receivedAt,
});

const timeText = (at: Instant | null): string => (at === null ? '' : formatBeijing(at));

const attendeeColumns: readonly CsvWriteColumn<contract.AttendeeRow>[] = [
  { key: 'institutionName', label: '院校' },
  { key: 'name', label: '姓名', value: (row) => row.name ?? '' },
  { key: 'signedUpAt', label: '报名时间（北京时间）', value: (row) => timeText(row.signedUpAt) },
  { key: 'attendedAt', label: '签到时间（北京时间）', value: (row) => timeText(row.attendedAt) },
];

const attendance: readonly Route[] = [
  route(contract.signUp, {
    access: PARTICIPANTS,
    audit: 'record',
    handle: (call) => signUpFor(deedOf(call), call.params.sessionId),
  }),
  route(contract.signOff, {
    access: PARTICIPANTS,
    audit: 'record',
    handle: (call) => signOffFrom(deedOf(call), call.params.sessionId),
  }),
  route(contract.showCode, {
    access: KEEPERS,
    audit: READ,
    handle: async ({ tx, params, actor, receivedAt, keyring }) => {
      const session = await loadSeen(tx, params.sessionId, actor);
      if (!isModerator(actor) && !isHostOf(actor, session.organizationId)) throw sessionNotFound();
      return {
        ...shownCode(keyring, session, receivedAt),
        attendedCount: await countAttended(tx, session.id),
      };
    },
  }),
  route(contract.attend, {
    access: PARTICIPANTS,
    audit: 'record',
    handle: (call) => attendSession(deedOf(call), call.params.sessionId, call.body.code),
  }),
  listRoute(contract.listAttendees, {
    access: [...KEEPERS, ...PARTICIPANTS],
    fileName: '说明会报名签到',
    columns: attendeeColumns,
    handle: async ({ tx, params, query, actor, receivedAt: at }) => {
      const session = await loadSeen(tx, params.sessionId, actor);
      const isParticipant = actor.organizationKind === 'INSTITUTION';
      if (!isParticipant && !isModerator(actor) && !isHostOf(actor, session.organizationId))
        throw sessionNotFound();
      const only = isParticipant ? actor.organizationId : undefined;
      const { rows, total } = await listAttendeeRows(tx, session.id, query, only);
      return {
        rows: rows.map((row) => attendeeRowOf(row, { actor, at })),
        total,
        page: query.page,
        pageSize: query.pageSize,
      };
    },
  }),
];

const questions: readonly Route[] = [
  route(contract.listQuestions, {
    access: 'signed_in',
    audit: READ,
    handle: ({ tx, params, actor, receivedAt: at }) =>
      questionRowsOf(tx, params.sessionId, { actor, at }),
  }),
  route(contract.askQuestion, {
    access: PARTICIPANTS,
    audit: 'record',
    handle: async (call) => {
      const deed = deedOf(call);
      await ask(deed, call.params.sessionId, call.body);
      return await questionRowsOf(call.tx, call.params.sessionId, deed);
    },
  }),
  route(contract.answerQuestion, {
    access: HOSTS,
    audit: 'record',
    handle: async (call) => {
      const deed = deedOf(call);
      await answer(deed, call.params, call.body.answer);
      return await questionRowsOf(call.tx, call.params.sessionId, deed);
    },
  }),
  route(contract.hideQuestion, {
    access: MODERATORS,
    audit: 'record',
    handle: async (call) => {
      const deed = deedOf(call);
      await hide(deed, call.params, call.body);
      return await questionRowsOf(call.tx, call.params.sessionId, deed);
    },
  }),
  publicRoute(contract.certificateAnswers, {
    audit: READ,
    handle: async ({ tx, params }) => ({
      rows: await answersOfCertificate(tx, params.certificateId),
    }),
  }),
];

const calendars: readonly Route[] = [
  downloadRoute(contract.downloadIcs, {
    access: 'signed_in',
    audit: READ,
    handle: async ({ tx, params, actor }) => {
      const session = await loadSeen(tx, params.sessionId, actor);
      const facts = { name: session.title, publicUrl: '', hasWayIn: true, sessions: [session] };
      return {
        fileName: `${session.title.replace(/[\\/:*?"<>|]/g, ' ')}.ics`,
        mediaType: 'text/calendar; charset=utf-8',
        content: { text: calendarText(facts) },
      };
    },
  }),
];

export const takePartRoutes: readonly Route[] = [...attendance, ...questions, ...calendars];
