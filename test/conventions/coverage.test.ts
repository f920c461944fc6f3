import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { ROOT } from './source-files.ts';

interface Clause {
  readonly name: string;
  readonly status: string;
  readonly proofs: readonly string[];
}

const clauses: Clause[] = readFileSync(join(ROOT, 'docs/coverage.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| 条款'))
  .map((line) => {
    const [name = '', demand = '', status = '', , proof = ''] = line
      .split('|')
      .slice(1)
      .map((cell) => cell.trim());
    const proofs = [...proof.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path);
    return { name: `${name} ${demand}`, status, proofs };
  });

const found = (proof: string): readonly string[] =>
  globSync(`{src,test,db}/**/${proof.replace(/^(?:test|db)\//, '')}`, { cwd: ROOT });

/** A table that is out of step with the tests would promise what nobody proves. */
describe('the table of clauses', () => {
  test('says of each clause how far it is kept', () => {
    assert.ok(clauses.length > 20);
    const known = ['完成', '部分', '尚未'];
    assert.deepEqual(
      clauses.filter(({ status }) => !known.includes(status)),
      [],
    );
  });

  test('names a proof for whatever is done, and none that is not there', () => {
    const unproved = clauses.filter(
      ({ status, proofs }) => status !== '尚未' && proofs.length === 0,
    );
    assert.deepEqual(unproved, []);
    const missing = clauses.flatMap(({ name, proofs }) =>
      proofs.filter((proof) => found(proof).length === 0).map((proof) => `${name}: ${proof}`),
    );
    assert.deepEqual(missing, []);
    assert.deepEqual(found('nobody/wrote-this.test.ts'), []);
  });
});
