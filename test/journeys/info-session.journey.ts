import { expect, test } from '@playwright/test';
import { expectAccessible, open, read, signIn } from './support/stage.ts';

interface Row {
  readonly id: string;
  readonly title: string;
}

/** `2030-03-05` and a time into the two boxes of a date-and-time field. */
const later = (days: number): string =>
  new Date(Date.now() + days * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);

test('一场说明会：评价组织发布，项目办审核，院校报名、提问，答复公开', async ({ browser }) => {
  test.setTimeout(300_000);
  const host = await (await browser.newContext()).newPage();
  await signIn(host, 'org-1');
  await open(host, '/desk/info-sessions/new');
  await host.getByLabel('标题').fill('课证融通专题说明会🎓');
  await host.getByRole('combobox', { name: /介绍的证书/ }).click();
  await host.getByRole('option').first().click();
  await host.getByLabel('内容简介').fill('讲解标准与考点要求。');
  await expectAccessible(host);
  const dates = host.getByRole('group', { name: /时间和参会方式/ }).getByPlaceholder(/\d{4}/);
  await dates.nth(0).fill(later(6));
  await dates.nth(1).fill(later(6));
  await host.getByLabel(/^平台/).fill('钉钉');
  await host.getByLabel('会议号和密码').fill('群内直播');
  await host.getByLabel(/^主讲人/).fill('培训部');
  await host.getByRole('button', { name: '保存草稿' }).click();
  await expect(host.getByRole('heading', { level: 1 })).toHaveText(/课证融通/);
  const address = new URL(host.url()).pathname;
  await host.getByRole('button', { name: '提交审核' }).click();
  await host.getByRole('dialog').getByRole('button', { name: '提交审核' }).click();
  await expect(host.getByText('待审核', { exact: true }).first()).toBeVisible();

  const office = await (await browser.newContext()).newPage();
  await signIn(office, 'office');
  await open(office, address);
  await office.getByRole('button', { name: '发布' }).click();
  await office.getByRole('dialog').getByRole('button', { name: '发布' }).click();
  await expect(office.getByText('已发布', { exact: true }).first()).toBeVisible();
  await expectAccessible(office);

  const teacher = await (await browser.newContext()).newPage();
  await signIn(teacher, 'school-061');
  await open(teacher, address);
  await teacher.getByRole('button', { name: '报名', exact: true }).click();
  await expect(teacher.getByRole('button', { name: '取消报名' })).toBeVisible();
  await teacher.getByLabel('我要提问').fill('考点需要几台电脑？');
  await teacher.getByRole('button', { name: '提问', exact: true }).click();
  await expect(teacher.getByText('待答复')).toBeVisible();
  await expectAccessible(teacher);

  await open(host, address);
  await host.getByRole('button', { name: '答复', exact: true }).click();
  await host.getByLabel(/^答复/).last().fill('不少于四十台。');
  await host.getByRole('button', { name: '答复', exact: true }).click();
  await expect(host.getByText('不少于四十台。')).toBeVisible();

  const visitor = await browser.newContext({ javaScriptEnabled: false });
  const page = await visitor.newPage();
  await page.goto(address.replace('/desk', ''));
  await expect(page.getByText('不少于四十台。')).toBeVisible();
  await expect(page.getByText('群内直播')).toHaveCount(0);
  await visitor.close();
});

test('日历、列表和订阅在两种宽度下都能用', async ({ page }) => {
  test.setTimeout(300_000);
  await signIn(page, 'school-001');
  await open(page, '/desk/info-sessions');
  await expect(page.getByRole('table')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: '订阅到日历' }).click();
  await page.getByRole('button', { name: /^(?:生成订阅地址|重新生成)/ }).click();
  const shown = await page.getByLabel('复制到手机或电脑日历的“订阅日历”').inputValue();
  const feed = await page.request.get(new URL(shown).pathname);
  expect(feed.status()).toBe(200);
  expect(await feed.text()).toContain('UID:info-session-');
  await expectAccessible(page);
  await page.getByRole('button', { name: '停用', exact: true }).click();
  await page.getByRole('button', { name: '停用地址' }).click();
  await expect(page.getByRole('button', { name: '生成订阅地址' })).toBeVisible();
  expect((await page.request.get(new URL(shown).pathname)).status()).toBe(404);

  await open(page, '/desk/info-sessions/list');
  await expectAccessible(page);
  const { rows } = await read<{ rows: Row[] }>(page, '/api/info-sessions?mine=yes&when=coming');
  await open(page, `/desk/info-sessions/${rows[0]?.id}`);
  await expect(page.getByText(/时间重叠/).first()).toBeVisible();
  await expectAccessible(page);
});

test('公开的说明会日历不用脚本', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/info-sessions');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('说明会日历');
  await page.getByRole('link', { name: '下个月' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('说明会日历');
  await context.close();
  const other = await (await browser.newContext()).newPage();
  await open(other, '/info-sessions');
  await expectAccessible(other);
});
