import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import { approved, asOwner } from '../filings/factory.ts';
import { openRound } from '../applications/factory.ts';

const PATH = '/api/province';
const SETTINGS = {
  title: '云岭省试点平台',
  provinceName: '云岭省',
  officeName: '试点项目办公室',
  contactText: '电话：0999-1234567\n工作日 9:00—17:00',
  numberPrefix: 'YL1X',
  catalogTarget: 447,
};

describe('the settings of a province', () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp();
    await asOwner(app, 'delete from setting');
  });
  after(() => app.close());

  /** Saves over what stands there now, as a page that has just been opened does. */
  const save = async (typed: object) => {
    const { version } = (await office().get(PATH)).body;
    return await office().put(PATH, { ...typed, version });
  };
  const settingsOf = ({ version: _, ...settings }: { version: string }) => settings;
  const office = () => app.as(app.world.people.officeAdmin);
  const todos = async (): Promise<{ title: string; detail: string; path: string }[]> =>
    (await office().get('/api/workbench/tasks')).body.todo;

  it('are empty in a new installation, and the head of the office is told', async () => {
    const { status, body } = await office().get(PATH);
    assert.equal(status, 200);
    assert.deepEqual(settingsOf(body), {
      title: '1+X 证书试点工作平台',
      provinceName: '',
      officeName: '',
      contactText: '',
      numberPrefix: '',
      catalogTarget: null,
    });
    const task = (await todos()).find(({ path }) => path === '/province');
    assert.equal(task?.detail, '还缺：省（区、市）名称、项目办名称、联系方式、备案号前缀');
  });

  it('are used wherever they stand from then on', async () => {
    const roundId = await openRound(app);
    await approved(app, 'college', roundId);
    const preview = () => office().get(`/api/filed-lists/${roundId}/preview`);
    await asOwner(app, `delete from setting where key = 'filing_number'`);
    const refused = await preview();
    assert.equal(refused.body.code, 'filings.prefix_missing', refused.text);
    assert.match(refused.body.text, /本省设置/);

    // As people paste it: full width, small letters, spaces.
    const typed = {
      ...SETTINGS,
      numberPrefix: ' ｙｌ1x ',
      contactText: `${SETTINGS.contactText}\r\n\n`,
    };
    const saved = await save(typed);
    assert.equal(saved.status, 200, saved.text);
    assert.deepEqual(settingsOf(saved.body), SETTINGS);
    assert.deepEqual((await office().get(PATH)).body, saved.body);

    app.clock.advance(10_000);
    const page = (await app.as().get('/contact')).text;
    for (const text of [
      '云岭省试点平台',
      '云岭省试点项目办公室',
      '0999-1234567',
      '工作日 9:00—17:00',
    ])
      assert.ok(page.includes(text), text);
    assert.equal((await app.as().get('/api/session')).body.title, '云岭省试点平台');
    assert.equal((await office().get('/api/catalog/completeness')).body.expected, 447);
    assert.equal((await preview()).status, 200);
    assert.ok(!(await todos()).some(({ path }) => path === '/province'));
  });

  it('keep what else the province’s data say, and who changed what', async () => {
    await asOwner(
      app,
      `update setting set value = value || '{"areaCode": "610000"}' where key = 'province'`,
    );
    await save({ ...SETTINGS, officeName: '项目办' });
    const [setting] = (await asOwner(app, `select value from setting where key = 'province'`)).rows;
    assert.equal(setting.value.areaCode, '610000');
    const { rows: audit } = await asOwner(
      app,
      `select detail from audit_event where action = 'province.save' order by id desc limit 1`,
    );
    assert.equal(audit[0].detail.before.officeName, '试点项目办公室');
    assert.equal(audit[0].detail.after.officeName, '项目办');
  });

  it('refuse to be written over unseen, also when two save in the same moment', async () => {
    const seen = (await office().get(PATH)).body;
    const [one, other] = await Promise.all([
      office().put(PATH, { ...seen, officeName: '甲办公室' }),
      office().put(PATH, { ...seen, officeName: '乙办公室' }),
    ]);
    assert.deepEqual([one.status, other.status].toSorted(), [200, 409]);
    const refused = one.status === 409 ? one : other;
    assert.equal(refused.body.code, 'province.changed');
    const now = (await office().get(PATH)).body;
    assert.equal(now.officeName, one.status === 200 ? '甲办公室' : '乙办公室');
    assert.equal((await save(settingsOf(seen))).status, 200);
  });

  it('refuse what nobody could read or number by, all at once, and keep what was there', async () => {
    const before_ = (await office().get(PATH)).body;
    const wrong = {
      title: ' ',
      provinceName: '云岭\n省',
      officeName: '办'.repeat(51),
      contactText: Array.from({ length: 11 }, (_, index) => `电话：${index}`).join('\n'),
      numberPrefix: '陕-1X',
      catalogTarget: 0,
    };
    const answer = await save(wrong);
    assert.equal(answer.status, 400);
    const fields = answer.body.findings.map(({ field }: { field: string }) => field);
    assert.deepEqual(fields, Object.keys(wrong));
    for (const { text } of answer.body.findings) assert.match(text, /请/);
    for (const catalogTarget of [1.5, -1, 1e12, '447'])
      assert.equal((await save({ ...SETTINGS, catalogTarget })).status, 400);
    const long = await save({ ...SETTINGS, contactText: `短\n${'长'.repeat(101)}` });
    assert.match(long.body.text, /第 2 行/);
    assert.deepEqual((await office().get(PATH)).body, before_);
  });
});
