import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { SYSTEM } from '../../kernel/actor.ts';
import { sqlBuilder } from '../../platform/db/database.ts';
import { searchText } from '../../platform/search-key.ts';
import { asOwner } from '../filings/factory.ts';
import { app, startCatalog, as, PATH, list, names, idOf, certificate, create } from './factory.ts';
import { certificateLevelFacts, findCatalogCertificate } from './index.ts';
import { certificateKey } from './names.ts';

startCatalog();

describe('the public catalog', () => {
  it('is read without sign-in, with levels, organization and status', async () => {
    const { status, body } = await list({ sort: 'code' });
    assert.equal(status, 200);
    const row = body.rows[0];
    assert.deepEqual(
      [
        row.shortName,
        row.levels,
        row.levelLabels,
        row.evaluationOrganizationName,
        row.statusLabel,
        row.batchLabel,
      ],
      ['智能装配', [1, 2, 3], '初级、中级、高级', '甲乙评价有限公司', '可申报', '第一批'],
    );
  });

  it('finds by two characters, pinyin, initials, rare characters and organization', async () => {
    await create({ shortName: '𠮷他制作（BIM）', trust: '低', batch: 4 });
    for (const q of ['𠮷他', '制作', 'zhizuo', 'bim', '（ＢＩＭ）']) {
      assert.deepEqual(await names({ q }), ['𠮷他制作（BIM）'], q);
    }
    assert.deepEqual(await names({ q: '丙丁评价', status: 'ACTIVE' }), ['数据标注']);
    for (const q of ['%', '__', '作制']) assert.deepEqual(await names({ q }), [], q);
  });

  it('filters by batch, level, status, organization and trust', async () => {
    assert.deepEqual(await names({ batch: '2' }), ['数据标注']);
    assert.deepEqual(await names({ level: '3' }), ['智能装配']);
    assert.deepEqual(await names({ level: 'none' }), []);
    assert.deepEqual(await names({ status: 'EXITING' }), ['旧式排版']);
    assert.deepEqual(await names({ trust: '低' }), ['𠮷他制作（BIM）']);
    const org = { evaluationOrganizationId: app().world.organizations.betaOrg };
    assert.deepEqual((await names(org)).toSorted(), ['数据标注', '旧式排版']);
    await create({ shortName: '批次不明', levels: [] });
    assert.deepEqual(await names({ level: 'none' }), ['批次不明']);
    assert.deepEqual(await names({ batch: 'unknown' }), ['批次不明']);
    for (const query of [{ batch: '5' }, { level: '0' }, { sort: 'id' }, { x: '1' }]) {
      assert.equal((await list(query as Record<string, string>)).status, 400);
    }
  });

  it('sorts unknown batches last, in both directions', async () => {
    for (const sort of ['batch', '-batch']) {
      assert.equal((await names({ sort })).at(-1), '批次不明');
    }
  });

  it('comes as CSV in the words of the import', async () => {
    const { text } = await app().as().get(`${PATH}.csv`);
    assert.match(text, /^\uFEFF证书编码,证书名称,证书全称,等级,批次,/);
  });

  it('shows one certificate with its levels and hints, but who may do what only to the office', async () => {
    const id = await idOf('旧式排版');
    const { body } = await app().as().get(`${PATH}/${id}`);
    assert.deepEqual([body.levels.length, body.mayEdit, body.permittedActions], [1, false, []]);
    const office = await as('officeAdmin').get(`${PATH}/${id}`);
    assert.deepEqual(
      [office.body.mayEdit, office.body.permittedActions],
      [true, ['finishExit', 'restore']],
    );
    assert.equal(
      (await app().as().get(`${PATH}/${app().world.organizations.college}`)).status,
      404,
    );
  });
});

