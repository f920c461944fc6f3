import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { SYSTEM } from '../../kernel/actor.ts';
import { addDays, addMinutes } from '../../kernel/time.ts';
import type { PlannedJob } from '../../platform/jobs.ts';
import { openRound } from '../applications/factory.ts';
import { asOwner } from '../filings/factory.ts';
import { startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import { expectStatus, type Found, onlyContact, ownContacts, person, register } from './factory.ts';
import { hasLiveOfficer } from './facts.ts';
import { remindOrganizations } from './jobs.ts';

const REASON = '岗位调整';

describe('contacts of an organization', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp();
  });
  afterEach(() => app.close());

  const people = () => app.world.people;
  const college = () => app.as(people().collegeAdmin);
  const pass = (days: number) => app.clock.set(addDays(app.clock.now(), days));
  const later = () => app.clock.set(addMinutes(app.clock.now(), 1));
  const events = (jobs: readonly PlannedJob[] = app.plannedJobs): string[] =>
    jobs.map(({ data }) => (data as { event: string }).event);

  test('a registration is shown to its organization with masked numbers, and is a confirmation', async () => {
    await register(app, people().collegeAdmin);
    const row = await onlyContact(college(), 'FINANCE');
    assert.equal(row['name'], '卓联络');
    assert.equal(row['mobile'], '138****0001');
    assert.equal(row['mailbox'], 'z***@example.cn');
    assert.equal(row['landline'], '029-88880000');
    assert.equal(row['state'], 'CURRENT');
    assert.equal(row['confirmedAt'], app.clock.now());
  });

  test('is refused with every finding, each at its field', async () => {
    const wrong = person({
      duty: 'OFFICER',
      mobile: '',
      landline: '13800000002',
      mailbox: 'nobody',
      title: '电话13800000003',
      validFrom: '2027-03-01',
    });
    const { status, body } = await college().post('/api/contacts', wrong);
    assert.equal(status, 422);
    assert.deepEqual(body.findings.map(({ field }: { field: string }) => field).toSorted(), [
      'landline',
      'mailbox',
      'mobile',
      'title',
      'validFrom',
    ]);
  });

  test('an unreachable person is refused, a landline is enough for anybody but the officer', async () => {
    const none = await college().post('/api/contacts', person({ mobile: '', landline: '' }));
    assert.equal(none.body.code, 'contacts.no_number');
    await register(app, people().collegeAdmin, { mobile: '' });
  });

  test('a duty with one holder is not given twice, an officer is', async () => {
    await register(app, people().collegeAdmin);
    const second = await college().post('/api/contacts', person({ mobile: '13800000009' }));
    assert.deepEqual([second.status, second.body.code], [409, 'contacts.duty_taken']);
    const before = (await ownContacts(college(), 'OFFICER')).length;
    await register(app, people().collegeAdmin, { duty: 'OFFICER', mobile: '13800000011' });
    await register(app, people().collegeAdmin, { duty: 'OFFICER', mobile: '13800000012' });
    assert.equal((await ownContacts(college(), 'OFFICER')).length, before + 2);
    const same = await college().post(
      '/api/contacts',
      person({ duty: 'OFFICER', mobile: '138 0000 0012' }),
    );
    assert.deepEqual([same.status, same.body.code], [409, 'contacts.already_registered']);
  });

  test('two people registering for one duty at once: one is refused', async () => {
    const answers = await Promise.all(
      ['13800000021', '13800000022'].map((mobile) =>
        college().post('/api/contacts', person({ mobile })),
      ),
    );
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 409]);
  });

  test('a change keeps what is not given, needs a reason and shows old beside new', async () => {
    const id = await register(app, people().collegeAdmin);
    later();
    const row = await onlyContact(college(), 'FINANCE');
    const { duty: _, validFrom: __, mobile: ___, ...facts } = person({ title: '处长' });
    const body = { ...facts, version: row.version, reason: REASON };
    expectStatus(await college().put(`/api/contacts/${id}`, { ...body, reason: '' }), 400);
    expectStatus(await college().put(`/api/contacts/${id}`, body), 200);
    const after = await onlyContact(college(), 'FINANCE');
    assert.deepEqual([after['title'], after['mobile']], ['处长', '138****0001']);
    const again = await college().put(`/api/contacts/${id}`, { ...body, version: after.version });
    assert.equal(again.body.code, 'contacts.unchanged');
    const stale = await college().put(`/api/contacts/${id}`, { ...body, title: '副处长' });
    assert.deepEqual([stale.status, stale.body.code], [409, 'record.changed']);
    const history = await college().get(
      `/api/contacts/organizations/${app.world.organizations.college}/history`,
    );
    const [line] = history.body.rows;
    assert.equal(line.verb, 'CHANGE');
    assert.deepEqual([line.before.title, line.after.title], ['科长', '处长']);
    assert.deepEqual([line.before.mobile, line.after.mobile], ['138****0001', '138****0001']);
    assert.equal(line.who, people().collegeAdmin.name);
  });

  test('a successor takes over on the day, the duty keeps its tasks and the others are told', async () => {
    const id = await register(app, people().collegeAdmin);
    later();
    const row = await onlyContact(college(), 'FINANCE');
    const { duty: _, ...next } = person({ name: '接任人', mobile: '13800000031' });
    const body = { ...next, version: row.version, reason: REASON, validFrom: '2025-03-10' };
    const { body: made } = expectStatus(
      await college().post(`/api/contacts/${id}/successor`, body),
      200,
    );
    assert.deepEqual(events(), ['contacts.changed']);
    const today = await ownContacts(college(), 'FINANCE');
    assert.deepEqual(
      today.map((one) => [one['name'], one['state']]),
      [
        ['卓联络', 'CURRENT'],
        ['接任人', 'PENDING'],
      ],
    );
    pass(9);
    const then = await onlyContact(college(), 'FINANCE');
    assert.deepEqual([then.id, then['state'], then['confirmedAt']], [made.id, 'DUE', null]);
    const history = await college().get(
      `/api/contacts/organizations/${app.world.organizations.college}/history`,
    );
    const registered = history.body.rows.find(
      (line: { contactId: string }) => line.contactId === made.id,
    );
    assert.deepEqual([registered.before.name, registered.after.name], ['卓联络', '接任人']);
  });

  test('a hand-over that was a slip is taken back at the successor, both halves', async () => {
    const id = await register(app, people().collegeAdmin);
    later();
    const row = await onlyContact(college(), 'FINANCE');
    const { duty: _, ...next } = person({ name: '错接人', mobile: '13800000041' });
    const { body: made } = await college().post(`/api/contacts/${id}/successor`, {
      ...next,
      version: row.version,
      reason: REASON,
      validFrom: '2025-03-10',
    });
    later();
    const both = await ownContacts(college(), 'FINANCE');
    assert.deepEqual(
      both.map((one) => [one.id === made.id, one['canUndo']]),
      [
        [false, false],
        [true, true],
      ],
    );
    expectStatus(await college().post(`/api/contacts/${made.id}/undo`, { version: 1 }), 200);
    const back = await onlyContact(college(), 'FINANCE');
    assert.deepEqual([back.id, back['validTo'], back['mobile']], [id, null, '138****0001']);
    // Its numbers open in their own row again.
    const shown = await college().post(`/api/contacts/${id}/unmask`, {
      field: 'mobile',
      purpose: 'SELF',
      note: '',
    });
    assert.equal(shown.body.value, '13800000001');
  });

  test('a change can be undone for a day, then no more', async () => {
    const id = await register(app, people().collegeAdmin);
    pass(2);
    const row = await onlyContact(college(), 'FINANCE');
    const old = await college().post(`/api/contacts/${id}/undo`, { version: row.version });
    assert.deepEqual([old.status, old.body.code], [422, 'contacts.nothing_to_undo']);
    const end = { version: row.version, validTo: '2025-03-03', reason: REASON };
    expectStatus(await college().post(`/api/contacts/${id}/end`, end), 200);
    later();
    const ended = await onlyContact(college(), 'FINANCE');
    assert.deepEqual([ended['state'], ended['canUndo']], ['ENDED', true]);
    expectStatus(await college().post(`/api/contacts/${id}/undo`, { version: ended.version }), 200);
    assert.equal((await onlyContact(college(), 'FINANCE'))['state'], 'CURRENT');
  });

  type Change = (id: string, seen: Record<string, unknown>) => Promise<string>;
  /** Each way to change a contact; says at whom it is taken back. */
  const changes: Readonly<Record<'change' | 'end' | 'handOver', Change>> = {
    change: async (id, seen) => {
      const { duty: _, validFrom: __, ...facts } = person({ title: '处张' });
      expectStatus(await college().put(`/api/contacts/${id}`, { ...facts, ...seen }), 200);
      return id;
    },
    end: async (id, seen) => {
      const body = { ...seen, validTo: '2029-01-01' };
      expectStatus(await college().post(`/api/contacts/${id}/end`, body), 200);
      return id;
    },
    handOver: async (id, seen) => {
      const { duty: _, ...next } = person({ mobile: '13800000071', validFrom: '2029-01-01' });
      const path = `/api/contacts/${id}/successor`;
      return expectStatus(await college().post(path, { ...next, ...seen }), 200).body.id;
    },
  };
  const officer = async (id: string): Promise<Found> =>
    (await ownContacts(college(), 'OFFICER')).find((row) => row.id === id) ??
    assert.fail(`no officer ${id}`);

  test('what is undone leaves confirmed what was confirmed since the registration', async () => {
    const id = await register(app, people().collegeAdmin, { duty: 'OFFICER' });
    for (const [name, change] of Object.entries(changes)) {
      pass(400);
      const tap = { contacts: [{ id, version: (await officer(id)).version }] };
      expectStatus(await college().post('/api/contacts/confirm', tap), 200);
      const confirmedAt = app.clock.now();
      pass(60);
      const { version } = await officer(id);
      const changed = await change(id, { version, reason: REASON });
      later();
      const undo = { version: (await officer(changed)).version };
      expectStatus(await college().post(`/api/contacts/${changed}/undo`, undo), 200);
      const { validTo, state, confirmedAt: kept } = await officer(id);
      assert.deepEqual([validTo, state, kept], [null, 'CURRENT', confirmedAt], name);
      const isLive = await app.database.read(SYSTEM, (read) =>
        hasLiveOfficer(read, app.world.organizations.college, app.clock.now()),
      );
      assert.ok(isLive, `${name}: the college may submit`);
    }
  });

  test('a change that is undone confirmed nothing', async () => {
    const id = await register(app, people().collegeAdmin);
    const confirmedAt = app.clock.now();
    pass(100);
    const row = await onlyContact(college(), 'FINANCE');
    await changes.change(id, { version: row.version, reason: REASON });
    later();
    assert.notEqual((await onlyContact(college(), 'FINANCE'))['confirmedAt'], confirmedAt);
    expectStatus(
      await college().post(`/api/contacts/${id}/undo`, { version: row.version + 1 }),
      200,
    );
    assert.equal((await onlyContact(college(), 'FINANCE'))['confirmedAt'], confirmedAt);
  });

  test('ending before the beginning, ending twice and confirming what has not begun are refused', async () => {
    const id = await register(app, people().collegeAdmin, { validFrom: '2025-03-05' });
    const row = await onlyContact(college(), 'FINANCE');
    const confirm = await college().post('/api/contacts/confirm', {
      contacts: [{ id, version: row.version }],
    });
    assert.equal(confirm.body.code, 'contacts.not_yet_begun');
    const end = (validTo: string, version: number) =>
      college().post(`/api/contacts/${id}/end`, { version, validTo, reason: REASON });
    assert.equal((await end('2025-03-05', 1)).body.code, 'contacts.date_order');
    expectStatus(await end('2025-03-06', 1), 200);
    pass(10);
    assert.equal((await end('2025-03-09', 2)).body.code, 'contacts.already_ended');
  });

  test('becomes due after six months and at a round, stale two weeks later; one tap confirms all', async () => {
    await register(app, people().collegeAdmin);
    const state = async () => (await onlyContact(college(), 'FINANCE'))['state'];
    pass(183);
    assert.equal(await state(), 'CURRENT');
    pass(2);
    assert.equal(await state(), 'DUE');
    pass(14);
    assert.equal(await state(), 'STALE');
    const row = await onlyContact(college(), 'FINANCE');
    const tap = { contacts: [{ id: row.id, version: row.version }] };
    expectStatus(await college().post('/api/contacts/confirm', tap), 200);
    assert.equal(await state(), 'CURRENT');
    expectStatus(await college().post('/api/contacts/confirm', tap), 409);
    later();
    await openRound(app, {
      sequence: 2,
      opensAt: '2025-09-18T00:00:00.000Z',
      closesAt: '2025-10-18T16:00:00.000Z',
      cityReviewDueAt: '2025-10-28T16:00:00.000Z',
      provincialReviewDueAt: '2025-11-08T16:00:00.000Z',
    });
    assert.equal(await state(), 'CURRENT');
    pass(3);
    assert.equal(await state(), 'DUE');
  });

  test('reminds an organization on the day, after a week and after two, each once', async () => {
    await register(app, people().collegeAdmin);
    const keys = async (): Promise<string[]> => {
      const jobs: PlannedJob[] = [];
      await remindOrganizations(app.database, app.clock.now(), async (_tx, more) => {
        jobs.push(...more);
      });
      return jobs.flatMap(({ key }) =>
        key?.includes(app.world.organizations.college) === true ? [key.slice(-2)] : [],
      );
    };
    assert.deepEqual(await keys(), []);
    pass(185);
    assert.deepEqual(await keys(), [':0']);
    pass(3);
    assert.deepEqual(await keys(), [':0']);
    pass(5);
    assert.deepEqual(await keys(), [':1']);
    pass(30);
    assert.deepEqual(await keys(), [':2']);
  });

  test('two installations find the same number by different indexes', async () => {
    await register(app, people().collegeAdmin);
    const other = await startTestApp();
    try {
      await register(other, other.world.people.collegeAdmin);
      const indexOf = async (one: TestApp): Promise<string> => {
        const sql = `select encode(mobile_index, 'hex') as index from contact where duty = 'FINANCE'`;
        return (await asOwner(one, sql, [])).rows[0].index;
      };
      assert.notEqual(await indexOf(app), await indexOf(other));
    } finally {
      await other.close();
    }
  });

  test('two ciphertexts that were exchanged are refused on reading', async () => {
    const one = await register(app, people().collegeAdmin);
    const two = await register(app, people().universityAdmin, { mobile: '13800000051' });
    await asOwner(
      app,
      `update contact c set mobile_sealed = o.mobile_sealed from contact o
        where (c.id = $1 and o.id = $2) or (c.id = $2 and o.id = $1)`,
      [one, two],
    );
    assert.equal((await onlyContact(college(), 'FINANCE'))['mobile'], '无法核验');
    const full = await college().post(`/api/contacts/${one}/unmask`, {
      field: 'mobile',
      purpose: 'SELF',
      note: '',
    });
    assert.deepEqual([full.status, full.body.code], [422, 'contacts.seal_broken']);
    assert.doesNotMatch(full.text, /1380000/);
  });
});
