import { expect, type Page, test } from '@playwright/test';
import { handbook, picture } from './support/handbook.ts';
import { open, read, signIn } from './support/stage.ts';

// The handbook's story, told in order: each person goes on where the one before stopped.
test.describe.configure({ mode: 'serial', timeout: 240_000 });

interface Rows<Row> {
  readonly rows: readonly Row[];
}

interface Account {
  readonly loginName: string;
  readonly organizationName: string;
}

interface Application {
  readonly status: string;
  readonly institution: { readonly name: string };
  readonly content: { readonly statementAccepted: boolean };
}

let roundId = '';
let applicationId = '';
let schoolLogin = '';
let bureauLogin = '';

const main = (page: Page) => page.getByRole('main');

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

const heading = (page: Page, name: string | RegExp) =>
  expect(page.getByRole('heading', { name }).first()).toBeVisible();

/** Where the review page begins to ask for a decision. */
const decision = (page: Page) => page.getByText('办理结论').first();

const status = async (page: Page): Promise<string> =>
  (await read<Application>(page, `/api/applications/${applicationId}`)).status;

const loginOf = async (page: Page, organization: string, pattern: RegExp) => {
  const { rows } = await read<Rows<Account>>(
    page,
    `/api/people?q=${encodeURIComponent(organization)}`,
  );
  const found = rows.find(
    (row) => row.organizationName === organization && pattern.test(row.loginName),
  );
  return found?.loginName;
};

interface Participant {
  readonly institutionName: string;
  readonly bureauName: string | null;
  readonly applicationId: string;
  readonly itemCount: number;
}

/** A school with a complete draft that no other story is about; its bureau reviews it. */
const chooseSchool = async (page: Page): Promise<void> => {
  await signIn(page, 'office');
  const rounds = await read<Rows<{ id: string; phase: string }>>(page, '/api/rounds?pageSize=50');
  roundId = rounds.rows.find(({ phase }) => phase === 'OPEN')?.id ?? '';
  const { rows } = await read<Rows<Participant>>(
    page,
    `/api/rounds/${roundId}/participation?status=DRAFT&pageSize=100`,
  );
  for (const row of rows.filter(({ itemCount }) => itemCount > 1)) {
    await signIn(page, 'office');
    const bureau = row.bureauName ?? '';
    const login = await loginOf(page, row.institutionName, /^school-0(?!0[12]$)\d\d$/);
    const reviewer = await loginOf(page, bureau, /^city-(?!view$)/);
    if (login === undefined || reviewer === undefined) continue;
    await signIn(page, login);
    const draft = await read<Application>(page, `/api/applications/${row.applicationId}`);
    if (!draft.content.statementAccepted) continue;
    applicationId = row.applicationId;
    schoolLogin = login;
    bureauLogin = reviewer;
    return;
  }
};

test('院校：看待办，核对联系人，检查并提交，领回执', async ({ page }, info) => {
  const book = handbook('school');
  await page.setViewportSize({ width: 1280, height: 900 });
  await chooseSchool(page);
  expect(applicationId, 'the demo has a school with a complete draft').not.toBe('');

  await open(page, '/desk');
  await heading(page, '我的待办');
  await picture(page, info, 'school-home', { of: page.locator('body'), height: 540 });

  await open(page, '/desk/contacts');
  await heading(page, '本单位联系人');
  await book.names(page, 'button', '变更', '离任');
  await picture(page, info, 'school-contacts', { of: main(page), height: 520 });

  await open(page, '/desk/majors');
  await book.names(page, 'button', '登记专业');

  await open(page, `/desk/applications/${applicationId}/items`);
  await book.names(page, 'button', '从 Excel 粘贴', '填好了，下一步');
  await picture(page, info, 'school-items-phone', {
    of: page.locator('body'),
    phone: true,
    height: 760,
  });

  await open(page, `/desk/applications/${applicationId}/check`);
  await heading(page, '检查并提交');
  await page.getByRole('checkbox', { name: /承诺/ }).check();
  await book.names(page, 'button', '提交申报');
  await picture(page, info, 'school-check', { of: main(page), height: 620 });
  await press(page, '提交申报');
  await expect(page).toHaveURL(/\/receipt$/);
  await book.names(page, 'button', '打印回执');
  await picture(page, info, 'school-receipt', { of: main(page), height: 600 });

  await open(page, `/desk/applications/${applicationId}`);
  await heading(page, '办理进度');
  await book.names(page, 'button', '撤回申报');
  await book.names(page, 'link', '查看回执');
});

test('院校：退回以后逐条处理，在手机上', async ({ page }, info) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, 'school-005');
  const { rounds } = await read<{
    rounds: readonly { applicationId: string | null; status: string | null }[];
  }>(page, '/api/applications/mine');
  const returned = rounds.find((round) => round.status === 'RETURNED')?.applicationId ?? '';
  await open(page, `/desk/applications/${returned}`);
  await expect(page.getByRole('link', { name: /^去修改/ }).first()).toBeVisible();
  await picture(page, info, 'school-returned-phone', {
    of: page.locator('body'),
    phone: true,
    height: 820,
  });
});

