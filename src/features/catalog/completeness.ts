import { z } from 'zod';
import type { OutputOf } from '../../kernel/endpoint.ts';
import type { Read } from '../../platform/db/database.ts';
import type { catalogCompleteness } from './contract.ts';
import { completenessRow, countsByBatch, expectedSetting } from './queries.ts';

/** The setting `catalog.expected`, e.g. `{ "total": 447, "batches": { "1": 6, "2": 10 } }`: the province's data. */
const expectedSchema = z.object({
  total: z.int().nullable().default(null),
  batches: z.partialRecord(z.enum(['1', '2', '3', '4']), z.int()).default({}),
});

const BATCH_NUMBERS = [1, 2, 3, 4] as const;

/** How the catalog compares with what was published (项目办函〔2025〕1号 一: 447 个). */
export const readCompleteness = async (read: Read): Promise<OutputOf<typeof catalogCompleteness>> => {
  const setting = expectedSchema.safeParse((await expectedSetting(read)) ?? {});
  const expected = setting.success ? setting.data : expectedSchema.parse({});
  const counts = await completenessRow(read);
  const byBatch = new Map((await countsByBatch(read)).map(({ batch, count }) => [batch, count]));
  return {
    expected: expected.total,
    certificates: counts.certificates ?? 0,
    levels: counts.levels ?? 0,
    withoutLevels: counts.withoutLevels ?? 0,
    withoutBatch: counts.withoutBatch ?? 0,
    lowTrust: counts.lowTrust ?? 0,
    batches: BATCH_NUMBERS.map((batch) => ({
      batch,
      expected: expected.batches[`${batch}`] ?? null,
      certificates: byBatch.get(batch) ?? 0,
    })),
  };
};
