import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { originOf } from './origin.ts';

describe('originOf', () => {
  const asked = (host: string, protocol = 'http') => originOf(undefined, { protocol, host });

  it('is the configured address, whatever the request says', () => {
    const request = { protocol: 'http', host: 'evil.example' };
    assert.equal(originOf('https://onex.example.cn', request), 'https://onex.example.cn');
  });

  it('is else how the request called us', () => {
    assert.equal(asked('onex.example.cn'), 'http://onex.example.cn');
    assert.equal(asked('Onex.Example.cn:8443', 'https'), 'https://onex.example.cn:8443');
    assert.equal(asked('10.1.2.3:3000'), 'http://10.1.2.3:3000');
    assert.equal(asked('[::1]:3000'), 'http://[::1]:3000');
    assert.equal(asked('localhost'), 'http://localhost');
  });

  it('is nothing for what is no plain host', () => {
    const odd = [
      '',
      'a b',
      'a.example/path',
      'user@a.example',
      'a.example:port',
      'a.example:1234567',
      'a"><x>',
      'a.example, b.example',
      '-a.example',
      `${'a'.repeat(300)}.example`,
      'a.example\r\nx: y',
      '中文.example',
    ];
    for (const host of odd) assert.equal(asked(host), '', host);
  });

  it('knows no scheme but http and https', () => {
    assert.equal(asked('a.example', 'javascript'), 'http://a.example');
  });
});
