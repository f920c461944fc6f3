import assert from 'node:assert/strict';
import { test } from 'node:test';

import { asApiError, errorOfAnswer, networkError } from './api-error.ts';

test('a refusal keeps its words, findings and number', () => {
  const finding = { severity: 'error', code: 'x.y', text: '请填写姓名', field: 'name' } as const;
  const body = {
    code: 'x.invalid',
    text: '请修改',
    field: 'name',
    findings: [finding],
    requestId: 'r-1',
  };
  const error = errorOfAnswer(422, body, null);
  assert.equal(error.text, '请修改');
  assert.deepEqual(error.findings, [finding]);
  assert.equal(error.requestId, 'r-1');
  assert.equal(error.isTemporary, false);
});

test('an answer that is not ours still says what to do', () => {
  const error = errorOfAnswer(503, '<html>', '30');
  assert.match(error.text, /请稍后再试/);
  assert.equal(error.retryAfter, 30);
  assert.equal(error.isTemporary, true);
  assert.equal(errorOfAnswer(418, undefined, 'soon').retryAfter, undefined);
});

test('a lost connection may be tried again, a fault of the page may not', () => {
  assert.equal(networkError().isTemporary, true);
  assert.equal(asApiError(new TypeError('x is not a function')).isTemporary, false);
});
