import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../log.ts';
import { isAway } from './pg-errors.ts';

const PAUSE_MS = 200;
/** A minute of pauses, and what the tries take besides. */
const MOST_TRIES = 300;

/**
 * Runs `work` again while the database is starting, recovering or shutting down: a process that starts in that moment
 * waits for it instead of giving up.
 * @param work may be repeated from its beginning
 * @throws what `work` threw last, when the database is not back within a minute; any other fault at once
 */
export const untilBack = async <T>(work: () => Promise<T>, log: Logger): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isAway(error) || attempt >= MOST_TRIES) throw error;
      if (attempt === 1) log.warn({ err: error }, '数据库正在启动、恢复或停止，请等待');
      await sleep(PAUSE_MS);
    }
  }
};
