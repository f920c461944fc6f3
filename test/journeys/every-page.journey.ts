import { expect, test } from '@playwright/test';
import { expectAccessible, open, signIn } from './support/stage.ts';

/** Where each person's menu leads, and what the public reads. */
const DESK: Readonly<Record<string, readonly string[]>> = {
  office: [
    '/',
    '/review',
    '/progress',
    '/rounds',
    '/filed-lists',
    '/filings',
    '/organizations',
    '/jurisdictions',
    '/catalog',
    '/imports',
    '/people',
    '/account',
  ],
  'province-view': ['/', '/review', '/progress', '/rounds', '/filed-lists', '/organizations'],
  auditor: ['/', '/review', '/filings'],
  'city-view': ['/', '/review', '/progress', '/organizations', '/jurisdictions'],
  'school-005': [
    '/',
    '/applications',
    '/rounds',
    '/majors',
    '/organization',
    '/filings',
    '/people',
  ],
  'school-061': ['/', '/applications'],
  'org-2': ['/', '/own-filed-lists', '/catalog', '/organization'],
  system: ['/', '/people', '/account'],
};

const PUBLIC = [
  '/',
  '/catalog',
  '/catalog?q=zh',
  '/filed-lists',
  '/contact',
  '/accessibility',
  '/no-such-page',
  '/desk/sign-in',
];

for (const [loginName, paths] of Object.entries(DESK)) {
  test(`${loginName} 的每个页面都能用，窄屏不横向滚动`, async ({ page }) => {
    test.setTimeout(300_000);
    await signIn(page, loginName);
    for (const path of paths) {
      await open(page, `/desk${path}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectAccessible(page);
    }
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
