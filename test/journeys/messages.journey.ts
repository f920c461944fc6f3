import { expect, test } from '@playwright/test';
import { expectAccessible, open, signIn } from './support/stage.ts';

test('院校看消息、设置免打扰；项目办看发送情况', async ({ page }) => {
  test.setTimeout(240_000);
  await signIn(page, 'school-005');
  await open(page, '/desk');
  const bell = page.getByRole('link', { name: /^消息，/ });
  await expect(bell).toBeVisible();
  await bell.click();
  await expect(page.getByRole('heading', { level: 1, name: '消息' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: '全部标为已读' }).click();
  await expect(page.getByRole('link', { name: '消息，没有未读' })).toBeVisible();

  await page.getByRole('link', { name: '消息设置' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '消息设置' })).toBeVisible();
  await expect(page.getByText('还没有开通邮箱')).toBeVisible();
  await page.getByRole('checkbox', { name: /免打扰时段/ }).check();
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByText('已保存')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('checkbox', { name: /免打扰时段/ })).toBeChecked();
  await expectAccessible(page);
});

test('项目办看到没有开通的通道，登记群机器人', async ({ page }) => {
  test.setTimeout(240_000);
  await signIn(page, 'office');
  await open(page, '/desk/deliveries');
  await expect(page.getByText('邮件没有开通')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('main').getByRole('link', { name: '消息通道' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '消息通道' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: '登记群机器人' }).click();
  await page.getByLabel('群名称').fill('全省工作群');
  await page.getByLabel('哪个单位的群').fill('项目办公室');
  await page.getByRole('option').first().click();
  await page.getByLabel(/Webhook/).fill('https://oapi.dingtalk.com/robot/send?access_token=demo');
  await page.getByLabel(/加签密钥/).fill('SECdemo');
  await page.getByRole('checkbox', { name: '备案名单公布' }).check();
  await page.getByRole('button', { name: '保存' }).last().click();
  await expect(page.getByRole('cell', { name: '全省工作群' })).toBeVisible();
  expect(await page.content()).not.toContain('SECdemo');
  await expectAccessible(page);
});
