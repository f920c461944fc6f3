import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { listQuery, severalOf } from './list.ts';

const schema = listQuery({ status: severalOf(z.enum(['A', 'B', 'C'])).optional() }, ['name']);

describe('a filter with several values', () => {
  it('is a list, whether the key stands once or often', () => {
    assert.deepEqual(schema.parse({ status: 'B' }).status, ['B']);
    assert.deepEqual(schema.parse({ status: ['C', 'A', 'C'] }).status, ['C', 'A']);
    assert.equal(schema.parse({}).status, undefined);
  });

  it('refuses a value that there is not, and more than anybody would choose', () => {
    assert.equal(schema.safeParse({ status: ['A', 'X'] }).success, false);
    assert.equal(schema.safeParse({ status: 'X' }).success, false);
    assert.equal(
      schema.safeParse({ status: Array.from({ length: 51 }, () => 'A') }).success,
      false,
    );
  });
});
