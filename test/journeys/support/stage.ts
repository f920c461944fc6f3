/// <reference lib="dom" />
import { expect, type Page } from '@playwright/test';
import { violationsOn } from './axe.ts';

/** What the demo prints at its start; it opens nothing outside the demo. */
const DEMO_PASSWORD = 'onex-demo-2025';

export const WIDTHS = [1440, 390] as const;

/** Signs in as an invented person in this page's browser context, by the door the sign-in page uses. */
export const signIn = async (page: Page, loginName: string): Promise<void> => {
  const answer = await page.request.post('/api/session', {
    data: { loginName, password: DEMO_PASSWORD },
    headers: { 'x-onex-csrf': '1' },
  });
  expect(answer.status(), await answer.text()).toBe(200);
};

/** Reads JSON as the person signed in on this page. */
export const read = async <T>(page: Page, path: string): Promise<T> => {
  const answer = await page.request.get(path);
  expect(answer.status(), `${path}: ${await answer.text()}`).toBe(200);
  return (await answer.json()) as T;
};

/** Opens an address and waits until its content stands. */
export const open = async (page: Page, path: string): Promise<void> => {
  await page.goto(path);
  await page.waitForLoadState('networkidle');
};

/** No accessibility violation on what is shown now, at both widths; what is still loading is waited for. */
export const expectAccessible = async (page: Page): Promise<void> => {
  // Between two pages there is neither a loading sign nor a heading.
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveCount(0);
  await expect(page.locator('.loading')).toHaveCount(0);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: width > 600 ? 900 : 844 });
    const found = (await violationsOn(page)).map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
    );
    expect(found, `${page.url()} at ${width} px`).toEqual([]);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, `${page.url()} scrolls sideways at ${width} px`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
};
