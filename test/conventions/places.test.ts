import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { productFiles, type SourceFile, withoutComments } from './source-files.ts';

interface Place {
  readonly what: string;
  /** In the code, comments taken out. */
  readonly pattern: RegExp;
  readonly allowed: readonly RegExp[];
  readonly planted: string;
}

/** A word of the code and the only places where it may stand (ARCHITECTURE.md, arrows). */
const PLACES: readonly Place[] = [
  {
    what: 'SQL',
    pattern: /\bsql`|\bsql<|\bsql\.|\bsqlBuilder\b|from 'kysely'/,
    allowed: [
      /^src\/features\/[^/]+\/(?:[a-z-]+-)?queries\.ts$/,
      /^src\/app\/demo\/queries\.ts$/,
      /^src\/platform\/db\//,
      /^src\/platform\/(?:audit|settings|jobs)\.ts$/,
      /^src\/platform\/http\/(?:idempotency|run-route)\.ts$/,
      /^src\/platform\/(?:files|imports|keys)\/queries\.ts$/,
    ],
    planted: 'const rows = await tx.all(sql`select 1`);',
  },
  {
    what: 'the driver of the database',
    pattern: /from 'pg(?:-boss)?'/,
    allowed: [/^src\/platform\/db\//, /^src\/platform\/jobs\.ts$/],
    planted: "import pg from 'pg';",
  },
  {
    what: 'a clock',
    pattern: /\bnew Date\(|\bDate\.now\b|\bDate\.parse\(|\bperformance\.now\(|\bhrtime\b/,
    allowed: [
      /^src\/kernel\/time\.ts$/,
      /^src\/platform\/clock\.ts$/,
      // The browser's clock, corrected by the server's.
      /^src\/ui\/time\/clock\.ts$/,
      // How long something takes, never what time it is.
      /^src\/platform\/db\/embedded\.ts$/,
      /^src\/app\/commands\/lifetime\.ts$/,
      // How long ago a file was looked at.
      /^src\/platform\/keyring\.ts$/,
      // The age of a session between two instants that were given.
      /^src\/platform\/http\/run-route\.ts$/,
    ],
    planted: 'const now = new Date().toISOString();',
  },
  {
    what: 'randomness that can be guessed',
    pattern: /\bMath\.random\b/,
    allowed: [],
    planted: 'const id = Math.random();',
  },
  {
    what: 'the HTTP server',
    pattern: /from 'fastify'|from '@fastify\//,
    allowed: [/^src\/platform\/http\//, /^src\/app\/server\.ts$/],
    planted: "import fastify from 'fastify';",
  },
  {
    what: 'a route',
    pattern: /\b(?:route|publicRoute|listRoute|uploadRoute|downloadRoute|pageRoute)\(/,
    allowed: [
      /^src\/features\/[^/]+\/(?:[a-z-]+-)?routes\.ts$/,
      /^src\/platform\/http\//,
      /^src\/platform\/imports\/routes\.ts$/,
    ],
    planted: 'export const routes = [route(contract.list, { access: [] })];',
  },
  {
    what: 'the environment of the process',
    pattern: /\bprocess\.env\b/,
    allowed: [/^src\/app\/cli\.ts$/],
    planted: "const port = process.env['PORT'];",
  },
  {
    what: 'a request to another server',
    pattern: /\bfetch\(|from 'node:https?'|from 'undici'|XMLHttpRequest/,
    allowed: [
      /^src\/ui\/api\//,
      // DingTalk's sign-in: two questions with a time limit.
      /^src\/features\/accounts\/dingtalk-client\.ts$/,
      // To the servers on a list, and no other.
      /^src\/platform\/outbound\.ts$/,
      // The sealed plan as bytes, from our own server.
      /^src\/features\/applications\/web\/review-application\.tsx$/,
      // Character maps of fonts, from our own build.
      /^src\/features\/documents\/web\/pdf-loader\.ts$/,
    ],
    planted: "await fetch('https://example.org');",
  },
];

const isIn = (place: Place, file: SourceFile): boolean =>
  place.pattern.test(withoutComments(file.text));

describe('each thing has its place', () => {
  const files = productFiles();

  test('the whole product is looked at', () => {
    assert.ok(files.length > 200, `${files.length} files`);
  });

  for (const place of PLACES) {
    test(`${place.what} stands only where it may`, () => {
      assert.ok(
        place.pattern.test(place.planted),
        'the pattern does not even find the planted fault',
      );
      const elsewhere = files
        .filter((file) => isIn(place, file))
        .map((file) => file.path)
        .filter((path) => !place.allowed.some((allowed) => allowed.test(path)));
      assert.deepEqual(elsewhere, []);
    });

    test(`no permission for ${place.what} is left over`, () => {
      const used = files.filter((file) => isIn(place, file)).map((file) => file.path);
      const idle = place.allowed.filter((allowed) => !used.some((path) => allowed.test(path)));
      assert.deepEqual(idle, []);
    });
  }
});
