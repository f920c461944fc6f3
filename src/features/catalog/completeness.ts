import { z } from 'zod';
import type { OutputOf } from '../../kernel/endpoint.ts';
import type { Read } from '../../platform/db/database.ts';
import { findSetting } from '../../platform/settings.ts';
import type { catalogCompleteness } from './contract.ts';
import { completenessRow, countsByBatch } from './queries.ts';

/** What the province's data (setting `province`) says of the published certificates: how many, and per batch. */
const expectedSchema = z.object({
  catalogTarget: z.int().nullable().default(null),
  catalogTargetByBatch: z.partialRecord(z.enum(['1', '2', '3', '4']), z.int()).default({}),
});

type Expected = z.output<typeof expectedSchema>;

/** By the value of the setting `province`; a malformed one says nothing. */
export const expectedOf = (province: unknown): Expected =>
  expectedSchema.safeParse(province ?? {}).data ?? expectedSchema.parse({});

const BATCH_NUMBERS = [1, 2, 3, 4] as const;

/** How the catalog compares with what was published (项目办函〔2025〕1号 一: 447 个). */
export const readCompleteness = async (
  read: Read,
): Promise<OutputOf<typeof catalogCompleteness>> => {
  const expected = expectedOf(await findSetting(read, 'province'));
  const counts = await completenessRow(read);
  const byBatch = new Map((await countsByBatch(read)).map(({ batch, count }) => [batch, count]));
  return {
    expected: expected.catalogTarget,
    certificates: counts.certificates ?? 0,
    levels: counts.levels ?? 0,
    withoutLevels: counts.withoutLevels ?? 0,
    withoutBatch: counts.withoutBatch ?? 0,
    lowTrust: counts.lowTrust ?? 0,
    batches: BATCH_NUMBERS.map((batch) => ({
      batch,
      expected: expected.catalogTargetByBatch[`${batch}`] ?? null,
      certificates: byBatch.get(batch) ?? 0,
    })),
  };
};
