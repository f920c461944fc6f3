import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, open, signIn } from './support/stage.ts';

/** Who opens every page of their menu. */
const PERSONAS = [
  'office',
  'province-view',
  'auditor',
  'city-view',
  'school-005',
  'school-061',
  'org-2',
  'system',
] as const;

const PUBLIC = [
  '/',
  '/catalog',
  '/catalog?q=zh',
  '/filed-lists',
  '/contact',
  '/accessibility',
  '/no-such-page',
  '/desk/sign-in',
  '/desk/account-request',
  '/desk/account-request/state',
];

/** The browser's own complaints: a script that failed, something that the content security policy refused. */
const complaintsOf = (page: Page): string[] => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${page.url()}: ${message.text()}`);
  });
  return complaints;
};

const menuOf = async (page: Page): Promise<string[]> => {
  await open(page, '/desk');
  const links = page.locator('nav a[href^="/desk"]');
  await expect(links.first()).toBeVisible();
  const found = await links.evaluateAll((all) =>
    all.map((link) => link.getAttribute('href') ?? ''),
  );
  return [...new Set(found)];
};

const examined = new Set<string>();

for (const loginName of PERSONAS) {
  test(`${loginName} 的每个页面都能用，窄屏不横向滚动`, async ({ page }) => {
    test.setTimeout(600_000);
    const complaints = complaintsOf(page);
    await signIn(page, loginName);
    const paths = await menuOf(page);
    expect(paths.length).toBeGreaterThan(3);
    for (const path of paths) {
      await open(page, path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      // A page that stands in several menus is examined once; the home page is everybody's own.
      if (!examined.has(path) || path === '/desk') await expectAccessible(page);
      examined.add(path);
    }
    expect(complaints).toEqual([]);
  });
}

test('没有权限的页面说明谁可以办', async ({ page }) => {
  await signIn(page, 'org-2');
  for (const path of ['/review', '/jurisdictions', '/imports', '/filed-lists']) {
    await open(page, `/desk${path}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByText(/没有|不能|权限/).first()).toBeVisible();
    await expectAccessible(page);
  }
});

test('公开页面都能读', async ({ page }) => {
  test.setTimeout(300_000);
  for (const path of PUBLIC) {
    await open(page, path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectAccessible(page);
  }
});
