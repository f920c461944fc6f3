import type { Logger } from '../../platform/log.ts';
import { operatorText } from './operator-text.ts';

type Stop = () => Promise<void>;

/** What a command has opened so far, to be closed in reverse order. */
export interface Opened {
  add(stop: Stop): void;
}

const HARD_LIMIT_MS = 30_000;

/**
 * A terminal sends Ctrl-C to every process of the group, and npm passes its own on, so one key arrives twice; a
 * person who means it twice takes longer.
 */
const SAME_KEY_MS = 500;

const closeAll = async (stops: Stop[], log: Logger): Promise<boolean> => {
  let clean = true;
  for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) {
    try {
      await stop();
    } catch (error) {
      clean = false;
      log.error({ err: error }, '停止时出错');
    }
  }
  return clean;
};

/** Resolves at the first signal, from which the limit counts; a second one ends the process at once. */
const stopSignal = async (limit: () => void): Promise<NodeJS.Signals> =>
  await new Promise((resolve) => {
    let first: number | undefined;
    const onSignal = (name: NodeJS.Signals): void => {
      if (first === undefined) {
        first = performance.now();
        process.stdout.write('正在停止，请等待正在处理的请求完成（再按一次 Ctrl-C 立即退出）…\n');
        limit();
        resolve(name);
      } else if (performance.now() - first > SAME_KEY_MS) {
        process.stderr.write('已强制退出\n');
        process.exit(130);
      }
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
  });

const limitTime = (): void => {
  const timer = setTimeout(() => {
    process.stderr.write('未能在 30 秒内停止，已强制退出\n');
    process.exit(1);
  }, HARD_LIMIT_MS);
  timer.unref();
};

/**
 * Opens what a command needs, does its work, and closes everything again, the last opened first, whatever happens.
 * `work` ends by itself (a command) or, when it returns `'until stopped'`, with SIGINT or SIGTERM (a server): requests
 * and jobs in flight are then finished, at most for 30 s.
 * @returns the exit code
 */
export async function runOpened(
  log: Logger,
  work: (opened: Opened) => Promise<'done' | 'until stopped'>,
): Promise<number> {
  const stops: Stop[] = [];
  const stopped = stopSignal(limitTime);
  let code = 0;
  try {
    if ((await work({ add: (stop) => stops.push(stop) })) === 'until stopped') {
      log.info({ signal: await stopped }, '正在停止');
    }
  } catch (error) {
    log.debug({ err: error }, '命令失败');
    process.stderr.write(`onex：${operatorText(error)}\n`);
    code = 1;
  }
  limitTime();
  return (await closeAll(stops, log)) ? code : 1;
}