test('院校：确认通知，报名说明会', async ({ page }, info) => {
  const book = handbook('school');
  await signIn(page, 'school-061');
  await open(page, '/desk/announcements?receipt=mine');
  await page
    .getByRole('link', { name: /关于核对本校联系人的通知/ })
    .first()
    .click();
  await book.names(page, 'button', '确认已知悉');
  await page.waitForLoadState('networkidle');
  await picture(page, info, 'school-announcement-phone', {
    of: main(page),
    phone: true,
    height: 560,
  });
  await press(page, '确认已知悉');
  await expect(page.getByText('您已确认知悉')).toBeVisible();

  const { rows } = await read<Rows<{ id: string; status: string; signedUp: boolean }>>(
    page,
    '/api/info-sessions?pageSize=100',
  );
  const session = rows.find((row) => row.status === 'PUBLISHED' && !row.signedUp);
  await open(page, `/desk/info-sessions/${session?.id ?? ''}`);
  await heading(page, '报名和签到');
  await book.names(page, 'button', '报名');
  await picture(page, info, 'school-info-session', { of: main(page), height: 640 });
  await press(page, '报名');
  await book.names(page, 'button', '取消报名');
});

test('院校：新同事凭激活链接设置密码', async ({ page, browser }, info) => {
  const book = handbook('school');
  await signIn(page, schoolLogin);
  await open(page, '/desk/people');
  await book.names(page, 'button', '新增人员');
  await press(page, '新增人员');
  await page.getByLabel('姓名').fill('林新来');
  await page.getByLabel('登录名').fill('guide.newcomer');
  await page.getByRole('dialog').getByRole('checkbox').first().check();
  await book.names(page, 'button', '新增并生成链接');
  await press(page, '新增并生成链接');
  await book.names(page, 'button', '复制链接', '打印激活信');
  await picture(page, info, 'school-people', { of: page.getByRole('dialog'), height: 480 });
  const link = await page.getByLabel('一次性链接').inputValue();
  await press(page, '我已复制或打印，关闭');
  await page.getByRole('link', { name: '林新来' }).click();
  await book.names(page, 'button', '重新生成激活链接', '更多操作');

  const newcomer = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  await open(newcomer, link);
  await heading(newcomer, '请先核对');
  await book.names(newcomer, 'button', '设置密码并登录');
  await picture(newcomer, info, 'school-activation', { of: main(newcomer), height: 700 });
});

test('市级：在列表里找到，批量先试算，逐件初审', async ({ page }, info) => {
  const book = handbook('bureau');
  await signIn(page, bureauLogin);
  await open(page, '/desk/review?group=fresh');
  await heading(page, '审核工作');
  await page.getByRole('row').nth(1).getByRole('checkbox').check();
  await book.names(page, 'button', '批量初审通过');
  await picture(page, info, 'bureau-list', { of: main(page), height: 440 });
  await press(page, '批量初审通过');
  await press(page, '试算');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(/目前还没有改动任何申报/)).toBeVisible();
  await picture(page, info, 'bureau-bulk', { of: dialog });

  await open(page, `/desk/review/${applicationId}`);
  await book.names(page, 'radio', '初审通过', '退回修改', '初审不通过');
  await page.getByRole('radio', { name: '初审通过' }).check();
  await picture(page, info, 'bureau-review', { of: main(page), from: decision(page), height: 470 });
  await press(page, '初审通过');
  await expect.poll(() => status(page)).toBe('PROVINCIAL_REVIEW');
  await open(page, `/desk/review/${applicationId}`);
  await book.names(page, 'button', '收回初审意见');
});

test('省级：一项不通过，其余通过；调取市级不通过的；抽看', async ({ page }, info) => {
  const book = handbook('province');
  await signIn(page, 'province');
  await open(page, `/desk/review/${applicationId}`);
  await page.getByRole('radio', { name: '不通过', exact: true }).first().check();
  await page
    .getByLabel('该项意见')
    .first()
    .fill('该专业没有对应的实训设备，建议下一轮补齐后再报。');
  await book.names(page, 'radio', '审核通过', '部分通过', '退回修改', '审核不通过');
  await page.getByRole('radio', { name: '部分通过' }).check();
  await page.getByRole('textbox', { name: /^意见/ }).fill('一项暂缓，其余各项条件具备，同意试点。');
  await picture(page, info, 'province-partial', {
    of: main(page),
    from: decision(page),
    height: 460,
  });
  await press(page, '部分通过');
  await page.getByRole('dialog').getByRole('button', { name: '部分通过' }).click();
  await expect.poll(() => status(page)).toBe('PARTIALLY_APPROVED');
  await open(page, `/desk/review/${applicationId}`);
  await book.names(page, 'button', '撤销审核决定');

  const { rows } = await read<Rows<{ id: string }>>(page, '/api/applications?status=CITY_REJECTED');
  await open(page, `/desk/review/${rows[0]?.id ?? ''}`);
  await book.names(page, 'button', '调取省级审核');

  await open(page, `/desk/rounds/${roundId}/dashboard`);
  await book.names(page, 'link', '抽看市级初审');
  await open(page, `/desk/rounds/${roundId}/samples`);
  await book.names(page, 'button', '抽取');
});

