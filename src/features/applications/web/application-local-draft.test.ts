import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { toInstant } from '../../../kernel/time.ts';
import { emptyContent } from '../content.ts';
import { newItem } from './application-items.ts';
import { keepLocalDraft, type LocalDraft, readLocalDraft } from './application-local-draft.ts';

const device = new Map<string, string>();

beforeEach(() => {
  device.clear();
  Object.defineProperty(globalThis, 'localStorage', {
    configurable: true,
    value: {
      getItem: (key: string) => device.get(key) ?? null,
      setItem: (key: string, text: string) => device.set(key, text),
    },
  });
});
afterEach(() => Reflect.deleteProperty(globalThis, 'localStorage'));

test('what the server would refuse comes back from the device as it was typed', () => {
  const item = newItem('0198c5a0-0000-7000-8000-000000000001', 'level');
  const kept: LocalDraft = {
    draft: {
      content: {
        ...emptyContent(),
        leaderName: '长'.repeat(51),
        items: [{ ...item, plannedHeadcount: Number.NaN }],
      },
      answers: { remark: '长'.repeat(1001) },
    },
    base: { content: emptyContent(), answers: { remark: '' } },
    keptAt: toInstant('2025-03-01T02:00:00.000Z'),
    levelNames: {},
  };
  keepLocalDraft('user', 'application', kept);
  assert.deepEqual(readLocalDraft('user', 'application'), kept);
});
