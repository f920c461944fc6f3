import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { setTimeout as sleep } from 'node:timers/promises';
import { rereadKeyFile, replaceKeyFile, withNewKey, withoutKeys } from './key-file.ts';
import { openKeyring } from './keyring.ts';

const place = { table: 'contact', column: 'mobile', id: '01900000-0000-7000-8000-000000000001' };

describe('sealed fields', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'onex-keys-'));
  });
  after(async () => await rm(folder, { recursive: true, force: true }));

  it('opens what it sealed, at its own place only, and notices every changed byte', async () => {
    const keyring = await openKeyring(folder);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), (text, at) => {
        const sealed = keyring.seal(text, place);
        assert.equal(keyring.open(sealed, place), text);
        assert.notEqual(keyring.seal(text, place), sealed);
        assert.throws(() => keyring.open(sealed, { ...place, id: `${place.id}x` }));
        assert.throws(() => keyring.open(sealed, { ...place, column: 'mailbox' }));
        const [name = '', body = ''] = sealed.split('.');
        const bytes = Buffer.from(body, 'base64url');
        const index = at % bytes.length;
        bytes[index] = (bytes[index] ?? 0) ^ 1;
        assert.throws(() => keyring.open(`${name}.${bytes.toString('base64url')}`, place));
      }),
      { numRuns: 200 },
    );
  });

  it('hides the text, and indexes equal values alike and kinds apart', async () => {
    const keyring = await openKeyring(folder);
    const mobile = '13800000000';
    assert.equal(keyring.seal(mobile, place).includes(mobile), false);
    assert.deepEqual(keyring.index('mobile', mobile), keyring.index('mobile', mobile));
    assert.notDeepEqual(keyring.index('mobile', mobile), keyring.index('name', mobile));
    const other = await mkdtemp(join(tmpdir(), 'onex-keys-'));
    const foreign = await openKeyring(other);
    assert.notDeepEqual(foreign.index('mobile', mobile), keyring.index('mobile', mobile));
    assert.throws(() => foreign.open(keyring.seal(mobile, place), place));
    await rm(other, { recursive: true, force: true });
  });

  it('is made once by whoever comes first, readable by its owner only', async () => {
    const fresh = await mkdtemp(join(tmpdir(), 'onex-keys-'));
    const rings = await Promise.all(Array.from({ length: 8 }, () => openKeyring(fresh)));
    assert.equal(new Set(rings.map(({ fingerprint }) => fingerprint)).size, 1);
    assert.equal((await stat(join(fresh, 'keys.json'))).mode & 0o777, 0o600);
    await rm(fresh, { recursive: true, force: true });
  });

  it('still opens what an older key sealed, and says that it is stale', async () => {
    const old = await openKeyring(folder);
    const sealed = old.seal('13800000000', place);
    const path = join(folder, 'keys.json');
    const file = JSON.parse(await readFile(path, 'utf8'));
    file.keys.k2 = Buffer.alloc(32, 7).toString('base64');
    file.current = 'k2';
    await writeFile(path, JSON.stringify(file));
    const rotated = await openKeyring(folder);
    assert.equal(rotated.open(sealed, place), '13800000000');
    assert.equal(rotated.isStale(sealed), true);
    assert.equal(rotated.isStale(rotated.seal('13800000000', place)), false);
    assert.deepEqual(rotated.index('mobile', '1'), old.index('mobile', '1'));
  });

  it('of a running process follows the file: at once to open, within two seconds to seal', async () => {
    const own = await mkdtemp(join(tmpdir(), 'onex-keys-'));
    const running = await openKeyring(own);
    const old = running.seal('13800000000', place);
    const file = rereadKeyFile(own);
    assert.ok(file !== undefined);
    await replaceKeyFile(own, withNewKey(file, ['k2']));
    const fresh = (await openKeyring(own)).seal('13900000000', place);
    assert.match(fresh, /^k3\./, 'a name that was used before is not used again');
    await sleep(2100);
    assert.match(running.seal('13700000000', place), /^k3\./);
    assert.equal((await openKeyring(own)).open(old, place), '13800000000');
    const reader = await openKeyring(own);
    await replaceKeyFile(own, withNewKey(withoutKeys(file, []), ['k3']));
    assert.equal(reader.open((await openKeyring(own)).seal('1', place), place), '1');
    // A file that is gone for the moment takes no key away.
    await rm(join(own, 'keys.json'));
    await sleep(2100);
    assert.equal(running.open(running.seal('2', place), place), '2');
    await rm(own, { recursive: true, force: true });
  });

  it('refuses a damaged file instead of making another one', async () => {
    await writeFile(join(folder, 'keys.json'), '{"current":"k9"');
    await assert.rejects(openKeyring(folder), /密钥文件 keys.json 已损坏/);
  });
});
