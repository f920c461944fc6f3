import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { beginningPattern, likePattern, plainKey, searchText } from './search-key.ts';

/** `like` of SQL by its definition: % any run, _ any character, \ takes the next one literally. */
const like = (text: string, pattern: string): boolean => {
  const source = pattern.replace(/\\([\s\S])|[\s\S]/g, (sign, escaped: string | undefined) => {
    if (escaped === undefined && sign === '%') return '[^]*';
    if (escaped === undefined && sign === '_') return '[^]';
    return (escaped ?? sign).replace(/[\^$\\.*+?()[\]{}|/]/, '\\$&');
  });
  return new RegExp(`^${source}$`, 'u').test(text);
};

const finds = (query: string, ...names: [string, ...string[]]): boolean =>
  like(searchText(...names), likePattern(query));

test('the column holds the name, its pinyin and its initials', () => {
  assert.equal(
    searchText('老年照护').split('|').slice(0, 3).join('|'),
    '老年照护|laonianzhaohu|lnzh',
  );
  assert.equal(searchText('BIM'), 'bim');
  assert.equal(searchText('', ' '), '');
});

test('a certificate is found the ways people type', () => {
  const name = '建筑信息模型（BIM）职业技能等级证书';
  for (const query of [
    '建筑',
    '信息',
    'jianzhu',
    'JianZhu',
    'jian zhu',
    'jzxx',
    'JZXX',
    'bim',
    'ＢＩＭ',
    '（BIM）',
    '模型(bim)',
  ])
    assert.equal(finds(query, name), true, query);
  for (const query of ['筑建', '物流', 'wuliu', 'jzmx', 'bimx'])
    assert.equal(finds(query, name), false, query);
});

test('mixed names, minority names and rare characters are found', () => {
  assert.equal(finds('web前端', 'Web前端开发'), true);
  assert.equal(finds('webqianduan', 'Web前端开发'), true);
  assert.equal(finds('webqdkf', 'Web前端开发'), true);
  assert.equal(finds('买买提', '阿依古丽·买买提'), true);
  assert.equal(finds('古丽买买', '阿依古丽·买买提'), true);
  assert.equal(finds('𠮷田', '𠮷田㐂'), true);
  assert.equal(finds('lvse', '绿色'), true);
  assert.equal(finds('lüse', '绿色'), true);
});

test('a character of several readings is found by each', () => {
  for (const query of ['chongqing', 'zhongqing', 'cqdx'])
    assert.equal(finds(query, '重庆大学'), true, query);
  for (const query of ['danxian', 'shanxian']) assert.equal(finds(query, '单县'), true, query);
  for (const query of ['yinhang', 'yinxing', 'yh']) assert.equal(finds(query, '银行'), true, query);
});

test('other words of a record are found as well', () => {
  const words = ['西安航空职业技术学院', '西航职院', '4161013734'] as const;
  for (const query of ['西航', 'xhzy', '13734', '航空职业'])
    assert.equal(finds(query, ...words), true, query);
});

test('signs of the pattern language are taken literally', () => {
  assert.equal(likePattern('100%_\\'), '%100\\%\\_\\\\%');
  for (const query of ['%', '_', '\\', '-', '（）', '%%'])
    assert.equal(finds(query, '老年照护'), false, query);
  assert.equal(finds('50%', '含量 50% 以上'), true);
  assert.equal(finds('5_%', '含量 50% 以上'), false);
});

test('an empty query finds all', () => {
  for (const query of ['', ' ', '　']) assert.equal(finds(query, '老年照护'), true);
});

test('every part of a name finds it, whatever the characters', () => {
  const unit = fc.constantFrom(...Array.from('建筑重庆单绿𠮷㐂〇·（）-－BIMwebÜü%_\\|* 12３'));
  const name = fc.string({ unit, minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(name, fc.nat(11), fc.integer({ min: 1, max: 4 }), (text, start, length) => {
      const folded = searchText(text).split('|')[0] ?? '';
      const part = Array.from(folded)
        .slice(start, start + length)
        .join('');
      assert.equal(finds(part, text), true);
    }),
  );
});

test('the key of a long name stays short', () => {
  const name = '陕西省职业院校业财一体信息化应用与建筑信息模型重庆长安银行单县分行协作组';
  assert.ok(searchText(name).length < 1_500, String(searchText(name).length));
});

test('what begins with what was typed can stand first, by characters, pinyin or initials', () => {
  const begins = (query: string, name: string): boolean =>
    like(`|${searchText(name)}`, beginningPattern(query));
  for (const query of ['建筑', 'jianz', 'jz', 'JZ', '（建筑']) {
    assert.equal(begins(query, '建筑信息模型'), true, query);
    assert.equal(begins(query, '数据建筑'), false, query);
  }
  assert.equal(begins('%', '建筑信息模型'), false);
});

test('a plain key is found as it is written only', () => {
  const key = plainKey('（BIM）等级 证书');
  assert.equal(like(key, likePattern('bim等级')), true);
  assert.equal(like(key, likePattern('dengji')), false);
});
