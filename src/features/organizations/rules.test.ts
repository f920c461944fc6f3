import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { toDateOnly } from '../../kernel/time.ts';
import { AFFILIATIONS, INSTITUTION_KINDS, keysOf } from './labels.ts';
import {
  codeFindings,
  isInForce,
  jurisdictionState,
  majorFindings,
  organizationFindings,
  overlaps,
  type Period,
  reviewRoute,
  stableCode,
} from './rules.ts';

describe('reviewRoute (项目办函〔2025〕1号 四.2)', () => {
  it('sends 地方中职 to the city and everybody else to the province', () => {
    const toCity = keysOf(INSTITUTION_KINDS).flatMap((kind) =>
      keysOf(AFFILIATIONS)
        .filter((affiliation) => reviewRoute(kind, affiliation) === 'CITY')
        .map((affiliation) => `${kind} ${affiliation}`),
    );
    assert.deepEqual(toCity, [
      'SECONDARY_VOCATIONAL MUNICIPAL',
      'SECONDARY_VOCATIONAL COUNTY',
      'SECONDARY_VOCATIONAL PRIVATE',
    ]);
  });
});

const day = (number: number): string => `2025-01-${String(number).padStart(2, '0')}`;
const period: fc.Arbitrary<Period> = fc
  .tuple(fc.integer({ min: 1, max: 15 }), fc.option(fc.integer({ min: 1, max: 15 })))
  .map(([from, length]) => ({
    validFrom: day(from),
    validTo: length === null ? null : day(from + length),
  }));

describe('periods', () => {
  it('overlap exactly when some day is in force in both', () => {
    // Open periods last beyond the days looked at, so the 31st stands for all later days.
    const days = Array.from({ length: 31 }, (_, index) => day(index + 1));
    fc.assert(
      fc.property(period, period, (a, b) => {
        const shared = days.some((on) => isInForce(a, on) && isInForce(b, on));
        assert.equal(overlaps(a, b), shared);
        assert.equal(overlaps(b, a), shared);
      }),
    );
  });

  it('end before the day they name', () => {
    const ended = { validFrom: day(5), validTo: day(10) };
    assert.equal(jurisdictionState(ended, day(4)), 'FUTURE');
    assert.equal(jurisdictionState(ended, day(5)), 'CURRENT');
    assert.equal(jurisdictionState(ended, day(9)), 'CURRENT');
    assert.equal(jurisdictionState(ended, day(10)), 'ENDED');
  });
});

describe('organizationFindings', () => {
  const institution = {
    institutionKind: 'SECONDARY_VOCATIONAL',
    affiliation: 'MUNICIPAL',
    institutionCode: '3661000001',
  } as const;
  const facts = { kind: 'INSTITUTION', code: 'a-1', creditCode: null, institution } as const;

  it('accepts a complete institution', () => {
    assert.deepEqual(organizationFindings(facts), []);
  });

  it('asks for kind and affiliation of an institution, and for neither of a bureau', () => {
    assert.equal(
      organizationFindings({ ...facts, institution: null })[0]?.code,
      'organizations.institution_missing',
    );
    assert.equal(
      organizationFindings({ ...facts, kind: 'CITY_BUREAU' })[0]?.code,
      'organizations.institution_unexpected',
    );
  });

  it('only warns of a credit code whose check character is wrong, as registries have issued such', () => {
    const [finding] = organizationFindings({ ...facts, creditCode: '91350211M0000XUF46' });
    assert.equal(finding?.severity, 'warning');
  });

  it('takes the institution code, then the credit code, where no code is given', () => {
    assert.equal(stableCode('own', '3661000001', null), 'own');
    assert.equal(stableCode('', '3661000001', '91350100M000100Y43'), '3661000001');
    assert.equal(stableCode('', null, '91350100M000100Y43'), '91350100M000100Y43');
    assert.equal(codeFindings(stableCode('', null, null))[0]?.code, 'organizations.code_missing');
  });

  it('refuses codes that begin like a formula or hold other signs', () => {
    for (const code of ['=1', '-a', '编码', 'a b', `a${'0'.repeat(40)}`]) {
      assert.equal(codeFindings(code)[0]?.code, 'organizations.code_format', code);
    }
  });
});

describe('majorFindings', () => {
  const today = toDateOnly('2025-03-01');
  const listed = { majorCode: '710201', majorName: '', firstEnrolmentYear: 2020, isListed: true };

  it('accepts a listed major', () => {
    assert.deepEqual(majorFindings(listed, today), []);
  });

  it('refuses a first enrolment after this year or before 1900', () => {
    for (const firstEnrolmentYear of [2026, 1899]) {
      const [finding] = majorFindings({ ...listed, firstEnrolmentYear }, today);
      assert.equal(finding?.field, 'firstEnrolmentYear');
    }
    assert.deepEqual(majorFindings({ ...listed, firstEnrolmentYear: 2025 }, today), []);
  });

  it('asks for the name of a code outside the code set, and then only warns', () => {
    const free = { ...listed, majorCode: '080901', isListed: false };
    assert.equal(majorFindings(free, today)[0]?.code, 'organizations.major_unlisted');
    const named = majorFindings({ ...free, majorName: '计算机科学与技术' }, today);
    assert.deepEqual(
      named.map(({ severity }) => severity),
      ['warning'],
    );
  });
});
