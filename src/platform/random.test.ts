import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isUuid } from '../kernel/id.ts';
import { addMilliseconds, toInstant } from '../kernel/time.ts';
import { newId, newToken, sha256Hex } from './random.ts';

test('ids carry their time and never repeat', () => {
  const at = toInstant('2025-04-07T16:00:00.000Z');
  const ids = Array.from({ length: 1_000 }, () => newId(at));
  assert.equal(new Set(ids).size, 1_000);
  assert.ok(
    ids.every((id) => isUuid(id) && id.startsWith('019610fa-e400-7')),
    ids[0],
  );
  const later = newId(addMilliseconds(at, 1));
  assert.ok(ids.every((id) => id < later));
});

test('tokens are URL-safe, of the asked strength, and never repeat', () => {
  assert.match(newToken(), /^[A-Za-z0-9_-]{43}$/);
  assert.match(newToken(16), /^[A-Za-z0-9_-]{22}$/);
  assert.equal(new Set(Array.from({ length: 1_000 }, () => newToken())).size, 1_000);
});

test('hashes are those of FIPS 180-4, of text as UTF-8', () => {
  assert.equal(
    sha256Hex('abc'),
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
  assert.equal(sha256Hex(''), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  assert.equal(sha256Hex('证书'), sha256Hex(new TextEncoder().encode('证书')));
});
