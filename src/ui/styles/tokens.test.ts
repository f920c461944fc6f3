import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** The custom properties of the first block that follows `selector`. */
const blockOf = (selector: string): Record<string, string> => {
  const start = css.indexOf('{', css.indexOf(`${selector} {`));
  const body = css.slice(start + 1, css.indexOf('}', start));
  const found = [...body.matchAll(/(--[\w-]+):\s*([^;]+);/g)];
  return Object.fromEntries(found.map(([, name = '', value = '']) => [name, value.trim()]));
};

const light = blockOf(':root');
const dark = blockOf(":root[data-theme='dark']");

const luminance = (hex: string): number => {
  const channels = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = channels.map((value) =>
    value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** WCAG 2.2 contrast ratio. */
const contrast = (one: string, other: string): number => {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};

const TEXTS = ['--ink', '--ink-2', '--ink-3', '--brand', '--danger', '--done', '--attention'];
const GROUNDS = [
  '--surface',
  '--paper',
  '--sunken',
  '--brand-tint',
  '--danger-tint',
  '--done-tint',
  '--attention-tint',
];

const PAIRS: readonly (readonly [string, string, number])[] = [
  ...TEXTS.flatMap((text) => GROUNDS.map((ground) => [text, ground, 4.5] as const)),
  ['--on-brand', '--brand', 4.5],
  ['--on-brand', '--brand-strong', 4.5],
  ['--on-danger', '--danger', 4.5],
  ['--ink', '--mark', 4.5],
  ['--on-step-light', '--step-1', 4.5],
  ['--on-step-light', '--step-2', 4.5],
  ['--on-step-light', '--step-3', 4.5],
  ['--on-step-dark', '--step-4', 4.5],
  ['--on-step-dark', '--step-5', 4.5],
  ['--line-control', '--surface', 3],
  ['--line-control', '--paper', 3],
  ['--focus', '--surface', 3],
  ['--focus', '--paper', 3],
];

for (const [theme, tokens] of [
  ['light', light],
  ['dark', dark],
] as const) {
  test(`every text and control can be read in the ${theme} theme`, () => {
    for (const [front, ground, least] of PAIRS) {
      const ratio = contrast(tokens[front] ?? '', tokens[ground] ?? '');
      assert.ok(ratio >= least, `${front} on ${ground}: ${ratio.toFixed(2)} < ${least}`);
    }
  });
}

test('the dark theme is the same by system setting and by switch', () => {
  assert.deepEqual(blockOf(":root:not([data-theme='light'])"), dark);
});
