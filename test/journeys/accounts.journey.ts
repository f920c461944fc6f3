import { expect, test } from '@playwright/test';
import { expectAccessible, open, signIn } from './support/stage.ts';

const STAMP = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test('新人申请账号，项目办同意，本人用激活链接设置密码后进入工作台', async ({ browser }) => {
  test.setTimeout(300_000);
  const newcomer = await (await browser.newContext()).newPage();
  await open(newcomer, '/desk/account-request');
  await newcomer.getByRole('combobox', { name: '单位' }).fill('西安');
  await newcomer.getByRole('option').first().click();
  await newcomer.getByLabel('姓名').fill('程新来');
  await newcomer.getByLabel('职务或岗位').fill('教务干事');
  await newcomer.getByLabel('手机号').fill('13800001234');
  await newcomer.getByLabel('邮箱').fill('cheng@example.cn');
  await newcomer.getByLabel('用途').fill('负责本单位试点申报');
  await newcomer
    .locator('input[type=file]')
    .setInputFiles({ name: '授权书.png', mimeType: 'image/png', buffer: STAMP });
  // Its name alone stands there while it is still going up.
  await expect(newcomer.getByRole('button', { name: /移除.*授权书\.png/ })).toBeVisible();
  await newcomer.getByRole('button', { name: '提交申请' }).click();
  await expect(newcomer.getByRole('heading', { name: '申请已提交' })).toBeVisible();
  await expectAccessible(newcomer);
  const receipt = await newcomer.getByText(/^ZH-/).innerText();

  const office = await (await browser.newContext()).newPage();
  await signIn(office, 'office');
  await open(office, '/desk/people/requests');
  await office.getByRole('link', { name: '程新来' }).first().click();
  await office.getByLabel('登录名').fill('journey.newcomer');
  await office.getByRole('checkbox').first().check();
  await office.getByRole('button', { name: '同意并生成激活链接' }).click();
  await expect(office.getByRole('img', { name: '激活链接的二维码' })).toBeVisible();
  await expectAccessible(office);
  // On paper stands the letter and nothing of the page behind it.
  await office.emulateMedia({ media: 'print' });
  await expect(office.getByText('账号激活信')).toBeVisible();
  await office.emulateMedia({ media: 'screen' });
  const link = await office.getByLabel('一次性链接').inputValue();

  await open(newcomer, '/desk/account-request/state');
  await newcomer.getByLabel('受理号').fill(receipt.toLowerCase());
  await newcomer.getByRole('button', { name: '查询' }).click();
  await expect(newcomer.getByText('已通过')).toBeVisible();
  await newcomer.goto(link);
  await newcomer
    .getByLabel('密码', { exact: true })
    .or(newcomer.locator('input[name=password]'))
    .first()
    .fill('lantern-gravel-tin-4');
  await newcomer.getByRole('button', { name: '设置密码并登录' }).click();
  await expect(newcomer.getByRole('button', { name: /程新来/ })).toBeVisible();
});

test('导出人员名单前确认本人，确认后自动下载；退出后浏览器里不留任何内容', async ({ page }) => {
  test.setTimeout(300_000);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(decodeURIComponent(request.url())));
  await signIn(page, 'office');
  await open(page, '/desk/people');
  const exporting = page.getByRole('link', { name: '导出 CSV' });
  // Just signed in: nothing is asked.
  const [first] = await Promise.all([page.waitForEvent('download'), exporting.click()]);
  expect(first.suggestedFilename()).toBe('人员.csv');
  // Ten minutes later the server says so; here it is said for it, once.
  await page.route('**/api/account/proof', async (route) => {
    if (route.request().method() !== 'GET') return await route.continue();
    await route.fulfill({
      status: 403,
      contentType: 'application/json',
      body: JSON.stringify({ code: 'session.not_fresh', text: '请先确认是您本人', requestId: 'x' }),
    });
  });
  await exporting.click();
  const dialog = page.getByRole('dialog', { name: '请确认是您本人' });
  await expect(dialog).toBeVisible();
  await expectAccessible(page);
  const [second] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: '确认', exact: true }).click(),
  ]);
  expect(second.suggestedFilename()).toBe('人员.csv');
  await expect(dialog).toBeHidden();
  await page.unroute('**/api/account/proof');

  await page.evaluate(() => {
    localStorage.setItem('onex.draft.application.x.y', '{"leaderName":"某某"}');
    localStorage.setItem('onex.review.x', '{"opinion":"某某"}');
  });
  await page
    .getByRole('button', { name: /项目办/ })
    .first()
    .click();
  await page
    .getByRole('button', { name: '退出登录' })
    .or(page.getByRole('menuitem', { name: '退出登录' }))
    .first()
    .click();
  await expect(page).toHaveURL(/\/desk\/sign-in/);
  const left = await page.evaluate(async () => ({
    local: Object.keys(localStorage).filter(
      (key) => !/^onex\.(?:preferences|columns\.|application\.mode)/.test(key),
    ),
    // Where pages were scrolled to, by numbers that say nothing of the pages.
    session: Object.entries(sessionStorage).filter(
      ([key, value]) =>
        key !== 'react-router-scroll-positions' || !/^\{("\w+":[\d.]+,?)*\}$/.test(String(value)),
    ),
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    cookies: document.cookie,
  }));
  expect(left).toEqual({ local: [], session: [], databases: 0, caches: 0, cookies: '' });
  const kept = (await page.context().cookies()).map(({ name }) => name);
  expect(kept).toEqual(['onex-device']);
  await page.goBack();
  await expect(page.getByRole('table')).toHaveCount(0);
  // No address that was asked for carried a number or a mailbox.
  expect(
    asked.filter((url) => /1[3-9]\d{9}|@|password|token=/.test(url.replace(/[0-9a-f-]{36}/g, ''))),
  ).toEqual([]);
});

test('项目办协助时只读查看学校的界面，随时结束', async ({ page }) => {
  test.setTimeout(300_000);
  await signIn(page, 'office');
  await open(page, '/desk/people?q=school-005');
  await page.getByRole('main').getByRole('link').filter({ hasText: /./ }).last().waitFor();
  const list = await page.request.get('/api/people?q=school-005');
  const { rows } = (await list.json()) as { rows: { id: string; name: string }[] };
  const [person] = rows;
  await open(page, `/desk/people/${person?.id ?? ''}`);
  await page.getByText('更多操作').click();
  await page.getByText('查看其界面').click();
  await page.getByLabel('用途').fill('电话协助填报');
  await page.getByRole('button', { name: '开始查看' }).click();
  await expect(page.getByText(/只能看，不能办理/)).toBeVisible();
  await expectAccessible(page);
  const refused = await page.request.post('/api/account/recovery-codes', {
    headers: { 'x-onex-csrf': '1' },
    data: {},
  });
  expect(refused.status()).toBe(403);
  await page.getByRole('button', { name: '结束查看' }).click();
  await expect(page.getByRole('heading', { name: '人员管理' })).toBeVisible();
});
