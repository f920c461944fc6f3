import assert from 'node:assert/strict';
import { it } from 'node:test';
import { personName as personNameSchema } from '../../kernel/text.ts';
import { demoOpinion, demoReason, departmentName, leaderTitle, personName } from './people.ts';
import { type SeededRandom, seededRandom } from './seeded-random.ts';

const many = (make: (random: SeededRandom) => string, count = 400): readonly string[] => {
  const random = seededRandom('people');
  return Array.from({ length: count }, () => make(random));
};

it('invents the same people again for the same seed', () => {
  assert.deepEqual(many(personName), many(personName));
});

it('invents many different names that the forms accept', () => {
  const names = many(personName);
  assert.ok(new Set(names).size > 150, `only ${new Set(names).size} different names`);
  for (const name of names) assert.equal(personNameSchema().parse(name), name);
});

it('includes what programs stumble over: rare characters and the middle dot', () => {
  const names = many(personName).join('');
  for (const sign of ['𠮷', '㐂', '·']) assert.ok(names.includes(sign), sign);
});

it('writes titles, departments and reasons that fit their fields', () => {
  for (const title of many(leaderTitle)) assert.match(title, /^\p{Script=Han}{2,10}$/u);
  for (const name of many(departmentName)) assert.match(name, /^\p{Script=Han}{3,20}$/u);
  for (const reason of many(demoReason)) assert.match(reason, /^.{10,200}。$/u);
});

it('writes opinions long enough for every rule, each kind in its own words', () => {
  const words = { approve: /同意/, partly: /同意/, return: /请/, reject: /不予通过/ } as const;
  for (const kind of ['approve', 'partly', 'return', 'reject'] as const) {
    const opinions = new Set(many((random) => demoOpinion(random, kind)));
    assert.ok(opinions.size >= 4, `${kind}: ${opinions.size}`);
    for (const opinion of opinions) {
      assert.ok(Array.from(opinion).length >= 10, opinion);
      assert.match(opinion, words[kind]);
    }
  }
});
