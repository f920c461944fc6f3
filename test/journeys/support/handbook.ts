import { expect, type Locator, type Page, type TestInfo } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../../docs/guide/', import.meta.url));
const DESKTOP = { width: 1280, height: 2000 };
const PHONE_WIDTH = 390;

type Named = 'button' | 'link' | 'radio' | 'checkbox' | 'textbox';

/** One page of the handbook, held against what the screen shows. */
export const handbook = (name: string) => {
  const text = readFileSync(`${FOLDER}${name}.md`, 'utf8');
  return {
    /** The screen shows these names now, and the page of the handbook has them in bold. */
    names: async (page: Page | Locator, role: Named, ...all: readonly string[]): Promise<void> => {
      for (const one of all) {
        expect(text, `the handbook's page "${name}" has ${one} in bold`).toContain(`**${one}**`);
        await expect(page.getByRole(role, { name: one, exact: true }).first()).toBeVisible();
      }
    },
  };
};

export interface Clip {
  /** What the picture shows; where it is higher than `height`, only so much of it. */
  readonly of: Locator;
  /** Begins here and not at the top. */
  readonly from?: Locator;
  readonly height?: number;
  /** A whole phone of this height instead, with the bar that stands at its foot. */
  readonly phone?: boolean;
}

const placeOf = async (locator: Locator) => {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('a picture was asked of something without a place on the page');
  return box;
};

const pathOf = (info: TestInfo, file: string): string =>
  process.env['GUIDE_PICTURES'] === '1' ? `${FOLDER}pictures/${file}` : info.outputPath(file);

/**
 * Takes one picture of the handbook. Into the handbook itself only where GUIDE_PICTURES=1 asks for new ones: a normal
 * run leaves the tree as it is.
 */
export const picture = async (
  page: Page,
  info: TestInfo,
  name: string,
  { of, from = of, height = 640, phone = false }: Clip,
): Promise<void> => {
  await page.setViewportSize(phone ? { width: PHONE_WIDTH, height } : DESKTOP);
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.fonts.ready.then(() => scrollTo(0, 0)));
  await expect(of).toBeVisible();
  const box = await placeOf(of);
  const { y } = await placeOf(from);
  const rest = box.y + box.height - y;
  await page.screenshot({
    path: pathOf(info, `${name}.png`),
    clip: phone
      ? { x: 0, y: 0, width: PHONE_WIDTH, height }
      : { ...box, y, height: Math.min(rest, height) },
  });
  await page.setViewportSize({ width: 1280, height: 900 });
};
