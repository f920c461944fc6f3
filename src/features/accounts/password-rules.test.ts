import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { passwordContext } from './password-context.ts';
import { type PasswordContext, passwordFindings, passwordMin } from './password-rules.ts';

const school = passwordContext({
  loginName: 'dongxm',
  name: '东小满',
  organizationName: '陕西航空职业技术学院',
  organizationKind: 'INSTITUTION',
});

const codeOf = (password: string, context: PasswordContext = school): string | undefined =>
  passwordFindings(password, context)[0]?.code;

describe('password rules (assurance A2)', () => {
  it('asks schools for 10 characters and everybody else for 12', () => {
    assert.equal(passwordMin('INSTITUTION'), 10);
    for (const kind of [
      'PROJECT_OFFICE',
      'PROVINCIAL_DEPARTMENT',
      'CITY_BUREAU',
      'EVALUATION_ORGANIZATION',
    ] as const) {
      assert.equal(passwordMin(kind), 12);
      assert.equal(
        codeOf('f7Gk2pQx9wz', { ...school, organizationKind: kind }),
        'accounts.password_short',
      );
      assert.equal(codeOf('f7Gk2pQx9wzR', { ...school, organizationKind: kind }), undefined);
    }
    assert.equal(codeOf('f7Gk2pQx9'), 'accounts.password_short');
    assert.equal(codeOf('f7Gk2pQx9w'), undefined);
  });

  it('counts characters, not bytes, and takes up to 128 of them', () => {
    assert.equal(codeOf('𠮷㐂龘靐麤齉爩鱻麣'), 'accounts.password_short');
    assert.equal(codeOf('𠮷㐂龘靐麤齉爩鱻麣龖'), undefined);
    const long = 'kettle rail plum '.repeat(8);
    assert.equal(codeOf(long.slice(0, 128)), undefined);
    assert.equal(codeOf(long.slice(0, 129)), 'accounts.password_long');
  });

  it('refuses what leads every list of leaked passwords, dressed up or not', () => {
    const common = `woaini1314 a123456789 123456789a qwertyuiop abc123456789 beijing2008 zxcvbnm123 1q2w3e4r5t
      q1w2e3r4t5 woaiwoziji zhendeaini wobuzhidao wang123456 huang123456 asdf123456 woaini5201314 zhimakaimen
      qq123456789 basketball1 password12 Password2025 P@ssw0rd2025 P@ssw0rd123! Admin@123456 Admin@2025! Qwe123456!
      1qaz@WSX3edc 1qaz2wsx3edc Welcome2025! iloveyou1314 zhangwei1986 sunshine2024 Football2024! superman123!
      aaaaaaaaaaaa abababababab abcdefghijkl liuyang1988 letmein12345 hello123456 123qweasdzxc zaq12wsxcde3`;
    for (const password of common.trim().split(/\s+/)) {
      assert.equal(codeOf(password), 'accounts.password_common', password);
    }
  });

  it('refuses every one of the commonest that is long enough to be asked about', () => {
    // Of the 1,000 commonest Chinese and 2,000 commonest English ones (SecLists, MIT), all of ten characters and more
    // that are not digits alone; the others are too short.
    const leading = `woaini1314 a123456789 123456789a qwertyuiop beijing2008 zxcvbnm123 1q2w3e4r5t qq123456789
      q123456789 woaiwoziji wojiushiwo 123456789q 18n28n24a5 caonima123 z123456789 jiushiaini zhendeaini wobuzhidao
      abcd123456 w123456789 wang123456 123456789abc woshinidie 123456789qq meiyoumima 12345qwert qwert12345
      123456789z liu13632523350 asdf123456 abc123456789 zhimakaimen woainimama nuttertools woaini5201314 q1w2e3r4t5
      123456789. fuck_inside`;
    const digits = `1234567890 5201314520 7894561230 1234512345 7758521521 9876543210 147258369147258369`;
    const bureau = { ...school, organizationKind: 'CITY_BUREAU' } as const;
    const passwords = `${leading} ${digits}`.split(/\s+/);
    const contexts = (['passphrase', 'classified'] as const).flatMap((profile) =>
      [school, bureau].map((context) => ({ ...context, profile })),
    );
    const taken = contexts.flatMap((context) =>
      passwords
        .flatMap((password) => [password, password.toUpperCase()])
        .filter((password) => codeOf(password, context) === undefined),
    );
    assert.deepEqual(taken, []);
  });

  it('refuses numbers alone: telephones, dates, identity numbers', () => {
    for (const number of ['13912345678', '02988881234', '19860214198602', '610102198602141234']) {
      assert.equal(codeOf(number), 'accounts.password_digits', number);
    }
  });

  it('refuses what everybody knows of the person, the body and the work', () => {
    const known = [
      'dongxm2025!',
      'DongXM@123456',
      'dongxiaoman1',
      '东小满东小满2025!',
      'shaanxihangkong1',
      '陕西航空职业技术学院2025',
    ];
    const work = [
      'shaanxi1+x2025',
      '1+X证书试点2025',
      'zhengshu-2025',
      'xiangmuban@2025',
      'jiaoyuting123',
    ];
    for (const password of [...known, ...work])
      assert.equal(codeOf(password), 'accounts.password_common', password);
  });

  it('lets a few unrelated words pass, in any script, and random signs', () => {
    const good = [
      'correct horse battery staple',
      '窗外有三棵石榴树结果了',
      '茶壶-铁轨-柠檬-七月',
      'lamp quiet harvest',
      'hunting4greenTea',
    ];
    for (const password of [
      ...good,
      'xK9#mQ2$vL7p',
      "o'; drop table --",
      'wo jia men qian you tiao xiao he',
    ]) {
      assert.equal(codeOf(password), undefined, password);
    }
  });

  it('never refuses twenty random characters, and answers quickly for any text', () => {
    const signs = Array.from('bcdfghjkmnpqrtvwxzBCDFGHJKMNPQRTVWXZ2468#%&*+=?');
    const random = fc
      .array(fc.constantFrom(...signs), { minLength: 20, maxLength: 20 })
      .map((list) => list.join(''));
    fc.assert(
      fc.property(
        random,
        (password) => codeOf(password) === undefined || new Set(password).size < 8,
      ),
    );
    for (const text of [
      'a'.repeat(1000),
      'ab1'.repeat(333),
      '2025'.repeat(250),
      'password'.repeat(125),
    ]) {
      const start = performance.now();
      passwordFindings(text.slice(0, 128), school);
      passwordFindings(text, school);
      assert.ok(performance.now() - start < 1000);
    }
  });
});
