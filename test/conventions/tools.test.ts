import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { spawn } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { CHECKS } from '../../scripts/steps.ts';
import { ROOT } from './source-files.ts';

/** Runs one of the project's tools in a folder; the output is standard output and standard error together. */
const tool = (
  cwd: string,
  name: string,
  ...args: string[]
): Promise<{ code: number | null; output: string }> =>
  new Promise((resolve, reject) => {
    const path = `${join(ROOT, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`;
    const child = spawn(name, args, {
      cwd,
      env: { ...process.env, PATH: path },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });

type Files = Readonly<Record<string, string>>;

/**
 * Each tool is given a small sound folder, in which it must be content, and then the same with a planted fault, at which
 * it must be red: a tool that reads nothing is green for ever.
 */
describe('the tools bite', () => {
  let base: string;
  let count = 0;
  before(async () => {
    base = await mkdtemp(join(tmpdir(), 'onex-tools-'));
  });
  after(async () => await rm(base, { recursive: true, force: true }));

  const folderWith = async (files: Files): Promise<string> => {
    count += 1;
    const folder = join(base, String(count));
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    return folder;
  };

  const withConfig = async (files: Files, ...configs: string[]): Promise<string> => {
    const folder = await folderWith(files);
    for (const config of configs) await cp(join(ROOT, config), join(folder, config));
    return folder;
  };

  test('every check of the project is tried here', () => {
    const commands = new Set(CHECKS.map(({ command: [name] }) => name));
    assert.deepEqual([...commands].toSorted(), [
      'depcruise',
      'jscpd',
      'knip',
      'oxfmt',
      'oxlint',
      'tsc',
    ]);
  });

  test('oxfmt: a line that is not formatted', async () => {
    const sound = {
      'src/a.ts': "export const a = 'x';\n",
      'test/a.ts': '',
      'scripts/a.ts': '',
      'bench/a.ts': '',
    };
    const check = (folder: string) =>
      tool(folder, 'oxfmt', '--check', 'src', 'test', 'scripts', 'bench');
    assert.equal((await check(await withConfig(sound, '.oxfmtrc.json'))).code, 0);
    const planted = await withConfig(
      { ...sound, 'src/a.ts': 'export const a = "x"\n' },
      '.oxfmtrc.json',
    );
    assert.notEqual((await check(planted)).code, 0);
  });

  describe('tsc', () => {
    const config = (folder: 'server' | 'web') =>
      JSON.stringify({
        extends: `${ROOT}tsconfig${folder === 'web' ? '.web' : ''}.json`,
        include: ['src/**/*'],
        exclude: [],
      });
    const imports = `
      import { z } from 'zod';
      import { endpoint } from '${ROOT}src/kernel/endpoint.ts';
      import { route } from '${ROOT}src/platform/http/route.ts';
      const get = endpoint({ name: 'a.b', method: 'GET', path: '/api/a', summary: '甲', output: z.strictObject({ a: z.string() }) });
    `;
    const FAULTS: Files = {
      'src/index.ts': 'export const first = (list: readonly string[]): string => list[0];\n',
      'src/optional.ts': 'export const a: { b?: string } = { b: undefined };\n',
      'src/any.ts': 'export const f = (a) => a;\n',
      'src/enum.ts': 'export enum A { B }\n',
      'src/access.ts': `${imports} export const r = route(get, { audit: { none: '只读' }, handle: async () => ({ a: '' }) });\n`,
      'src/audit.ts': `${imports} export const r = route(get, { access: 'signed_in', handle: async () => ({ a: '' }) });\n`,
      'src/public.ts': `${imports} export const r = route(get, { access: 'public', audit: { none: '只读' }, handle: async () => ({ a: '' }) });\n`,
      'src/output.ts': `${imports} export const r = route(get, { access: 'signed_in', audit: { none: '只读' }, handle: async () => ({ b: 1 }) });\n`,
      'src/write.ts': `${imports} export const r = route(get, { access: 'signed_in', audit: { none: '只读' }, handle: async ({ tx }) => ({ a: String(tx.run) }) });\n`,
    };
    const sound = {
      'package.json': JSON.stringify({ type: 'module' }),
      'src/sound.ts': `${imports} export const r = route(get, { access: 'signed_in', audit: { none: '只读' }, handle: async () => ({ a: '' }) });\n`,
    };

    test('a route that does not say who may call it, and other faults of type', async () => {
      const check = (folder: string) =>
        tool(folder, 'tsc', '-p', 'tsconfig.json', '--pretty', 'false');
      const good = await check(await folderWith({ ...sound, 'tsconfig.json': config('server') }));
      assert.equal(good.code, 0, good.output);
      const { code, output } = await check(
        await folderWith({ ...sound, ...FAULTS, 'tsconfig.json': config('server') }),
      );
      assert.notEqual(code, 0);
      const red = new Set(
        output.split('\n').flatMap((line) => /^(src\/[a-z]+\.ts)\(/.exec(line)?.[1] ?? []),
      );
      assert.deepEqual([...red].toSorted(), Object.keys(FAULTS).toSorted());
    });

    test('the web project is looked at by its own settings', async () => {
      const check = (folder: string) =>
        tool(folder, 'tsc', '-p', 'tsconfig.json', '--pretty', 'false');
      const page = (text: string) => ({ 'src/page.tsx': text, 'tsconfig.json': config('web') });
      const good = await check(
        await folderWith(page('export const Page = () => <p>{document.title}</p>;\n')),
      );
      assert.equal(good.code, 0, good.output);
      assert.notEqual(
        (await check(await folderWith(page('export const Page = () => <p hiden>x</p>;\n')))).code,
        0,
      );
    });
  });

  test('oxlint: one fault for each rule that we ask for', async () => {
    const lines = (number: number, line: string): string => `${line}\n`.repeat(number);
    const branches = Array.from(
      { length: 13 },
      (_, index) => `  if (a === ${index}) return ${index};\n`,
    ).join('');
    const FAULTS: Files = {
      'no-explicit-any': 'export const a: any = 1;\n',
      'no-non-null-assertion': 'export const f = (a?: string) => a!.length;\n',
      'no-floating-promises': 'const work = async () => 1;\nexport const f = () => { work(); };\n',
      'switch-exhaustiveness-check':
        "export const f = (a: 'x' | 'y'): number => {\n  switch (a) {\n    case 'x':\n      return 1;\n  }\n  return 2;\n};\n",
      'consistent-type-imports': "import { Route } from './b.ts';\nexport type A = Route;\n",
      'await-thenable': 'export const f = async () => { await 1; };\n',
      'no-default-export': 'export default 1;\n',
      'max-lines': lines(401, '// line'),
      'max-lines-per-function': `export const f = () => {\n${lines(61, '  globalThis.setTimeout(f, 1);')}};\n`,
      complexity: `export const f = (a: number): number => {\n${branches}  return 99;\n};\n`,
      'max-depth':
        'export const f = (a: number) => { if (a > 1) { if (a > 2) { if (a > 3) { if (a > 4) { f(1); } } } } };\n',
      'max-params':
        'export const f = (a: 1, b: 2, c: 3, d: 4, e: 5, g: 6) => [a, b, c, d, e, g];\n',
      'no-console': "console.log('x');\nexport {};\n",
      eqeqeq: 'export const f = (a: number, b: number) => a == b;\n',
      'no-restricted-globals': "export const a = parseFloat('1');\n",
      'no-restricted-properties': 'export const a = [Math.random(), Date.now()];\n',
      'no-warning-comments': '// TODO later\nexport {};\n',
      Unused: '// oxlint-disable-next-line no-console -- nothing there\nexport const a = 1;\n',
    };
    const check = (folder: string) => tool(folder, 'oxlint', '--type-aware', '--deny-warnings');
    const tsconfig = {
      'tsconfig.json': JSON.stringify({
        extends: `${ROOT}tsconfig.json`,
        include: ['src/**/*'],
        exclude: [],
      }),
    };
    const good = await check(
      await withConfig({ 'src/a.ts': 'export const a = 1;\n', ...tsconfig }, '.oxlintrc.json'),
    );
    assert.equal(good.code, 0, good.output);
    const cycle = {
      'src/one.ts': "import { two } from './two.ts';\nexport const one = () => two;\n",
      'src/two.ts': "import { one } from './one.ts';\nexport const two = () => one;\n",
    };
    const files = Object.fromEntries(
      Object.entries(FAULTS).map(([rule, text]) => [`src/${rule.toLowerCase()}.ts`, text]),
    );
    const folder = await withConfig(
      { ...files, ...cycle, 'src/b.ts': 'export interface Route { a: 1 }\n', ...tsconfig },
      '.oxlintrc.json',
    );
    const { code, output } = await check(folder);
    assert.notEqual(code, 0);
    const silent = [...Object.keys(FAULTS), 'no-cycle'].filter((rule) => !output.includes(rule));
    assert.deepEqual(silent, []);
  });

  test('depcruise: one forbidden import for each border', async () => {
    const borders = (
      createRequire(import.meta.url)(join(ROOT, '.dependency-cruiser.cjs')) as {
        forbidden: { name: string }[];
      }
    ).forbidden;
    const from = (...paths: string[]): string =>
      paths
        .map(
          (path, index) =>
            `import { a as a${index} } from '${path}';\nexport const a = a${index};\n`,
        )
        .join('');
    const PLANTED: Files = {
      'src/kernel/one.ts': "import type { Two } from './two.ts';\nexport type One = Two;\n",
      'src/kernel/two.ts': "import type { One } from './one.ts';\nexport type Two = One;\n",
      'src/kernel/to-platform.ts': from('../platform/plain.ts'),
      'src/platform/to-feature.ts': from('../features/rounds/index.ts'),
      'src/ui/to-platform.ts': from('../platform/plain.ts'),
      'src/features/rounds/past-index.ts': from('../catalog/queries.ts'),
      'src/features/rounds/web/to-other-page.ts': from('../../catalog/web/page.ts'),
      'src/features/rounds/web/to-server.ts': from('../queries.ts'),
      'src/features/rounds/to-page.ts': from('./web/page.ts'),
      'src/features/rounds/uphill.ts': from('../applications/index.ts'),
      'src/features/applications/uphill.ts': from('../filings/index.ts'),
      'src/features/rounds/to-test.ts': from('./rounds.test.ts'),
    };
    const plain = [
      'kernel/plain',
      'platform/plain',
      ...['rounds', 'catalog', 'applications', 'filings'].flatMap((name) => [
        `features/${name}/index`,
        `features/${name}/queries`,
        `features/${name}/web/page`,
      ]),
      'features/rounds/rounds.test',
    ];
    const sound = Object.fromEntries(
      plain.map((path) => [`src/${path}.ts`, 'export const a = 1;\n']),
    );
    const check = (folder: string) =>
      tool(folder, 'depcruise', 'src', '--config', '.dependency-cruiser.cjs');
    const good = await check(await withConfig(sound, '.dependency-cruiser.cjs'));
    assert.equal(good.code, 0, good.output);
    const { code, output } = await check(
      await withConfig({ ...sound, ...PLANTED }, '.dependency-cruiser.cjs'),
    );
    assert.notEqual(code, 0);
    assert.ok(borders.length >= 11);
    assert.deepEqual(
      borders.map(({ name }) => name).filter((name) => !output.includes(name)),
      [],
    );
  });

  test('depcruise: it reads the product itself', async () => {
    const { code, output } = await tool(
      ROOT,
      'depcruise',
      'src',
      '--config',
      '.dependency-cruiser.cjs',
    );
    const cruised = Number(/\((\d+) modules/.exec(output)?.[1] ?? 0);
    assert.ok(cruised > 200, output.slice(-500));
    assert.equal(code, 0, output.slice(-2000));
  });

  test('knip: a file, an export and a dependency that nothing uses', async () => {
    const manifest = (dependencies: object) =>
      JSON.stringify({ name: 'planted', version: '1.0.0', type: 'module', dependencies });
    const sound = {
      'package.json': manifest({ zod: '4' }),
      'tsconfig.json': JSON.stringify({ extends: `${ROOT}tsconfig.base.json`, include: ['src'] }),
      'src/app/cli.ts':
        "import { z } from 'zod';\nimport { used } from '../kernel/used.ts';\nz.string().parse(used);\n",
      'src/kernel/used.ts': "export const used = 'x';\n",
    };
    const check = (folder: string) => tool(folder, 'knip', '--no-config-hints');
    const good = await check(await withConfig(sound, 'knip.json'));
    assert.equal(good.code, 0, good.output);
    const FAULTS: Files = {
      'src/kernel/orphan.ts': 'export const orphan = 1;\n',
      'src/kernel/used.ts': "export const used = 'x';\nexport const superfluous = 1;\n",
      'package.json': manifest({ zod: '4', pino: '10' }),
    };
    const { code, output } = await check(await withConfig({ ...sound, ...FAULTS }, 'knip.json'));
    assert.notEqual(code, 0);
    for (const word of ['orphan.ts', 'superfluous', 'pino'])
      assert.ok(output.includes(word), `${word}\n${output}`);
  });

  test('jscpd: a passage that stands twice', async () => {
    const passage = (name: string): string =>
      `export const ${name} = (rows: readonly { name: string; count: number }[]): string[] => {\n${Array.from({ length: 14 }, (_, index) => `  if (rows.length > ${index * 7} && rows[${index}]?.name !== 'x${index}') return rows.map((row) => \`\${row.name} \${row.count + ${index}}\`);`).join('\n')}\n  return [];\n};\n`;
    const check = (folder: string) => tool(folder, 'jscpd', 'src', '--silent');
    const good = await check(
      await withConfig(
        { 'src/a.ts': passage('a'), 'src/b.ts': 'export const b = 1;\n' },
        '.jscpd.json',
      ),
    );
    assert.equal(good.code, 0, good.output);
    const planted = await check(
      await withConfig({ 'src/a.ts': passage('a'), 'src/b.ts': passage('b') }, '.jscpd.json'),
    );
    assert.notEqual(planted.code, 0, planted.output);
  });
});