describe('certificate levels for the application form', () => {
  const search = async (query: Record<string, string>): Promise<string[]> => {
    const { body } = await as('collegeStaff').get('/api/catalog/levels', { query });
    return body.levels.map(({ label }: { label: string }) => label);
  };

  it('are found by name or organization, open ones only unless asked for', async () => {
    assert.deepEqual(await search({ q: '智能' }), [
      '智能装配（初级）',
      '智能装配（中级）',
      '智能装配（高级）',
    ]);
    assert.deepEqual(await search({ q: '旧式' }), []);
    assert.deepEqual(await search({ q: '旧式', onlyOpen: 'false' }), ['旧式排版（初级）']);
    assert.deepEqual(await search({ q: '丙丁' }), ['数据标注（中级）']);
  });

  it('are found by their own initials, not by those of the ending that all names share', async () => {
    for (const q of ['jz', 'zs', 'zyjn', 'dengji', 'jinengdengji'])
      assert.deepEqual(await search({ q }), [], q);
    await create({ shortName: '数据建造', levels: [1] });
    await create({ shortName: '建筑信息模型', levels: [2] });
    const found = ['建筑信息模型（中级）', '数据建造（初级）'];
    assert.deepEqual(await search({ q: 'jz' }), found);
    assert.deepEqual(await search({ q: '模型职业技能等级证书' }), found.slice(0, 1));
  });

  it('find the same by the keys that the migration cut', async () => {
    const file = new URL('../../../db/migrations/0023_certificate_search.sql', import.meta.url);
    const migration = readFileSync(file, 'utf8');
    const keysIn = (text: string) => text.split('|');
    for (const [shortName, name] of [
      ['模型', '建筑信息模型（BIM）职业技能等级证书'],
      ['装配', '装配职业技能等级证书'],
      ['量具', '量具能手证书'],
    ] as const) {
      const made = await create({ shortName, name });
      const before = searchText(shortName, name, made.code);
      await asOwner(app(), 'update certificate set search_text = $1 where id = $2', [
        before,
        made.id,
      ]);
      await asOwner(app(), migration);
      const select = 'select search_text as key from certificate where id = $1';
      const { rows } = await asOwner(app(), select, [made.id]);
      const cut = keysIn(rows[0].key);
      const wanted = keysIn(certificateKey(shortName, name, made.code));
      assert.deepEqual(
        cut.filter((key) => !wanted.includes(key)),
        [],
      );
      // What the full name begins with needs no key of its own.
      for (const key of wanted)
        assert.ok(
          cut.some((one) => one.startsWith(key)),
          key,
        );
    }
  });

  it('answer with 20 at most', async () => {
    for (let count = 0; count < 6; count += 1)
      await create({ shortName: `很多等级${count}`, levels: [1, 2, 3] });
    assert.equal((await search({ q: '很多等级' })).length, 18);
    assert.equal((await search({})).length, 20);
  });

  it('tell other features their facts', async () => {
    const { alpha2, gamma1 } = app().world.levels;
    const facts = await app().database.read(SYSTEM, (read) =>
      certificateLevelFacts(read, [alpha2, gamma1, app().world.organizations.college]),
    );
    const told = facts.map(({ certificateName, levelLabel, certificateStatus }) => [
      certificateName,
      levelLabel,
      certificateStatus,
    ]);
    assert.deepEqual(
      told.toSorted(([a = ''], [b = '']) => a.localeCompare(b)),
      [
        ['旧式排版', '初级', 'EXITING'],
        ['智能装配', '中级', 'ACTIVE'],
      ],
    );
    assert.deepEqual(
      await app().database.read(SYSTEM, (read) => certificateLevelFacts(read, [])),
      [],
    );
  });
});

