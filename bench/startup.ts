import { setTimeout as sleep } from 'node:timers/promises';
import { median } from './measure.ts';
import { startProduct } from './servers.ts';

const isReady = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(`${url}/readyz`)).status === 200;
  } catch {
    return false;
  }
};

/** Starts the whole product, its own database included, waits until it is ready, and stops it. Returns seconds. */
const startOnce = async (folder: string, dataDir: string): Promise<number> => {
  const began = performance.now();
  const server = await startProduct({
    folder,
    args: [],
    env: { DATA_DIR: dataDir, DATABASE_URL: '' },
  });
  while (!(await isReady(server.url))) await sleep(10);
  const seconds = (performance.now() - began) / 1000;
  await server.stop();
  return seconds;
};

/** Seconds from the command to `/readyz` of a data folder that has been used before; the median of some starts. */
export const secondStart = async (
  folder: string,
  dataDir: string,
  times: number,
): Promise<number> => {
  // The first one brings the database to the program's version and makes the job queue.
  await startOnce(folder, dataDir);
  const seconds: number[] = [];
  for (let turn = 0; turn < times; turn += 1) seconds.push(await startOnce(folder, dataDir));
  return median(seconds);
};
