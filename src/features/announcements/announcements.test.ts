import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { docxFile } from '../../platform/files/sample-office.ts';
import {
  PDF,
  REGISTER,
  app,
  startAnnouncements,
  as,
  office,
  ok,
  draft,
  publish,
  told,
  publishedFor,
} from './factory.ts';

startAnnouncements();

describe('a draft', () => {
  it('is cleaned when it is written, and only the office sees it', async () => {
    const record = await draft({
      bodyHtml: '<p onclick="x()">甲<script>alert(1)</script><a href="javascript:x">乙</a></p>',
    });
    assert.equal(record.bodyHtml, '<p>甲<a rel="noopener noreferrer nofollow">乙</a></p>');
    assert.equal(record.bodyText, '甲乙');
    assert.equal((await as('eastSchoolAdmin').get(`/api/announcements/${record.id}`)).status, 404);
    assert.equal((await as('reviewer').get(`/api/announcements/${record.id}`)).status, 404);
    assert.equal((await app().as().get(`/announcements/${record.id}`)).status, 404);
  });

  it('of 100,000 pasted characters is refused with the figures, and the draft stays as it was', async () => {
    const record = await draft();
    const answer = await office().put(`${REGISTER}/${record.id}`, {
      title: '长文',
      bodyHtml: `<p>${'贴'.repeat(100_000)}</p>`,
      version: record.version,
    });
    assert.equal(answer.status, 422);
    assert.equal(answer.body.code, 'announcements.body_too_long');
    assert.match(answer.body.text, /100,000 个字，最多 50,000 个字.*没有丢失/);
    const after = ok(await office().get(`${REGISTER}/${record.id}`));
    assert.equal(after.bodyText, '请各校参加。');
    const most = await office().put(`${REGISTER}/${record.id}`, {
      title: '长文',
      bodyHtml: `<p>${'贴'.repeat(50_000)}</p>`,
      version: record.version,
    });
    assert.equal(most.status, 200);
  });

  it('is changed only at the version that was seen, and can be removed', async () => {
    const record = await draft();
    const put = (version: number) =>
      office().put(`${REGISTER}/${record.id}`, { title: '改', version });
    assert.equal((await put(record.version)).status, 200);
    assert.equal((await put(record.version)).body.code, 'record.changed');
    ok(await office().del(`${REGISTER}/${record.id}`));
    assert.equal((await office().get(`${REGISTER}/${record.id}`)).status, 404);
  });

  it('without a text is not published', async () => {
    const record = await draft({ bodyHtml: '<p> </p><script>x</script>' });
    const answer = await office().post(`${REGISTER}/${record.id}/publication`, {
      version: record.version,
    });
    assert.equal(answer.body.code, 'announcements.no_body');
  });
});

describe('attachments', () => {
  const upload = (id: string, name: string, bytes: Uint8Array) =>
    office().upload(`${REGISTER}/${id}/attachments`, { name, type: 'application/pdf', bytes });

  it('are of the kinds allowed, and are what they say', async () => {
    const { id } = await draft();
    assert.equal((await upload(id, '通知.pdf', PDF)).status, 200);
    assert.equal((await upload(id, '申请表.docx', docxFile(['表']))).status, 200);
    const refused: [string, Uint8Array, string][] = [
      ['a.html', Buffer.from('<script>'), 'file.kind_not_allowed'],
      ['a.svg', Buffer.from('<svg onload=x>'), 'file.kind_not_allowed'],
      ['a.exe', Buffer.from('MZ'), 'file.kind_not_allowed'],
      ['a.pdf.exe', PDF, 'file.kind_not_allowed'],
      ['a.pdf', Buffer.from('<html><script>x</script>'), 'file.type_mismatch'],
      ['a.docx', PDF, 'file.type_mismatch'],
      ['a.png', PDF, 'file.type_mismatch'],
      [
        'a.docx',
        docxFile(['一'], { more: [{ name: 'word/vbaProject.bin', content: 'x' }] }),
        'file.unsafe_office',
      ],
    ];
    for (const [name, bytes, code] of refused)
      assert.equal((await upload(id, name, bytes)).body.code, code, name);
  });

  it('of a public one are for anybody, of an internal one for its audience', async () => {
    for (const isPublic of [true, false]) {
      const record = await draft({ isPublic, audience: { kinds: ['INSTITUTION'] } });
      const file = ok(await upload(record.id, '附件.pdf', PDF));
      const path = `/api/announcements/${record.id}/attachments/${file.id}`;
      assert.equal((await app().as().get(path)).status, 404, 'a draft');
      const listed = ok(
        await office().put(`${REGISTER}/${record.id}`, {
          title: record.title,
          bodyHtml: record.bodyHtml,
          isPublic,
          audience: record.audience,
          attachmentIds: [file.id],
          version: record.version,
        }),
      );
      await publish(listed);
      assert.equal((await app().as().get(path)).status, isPublic ? 200 : 404);
      assert.equal((await as('alphaAdmin').get(path)).status, isPublic ? 200 : 404);
      const got = await as('eastSchoolStaff').get(path);
      assert.equal(got.status, 200);
      assert.match(String(got.headers['content-disposition']), /^attachment/);
      assert.match(String(got.headers['content-security-policy']), /sandbox/);
    }
  });

  it('of one announcement are not taken for another', async () => {
    const [one, two] = [await draft(), await draft()];
    const file = ok(await upload(one.id, '甲.pdf', PDF));
    const answer = await office().put(`${REGISTER}/${two.id}`, {
      title: '偷',
      attachmentIds: [file.id],
      version: two.version,
    });
    assert.equal(answer.body.code, 'announcements.attachment_not_found');
    assert.equal(
      (await as('reviewer').get(`/api/announcements/${two.id}/attachments/${file.id}`)).status,
      404,
    );
  });
});

