import assert from 'node:assert/strict';
import { test } from 'node:test';

import { epochMs, isInstant, toInstant } from '../../kernel/time.ts';
import { learnServerTime, nowInstant } from './clock.ts';

test('the screen counts by the server and not by the device', () => {
  learnServerTime('2025-04-07T15:59:58.000Z');
  const away = epochMs(nowInstant()) - epochMs(toInstant('2025-04-07T15:59:58.000Z'));
  assert.ok(away >= 0 && away < 5000, `${away} ms away`);
  assert.ok(isInstant(nowInstant()));
});

test('a missing or broken header keeps what was learnt', () => {
  learnServerTime('2025-04-07T15:59:58.000Z');
  learnServerTime(null);
  learnServerTime('gestern');
  assert.equal(nowInstant().slice(0, 10), '2025-04-07');
});
