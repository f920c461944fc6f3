import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { seededRandom } from './seeded-random.ts';

const draw = (seed: string, count: number): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => random.next());
};

it('gives the same numbers for the same seed on every machine', () => {
  assert.deepEqual(
    draw('onex-demo', 3),
    [0.8083753527607769, 0.7578857832122594, 0.7515836274251342],
  );
  assert.deepEqual(draw('甲', 50), draw('甲', 50));
});

it('gives other numbers for another seed', () => {
  assert.notDeepEqual(draw('甲', 3), draw('乙', 3));
  assert.notDeepEqual(draw('𠮷', 3), draw('吉', 3));
});

it('spreads evenly enough for demo data', () => {
  const buckets = Array.from({ length: 10 }, () => 0);
  for (const value of draw('spread', 10_000)) {
    const bucket = Math.floor(value * 10);
    buckets[bucket] = (buckets[bucket] ?? 0) + 1;
  }
  for (const count of buckets) assert.ok(count > 850 && count < 1150, String(buckets));
});

it('keeps int within both ends, reaching each of them', () => {
  const random = seededRandom('int');
  const seen = new Set(Array.from({ length: 500 }, () => random.int(-2, 3)));
  assert.deepEqual(
    [...seen].toSorted((one, other) => one - other),
    [-2, -1, 0, 1, 2, 3],
  );
  assert.equal(random.int(7, 7), 7);
});

it('picks every choice sooner or later, and nothing else', () => {
  const random = seededRandom('pick');
  const seen = new Set(Array.from({ length: 200 }, () => random.pick(['a', 'b', 'c'])));
  assert.deepEqual([...seen].toSorted(), ['a', 'b', 'c']);
});

it('shuffles a copy that holds the same items', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.integer()), (seed, list) => {
      const before = [...list];
      const shuffled = seededRandom(seed).shuffle(list);
      assert.deepEqual(list, before);
      assert.deepEqual(shuffled.toSorted(), list.toSorted());
      assert.deepEqual(seededRandom(seed).shuffle(list), shuffled);
    }),
  );
  const cards = Array.from({ length: 20 }, (_, index) => index);
  assert.notDeepEqual(seededRandom('cards').shuffle(cards), cards);
});