describe('a correction', () => {
  it('keeps the editions, says 更正, and may ask to confirm again', async () => {
    const record = await publishedFor({ mustConfirm: true, audience: { kinds: ['CITY_BUREAU'] } });
    const path = `/api/announcements/${record.id}`;
    ok(await as('eastAdmin').post(`${path}/confirmation`, { edition: 1 }));
    const body = {
      title: '关于召开线上说明会的通知',
      bodyHtml: '<p>时间改为3月5日。</p>',
      version: record.version,
      reconfirm: true,
    };
    const silent = await office().post(`${REGISTER}/${record.id}/corrections`, body);
    assert.equal(silent.body.code, 'announcement.reason_required');
    app().plannedJobs.length = 0;
    ok(
      await office().post(`${REGISTER}/${record.id}/corrections`, {
        ...body,
        reason: '时间写错',
      }),
    );
    assert.equal(told('announcements.corrected').length, 4);
    const seen = ok(await as('eastAdmin').get(path));
    assert.equal(seen.receipt, 'READ', 'the confirmation was of the first edition');
    assert.deepEqual(
      seen.editions.map(({ number, reason }: { number: number; reason: string | null }) => [
        number,
        reason,
      ]),
      [
        [2, '时间写错'],
        [1, null],
      ],
    );
    const first = ok(await as('eastAdmin').get(`${path}/editions/1`));
    assert.equal(first.bodyHtml, '<p>请各校参加。</p>');
    const stale = await as('eastAdmin').post(`${path}/confirmation`, { edition: 1 });
    assert.equal(stale.body.code, 'announcements.corrected_meanwhile');
    assert.equal(
      ok(await as('eastAdmin').post(`${path}/confirmation`, { edition: 2 })).receipt,
      'CONFIRMED',
    );
    const put = await office().put(`${REGISTER}/${record.id}`, { title: '悄悄改', version: 2 });
    assert.equal(put.body.code, 'announcement.wrong_state');
  });

  it('is not withdrawal: that takes the text away and says why', async () => {
    const record = await publishedFor({ isPublic: true, audience: { kinds: ['CITY_BUREAU'] } });
    ok(
      await office().post(`${REGISTER}/${record.id}/withdrawal`, {
        version: record.version,
        reason: '发错了',
      }),
    );
    const seen = ok(await as('eastAdmin').get(`/api/announcements/${record.id}`));
    assert.deepEqual(
      [seen.status, seen.bodyHtml, seen.withdrawReason],
      ['WITHDRAWN', '', '发错了'],
    );
    assert.equal((await as('alphaAdmin').get(`/api/announcements/${record.id}`)).status, 404);
    assert.equal((await app().as().get(`/announcements/${record.id}`)).status, 404);
    assert.equal(
      (await as('eastAdmin').get(`/api/announcements/${record.id}/editions/1`)).status,
      404,
    );
  });
});

describe('refused', () => {
  it('is everything of the register to whoever is not of the office', async () => {
    const { id } = await draft();
    const calls: readonly (readonly ['get' | 'post' | 'put' | 'del', string])[] = [
      ['get', ''],
      ['post', ''],
      ['get', `/${id}`],
      ['put', `/${id}`],
      ['del', `/${id}`],
      ['post', `/${id}/attachments`],
      ['post', `/${id}/schedule`],
      ['del', `/${id}/schedule`],
      ['post', `/${id}/publication`],
      ['post', `/${id}/corrections`],
      ['post', `/${id}/withdrawal`],
      ['post', `/${id}/archive`],
      ['get', `/${id}/audience-summary`],
      ['get', `/${id}/audience`],
      ['get', `/${id}/receipts`],
      ['get', `/${id}/recipients`],
      ['get', `/${id}/reach?step=publish`],
      ['post', `/${id}/nudge`],
      ['get', `/${id}/history`],
    ];
    for (const [method, path] of calls) {
      for (const name of [
        'eastSchoolAdmin',
        'eastAdmin',
        'alphaAdmin',
        'reviewer',
        'systemAdmin',
      ] as const) {
        const answer = await as(name)[method](`${REGISTER}${path}`);
        assert.equal(answer.status, 403, `${name} ${method} ${path}`);
      }
      assert.equal(
        (await app().as()[method](`${REGISTER}${path}`)).status,
        401,
        `${method} ${path}`,
      );
    }
    for (const path of ['', `/${id}`, `/${id}/editions/1`])
      assert.equal((await app().as().get(`/api/announcements${path}`)).status, 401);
    for (const path of ['reading', 'confirmation'])
      assert.equal((await app().as().post(`/api/announcements/${id}/${path}`)).status, 401);
    const school = as('eastSchoolAdmin');
    assert.equal((await school.post(`/api/announcements/${id}/reading`)).status, 404);
    assert.equal(
      (await school.post(`/api/announcements/${id}/confirmation`, { edition: 1 })).status,
      404,
    );
    assert.equal((await school.get(`/api/announcements/${id}/editions/1`)).status, 404);
  });
});
