import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { JUDGING, type Row, ROWS } from '../../../test/support/application-procedure.ts';
import { type Actor, type AnyActor, ROLES, type Role, SYSTEM } from '../../kernel/actor.ts';
import { type Instant, toInstant } from '../../kernel/time.ts';
import { type Doer, permittedVerbs, refusal, transit } from '../../kernel/workflow.ts';
import { OPINION, ROUND } from './factory.ts';
import {
  APPLICATION_STATUSES,
  type ApplicationStatus,
  type ApplicationSubject,
  type ApplicationVerb,
  applicationWorkflow,
} from './status.ts';

/** Refused to a person who did one of these on the same record (four eyes), or once anybody did. */
const PERSONS: Partial<
  Record<string, { readonly notAfterOwn?: string[]; readonly notOnceDone?: string[] }>
> = {
  withdraw: { notOnceDone: ['endorse', 'overrule', 'returnByProvince'] },
  retract: { notOnceDone: ['overrule', 'returnByProvince'] },
  overrule: { notAfterOwn: ['rejectByCity'] },
  approve: { notAfterOwn: ['endorse'] },
  approveInPart: { notAfterOwn: ['endorse'] },
  reject: { notAfterOwn: ['endorse'] },
};

const MOMENTS = {
  beforeOpening: toInstant('2025-02-13T15:59:59.999Z'),
  inTime: toInstant('2025-03-01T02:00:00.000Z'),
  atClosing: toInstant(ROUND.closesAt),
  atCityDue: toInstant(ROUND.cityReviewDueAt),
};
type Moment = keyof typeof MOMENTS;

const SCHOOL = 'school';
const subjectIn = (
  status: ApplicationStatus,
  deeds: ApplicationSubject['deeds'] = [],
): ApplicationSubject => ({
  status,
  limits: {
    opensAt: toInstant(ROUND.opensAt),
    submitBy: toInstant(ROUND.closesAt),
    cityReviewDueAt: status === 'CITY_REVIEW' ? toInstant(ROUND.cityReviewDueAt) : null,
  },
  deeds,
  institutionId: SCHOOL,
});

const personWith = (roles: readonly Role[], change: Partial<Actor> = {}): Actor => ({
  kind: 'person',
  userId: 'me',
  name: '甲',
  organizationId: 'elsewhere',
  organizationName: '某单位',
  organizationKind: 'PROJECT_OFFICE',
  roles,
  affiliatedInstitutionIds: [],
  sessionId: 'session',
  ...change,
});

const refusedWith = (row: Row, status: ApplicationStatus, doer: Doer, moment: Moment): string => {
  if (!row.who.includes(doer)) return 'application.not_permitted';
  if (!row.from.includes(status)) return 'application.wrong_state';
  const isClosed = moment === 'atClosing' || moment === 'atCityDue';
  if (row.when.includes('<') && isClosed) return 'application.too_late';
  return isTooEarly(row, status, moment) ? 'application.too_early' : 'permitted';
};

const isTooEarly = ({ when }: Row, status: ApplicationStatus, moment: Moment): boolean =>
  (when.includes('o') && moment === 'beforeOpening') ||
  (when.includes('>') && moment !== 'atClosing' && moment !== 'atCityDue') ||
  (when.includes('c') && status === 'CITY_REVIEW' && moment !== 'atCityDue');

const DOERS: readonly Doer[] = [...(Object.keys(ROLES) as Role[]), 'system'];
const actorFor = (doer: Doer, change?: Partial<Actor>): AnyActor =>
  doer === 'system' ? SYSTEM : personWith([doer], change);

/** When the row is open, and by whom and from where it may be done: one of each. */
const sampleOf = (row: Row) => {
  const [from] = row.from;
  const [doer] = row.who;
  assert.ok(from !== undefined && doer !== undefined);
  return { row, from, doer, at: MOMENTS[momentOf(row)] };
};

const momentOf = ({ when }: Row): Moment => {
  if (when.includes('c')) return 'atCityDue';
  return when.includes('>') ? 'atClosing' : 'inTime';
};
const SAMPLES = ROWS.map(sampleOf);
const SAMPLES_OF_PEOPLE = SAMPLES.filter(({ doer }) => doer !== 'system');

