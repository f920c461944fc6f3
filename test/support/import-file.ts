import assert from 'node:assert/strict';
import type { ImportFamily } from '../../src/platform/imports/import-kind.ts';
import { importJobs } from '../../src/platform/imports/jobs.ts';
import type { Answer, Client, TestApp } from './test-app.ts';

/** A way to import files as the screen does: upload, wait for the check, start, wait for the end. */
export interface FileImport {
  /** The run after its check, or the refusal of the upload. */
  check(client: Client, register: string, file: string | Uint8Array): Promise<Answer>;
  /** The run after its end, or after a check that found nothing to do, or the refusal that kept it from starting. */
  apply(client: Client, register: string, file: string | Uint8Array): Promise<Answer>;
  /** Does the imports' work that was planned so far. */
  work(): Promise<void>;
}

export const fileImport = (app: TestApp, family: ImportFamily): FileImport => {
  const { database, clock, log, files } = app.environment;
  const handlers = importJobs({ database, clock, log, files, families: [family] });
  const root = `/api/${family.feature}/imports`;
  const work = async (): Promise<void> => {
    for (const { kind, data } of app.plannedJobs.splice(0)) {
      const handler = handlers.find((one) => one.kind.name === kind.name);
      assert.ok(handler !== undefined, kind.name);
      await handler.handle(data, new AbortController().signal);
    }
  };
  const check: FileImport['check'] = async (client, register, file) => {
    const uploaded = await client.upload(`${root}/${register}/runs`, {
      name: '导入.csv',
      type: 'text/csv',
      bytes: Buffer.from(file),
    });
    if (uploaded.status !== 200) return uploaded;
    await work();
    return await client.get(`${root}/runs/${uploaded.body.id}`);
  };
  return {
    check,
    work,
    apply: async (client, register, file) => {
      const checked = await check(client, register, file);
      if (checked.status !== 200) return checked;
      assert.equal(checked.body.status, 'CHECKED', checked.text);
      const { created, changed, errorCount } = checked.body;
      if (created + changed + errorCount === 0) return checked;
      const run = `${root}/runs/${checked.body.id}`;
      const started = await client.post(`${run}/start`);
      if (started.status !== 200) return started;
      await work();
      return await client.get(run);
    },
  };
};
