import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { samplePlan } from '../../app/demo/sample-plan.ts';
import { startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import { asOwner } from '../filings/factory.ts';
import { organizationRoutes } from '../organizations/index.ts';
import { roundRoutes } from '../rounds/index.ts';
import { submissionContent, type SubmissionWords } from './contract.ts';
import { completeContent, fillDraft, openRound, OPINION, perform, startDraft } from './factory.ts';
import { applicationRoutes } from './index.ts';

const routes = [...organizationRoutes, ...roundRoutes, ...applicationRoutes];

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('two submissions, the second without a certificate and with another plan', () => {
  let app: TestApp;
  let id: string;
  let firstPlan: Uint8Array;
  let secondPlan: Uint8Array;
  before(async () => {
    app = await startTestApp({ routes });
    firstPlan = await samplePlan();
    secondPlan = Buffer.concat([firstPlan, Buffer.from('\n% 盖章件第二稿\n')]);
    const roundId = await openRound(app);
    const school = app.as(app.world.people.eastSchoolAdmin);
    const content = completeContent(app, 'eastSchool');
    const draft = await startDraft(app, 'eastSchool', roundId);
    const filled = await fillDraft(app, 'eastSchool', draft, content);
    id = draft.id;
    const submit = async (version: number): Promise<number> => {
      const answer = await school.post(`/api/applications/${id}/submit`, { version });
      assert.equal(answer.status, 200, answer.text);
      return version + 1;
    };
    const version = await submit(filled.version);
    const returned = await perform(app, 'eastReviewer', { id, version }, 'return-by-city', {
      opinion: OPINION,
    });
    const saved = await school.put(`/api/applications/${id}`, {
      version: returned.version,
      content: { ...content, items: content.items.slice(0, 1) },
    });
    assert.equal(saved.status, 200, saved.text);
    const plan = await school.upload(`/api/applications/${id}/plan`, {
      name: '方案（改）.pdf',
      type: 'application/pdf',
      bytes: secondPlan,
    });
    assert.equal(plan.status, 200, plan.text);
    await submit(plan.body.version);
  });
  after(() => app.close());

  const wordsOf = async (number: number): Promise<SubmissionWords> => {
    // The bureau sees only the file that now hangs on the application; the words tell of the other too.
    const answer = await app
      .as(app.world.people.eastReviewer)
      .get(`/api/applications/${id}/submissions/${number}`);
    assert.equal(answer.status, 200, answer.text);
    return submissionContent.output.parse(answer.body).words;
  };

  test('each has the names that it was submitted with', async () => {
    const [first, second] = [await wordsOf(1), await wordsOf(2)];
    assert.equal(first.levels.length, 2);
    assert.ok(first.levels.every(({ certificateName }) => certificateName !== ''));
    assert.deepEqual(second.levels, first.levels.slice(0, 1));
    assert.equal(first.majors.length, 2);
    assert.equal(second.majors.length, 1);
  });

  test('each has its plan: name, size and hash of the file that was sent', async () => {
    const [first, second] = [await wordsOf(1), await wordsOf(2)];
    assert.deepEqual(
      [first.planFile, second.planFile].map((file) => [file?.name, file?.byteCount, file?.sha256]),
      [
        ['试点工作方案.pdf', firstPlan.length, sha256(firstPlan)],
        ['方案（改）.pdf', secondPlan.length, sha256(secondPlan)],
      ],
    );
  });

  test('a certificate that is renamed later keeps its old name in the old submission', async () => {
    const before_ = await wordsOf(1);
    await asOwner(app, `update certificate set short_name = short_name || '（新名）'`);
    assert.deepEqual(await wordsOf(1), before_);
    await asOwner(app, `update certificate set short_name = replace(short_name, '（新名）', '')`);
  });

  test('submissions from before the words were kept get the same ones by the migration', async () => {
    const file = new URL('../../../db/migrations/0018_submission_words.sql', import.meta.url);
    const fill = /update application_submission[^;]+;/.exec(readFileSync(file, 'utf8'))?.[0] ?? '';
    const sorted = (words: SubmissionWords) => ({
      ...words,
      levels: words.levels.toSorted((one, other) => (one.id < other.id ? -1 : 1)),
      // The facts of that day are known of later submissions only.
      majors: words.majors
        .map(({ id: majorId, name }) => ({ id: majorId, name }))
        .toSorted((one, other) => (one.id < other.id ? -1 : 1)),
    });
    const expected = [sorted(await wordsOf(1)), sorted(await wordsOf(2))];
    await asOwner(app, 'update application_submission set words = default');
    assert.deepEqual((await wordsOf(1)).levels, []);
    await asOwner(app, fill);
    assert.deepEqual([sorted(await wordsOf(1)), sorted(await wordsOf(2))], expected);
  });

  test('a submission that does not exist, or of another city, is not found', async () => {
    const own = app.as(app.world.people.eastReviewer);
    assert.equal((await own.get(`/api/applications/${id}/submissions/3`)).status, 404);
    const foreign = app.as(app.world.people.westReviewer);
    assert.equal((await foreign.get(`/api/applications/${id}/submissions/1`)).status, 404);
  });
});