const codeOf = (
  subject: ApplicationSubject,
  actor: AnyActor,
  verb: ApplicationVerb,
  at: Instant,
): string => refusal(applicationWorkflow, subject, actor, verb, at)?.code ?? 'permitted';

describe('the table of the workflow against the procedure', () => {
  test('each verb in each state by each role at each moment', () => {
    const moments = Object.keys(MOMENTS) as Moment[];
    const cells = ROWS.flatMap((row) =>
      APPLICATION_STATUSES.flatMap((status) =>
        DOERS.flatMap((doer) => moments.map((moment) => ({ row, status, doer, moment }))),
      ),
    );
    assert.equal(cells.length, 18 * 11 * 15 * 4);
    for (const { row, status, doer, moment } of cells) {
      const code = codeOf(subjectIn(status), actorFor(doer), row.verb, MOMENTS[moment]);
      assert.equal(
        code,
        refusedWith(row, status, doer, moment),
        `${row.verb} ${status} ${doer} ${moment}`,
      );
    }
  });

  test('the buttons of a row are exactly the permitted verbs', () => {
    for (const status of APPLICATION_STATUSES) {
      for (const doer of DOERS) {
        const expected = ROWS.filter(
          (row) => refusedWith(row, status, doer, 'inTime') === 'permitted',
        );
        const shown = permittedVerbs(
          applicationWorkflow,
          subjectIn(status),
          actorFor(doer),
          MOMENTS.inTime,
        );
        assert.deepEqual(
          shown,
          expected.map(({ verb }) => verb),
          `${status} ${doer}`,
        );
      }
    }
  });

  test('each verb leads where the procedure says, and nowhere else', () => {
    for (const { row, doer, at } of SAMPLES) {
      const go = (from: ApplicationStatus, choose: ApplicationStatus) => () =>
        transit(applicationWorkflow, subjectIn(from), actorFor(doer), {
          verb: row.verb,
          at,
          reason: OPINION,
          choose,
        });
      for (const from of row.from) {
        for (const to of row.to) assert.equal(go(from, to)(), to);
        const others = APPLICATION_STATUSES.filter((status) => !row.to.includes(status));
        for (const other of others)
          assert.throws(go(from, other), /cannot lead to/, `${row.verb} to ${other}`);
      }
    }
  });

  test('a reason is asked for where the procedure asks for one', () => {
    for (const { row, from, doer, at } of SAMPLES) {
      for (const reason of [undefined, '', '  \n']) {
        const go = () =>
          transit(applicationWorkflow, subjectIn(from), actorFor(doer), {
            verb: row.verb,
            at,
            reason,
          });
        if (row.reason) assert.throws(go, { code: 'application.reason_required' }, row.verb);
        else go();
      }
    }
  });

  const afterDeed = (row: Row, earlier: string, isMine: boolean): string => {
    const { notAfterOwn = [], notOnceDone = [] } = PERSONS[row.verb] ?? {};
    if (notOnceDone.includes(earlier)) return 'application.already_under_way';
    return isMine && notAfterOwn.includes(earlier) ? 'application.four_eyes' : 'permitted';
  };

  test('four eyes and course: every earlier deed by me or by another', () => {
    for (const { row, from, doer, at } of SAMPLES_OF_PEOPLE) {
      for (const { verb: earlier } of ROWS) {
        for (const userId of ['me', 'another']) {
          const code = codeOf(
            subjectIn(from, [{ verb: earlier, userId }]),
            actorFor(doer),
            row.verb,
            at,
          );
          assert.equal(
            code,
            afterDeed(row, earlier, userId === 'me'),
            `${row.verb} after ${earlier} by ${userId}`,
          );
        }
      }
    }
  });

  test('who belongs to the institution judges nothing of it, whatever the role', () => {
    for (const { row, from, doer, at } of SAMPLES_OF_PEOPLE) {
      const expected = JUDGING.includes(row.verb) ? 'application.recusal' : 'permitted';
      for (const change of [
        { affiliatedInstitutionIds: ['other', SCHOOL] },
        { organizationId: SCHOOL },
      ]) {
        assert.equal(
          codeOf(subjectIn(from), actorFor(doer, change), row.verb, at),
          expected,
          row.verb,
        );
      }
    }
  });
});
