import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import '../../app/features.ts';
import { startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import { SYSTEM } from '../../kernel/actor.ts';
import { toInstant } from '../../kernel/time.ts';
import { sqlBuilder } from '../../platform/db/database.ts';
import { type Notice, noticeSchema } from '../../platform/notice.ts';
import { announcementRoutes } from '../announcements/index.ts';
import { giveAddress, setUpDingtalk, setUpMail, tellNow } from './factory.ts';
import { notificationRoutes } from './index.ts';

const REGISTER = '/api/announcement-register';
/** 22:00 in Beijing. */
const LATE = '2025-03-01T14:00:00.000Z';
const EVENT = 'announcements.published';

interface Channel {
  readonly channel: string;
  readonly [figure: string]: string | number | boolean;
}

/** Five schools with a head each: one has everything, the others each lack something else. */
describe('who will get it, said before an announcement is told', () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp({ at: LATE, routes: [...announcementRoutes, ...notificationRoutes] });
    await setUpMail(app);
    await setUpDingtalk(app);
    const { people } = app.world;
    for (const [person, number] of [
      [people.collegeAdmin, 1],
      [people.eastSchoolAdmin, 2],
      [people.westSchoolAdmin, 3],
      [people.universityAdmin, 4],
    ] as const) {
      await giveAddress(app, person, `head${number}@example.cn`);
    }
    await giveAddress(app, people.collegeAdmin, '13800000001', 'DINGTALK');
    const quiet = { fromMinute: 21 * 60, toMinute: 7 * 60 };
    const profile = { quiet: null, isDigest: false, digestHour: 17 };
    const put = async (person: keyof typeof people, path: string, body: unknown): Promise<void> => {
      const answer = await app
        .as(people[person])
        .put(`/api/notifications/preferences/${path}`, body);
      assert.equal(answer.status, 200, answer.text);
    };
    await put('eastSchoolAdmin', 'profile', { ...profile, quiet });
    await put('westSchoolAdmin', 'profile', { ...profile, isDigest: true });
    for (const channel of ['MAIL', 'INBOX', 'DINGTALK_WORK'])
      await put('universityAdmin', 'choice', { event: EVENT, channel, isOn: false });
  });
  after(() => app.close());

  const office = () => app.as(app.world.people.officeAdmin);

  const draft = async (): Promise<{ id: string; version: number }> => {
    const answer = await office().post(REGISTER, {
      title: '关于填报联系人的通知',
      bodyHtml: '<p>请各校填报。</p>',
      mustConfirm: true,
      audience: { kinds: ['INSTITUTION'], roles: ['institution_admin'] },
    });
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  };

  const reach = async (id: string, query: string) => {
    const answer = await office().get(`${REGISTER}/${id}/reach?${query}`);
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  };

  const figures = (channels: readonly Channel[], channel: string) =>
    channels.find((one) => one.channel === channel);

  const publish = async (record: { id: string; version: number }): Promise<Notice[]> => {
    app.plannedJobs.length = 0;
    const answer = await office().post(`${REGISTER}/${record.id}/publication`, {
      version: record.version,
    });
    assert.equal(answer.status, 200, answer.text);
    return app.plannedJobs.map(({ data }) => noticeSchema.parse(data));
  };

  const stored = (key: string | undefined) =>
    app.database.read(SYSTEM, async (read) => ({
      deliveries: await read.all(
        sqlBuilder
          .selectFrom('delivery as d')
          .innerJoin('notice as n', 'n.id', 'd.notice_id')
          .select(['d.channel', 'd.status', 'd.next_attempt_at'])
          .where('n.key', '=', key ?? ''),
      ),
      entries: await read.all(
        sqlBuilder
          .selectFrom('inbox_entry as i')
          .innerJoin('notice as n', 'n.id', 'i.notice_id')
          .select('i.id')
          .where('n.key', '=', key ?? ''),
      ),
    }));

  test('the figures are those of the telling itself', async () => {
    const record = await draft();
    const said = await reach(record.id, 'step=publish');
    assert.deepEqual(
      [said.organizationCount, said.personCount, said.inboxCount],
      [5, 5, 4],
      JSON.stringify(said),
    );
    assert.deepEqual(figures(said.channels, 'MAIL'), {
      channel: 'MAIL',
      label: '邮件',
      isOpen: true,
      count: 3,
      quietCount: 1,
      digestCount: 1,
      offCount: 1,
      unreachableCount: 1,
    });
    assert.deepEqual(figures(said.channels, 'DINGTALK_WORK'), {
      channel: 'DINGTALK_WORK',
      label: '钉钉工作通知',
      isOpen: true,
      count: 1,
      quietCount: 0,
      digestCount: 0,
      offCount: 1,
      unreachableCount: 3,
    });
    assert.equal(figures(said.channels, 'DINGTALK_TODO'), undefined, 'it asks for no to-do');
    assert.deepEqual([said.inboxOnlyCount, said.nothingCount], [1, 1]);
    assert.equal(said.latestAt, '2025-03-01T23:00:00.000Z', '07:00 of the next morning');
    assert.equal(said.organizations.length, 5);
    const before_ = await app.database.read(SYSTEM, (read) =>
      read.all(sqlBuilder.selectFrom('notice').select('id')),
    );
    assert.deepEqual(before_, [], 'saying it told nobody');

    const [notice] = await publish(record);
    assert.ok(notice !== undefined);
    await tellNow(app, notice);
    const { deliveries, entries } = await stored(notice.key);
    const mails = deliveries.filter(({ channel }) => channel === 'MAIL');
    assert.deepEqual(
      [entries.length, mails.length, mails.filter(({ status }) => status === 'HELD').length],
      [said.inboxCount, 3, 1],
    );
    assert.equal(mails.filter(({ next_attempt_at: at }) => at === said.latestAt).length, 1);
    assert.equal(deliveries.length - mails.length, 1);
  });

  test('an hour by day holds nobody up, and a channel that is closed is said to be', async () => {
    const { id } = await draft();
    const noon = await reach(id, 'step=publish&at=2025-03-02T04:00:00.000Z');
    assert.equal(noon.at, '2025-03-02T04:00:00.000Z');
    assert.equal(figures(noon.channels, 'MAIL')?.['quietCount'], 0);
    assert.equal(noon.latestAt, null);
    const admin = office();
    const switchMail = (isOn: boolean) =>
      admin.put('/api/notifications/channel-settings/MAIL', { isOn });
    assert.equal((await switchMail(false)).status, 200);
    const closed = await reach(id, 'step=publish');
    const mail = figures(closed.channels, 'MAIL');
    assert.deepEqual([mail?.['isOpen'], mail?.['count'], mail?.['offCount']], [false, 0, 0]);
    assert.equal(closed.inboxOnlyCount, 3);
    assert.equal((await switchMail(true)).status, 200);
  });

  test('a reminder reaches those who are behind, by what they want of reminders', async () => {
    const record = await draft();
    assert.equal((await reach(record.id, 'step=nudge')).personCount, 0, 'nobody was told yet');
    await publish(record);
    const confirmed = await app
      .as(app.world.people.collegeAdmin)
      .post(`/api/announcements/${record.id}/confirmation`, { edition: 1 });
    assert.equal(confirmed.status, 200, confirmed.text);
    const said = await reach(record.id, 'step=nudge');
    assert.deepEqual([said.personCount, said.organizationCount], [4, 4]);
    // The head who switched off new announcements has not switched off reminders.
    assert.equal(said.inboxCount, 4);
    assert.equal(figures(said.channels, 'MAIL')?.['count'], 3);
    app.clock.set(toInstant('2025-03-02T04:00:00.000Z'));
    app.plannedJobs.length = 0;
    const nudged = await office().post(`${REGISTER}/${record.id}/nudge`);
    assert.equal(nudged.body.personCount, said.personCount);
    app.clock.set(toInstant(LATE));
  });

  test('organizations without anybody to tell are counted, the first names are few', async () => {
    const answer = await office().post(REGISTER, {
      title: '致各单位',
      bodyHtml: '<p>请知悉。</p>',
      audience: { roles: ['institution_admin'] },
    });
    const said = await reach(answer.body.id, 'step=publish');
    assert.ok(said.emptyCount > 0);
    assert.equal(said.organizations.length, 5);
  });

  test('refused: whoever is not of the office, a step and an hour that do not exist', async () => {
    const { id } = await draft();
    for (const name of ['eastSchoolAdmin', 'eastAdmin', 'reviewer', 'systemAdmin'] as const) {
      const answer = await app
        .as(app.world.people[name])
        .get(`${REGISTER}/${id}/reach?step=publish`);
      assert.equal(answer.status, 403, name);
    }
    assert.equal((await app.as().get(`${REGISTER}/${id}/reach?step=publish`)).status, 401);
    assert.equal((await office().get(`${REGISTER}/${id}/reach?step=withdraw`)).status, 400);
    assert.equal((await office().get(`${REGISTER}/${id}/reach?step=publish&at=soon`)).status, 400);
    const unknown = '00000000-0000-7000-8000-0000000000aa';
    assert.equal((await office().get(`${REGISTER}/${unknown}/reach?step=publish`)).status, 404);
  });
});