describe('keeping the catalog', () => {
  it('numbers certificates that come without a code', async () => {
    const [first, second] = [await create(), await create()];
    assert.match(first.code, /^X\d{4}$/);
    assert.equal(Number(second.code.slice(1)), Number(first.code.slice(1)) + 1);
    assert.equal(first.name, `${first.shortName}职业技能等级证书`);
  });

  it('refuses a second of one name and organization, a taken code, a school as organization, and bad links', async () => {
    const { shortName, code } = await create();
    const cases: [Record<string, unknown>, number, string][] = [
      [{ shortName }, 409, 'shortName'],
      [{ code }, 409, 'code'],
      [
        { evaluationOrganizationId: app().world.organizations.college },
        422,
        'evaluationOrganizationId',
      ],
      [{ standardUrl: 'javascript:alert(1)' }, 400, 'standardUrl'],
      [{ code: '编 码' }, 400, 'code'],
      [{ batch: 5 }, 400, 'batch'],
      [{ levels: [4] }, 400, 'levels[0]'],
      [{ shortName: '' }, 400, 'shortName'],
    ];
    for (const [more, status, field] of cases) {
      const answer = await as('officeAdmin').post(PATH, certificate(more));
      assert.deepEqual([answer.status, answer.body.field], [status, field], answer.text);
    }
  });

  it('changes facts at the version that was seen and leaves a line in the history', async () => {
    const { id } = await create({ shortName: '待改证书' });
    const body = {
      version: 1,
      shortName: '已改证书',
      evaluationOrganizationId: app().world.organizations.betaOrg,
      batch: 3,
    };
    const { status, body: changed } = await as('officeAdmin').put(`${PATH}/${id}`, body);
    assert.deepEqual(
      [status, changed.shortName, changed.batchLabel, changed.version],
      [200, '已改证书', '第三批', 2],
    );
    assert.equal((await as('officeAdmin').put(`${PATH}/${id}`, body)).status, 409);
    const { body: history } = await as('auditor').get(`${PATH}/${id}/history`);
    const change = history.rows.find(
      ({ action }: { action: string }) => action === 'catalog.update',
    );
    assert.deepEqual(change.detail.short_name, { from: '待改证书', to: '已改证书' });
    assert.equal((await as('alphaAdmin').get(`${PATH}/${id}/history`)).status, 403);
    assert.equal(
      (await as('auditor').get(`${PATH}/${app().world.organizations.college}/history`)).status,
      404,
    );
  });

  it('adds a level once and removes it only while nobody used it', async () => {
    const { id } = await create({ levels: [1] });
    const added = await as('officeAdmin').post(`${PATH}/${id}/levels`, {
      level: 3,
      effectiveOn: '2022-05-16',
      trust: '高',
    });
    assert.deepEqual(
      added.body.levels.map(({ level }: { level: number }) => level),
      [1, 3],
      added.text,
    );
    const twice = await as('officeAdmin').post(`${PATH}/${id}/levels`, { level: 3 });
    assert.deepEqual([twice.status, twice.body.code], [409, 'catalog.level_taken']);
    const level: string = added.body.levels[1].id;
    assert.equal(
      (await as('officeAdmin').del(`/api/catalog/levels/${level}`)).body.levels.length,
      1,
    );
    assert.equal((await as('officeAdmin').del(`/api/catalog/levels/${level}`)).status, 404);
    await applyFor(app().world.levels.beta2);
    const used = await as('officeAdmin').del(`/api/catalog/levels/${app().world.levels.beta2}`);
    assert.deepEqual([used.status, used.body.code], [409, 'catalog.level_used']);
  });

  it('rewrites the majors a certificate suits, with the names of the code set', async () => {
    const { id } = await create();
    const majors = [
      { majorCode: '710201', majorName: '写错的名称' },
      {
        majorCode: '080901',
        majorName: '计算机科学与技术',
        educationLevel: '普通本科',
        trust: '中',
      },
    ];
    const { status, body } = await as('officeAdmin').put(`${PATH}/${id}/majors`, {
      version: 1,
      majors,
    });
    assert.equal(status, 200);
    const found = await app().database.read(SYSTEM, (read) => findCatalogCertificate(read, id));
    assert.deepEqual(found?.majors, body.majors);
    assert.deepEqual(
      found?.majors.map(({ majorName }) => majorName),
      ['计算机应用', '计算机科学与技术'],
    );
    assert.equal(
      (await as('officeAdmin').put(`${PATH}/${id}/majors`, { version: 1, majors: [] })).status,
      409,
    );
    const cleared = await as('officeAdmin').put(`${PATH}/${id}/majors`, { version: 2, majors: [] });
    assert.deepEqual(cleared.body.majors, []);
  });

  it('is refused to everybody but the office administrator', async () => {
    const id = await idOf('智能装配');
    for (const who of [
      'officeStaff',
      'reviewer',
      'auditor',
      'eastAdmin',
      'collegeAdmin',
      'alphaAdmin',
      'systemAdmin',
    ] as const) {
      const person = as(who);
      const exit = { version: 1, reason: '理由', on: '2025-03-01' };
      const answers = [
        await person.post(PATH, certificate()),
        await person.put(`${PATH}/${id}`, {
          version: 1,
          shortName: 'x',
          evaluationOrganizationId: id,
        }),
        await person.post(`${PATH}/${id}/levels`, { level: 1 }),
        await person.del(`/api/catalog/levels/${app().world.levels.alpha1}`),
        await person.put(`${PATH}/${id}/majors`, { version: 1, majors: [] }),
        await person.post(`${PATH}/${id}/begin-exit`, exit),
        await person.post(`${PATH}/${id}/finish-exit`, exit),
        await person.post(`${PATH}/${id}/restore`, exit),
      ];
      assert.deepEqual(
        answers.map(({ status }) => status),
        Array.from({ length: 8 }, () => 403),
        who,
      );
    }
    assert.equal((await app().as().post(PATH, certificate())).status, 401);
  });
});

/** A college's draft that names one level. */
const applyFor = async (levelId: string): Promise<void> => {
  const at = app().clock.now();
  const later = '2026-03-01T02:00:00.000Z' as typeof at;
  const authored = { created_at: at, updated_at: at };
  const [round, application, item] = ['1', '2', '3'].map(
    (digit) => `00000000-0000-7000-8000-00000009000${digit}`,
  ) as [string, string, string];
  await app().database.transaction(SYSTEM, async (tx) => {
    await tx.run(
      sqlBuilder.insertInto('application_round').values({
        ...authored,
        id: round,
        year: 2025,
        sequence: 1,
        title: '测试轮次',
        status: 'PUBLISHED',
        opens_at: at,
        closes_at: later,
        city_review_due_at: later,
        provincial_review_due_at: later,
        eligible_kinds: ['HIGHER_VOCATIONAL'],
      }),
    );
    await tx.run(
      sqlBuilder.insertInto('application').values({
        ...authored,
        id: application,
        round_id: round,
        institution_id: app().world.organizations.college,
        status: 'DRAFT',
        conditions: '[]',
      }),
    );
    await tx.run(
      sqlBuilder.insertInto('application_item').values({
        id: item,
        application_id: application,
        position: 0,
        certificate_level_id: levelId,
      }),
    );
  });
};
