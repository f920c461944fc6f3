import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, open, signIn } from './support/stage.ts';

const WORDS = '项目办函〔2026〕8号';

/** A form with words in it that nobody has saved. */
const startRound = async (page: Page): Promise<void> => {
  await page.clock.install();
  await signIn(page, 'office');
  await open(page, '/desk/rounds/new');
  await page.getByLabel('文号').fill(WORDS);
};

/** What the browser does when somebody comes back to this window after a while. */
const comeBack = async (page: Page): Promise<void> => {
  await page.clock.fastForward(60_000);
  await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
};

test('填写时登录失效：内容还在，重新登录后接着填', async ({ page }) => {
  await startRound(page);
  await page.request.delete('/api/session', { headers: { 'x-onex-csrf': '1' } });
  await comeBack(page);
  await expect(page.getByRole('dialog', { name: '登录已过期' })).toBeVisible();
  await expectAccessible(page);
  await signIn(page, 'office');
  await page.getByRole('button', { name: '我已登录，继续' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page).toHaveURL(/\/desk\/rounds\/new$/);
  await expect(page.getByLabel('文号')).toHaveValue(WORDS);
});

test('同一浏览器里换了人登录：整页重新载入，看不到前一个人的内容', async ({ page }) => {
  await startRound(page);
  await signIn(page, 'school-001');
  page.on('dialog', (dialog) => void dialog.accept());
  await comeBack(page);
  await expect(page.getByText('洋县职业技术教育中心').first()).toBeVisible();
  await expect(page.getByLabel('文号')).toHaveCount(0);
});

test('没有保存就离开：先问，返回后内容还在', async ({ page }) => {
  await startRound(page);
  await page.getByRole('link', { name: '我的账号' }).click();
  const question = page.getByRole('dialog', { name: '离开本页，放弃填写的内容？' });
  await expect(question).toBeVisible();
  await expectAccessible(page);
  await question.getByRole('button', { name: '不，返回' }).click();
  await expect(page.getByLabel('文号')).toHaveValue(WORDS);
  await page.getByRole('link', { name: '取消' }).click();
  await question.getByRole('button', { name: '放弃并离开' }).click();
  await expect(page).toHaveURL(/\/desk\/rounds$/);
});

test('数字框里不是数字：留着原样，说明错在哪里，不发出', async ({ page }) => {
  await startRound(page);
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/api/rounds')) sent.push('round');
  });
  await page.getByLabel('年度').fill('二〇二六');
  await page.getByRole('button', { name: '保存草稿' }).click();
  await expect(page.getByRole('link', { name: '请只填写整数，如 120' })).toBeVisible();
  await expect(page.getByLabel('年度')).toHaveValue('二〇二六');
  expect(sent).toEqual([]);
});

test('网络断开时保存：马上说明，按钮可以再按', async ({ page, context }) => {
  await signIn(page, 'office');
  await open(page, '/desk/province');
  await context.setOffline(true);
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page.getByText('没有连上服务器').first()).toBeVisible();
  await expect(page.getByRole('button', { name: '保存', exact: true })).toBeEnabled();
  await context.setOffline(false);
});
