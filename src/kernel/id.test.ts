import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { idText, isUuid, uuidV7 } from './id.ts';

const tenBytes = fc.uint8Array({ minLength: 10, maxLength: 10 });
const anyTime = fc.integer({ min: 0, max: 2 ** 48 - 1 });

test('the example of RFC 9562 A.6 is reproduced', () => {
  // rand_a 0xCC3, rand_b 0x18C4DC0C0C07398F
  const random = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
  assert.equal(uuidV7(0x017f22e279b0, random), '017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
});

test('every time and every randomness give a UUID of version 7', () => {
  fc.assert(
    fc.property(anyTime, tenBytes, (at, random) => {
      const id = uuidV7(at, random);
      assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      assert.equal(isUuid(id), true);
      assert.equal(idText().parse(id.toUpperCase()), id);
      assert.equal(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16), at);
    }),
  );
});

test('ids sort by time', () => {
  fc.assert(
    fc.property(anyTime, anyTime, tenBytes, tenBytes, (a, b, randomA, randomB) => {
      if (a < b) assert.ok(uuidV7(a, randomA) < uuidV7(b, randomB));
    }),
  );
});

test('other randomness gives another id', () => {
  const random = new Uint8Array(10);
  const seen = new Set([uuidV7(1, random)]);
  for (const index of random.keys()) seen.add(uuidV7(1, random.with(index, 1)));
  assert.equal(seen.size, 11);
});

test('a time or randomness of the wrong size is refused', () => {
  for (const at of [-1, 2 ** 48, 1.5, Number.NaN])
    assert.throws(() => uuidV7(at, new Uint8Array(10)), RangeError);
  assert.throws(() => uuidV7(0, new Uint8Array(9)), RangeError);
});

test('what is not a UUID is not taken for one', () => {
  const id = uuidV7(0, new Uint8Array(10));
  for (const value of ['', id.slice(1), `${id} `, id.replaceAll('-', ''), `{${id}}`, null, 7]) {
    assert.equal(isUuid(value), false);
    assert.equal(idText().safeParse(value).success, false);
  }
});
