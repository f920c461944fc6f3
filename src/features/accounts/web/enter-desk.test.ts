import assert from 'node:assert/strict';
import { it } from 'node:test';

import { nextPath } from './enter-desk.ts';

it('goes on to pages of the desk only', () => {
  assert.equal(nextPath('/people?status=ACTIVE'), '/people?status=ACTIVE');
  for (const foreign of [
    null,
    '',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'people',
  ]) {
    assert.equal(nextPath(foreign), '/');
  }
});
