import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import Parser from 'rss-parser';
import { toInstant } from '../../kernel/time.ts';
import type { PlannedJob } from '../../platform/jobs.ts';
import {
  REGISTER,
  AT,
  app,
  startAnnouncements,
  office,
  ok,
  draft,
  publishedFor,
  own,
} from './factory.ts';
import { atomFeed } from './feed.ts';
import { announcementJobs, releaseDue } from './jobs.ts';

startAnnouncements();

describe('a scheduled publication', () => {
  const DUE = '2025-03-02T00:30:00.000Z';
  const planned = () =>
    app().plannedJobs.filter(({ kind }) => kind.name === 'announcements.release');
  const collect = () => {
    const jobs: PlannedJob[] = [];
    return {
      jobs,
      plan: async (_tx: unknown, more: readonly PlannedJob[]) => void jobs.push(...more),
    };
  };

  it('comes out at its instant, once, however many workers try', async () => {
    app().plannedJobs.length = 0;
    const record = await draft({ audience: { kinds: ['CITY_BUREAU'] } });
    const past = await office().post(`${REGISTER}/${record.id}/schedule`, {
      publishAt: AT,
      version: record.version,
    });
    assert.equal(past.body.code, 'announcements.schedule_past');
    ok(
      await office().post(`${REGISTER}/${record.id}/schedule`, {
        publishAt: DUE,
        version: record.version,
      }),
    );
    assert.equal(planned()[0]?.startAfter, DUE);

    const deps = { database: app().database, clock: app().clock };
    const [handler] = announcementJobs(deps);
    const { jobs, plan } = collect();
    const run = () =>
      handler?.handle(
        { announcementId: record.id, publishAt: DUE },
        new AbortController().signal,
        plan,
      );
    app().clock.set(toInstant('2025-03-02T00:29:59.999Z'));
    await assert.rejects(async () => await run());
    assert.equal(await releaseDue(deps, plan), 0);
    app().clock.set(toInstant(DUE));
    await Promise.all([run(), run(), run(), releaseDue(deps, plan), releaseDue(deps, plan)]);
    const after = ok(await office().get(`${REGISTER}/${record.id}`));
    assert.deepEqual(
      [after.status, after.publishedAt, after.recipientCount],
      ['PUBLISHED', DUE, 4],
    );
    assert.equal(jobs.length, 1, 'told once');
    const { rows } = await own(
      `select count(*)::int as n from audit_event where subject_id = $1 and action = 'announcements.release'`,
      [record.id],
    );
    assert.equal(rows[0].n, 1);
    await run();
    assert.equal(jobs.length, 1);
    app().clock.set(toInstant(AT));
  });

  it('that was put off or removed leaves a job with nothing to do', async () => {
    const record = await draft();
    const scheduled = ok(
      await office().post(`${REGISTER}/${record.id}/schedule`, {
        publishAt: DUE,
        version: record.version,
      }),
    );
    assert.equal(
      (await office().del(`${REGISTER}/${record.id}`)).body.code,
      'announcement.wrong_state',
    );
    const draftAgain = ok(await office().del(`${REGISTER}/${record.id}/schedule`));
    assert.equal(draftAgain.status, 'DRAFT');
    assert.ok(draftAgain.version > scheduled.version);
    ok(await office().del(`${REGISTER}/${record.id}`));
    const { jobs, plan } = collect();
    const [handler] = announcementJobs({ database: app().database, clock: app().clock });
    app().clock.set(toInstant(DUE));
    await handler?.handle(
      { announcementId: record.id, publishAt: DUE },
      new AbortController().signal,
      plan,
    );
    assert.equal(jobs.length, 0);
    app().clock.set(toInstant(AT));
  });
});

describe('in public', () => {
  it('stand the public ones, readable without a script, and nothing of the internal ones', async () => {
    app().clock.set(toInstant('2025-03-03T02:00:00.000Z'));
    const shown = await publishedFor({
      title: '公开通知 <b>&',
      isPublic: true,
      noticeNumber: '项目办函〔2025〕3号',
    });
    const hidden = await publishedFor({ title: '内部通知' });
    app().clock.set(toInstant('2025-03-03T02:01:00.000Z'));
    const list = await app().as().get('/announcements');
    assert.equal(list.status, 200);
    assert.ok(list.text.includes(`/announcements/${shown.id}`));
    assert.ok(!list.text.includes(hidden.id) && !list.text.includes('内部通知'));
    assert.doesNotMatch(list.text, /<script/);
    const page = await app().as().get(`/announcements/${shown.id}`);
    assert.ok(page.text.includes('<h1>公开通知 &lt;b&gt;&amp;</h1>'));
    assert.ok(page.text.includes('<p>请各校参加。</p>'));
    assert.equal((await app().as().get(`/announcements/${hidden.id}`)).status, 404);
    assert.equal((await app().as().get('/announcements/nothing')).status, 404);
    const found = await app()
      .as()
      .get('/announcements', { query: { q: '〔2025〕3号' } });
    assert.ok(found.text.includes('共 1 篇'));
  });

  it('an Atom feed that another program reads', async () => {
    const feed = await app().as().get('/announcements/feed.xml');
    assert.match(String(feed.headers['content-type']), /^application\/atom\+xml/);
    const parsed = await new Parser().parseString(feed.text);
    const entry = parsed.items.find(({ title }) => title?.includes('公开通知'));
    assert.equal(entry?.title, '公开通知 <b>&（项目办函〔2025〕3号）');
    assert.match(entry?.['id'] ?? '', /^urn:uuid:[0-9a-f-]{36}$/);
    const path = `/announcements/${(entry?.['id'] ?? '').slice(9)}`;
    assert.equal(entry?.link, `http://localhost${path}`);
    assert.equal(entry?.isoDate, '2025-03-03T02:00:00.000Z');
    assert.ok(!feed.text.includes('内部通知'));
    assert.ok(!feed.text.includes('address.invalid'));
    const known = atomFeed({
      title: '平台',
      publicUrl: 'https://onex.example.cn',
      origin: 'https://onex.example.cn',
      announcements: [],
    });
    assert.match(known, /href="https:\/\/onex\.example\.cn\/announcements\/feed\.xml"/);
  });

  it('a feed whose links lead back to the name by which it was asked, kept apart from others', async () => {
    const linkFor = async (host: string) => {
      const { text } = await app().as().get('/announcements/feed.xml', { headers: { host } });
      assert.match(text, /<id>urn:onex:announcements<\/id>/);
      return (await new Parser().parseString(text)).items[0]?.link ?? '';
    };
    // One after the other within the seconds for which an answer is kept.
    assert.match(
      await linkFor('jw.example.cn:8443'),
      /^http:\/\/jw\.example\.cn:8443\/announcements\//,
    );
    assert.match(await linkFor('10.1.2.3'), /^http:\/\/10\.1\.2\.3\/announcements\//);
    assert.match(await linkFor('evil.example/"><x>'), /^\/announcements\//);
    assert.match(await linkFor('jw.example.cn:8443'), /^http:\/\/jw\.example\.cn:8443\//);
  });
});
