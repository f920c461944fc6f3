import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { productFiles, ROOT, withoutComments } from './source-files.ts';

const FOLDER = 'docs/guide';

/** A handbook that takes long to load is not read on a phone. */
const MOST_BYTES = 120 * 1024;

const PAGES = globSync(`${FOLDER}/*.md`, { cwd: ROOT })
  .toSorted()
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

const matches = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].flatMap(([, found]) => (found === undefined ? [] : [found]));

const named = PAGES.flatMap(({ text }) => matches(text, /!\[[^\]]+\]\(pictures\/([^)]+)\)/g));
const stored = globSync('*', { cwd: join(ROOT, FOLDER, 'pictures') });

const screenText = productFiles()
  .map(({ text }) => withoutComments(text))
  .join('\n');

/** Names that the page puts together, and where their parts stand. */
const COMPOSED: ReadonlyMap<string, readonly string[]> = new Map([
  ['批量初审通过', ['批量{verbLabel(verb)}', "label: '初审通过'"]],
  ['批量审核通过', ['批量{verbLabel(verb)}', "label: '审核通过'"]],
]);

const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Whether a page can show this name; `…` is what the page fills in, such as a number. */
const isOnScreen = (name: string): boolean =>
  COMPOSED.get(name)?.every((part) => screenText.includes(part)) ??
  new RegExp(name.split('…').map(literal).join('[^\\n]*')).test(screenText);

describe('the handbook', () => {
  test('names every picture there is, and no other', () => {
    assert.ok(named.length > 0, 'the handbook has pictures');
    assert.deepEqual(named.toSorted(), stored.toSorted());
  });

  test('keeps its pictures small', () => {
    const large = stored.filter(
      (name) => statSync(join(ROOT, FOLDER, 'pictures', name)).size > MOST_BYTES,
    );
    assert.deepEqual(large, []);
  });

  test('names in bold only what stands on the screen', () => {
    const strange = PAGES.flatMap(({ path, text }) =>
      matches(text, /\*\*([^*]+)\*\*/g)
        .filter((name) => !isOnScreen(name))
        .map((name) => `${path}: ${name}`),
    );
    assert.deepEqual(strange, []);
    assert.equal(isOnScreen('没有这样的按钮'), false);
  });

  test('links only to what is there', () => {
    const broken = PAGES.flatMap(({ path, text }) =>
      matches(text, /\]\(([^)#:]+)(?:#[^)]*)?\)/g)
        .filter((target) => !existsSync(join(ROOT, dirname(path), target)))
        .map((target) => `${path}: ${target}`),
    );
    assert.deepEqual(broken, []);
  });

  test('has a page for every role of its first page', () => {
    const index = PAGES.find(({ path }) => path.endsWith('README.md'))?.text ?? '';
    const pages = PAGES.map(({ path }) => path.slice(FOLDER.length + 1));
    for (const page of pages.filter((name) => name !== 'README.md'))
      assert.ok(index.includes(`(${page})`), `${page} is reached from the first page`);
  });
});
