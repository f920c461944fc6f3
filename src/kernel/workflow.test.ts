import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Actor, type Role, SYSTEM } from './actor.ts';
import { DomainError } from './error.ts';
import { toInstant } from './time.ts';
import {
  permittedVerbs,
  type Refusal,
  refusal,
  type Subject,
  transit,
  type Workflow,
} from './workflow.ts';

type State = 'OPEN' | 'CHECKED' | 'CLOSED';
type Verb = 'check' | 'close' | 'expire' | 'reopen';

const workflow: Workflow<State, Verb, 'due'> = {
  name: 'sample',
  title: '样例',
  initial: 'OPEN',
  states: {
    OPEN: { office: '待办', applicant: '待办', tone: 'neutral' },
    CHECKED: { office: '已核', applicant: '已核', tone: 'brand' },
    CLOSED: { office: '办结', applicant: '办结', tone: 'done' },
  },
  limits: { due: '截止时间' },
  transitions: [
    {
      verb: 'check',
      label: '核对',
      from: ['OPEN'],
      to: ['CHECKED'],
      by: ['city_reviewer'],
      reason: 'none',
      before: 'due',
      recusal: true,
    },
    {
      verb: 'close',
      label: '办结',
      from: ['CHECKED'],
      to: ['CLOSED'],
      by: ['city_reviewer', 'provincial_reviewer'],
      reason: 'required',
      notAfterOwn: ['check'],
    },
    {
      verb: 'expire',
      label: '逾期',
      from: ['OPEN'],
      to: ['CLOSED'],
      by: ['system'],
      reason: 'none',
      after: 'due',
    },
    {
      verb: 'reopen',
      label: '重开',
      from: ['CLOSED'],
      to: ['OPEN', 'CHECKED'],
      by: ['provincial_reviewer'],
      reason: 'optional',
      notOnceDone: ['close'],
    },
  ],
};

const DUE = toInstant('2025-04-07T16:00:00.000Z');
const BEFORE = toInstant('2025-04-07T15:59:59.999Z');

const person = (userId: string, role: Role, institutionIds: string[] = []): Actor => ({
  kind: 'person',
  userId,
  name: '某人',
  organizationId: 'bureau',
  organizationName: '某局',
  organizationKind: 'CITY_BUREAU',
  roles: [role],
  affiliatedInstitutionIds: institutionIds,
  sessionId: 's',
});

const subject = (
  change: Partial<Subject<State, Verb, 'due'>> = {},
): Subject<State, Verb, 'due'> => ({
  status: 'OPEN',
  limits: { due: DUE },
  deeds: [],
  institutionId: 'school',
  ...change,
});

const codeOf = (refused: Refusal | undefined): string | undefined => refused?.code;

describe('the workflow engine', () => {
  test('role, state, time, course and person refuse in this order, each with its own code', () => {
    const reviewer = person('a', 'city_reviewer');
    const check = (given: Partial<Subject<State, Verb, 'due'>>, actor: Actor, at = BEFORE) =>
      codeOf(refusal(workflow, subject(given), actor, 'check', at));
    assert.equal(check({}, person('b', 'institution_admin')), 'sample.not_permitted');
    assert.equal(check({ status: 'CLOSED' }, reviewer), 'sample.wrong_state');
    assert.equal(check({}, reviewer, DUE), 'sample.too_late');
    assert.equal(check({ institutionId: 'bureau' }, reviewer), 'sample.recusal');
    assert.equal(check({}, person('c', 'city_reviewer', ['school'])), 'sample.recusal');
    assert.equal(check({}, reviewer), undefined);
  });

  test('the limit is exclusive: the last millisecond counts, the instant itself does not', () => {
    const reviewer = person('a', 'city_reviewer');
    assert.equal(refusal(workflow, subject(), reviewer, 'check', BEFORE), undefined);
    assert.equal(codeOf(refusal(workflow, subject(), reviewer, 'check', DUE)), 'sample.too_late');
    assert.equal(
      codeOf(refusal(workflow, subject(), SYSTEM, 'expire', BEFORE)),
      'sample.too_early',
    );
    assert.equal(refusal(workflow, subject(), SYSTEM, 'expire', DUE), undefined);
    assert.equal(
      refusal(workflow, subject({ limits: { due: null } }), reviewer, 'check', DUE),
      undefined,
    );
  });

  test('four eyes: whoever checked does not close, somebody else does', () => {
    const checked = subject({ status: 'CHECKED', deeds: [{ verb: 'check', userId: 'a' }] });
    assert.equal(
      codeOf(refusal(workflow, checked, person('a', 'city_reviewer'), 'close', BEFORE)),
      'sample.four_eyes',
    );
    assert.equal(
      refusal(workflow, checked, person('b', 'city_reviewer'), 'close', BEFORE),
      undefined,
    );
  });

  test('what was done once closes other ways', () => {
    const closed = subject({ status: 'CLOSED', deeds: [{ verb: 'close', userId: 'z' }] });
    const province = person('p', 'provincial_reviewer');
    assert.equal(
      codeOf(refusal(workflow, closed, province, 'reopen', BEFORE)),
      'sample.already_under_way',
    );
    assert.equal(
      refusal(workflow, { ...closed, deeds: [] }, province, 'reopen', BEFORE),
      undefined,
    );
  });

  test('a required reason may not be blank, and a target must be in the table', () => {
    const checked = subject({ status: 'CHECKED' });
    const province = person('p', 'provincial_reviewer');
    assert.throws(
      () => transit(workflow, checked, province, { verb: 'close', at: BEFORE, reason: '　 ' }),
      (error) =>
        error instanceof DomainError &&
        error.code === 'sample.reason_required' &&
        error.detail.field === 'reason',
    );
    assert.equal(
      transit(workflow, checked, province, { verb: 'close', at: BEFORE, reason: '齐全' }),
      'CLOSED',
    );
    const closed = subject({ status: 'CLOSED' });
    assert.equal(
      transit(workflow, closed, province, { verb: 'reopen', at: BEFORE, choose: 'CHECKED' }),
      'CHECKED',
    );
    assert.throws(
      () => transit(workflow, closed, province, { verb: 'reopen', at: BEFORE, choose: 'CLOSED' }),
      /cannot lead/,
    );
  });

  test('the buttons are exactly the verbs that are not refused', () => {
    assert.deepEqual(permittedVerbs(workflow, subject(), person('a', 'city_reviewer'), BEFORE), [
      'check',
    ]);
    assert.deepEqual(permittedVerbs(workflow, subject(), SYSTEM, DUE), ['expire']);
    assert.deepEqual(permittedVerbs(workflow, subject(), { kind: 'public' }, BEFORE), []);
  });
});
