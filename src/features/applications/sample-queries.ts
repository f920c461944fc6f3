import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import type { SampledRow, SampleFacts } from './sample-contract.ts';
import type { ApplicationStatus } from './status.ts';

/** Applications that a city has decided (endorsed or refused) in this round: what the province samples. */
export const cityDecided = (
  read: Read,
  roundId: string,
  bureauId: string | null,
): Promise<{ id: string; status: ApplicationStatus }[]> =>
  read.all(
    statement(sql<{ id: string; status: ApplicationStatus }>`
      select a.id, a.status
        from application a
       where a.round_id = ${roundId} and a.reviewing_bureau_id is not null
         and (${bureauId}::uuid is null or a.reviewing_bureau_id = ${bureauId}::uuid)
         and exists (select 1 from review_decision d where d.application_id = a.id
             and d.stage = 'CITY_REVIEW' and d.verb in ('endorse', 'rejectByCity') and d.revoked_at is null)
       order by a.id`),
  );

export const insertSample = async (
  transaction: Transaction,
  sample: {
    readonly id: string;
    readonly roundId: string;
    readonly bureauId: string | null;
    readonly seed: string;
    readonly size: number;
    readonly population: number;
    readonly at: Instant;
    readonly drawnBy: string;
    readonly drawerName: string;
  },
  drawn: readonly { readonly id: string; readonly status: ApplicationStatus }[],
): Promise<void> => {
  await transaction.run(
    sqlBuilder.insertInto('review_sample').values({
      id: sample.id,
      round_id: sample.roundId,
      bureau_id: sample.bureauId,
      seed: sample.seed,
      size: sample.size,
      population: sample.population,
      drawn_at: sample.at,
      drawn_by: sample.drawnBy,
      drawer_name: sample.drawerName,
    }),
  );
  if (drawn.length === 0) return;
  await transaction.run(
    sqlBuilder.insertInto('review_sample_row').values(
      drawn.map((row, index) => ({
        sample_id: sample.id,
        position: index + 1,
        application_id: row.id,
        status: row.status,
      })),
    ),
  );
};

/** The province's last decision on `w` since the draw `s` that it did not take back. */
const DECIDED_SINCE = sql`(
  select d.verb, d.reviewer_name, d.decided_at
    from review_decision d
   where d.application_id = w.application_id and d.stage = 'PROVINCIAL_REVIEW'
     and d.decided_at >= s.drawn_at and d.revoked_at is null
   order by d.decided_at desc limit 1)`;

const FACTS = sql`
  s.id, s.drawn_at as "drawnAt", s.drawer_name as "drawerName", b.name as "bureauName", s.size, s.population, s.seed,
  n.drawn as "drawnCount", n.decided as "decidedCount"`;

/** The counts are taken for the rows of the page alone. */
const COUNTS = sql`
  cross join lateral (
    select count(*) as drawn, count(d.decided_at) as decided
      from review_sample_row w left join lateral ${DECIDED_SINCE} d on true
     where w.sample_id = s.id) n`;

const SORTS: Readonly<Record<string, RawBuilder<unknown>>> = {
  drawnAt: sql`s.drawn_at`,
  drawnCount: sql`least(s.size, s.population)`,
};

export const samplePage = async (
  read: Read,
  filter: {
    readonly roundId: string;
    readonly bureauId?: string | undefined;
    readonly sort: string;
    readonly page: number;
    readonly pageSize: number;
  },
): Promise<{ rows: SampleFacts[]; total: number }> => {
  const column = SORTS[filter.sort.replace(/^-/, '')] ?? sql`s.drawn_at`;
  const direction = filter.sort.startsWith('-') ? sql`desc` : sql`asc`;
  const bureauId = filter.bureauId ?? null;
  const rows = await read.all(
    statement(sql<SampleFacts & { total: number }>`
      select ${FACTS}, s.total
        from (select s.*, count(*) over () as total, row_number() over (order by ${column} ${direction}, s.id) as place
                from review_sample s
               where s.round_id = ${filter.roundId} and (${bureauId}::uuid is null or s.bureau_id = ${bureauId}::uuid)
               order by place
               limit ${filter.pageSize} offset ${(filter.page - 1) * filter.pageSize}) s
        left join organization b on b.id = s.bureau_id
        ${COUNTS}
       order by s.place`),
  );
  return { rows: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 };
};

export const findSample = (
  read: Read,
  roundId: string,
  sampleId: string,
): Promise<SampleFacts | undefined> =>
  read.maybe(
    statement(sql<SampleFacts>`
      select ${FACTS}
        from review_sample s
        left join organization b on b.id = s.bureau_id
        ${COUNTS}
       where s.id = ${sampleId} and s.round_id = ${roundId}`),
  );

/** The drawn applications in the order of the draw, with what became of each. */
export const sampledRows = (read: Read, sampleId: string): Promise<SampledRow[]> =>
  read.all(
    statement(sql<SampledRow>`
      select a.id as "applicationId", o.name as "institutionName", b.name as "reviewingBureauName",
             w.status as "statusWhenDrawn", a.status, d.verb, d.reviewer_name as "reviewerName",
             d.decided_at as "decidedAt"
        from review_sample s
        join review_sample_row w on w.sample_id = s.id
        join application a on a.id = w.application_id
        join organization o on o.id = a.institution_id
        left join organization b on b.id = a.reviewing_bureau_id
        left join lateral ${DECIDED_SINCE} d on true
       where s.id = ${sampleId}
       order by w.position`),
  );
