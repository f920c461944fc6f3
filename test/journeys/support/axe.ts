import type { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { createRequire } from 'node:module';

type Violations = Awaited<ReturnType<AxeBuilder['analyze']>>['violations'];

const require = createRequire(import.meta.url);
const { source } = createRequire(require.resolve('@axe-core/playwright'))('axe-core') as {
  readonly source: string;
};

/**
 * All of axe's rules over what the page shows now. Its builder sends the program three times and opens a second page
 * for every look, because it must also look into frames of other origins; no page of the product has a frame, and that
 * is held here.
 */
export const violationsOn = async (page: Page): Promise<Violations> => {
  expect(page.frames(), `${page.url()} has no frame`).toHaveLength(1);
  if (!(await page.evaluate<boolean>(`'axe' in window`))) await page.evaluate(source);
  return await page.evaluate<Violations>(
    `axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations)`,
  );
};
