import { createHash, randomBytes } from 'node:crypto';
import type { Actor } from '../../kernel/actor.ts';
import { newId } from '../../platform/random.ts';
import { getRound } from '../rounds/index.ts';
import type { ActionContext } from './context.ts';
import { cityDecided, insertSample } from './sample-queries.ts';

const rank = (seed: string, id: string): string =>
  createHash('sha256').update(`${seed}/${id}`).digest('hex');

/**
 * Draws applications that cities have decided for the province to look at again. The order is SHA-256(seed "/" id),
 * so that anybody who has the seed can repeat the draw.
 * @throws DomainError not_found for a round that does not exist
 */
export const drawSample = async (
  context: ActionContext & { readonly actor: Actor },
  input: {
    readonly roundId: string;
    readonly size: number;
    readonly bureauId?: string | undefined;
  },
): Promise<{ id: string }> => {
  const { tx, actor, at } = context;
  const round = await getRound(tx, input.roundId);
  const bureauId = input.bureauId ?? null;
  const population = await cityDecided(tx, round.id, bureauId);
  const seed = randomBytes(8).toString('hex');
  const drawn = population
    .map((row) => ({ ...row, rank: rank(seed, row.id) }))
    .toSorted((one, other) => (one.rank < other.rank ? -1 : 1))
    .slice(0, input.size);
  const id = newId(at);
  await insertSample(
    tx,
    {
      id,
      roundId: round.id,
      bureauId,
      seed,
      size: input.size,
      population: population.length,
      at,
      drawnBy: actor.userId,
      drawerName: actor.name,
    },
    drawn,
  );
  context.record({
    subjectKind: 'round',
    subjectId: round.id,
    detail: {
      sampleId: id,
      seed,
      size: input.size,
      population: population.length,
      drawn: drawn.map((row) => row.id),
      ...(bureauId === null ? {} : { bureauId }),
    },
  });
  return { id };
};
