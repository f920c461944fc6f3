import { expect, test } from '@playwright/test';
import { expectAccessible, open, read, signIn } from './support/stage.ts';

// One story told in order: each person goes on where the one before stopped.
test.describe.configure({ mode: 'serial' });

interface Own {
  readonly organizationId: string;
  readonly hasLiveOfficer: boolean;
  readonly contacts: readonly {
    readonly duty: string;
    readonly name: string;
    readonly mobile: string;
  }[];
}

let organizationId = '';

test('院校一键确认联系人，换业务联系人，查看完整号码须写用途', async ({ page }) => {
  await signIn(page, 'school-061');
  await open(page, '/desk/contacts');
  await expect(page.getByRole('heading', { name: '本单位联系人' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: '全部确认无误' }).click();
  await expect(page.getByText('有效', { exact: true }).first()).toBeVisible();

  const officer = page.locator('section').filter({
    has: page.getByRole('heading', { name: '业务联系人', exact: true }),
  });
  await officer.getByRole('button', { name: '变更' }).click();
  await page.getByRole('radio', { name: '换人' }).check();
  await page.getByRole('textbox', { name: '姓名' }).fill('接任人');
  await page.getByRole('textbox', { name: '手机' }).fill('13800009999');
  await page.getByRole('textbox', { name: '变更原因' }).fill('岗位调整');
  await expectAccessible(page);
  await page.getByRole('button', { name: '换人', exact: true }).click();
  await expect(officer.getByRole('heading', { name: /接任人/ })).toBeVisible();

  const own = await read<Own>(page, '/api/contacts/own');
  organizationId = own.organizationId;
  expect(own.hasLiveOfficer).toBe(true);
  expect(own.contacts.find(({ name }) => name === '接任人')?.mobile).toBe('138****9999');

  await page.getByRole('button', { name: '查看接任人的完整手机号' }).click();
  await page.getByRole('combobox', { name: /^用途/ }).selectOption('SELF');
  await page.getByRole('button', { name: '查看', exact: true }).last().click();
  await expect(page.getByText(/13800009999/)).toBeVisible();
  await page.getByRole('button', { name: '关闭' }).last().click();

  await page.getByRole('link', { name: '变更历史' }).click();
  await page.getByText('查看改动').first().click();
  await expectAccessible(page);
});

test('项目办在通讯录找到新的联系人，号码隐去；看失效联系人并提醒', async ({ page }) => {
  await signIn(page, 'office');
  await open(page, '/desk/contacts/directory?q=jieren');
  await expect(page.getByRole('table').getByText('接任人').first()).toBeVisible();
  await expect(page.getByRole('table').getByText('138****9999').first()).toBeVisible();
  await expectAccessible(page);
  await open(page, `/desk/contacts/organizations/${organizationId}`);
  await expect(page.getByRole('heading', { name: /接任人/ })).toBeVisible();
  await expect(page.getByRole('button', { name: '变更' })).toHaveCount(0);

  await open(page, '/desk/contacts/dead');
  await expectAccessible(page);
  await page.getByRole('row').nth(1).getByRole('checkbox').check();
  await page.getByRole('button', { name: '提醒单位更新' }).click();
  await expect(page.getByText(/已提醒 1 个单位/)).toBeVisible();
});
