import { openResources, type ProcessOptions } from './resources.ts';

/** Does the background work; several may run, each job is done by one of them. */
export const startWorker = async (options: ProcessOptions): Promise<{ close(): Promise<void> }> => {
  const resources = await openResources(options, 'work');
  await resources.jobs.work(resources.handlers);
  return { close: resources.close };
};
