import assert from 'node:assert/strict';
import { test } from 'node:test';

import { integerOf, typedInteger } from './integer-text.ts';

test('whole numbers as people type and paste them', () => {
  assert.equal(integerOf('120'), 120);
  assert.equal(integerOf(' １，２００ '), 1200);
  assert.equal(integerOf('-3'), -3);
});

test('anything else is no number, and nothing is rounded', () => {
  for (const text of ['', '12.5', '1e3', '十二', '0x10', '9007199254740993', '1 2人']) {
    assert.equal(integerOf(text), null, text);
  }
});

test('what cannot be read is neither a number nor an empty box', () => {
  assert.equal(typedInteger('１２０'), 120);
  assert.equal(typedInteger('  '), null);
  assert.equal(typedInteger('120人'), Number.NaN);
});