test('院校：看逐项审核结果', async ({ page }, info) => {
  await signIn(page, schoolLogin);
  await open(page, `/desk/applications/${applicationId}`);
  await heading(page, '逐项审核结果');
  await picture(page, info, 'school-result', { of: page.locator('#decisions') });
});

test('项目办：看轮次和进度，预览并确认名单', async ({ page }, info) => {
  const book = handbook('office');
  await signIn(page, 'office');
  await open(page, '/desk/rounds');
  await book.names(page, 'link', '新建轮次');
  await open(page, `/desk/rounds/${roundId}`);
  await book.names(page, 'button', '给予延期');
  await open(page, `/desk/rounds/${roundId}/dashboard`);
  await book.names(page, 'link', '查看院校名单');
  await picture(page, info, 'office-progress', { of: main(page), height: 590 });
  await open(page, `/desk/rounds/${roundId}/participation`);
  await book.names(page, 'button', '复制尚未开始的院校');

  await open(page, '/desk/filed-lists');
  await book.names(page, 'link', '预览下一版');
  const preview = await read<{ rowCount: number; number: number }>(
    page,
    `/api/filed-lists/${roundId}/preview`,
  );
  await open(page, `/desk/filed-lists/${roundId}/preview`);
  await heading(page, '将要发生的变化');
  await page
    .getByLabel(/本版条数/)
    .last()
    .fill(String(preview.rowCount));
  await picture(page, info, 'office-preview', { of: main(page), height: 620 });
  await press(page, `确认第 ${preview.number} 版备案名单`);
  await expect.poll(() => status(page)).toBe('FILED');
  await book.names(page, 'link', '与其他版本比较', '取用情况');
});

test('项目办：通知的回执，失效联系人，账号、导入和说明会', async ({ page }, info) => {
  const book = handbook('office');
  await signIn(page, 'office');
  await open(page, '/desk/announcement-register');
  await book.names(page, 'link', '写通知');
  await page
    .getByRole('link', { name: /关于核对本校联系人的通知/ })
    .first()
    .click();
  await expect(page.getByRole('button', { name: /^提醒还没有确认的 \d+ 人$/ })).toBeVisible();
  await book.names(page, 'link', '更正');
  await page.waitForLoadState('networkidle');
  await picture(page, info, 'office-announcement', { of: main(page), height: 620 });

  await open(page, '/desk/contacts/dead');
  await page.getByRole('button', { name: /^已离任，无人接替/ }).click();
  await expect(page.getByRole('table').getByText('没有登记')).toHaveCount(0);
  await page.getByRole('row').nth(1).getByRole('checkbox').check();
  await book.names(page, 'button', '提醒单位更新');
  await picture(page, info, 'office-contacts', { of: main(page), height: 480 });

  await open(page, '/desk/people');
  await book.names(page, 'link', '各单位账号情况');
  await open(page, '/desk/people/requests');
  await heading(page, '账号申请');
  await open(page, '/desk/imports');
  await heading(page, '1. 导入什么');
  await open(page, '/desk/jurisdictions');
  await book.names(page, 'link', '待指定管辖的院校');

  const { rows } = await read<Rows<{ id: string; status: string }>>(
    page,
    '/api/info-sessions?pageSize=100',
  );
  const waiting = rows.find((row) => row.status === 'SUBMITTED');
  await open(page, `/desk/info-sessions/${waiting?.id ?? ''}`);
  await book.names(page, 'button', '发布', '退回');
});

test('评价组织：取备案名单，填写说明会', async ({ page }, info) => {
  const book = handbook('organization');
  await signIn(page, 'org-1');
  await open(page, '/desk/own-filed-lists');
  await heading(page, '备案院校');
  await picture(page, info, 'organization-list', { of: main(page), height: 330 });
  await page
    .getByRole('main')
    .getByRole('link')
    .filter({ hasText: /第 \d+ 版/ })
    .first()
    .click();
  await book.names(page, 'link', '下载 JSON', '导出 CSV');

  await open(page, '/desk/info-sessions');
  await book.names(page, 'link', '新建说明会');
  await open(page, '/desk/info-sessions/new');
  await book.names(page, 'button', '保存草稿');
  await page.getByLabel('标题').fill('可编程控制器系统应用编程证书说明会');
  await picture(page, info, 'organization-session', { of: main(page), height: 760 });
  await open(page, '/desk/people');
  await book.names(page, 'button', '新增人员');
});
