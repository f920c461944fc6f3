import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import type { Acknowledged } from './submitters.ts';

export interface Verdict {
  /** Acknowledged, but not there or not as it was acknowledged. */
  readonly lost: readonly string[];
  /** There, but not whole. */
  readonly half: readonly string[];
  /** Submitted in the database. */
  readonly submitted: number;
}

/** Every acknowledged submission with its receipt and its hash, exactly once. */
const LOST = `
  select k.id
    from unnest($1::uuid[], $2::text[], $3::text[]) as k (id, receipt, hash)
    left join application a on a.id = k.id and a.status = 'PROVINCIAL_REVIEW' and a.receipt_number = k.receipt
         and a.submission_count = 1
    left join application_submission s on s.application_id = k.id and s.number = 1 and s.content_hash = k.hash
   where a.id is null or s.application_id is null`;

/** An application is a draft without any trace of a submission, a draft closed once, or submitted with every part. */
const HALF = `
  select a.id
    from application a
    cross join lateral (select
      (select count(*) from application_item i where i.application_id = a.id) as items,
      (select count(*) from application_item i where i.application_id = a.id and i.is_new is not null) as frozen,
      (select count(*) from application_submission s where s.application_id = a.id) as submissions,
      (select count(*) from audit_event e where e.subject_id = a.id and e.outcome = 'done'
          and e.action = 'applications.submit') as submit_rows,
      (select count(*) from audit_event e where e.subject_id = a.id and e.outcome = 'done'
          and e.action = 'applications.create') as create_rows,
      (select count(*) from audit_event e where e.subject_id = a.id and e.outcome = 'done'
          and e.action = 'applications.lapse') as lapse_rows,
      (select count(*) from audit_event e where e.subject_id = a.id and e.outcome = 'done') as audit_rows,
      (select count(*) from idempotency_record r where r.route = 'applications.submit'
          and r.response ->> 'receiptNumber' = a.receipt_number) as answers) part
   where part.items <> a.item_count or part.create_rows <> 1
      or part.audit_rows <> a.version
      or not case a.status
        when 'DRAFT' then a.submission_count = 0 and a.receipt_number is null and part.submissions = 0
             and part.submit_rows = 0 and part.frozen = 0
        when 'PROVINCIAL_REVIEW' then a.submission_count = 1 and a.receipt_number is not null and part.submissions = 1
             and part.submit_rows = 1 and part.items = 2 and part.frozen = 2 and part.answers = 1
        when 'LAPSED' then a.submission_count = 0 and a.receipt_number is null and part.submissions = 0
             and part.submit_rows = 0 and part.lapse_rows = 1
        else false end`;

const PLANS = `
  select a.id, f.storage_key as "storageKey", f.sha256
    from application a join stored_file f on f.id = a.plan_file_id`;

const idsOf = async (client: pg.Client, text: string, values: unknown[] = []): Promise<string[]> =>
  (await client.query<{ id: string }>(text, values)).rows.map(({ id }) => id);

/** Looks at what is there after a crash, with the owner's rights and past every cache. */
export const judge = async (
  client: pg.Client,
  acknowledged: readonly Acknowledged[],
): Promise<Verdict> => {
  const known = [...acknowledged];
  const lost = await idsOf(client, LOST, [
    known.map(({ applicationId }) => applicationId),
    known.map(({ receiptNumber }) => receiptNumber),
    known.map(({ contentHash }) => contentHash),
  ]);
  const half = await idsOf(client, HALF);
  const { rows } = await client.query<{ n: number }>(
    'select count(*)::int as n from application where submission_count > 0',
  );
  return { lost, half, submitted: rows[0]?.n ?? 0 };
};

/** Applications whose sealed plan is not on the disk as its row says. */
export const missingPlans = async (
  client: pg.Client,
  dataDir: string,
): Promise<{ plans: number; missing: string[] }> => {
  const { rows } = await client.query<{ id: string; storageKey: string; sha256: string }>(PLANS);
  const missing: string[] = [];
  for (const { id, storageKey, sha256 } of rows) {
    const bytes = await readFile(join(dataDir, 'files', storageKey)).catch(() => undefined);
    const hash = bytes === undefined ? '' : createHash('sha256').update(bytes).digest('hex');
    if (hash !== sha256) missing.push(id);
  }
  return { plans: rows.length, missing };
};
