import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, open, read, signIn } from './support/stage.ts';

interface MyRounds {
  readonly rounds: readonly {
    readonly applicationId: string | null;
    readonly status: string | null;
  }[];
}

/** The school's draft of the round that is open now. */
const draftOf = async (page: Page): Promise<string> => {
  const { rounds } = await read<MyRounds>(page, '/api/applications/mine');
  const draft = rounds.find(({ status }) => status === 'DRAFT');
  expect(draft, 'the demo school has a draft').toBeDefined();
  return draft?.applicationId ?? '';
};

interface Detail {
  readonly status: string;
  readonly receiptNumber: string | null;
  readonly reviewingBureauName: string | null;
  readonly content: { readonly leaderName: string };
}

const detail = (page: Page, id: string): Promise<Detail> =>
  read<Detail>(page, `/api/applications/${id}`);

test('院校检查后提交申报，拿到回执', async ({ page }) => {
  await signIn(page, 'school-002');
  const id = await draftOf(page);

  await open(page, `/desk/applications/${id}`);
  await expect(page.getByText('尚未提交').first()).toBeVisible();
  await expectAccessible(page);

  await open(page, `/desk/applications/${id}/check`);
  await expectAccessible(page);
  const declaration = page.getByRole('checkbox', { name: /承诺/ });
  await declaration.check();
  await page.getByRole('button', { name: '提交申报' }).dblclick();

  await expect(page).toHaveURL(/\/receipt$/);
  const after = await detail(page, id);
  expect(['CITY_REVIEW', 'PROVINCIAL_REVIEW']).toContain(after.status);
  await expect(page.getByText(after.receiptNumber ?? '没有回执号').first()).toBeVisible();
  await expectAccessible(page);
});

test('填写的内容自动保存，刷新后还在', async ({ page }) => {
  await signIn(page, 'school-001');
  const id = await draftOf(page);
  await open(page, `/desk/applications/${id}/people`);
  const leader = page.getByLabel(/牵头校领导.*姓名/);
  await leader.fill('欧阳𠮷·㐂');
  await expect(page.getByText(/已保存 \d\d:\d\d/).first()).toBeVisible();
  await page.reload();
  await expect(page.getByLabel(/牵头校领导.*姓名/)).toHaveValue('欧阳𠮷·㐂');
  expect((await detail(page, id)).content.leaderName).toBe('欧阳𠮷·㐂');
  await expectAccessible(page);
});

test('没有填完时提交：一次列出全部问题，什么也没有提交', async ({ page }) => {
  await signIn(page, 'school-001');
  const id = await draftOf(page);
  await open(page, `/desk/applications/${id}/check`);
  await expect(page.getByRole('link', { name: /专人/ }).first()).toBeVisible();
  expect((await detail(page, id)).status).toBe('DRAFT');
  await expectAccessible(page);
});

test('经办人能填报，不能提交，页面说明由谁提交', async ({ page }) => {
  await signIn(page, 'school-staff');
  const id = await draftOf(page);
  await open(page, `/desk/applications/${id}/check`);
  await expect(page.getByRole('button', { name: '提交申报' })).toHaveCount(0);
  await expect(page.getByText(/负责部门负责人/).first()).toBeVisible();
  await expectAccessible(page);
});
