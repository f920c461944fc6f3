import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { buildUrl, serializeQuery } from './url.ts';

test('empty values are left out and several values repeat the key', () => {
  const query = {
    q: '',
    status: undefined,
    page: 2,
    late: false,
    tag: ['甲', '', '乙 丙'],
    none: null,
  };
  assert.equal(serializeQuery(query), 'page=2&late=false&tag=%E7%94%B2&tag=%E4%B9%99+%E4%B8%99');
});

test('whatever is asked for arrives unchanged', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.string({ minLength: 1 })),
      (query) => {
        const wellFormed = Object.values(query).every((value) => value.isWellFormed());
        fc.pre(wellFormed);
        const read = new URLSearchParams(serializeQuery(query));
        assert.deepEqual(Object.fromEntries(read), { ...query });
      },
    ),
  );
});

test('path parameters are filled and cannot leave their place', () => {
  assert.equal(
    buildUrl(
      '/api/rounds/:roundId/items/:itemId',
      { roundId: 'r1', itemId: '../x?y' },
      { page: 1 },
    ),
    '/api/rounds/r1/items/..%2Fx%3Fy?page=1',
  );
});

test('a missing path parameter is a fault, not an odd request', () => {
  assert.throws(() => buildUrl('/api/rounds/:roundId', { roundId: '' }), /roundId/);
});
