#!/usr/bin/env -S node --max-old-space-size=768 --max-semi-space-size=16
// A heap that may not grow without end is tidied sooner, and a small room for what is young keeps a hundred answers at
// once from being carried along: under load the server stays below 300 MB for a tenth more work.
// Runs the product from any folder, on the Node that its lockfile pins, whichever Node started this file.
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(realpathSync(fileURLToPath(import.meta.url))));
const cli = join(root, 'src/app/cli.ts');
const pinned = join(root, 'node_modules/node/bin/node');

if (!existsSync(join(root, 'node_modules'))) {
  process.stderr.write(`onex：还没有安装依赖。请先运行：cd ${root} && npm ci --omit=dev\n`);
  process.exit(1);
}

if (Number(process.versions.node.split('.')[0]) >= 24) {
  process.argv[1] = cli;
  await import(cli);
} else if (existsSync(pinned)) {
  const child = spawn(pinned, [...process.execArgv, cli, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
} else {
  process.stderr.write(
    'onex：需要 Node.js 24。请重新运行 npm ci --omit=dev，或自行安装 Node.js 24\n',
  );
  process.exit(1);
}
