import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, open, read, signIn } from './support/stage.ts';

// One story told in order: each person goes on where the one before stopped.
test.describe.configure({ mode: 'serial' });

interface Row {
  readonly id: string;
  readonly institutionName: string;
  readonly status: string;
}

interface Detail {
  readonly status: string;
  readonly round: { readonly id: string };
  readonly institution: { readonly name: string };
}

const queue = (page: Page, group: string): Promise<{ rows: readonly Row[] }> =>
  read(page, `/api/applications?group=${group}&pageSize=100`);

const detail = (page: Page, id: string): Promise<Detail> => read(page, `/api/applications/${id}`);

let applicationId = '';
let roundId = '';
let school = '';

test('市级初审员在审核列表里找到一件，初审通过', async ({ page }) => {
  await signIn(page, 'city-xian');
  const waiting = [...(await queue(page, 'dueSoon')).rows, ...(await queue(page, 'fresh')).rows];
  expect(waiting.length, 'something waits for the bureau').toBeGreaterThan(0);
  const [first] = waiting;
  applicationId = first?.id ?? '';
  school = first?.institutionName ?? '';

  await open(page, '/desk/review');
  await expect(page.getByRole('heading', { name: '审核工作' })).toBeVisible();
  await expectAccessible(page);

  await open(page, `/desk/review/${applicationId}`);
  await expect(page.getByRole('heading', { name: school })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('radio', { name: '初审通过' }).check();
  await page.getByRole('button', { name: '初审通过' }).click();
  await expect
    .poll(async () => (await detail(page, applicationId)).status)
    .toBe('PROVINCIAL_REVIEW');
  roundId = (await detail(page, applicationId)).round.id;
});

test('省级审核员逐项看过，审核通过', async ({ page }) => {
  await signIn(page, 'province');
  await open(page, `/desk/review/${applicationId}`);
  await page.getByRole('radio', { name: '审核通过' }).check();
  await page.getByRole('button', { name: '审核通过' }).click();
  await expect.poll(async () => (await detail(page, applicationId)).status).toBe('APPROVED');
});

test('项目办看进度，预览后确认备案名单，数字填错不能确认', async ({ page }) => {
  await signIn(page, 'office');
  await open(page, `/desk/rounds/${roundId}/dashboard`);
  await expectAccessible(page);

  await open(page, `/desk/filed-lists/${roundId}/preview`);
  await expectAccessible(page);
  const preview = await read<{ rowCount: number; number: number }>(
    page,
    `/api/filed-lists/${roundId}/preview`,
  );
  const count = page.getByLabel(/本版条数/).last();
  const confirm = page.getByRole('button', { name: `确认第 ${preview.number} 版备案名单` });

  await count.fill(String(preview.rowCount + 1));
  await confirm.click();
  await expect(page.getByRole('alert').first()).toBeVisible();
  expect((await detail(page, applicationId)).status).toBe('APPROVED');

  await count.fill(String(preview.rowCount));
  await confirm.click();
  await expect.poll(async () => (await detail(page, applicationId)).status).toBe('FILED');
  await open(page, `/desk/filed-lists/${roundId}/${preview.number}`);
  await expectAccessible(page);
});

test('评价组织看到本组织证书的备案院校，项目办看到取用回执', async ({ page }) => {
  await signIn(page, 'org-1');
  await open(page, '/desk/own-filed-lists');
  await expectAccessible(page);
  await open(page, `/desk/own-filed-lists/${roundId}/1`);
  await expect(page.getByRole('table').first()).toBeVisible();
  await expectAccessible(page);

  await signIn(page, 'office');
  await open(page, `/desk/filed-lists/${roundId}/1/receipts?fetched=yes`);
  await expect(page.getByRole('table').getByText('已取用').first()).toBeVisible();
  await expectAccessible(page);
});

test('公众不用登录、不用 JavaScript，看到名单', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto('/');
  await page.getByRole('link', { name: '备案名单' }).first().click();
  await page.goto(`/filed-lists/${roundId}/1?q=${encodeURIComponent(school)}`);
  await expect(page.getByText(school).first()).toBeVisible();
  await context.close();
});
