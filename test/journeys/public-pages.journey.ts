import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { everyKindOfPage } from './support/public-pages.ts';
import { expectAccessible, open, WIDTHS } from './support/stage.ts';

for (const width of WIDTHS) {
  test(`没有脚本也能查、能读、能换显示方式（${width} 像素）`, async ({ browser }) => {
    const context = await browser.newContext({
      javaScriptEnabled: false,
      viewport: { width, height: 844 },
    });
    const page = await context.newPage();
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.locator('.notice-figure').first()).toContainText('还剩');
    await expect(page.getByRole('list', { name: '时间安排' }).first()).toContainText('申报截止');

    await page.getByLabel('搜索证书、名单、通知、资料').fill('建筑');
    await page.getByRole('search', { name: '全站搜索' }).getByRole('button').click();
    await expect(page.getByRole('status')).toContainText(/找到 [1-9]\d* 条/);
    await page
      .getByRole('link', { name: /建筑信息模型/ })
      .first()
      .click();
    await expect(page.getByText('培训评价组织').first()).toBeVisible();
    await page.getByRole('link', { name: '中级' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('（中级）');

    await page.getByRole('link', { name: '大字版' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-size', 'large');
    await expect(page.getByRole('heading', { level: 1 })).toContainText('（中级）');
    await page.getByRole('link', { name: '深色' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await page.getByRole('link', { name: '首页' }).first().click();
    await expect(page.locator('html')).toHaveAttribute('data-size', 'large');
    await page.getByRole('link', { name: '标准字号' }).click();
    await page.getByRole('link', { name: '随系统' }).click();
    await expect(page.locator('html')).not.toHaveAttribute('data-theme', /./);
    await context.close();
  });
}

test('没有脚本也能筛选、翻页、换月份，日期是中文的', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'en-US' });
  const page = await context.newPage();
  const total = async (): Promise<number> =>
    Number(/\d+/.exec((await page.getByRole('status').textContent()) ?? '')?.[0]);
  await page.goto('/catalog');
  const all = await total();
  await page.getByLabel('等级').selectOption({ label: '中级' });
  await page.getByRole('button', { name: '查询' }).click();
  await expect(page).toHaveURL(/level=2/);
  const some = await total();
  expect(some).toBeGreaterThan(30);
  expect(some).toBeLessThan(all);
  const name = page.locator('tbody th').first();
  const onFirst = await name.textContent();
  await page.getByRole('link', { name: '下一页' }).click();
  await expect(page.getByRole('navigation', { name: '翻页' })).toContainText('第 2 页');
  await expect(page.getByLabel('等级')).toHaveValue('2');
  expect(await total()).toBe(some);
  await expect(name).not.toHaveText(onFirst ?? '');
  await page.getByRole('link', { name: '清除条件' }).click();
  expect(await total()).toBe(all);

  await page.goto('/info-sessions');
  const month = page.getByRole('navigation', { name: '换月份' });
  const now = await month.locator('span').textContent();
  expect(now).toMatch(/^\d{4}年\d{1,2}月$/);
  await page.getByRole('link', { name: '下个月' }).click();
  await expect(month.locator('span')).not.toHaveText(now ?? '');
  await page.getByRole('link', { name: '上个月' }).click();
  await expect(month.locator('span')).toHaveText(now ?? '');
  await page.goto('/filed-lists');
  await expect(page.locator('main time').first()).toHaveText(/^\d{4}年\d{1,2}月\d{1,2}日$/);
  await context.close();
});

/** Between them both themes and both sizes; all four on the two pages with the most on them. */
const LOOKS = { light: 'all', 'dark.large': 'all', dark: 'some', 'light.large': 'some' } as const;

test('每类公开页面在浅色、深色和大字版下都没有无障碍问题', async ({ page, context, baseURL }) => {
  test.setTimeout(600_000);
  const pages = await everyKindOfPage(page.request);
  const all = [...Object.values(pages), '/no-such-page'];
  for (const [look, extent] of Object.entries(LOOKS)) {
    await context.addCookies([{ name: 'onex-look', value: look, url: baseURL ?? '' }]);
    for (const path of extent === 'all' ? all : ['/', '/catalog']) {
      await open(page, path);
      await expectAccessible(page);
    }
  }
});

test('不选时随系统设置变深', async ({ browser }) => {
  const context = await browser.newContext({ colorScheme: 'dark' });
  const page = await context.newPage();
  await open(page, '/');
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const [red = 255] = (/\d+/.exec(ground) ?? []).map(Number);
  expect(red).toBeLessThan(60);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await context.close();
});

test('在微信里打开有下载的页面，提示在浏览器打开', async ({ browser }) => {
  const context = await browser.newContext({
    userAgent:
      'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/116 Mobile Safari/537.36 MicroMessenger/8.0.50',
    viewport: { width: 390, height: 844 },
  });
  const page = await context.newPage();
  await open(page, '/documents');
  await expect(page.getByRole('note')).toContainText('在浏览器打开');
  await expectAccessible(page);
  await context.close();
});
