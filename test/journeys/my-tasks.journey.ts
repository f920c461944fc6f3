import { expect, test } from '@playwright/test';
import { expectAccessible, open, read, signIn } from './support/stage.ts';

interface Tasks {
  readonly todo: { readonly title: string; readonly path: string }[];
}

test('院校从待办进到要修改的申报', async ({ page }) => {
  await signIn(page, 'school-005');
  await open(page, '/desk/');
  const todo = page.locator('section', { has: page.getByRole('heading', { name: '我的待办' }) });
  const task = todo.getByRole('link', { name: /^按意见修改后重新提交/ }).first();
  await expect(task).toBeVisible();
  await expect(todo.getByText(/还剩 \d+ (?:天|小时|分钟)/).first()).toBeVisible();
  await expectAccessible(page);
  await task.click();
  await expect(page).toHaveURL(/\/desk\/applications\/[0-9a-f-]{36}/);
  await expect(page.getByText('退回修改').first()).toBeVisible();
});

test('审核员的待办件数就是列表的件数', async ({ page }) => {
  await signIn(page, 'province');
  const { todo } = await read<Tasks>(page, '/api/workbench/tasks');
  const queue = todo.find(({ path }) => path.startsWith('/review?'));
  expect(queue, '省级审核员有待审核的申报').toBeDefined();
  const count = /(\d+) 件/.exec(queue?.title ?? '')?.[1];
  await open(page, '/desk/');
  await expectAccessible(page);
  await page
    .getByRole('link', { name: queue?.title ?? '' })
    .first()
    .click();
  await expect(page.getByText(`共 ${count} 条`).first()).toBeVisible();
});

test('没有要办的事时说明接下来是什么', async ({ page }) => {
  await signIn(page, 'province-view');
  await open(page, '/desk/');
  await expect(page.getByText('现在没有要办的事')).toBeVisible();
  await expect(page.getByText(/截止：.*还剩/).first()).toBeVisible();
  await expectAccessible(page);
});

test('把期限订阅到日历，再停用', async ({ page, playwright }) => {
  await signIn(page, 'school-leader');
  await open(page, '/desk/');
  await page.getByText('把期限和说明会订阅到我的日历').click();
  await page.getByRole('button', { name: /^(?:生成订阅地址|重新生成)/ }).click();
  const address = page.getByLabel('复制到手机或电脑日历的“订阅日历”');
  await expect(address).toHaveValue(/\/calendar\/[\w-]{43}\.ics$/);
  await expectAccessible(page);
  const url = await address.inputValue();
  const program = await playwright.request.newContext();
  const calendar = await program.get(url);
  expect(calendar.headers()['content-type']).toContain('text/calendar');
  expect(await calendar.text()).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*BEGIN:VEVENT/);
  await page.getByRole('button', { name: '停用', exact: true }).click();
  await page.getByRole('button', { name: '停用地址' }).click();
  await expect(page.getByText('订阅地址已停用')).toBeVisible();
  expect((await program.get(url)).status()).toBe(404);
  await program.dispose();
});

test('没有人在时页面不再自己查询，登录按时失效；有人动了再接着查', async ({ page }) => {
  await page.clock.install();
  await signIn(page, 'school-005');
  await open(page, '/desk/');
  let asked = 0;
  page.on('request', (request) => {
    if (request.url().includes('/api/')) asked += 1;
  });
  const during = async (minutes: number): Promise<number> => {
    asked = 0;
    for (let minute = 0; minute < minutes; minute += 1) {
      await page.clock.runFor(60_000);
      await page.waitForTimeout(100);
    }
    return asked;
  };
  expect(await during(4), 'the page asks while somebody is there').toBeGreaterThan(3);
  await during(2);
  expect(await during(10), 'nobody is there').toBe(0);
  await page.mouse.click(5, 5);
  expect(await during(2)).toBeGreaterThan(0);
});
