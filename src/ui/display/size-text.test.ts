import assert from 'node:assert/strict';
import { test } from 'node:test';

import { sizeText } from './size-text.ts';

test('sizes as people read them', () => {
  assert.equal(sizeText(0), '0 字节');
  assert.equal(sizeText(1023), '1023 字节');
  assert.equal(sizeText(1024), '1 KB');
  assert.equal(sizeText(3_412_009), '3.3 MB');
  assert.equal(sizeText(20 * 1024 * 1024), '20 MB');
  assert.equal(sizeText(200 * 1024 * 1024), '200 MB');
});
