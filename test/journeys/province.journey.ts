import { expect, test } from '@playwright/test';
import { expectAccessible, open, signIn } from './support/stage.ts';

test('项目办改联系方式，写错的一次说明，公开页面随后更新', async ({ page, browser }) => {
  await signIn(page, 'office');
  await open(page, '/desk/province');
  await expect(page.getByLabel('平台名称')).toHaveValue('1+X 证书试点工作平台');
  await page.getByLabel('平台名称').fill('');
  await page.getByLabel('备案号前缀').fill('陕-1X');
  const contact = page.getByRole('textbox', { name: '联系方式' });
  await contact.fill('电话：029-00000001（演示号码）\n工作日 9:00—17:00');
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByRole('alert').first()).toContainText('请填写平台名称');
  await expect(page.getByRole('alert').first()).toContainText('请用 12 个以内的字母和数字');
  await expectAccessible(page);
  await expect(contact).toHaveValue(/029-00000001/);
  await page.getByLabel('平台名称').fill('1+X 证书试点工作平台');
  await page.getByLabel('备案号前缀').fill('ｓｎ1x');
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByText('已保存')).toBeVisible();
  await expect(page.getByLabel('备案号前缀')).toHaveValue('SN1X');
  await expectAccessible(page);

  const context = await browser.newContext({ javaScriptEnabled: false });
  const visitor = await context.newPage();
  await expect(async () => {
    await open(visitor, '/contact');
    await expect(visitor.getByText('029-00000001')).toBeVisible({ timeout: 100 });
  }).toPass({ timeout: 15_000 });
  await expect(visitor.getByRole('link', { name: '上传盖章授权书申请账号' })).toBeVisible();
  await context.close();
});
