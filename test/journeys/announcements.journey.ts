import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, open, read, signIn } from './support/stage.ts';

// One story told in order: the office writes, a school reads and confirms, the office follows up.
test.describe.configure({ mode: 'serial' });

const TITLE = '关于填报联系人的通知';

interface Rows {
  readonly rows: readonly { readonly id: string; readonly title: string }[];
}

let id = '';

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

test('项目办写通知，粘贴过长的内容被说明，试算收件人后发布', async ({ page }) => {
  await signIn(page, 'office');
  await open(page, '/desk/announcement-register/new');
  await page.getByLabel('标题').first().fill(TITLE);
  const text = page.getByRole('textbox', { name: '正文' });
  await text.click();
  await page.keyboard.insertText('长'.repeat(100_000));
  await expect(page.getByText(/正文有 100,000 个字/).first()).toBeVisible();
  await press(page, '保存草稿');
  expect(await text.innerText()).toHaveLength(100_000);
  await text.fill('请各校填报联系人。');
  await page.getByRole('checkbox', { name: /须确认/ }).check();
  await page.getByRole('checkbox', { name: '院校', exact: true }).check();
  await expectAccessible(page);
  await press(page, '保存草稿');
  await expect(page.getByRole('heading', { name: TITLE })).toBeVisible();
  await expect(page.getByText('人会收到')).toBeVisible();
  await expectAccessible(page);
  await press(page, '立即发布');
  await expect(page.getByText(/立即通知 \d+ 个单位的 \d+ 人/)).toBeVisible();
  const channels = page.getByRole('table', { name: '各通道会收到的人数' });
  await expect(channels.getByRole('row', { name: /^站内消息 [1-9]/ })).toBeVisible();
  await expect(channels.getByRole('row', { name: /^邮件/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: '查看全部单位' }).click();
  await expect(page.getByRole('heading', { name: '会通知谁' })).toBeInViewport();
  await press(page, '立即发布');
  await page.getByRole('button', { name: '发布并通知' }).click();
  await expect(page.getByText('阅读和确认')).toBeVisible();
  const { rows } = await read<Rows>(page, '/api/announcement-register?status=PUBLISHED');
  id = rows.find((row) => row.title === TITLE)?.id ?? '';
  expect(id).not.toBe('');
});

test('院校打开就是已读，再点确认', async ({ page }) => {
  await signIn(page, 'school-staff');
  await open(page, '/desk/announcements?receipt=mine');
  await expectAccessible(page);
  await page.getByRole('link', { name: TITLE }).first().click();
  await expect(page.getByText('请各校填报联系人。')).toBeVisible();
  await expectAccessible(page);
  await press(page, '确认已知悉');
  await expect(page.getByText('您已确认知悉')).toBeVisible();
});

test('项目办看到一人已确认，提醒其余的人', async ({ page }) => {
  await signIn(page, 'office');
  await open(page, `/desk/announcement-register/${id}`);
  const seen = await read<{ readonly confirmedCount: number }>(
    page,
    `/api/announcement-register/${id}`,
  );
  expect(seen.confirmedCount).toBe(1);
  await expectAccessible(page);
  await page.getByRole('button', { name: /提醒还没有确认的/ }).click();
  await expect(page.getByText(/立即通知 \d+ 个单位的 \d+ 人/)).toBeVisible();
  await expectAccessible(page);
  await press(page, '发出提醒');
  await expect(page.getByText(/已提醒 \d+ 人/)).toBeVisible();
});

test('公开的通知不登录、不用脚本就能看', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await open(page, '/announcements');
  await expect(page.getByRole('heading', { name: '通知公告' })).toBeVisible();
  await expect(page.getByText(TITLE)).toHaveCount(0);
  await page.getByRole('link', { name: /线上说明会时间安排/ }).click();
  await expect(page.getByText('会议室冲突，由周三改为周四')).toBeVisible();
  await context.close();
});

test('院校在资料库里用两个字找到手册正文，在线阅读', async ({ page }) => {
  await signIn(page, 'school-staff');
  await expect
    .poll(async () => (await read<Rows>(page, '/api/documents?q=备用')).rows.length, {
      timeout: 120_000,
    })
    .toBe(1);
  await open(page, '/desk/documents?q=备用');
  await expect(page.locator('mark').first()).toHaveText('备用');
  await expectAccessible(page);
  await page
    .getByRole('link', { name: /考核站点设备要求/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { level: 1, name: /考核站点设备要求/ })).toBeVisible();
  await expect(page.getByText('机位与报名人数相适应')).toBeVisible();
  await expectAccessible(page);
  await open(page, '/desk/documents?q=样例');
  await page
    .getByRole('link', { name: /试点工作方案样例/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { level: 1, name: /试点工作方案样例/ })).toBeVisible();
  await expect(page.getByText(/Pilot work plan/)).toHaveCount(1);
  await expectAccessible(page);
});
