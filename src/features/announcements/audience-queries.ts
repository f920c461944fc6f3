import { type RawBuilder, sql } from 'kysely';
import type { OrganizationKind } from '../../kernel/actor.ts';
import type { Read, Transaction } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import { likePattern } from '../../platform/search-key.ts';
import type { Audience, AudienceNames } from './audience.ts';

const anyOf = (values: readonly string[]) => sql`any(${[...values]}::text[])`;
const anyId = (values: readonly string[]) => sql`any(${[...values]}::uuid[])`;

/** Divisions of the choice and what lies below them: a city, its counties, and zones below those. */
const inArea = (codes: readonly string[]): RawBuilder<boolean> => sql<boolean>`o.area_code in (
  select d.code from division d
    left join division p on p.code = d.parent_code
    left join division g on g.code = p.parent_code
   where d.code = ${anyOf(codes)} or p.code = ${anyOf(codes)} or g.code = ${anyOf(codes)})`;

/**
 * Who has to do with a certificate: an institution with a live filing or a pending application, and its evaluation
 * organization where the choice names evaluation organizations. Once an application is filed, its filings say it.
 */
const withCertificate = (audience: Audience): RawBuilder<boolean> => {
  const ids = anyId(audience.certificateIds);
  const evaluators = audience.kinds.includes('EVALUATION_ORGANIZATION')
    ? sql`or exists (select 1 from certificate c where c.id = ${ids} and c.evaluation_organization_id = o.id)`
    : sql``;
  return sql<boolean>`(exists (
      select 1 from filing f join certificate_level l on l.id = f.certificate_level_id
       where f.institution_id = o.id and f.status = 'FILED' and l.certificate_id = ${ids})
    or exists (
      select 1 from application a
        join application_round r on r.id = a.round_id and r.status = 'PUBLISHED'
        join application_item i on i.application_id = a.id
        join certificate_level l on l.id = i.certificate_level_id
       where a.institution_id = o.id and l.certificate_id = ${ids}
         and i.provincial_decision is distinct from 'REJECTED'
         and a.status not in ('WITHDRAWN', 'LAPSED', 'REJECTED', 'CITY_REJECTED', 'FILED'))
    ${evaluators})`;
};

/** Institutions that may apply in the round and have not sent anything that still stands. */
const notSubmitted = (roundId: string): RawBuilder<boolean> => sql<boolean>`exists (
    select 1 from institution n join application_round r on r.id = ${roundId}
     where n.organization_id = o.id and n.institution_kind = any(r.eligible_kinds))
  and not exists (
    select 1 from application a
     where a.round_id = ${roundId} and a.institution_id = o.id and a.submission_count > 0
       and a.status <> 'WITHDRAWN')`;

const organizationFits = (audience: Audience): RawBuilder<boolean> => {
  const parts: RawBuilder<unknown>[] = [sql`o.status = 'ACTIVE'`];
  if (audience.kinds.length > 0) parts.push(sql`o.kind = ${anyOf(audience.kinds)}`);
  if (audience.areaCodes.length > 0) parts.push(inArea(audience.areaCodes));
  if (audience.certificateIds.length > 0) parts.push(withCertificate(audience));
  if (audience.notSubmittedRoundId !== null) parts.push(notSubmitted(audience.notSubmittedRoundId));
  return sql<boolean>`${sql.join(parts, sql` and `)}`;
};

const personFits = ({ roles }: Audience): RawBuilder<boolean> =>
  roles.length === 0
    ? sql<boolean>`p.status = 'ACTIVE'`
    : sql<boolean>`p.status = 'ACTIVE' and p.roles && ${[...roles]}::text[]`;

/** Every organization that fits, with how many people of it will be told. */
const fittingOrganizations = (audience: Audience) => sql`
  select o.id, o.name, o.kind, o.search_text, coalesce(d.name, '') as area_name,
         (select count(*)::int from account p where p.organization_id = o.id and ${personFits(audience)}) as people
    from organization o left join division d on d.code = o.area_code
   where ${organizationFits(audience)}`;

export interface KindCount {
  readonly kind: OrganizationKind;
  readonly organizationCount: number;
  readonly personCount: number;
  readonly emptyCount: number;
}

/** How many organizations and people fit now, by kind of organization. */
export const countAudience = (read: Read, audience: Audience): Promise<KindCount[]> =>
  read.all(
    statement(sql<KindCount>`
      select f.kind, count(*)::int as "organizationCount", sum(f.people)::int as "personCount",
             (count(*) filter (where f.people = 0))::int as "emptyCount"
        from (${fittingOrganizations(audience)}) f
       group by f.kind order by f.kind`),
  );

export interface AudienceListQuery {
  readonly page: number;
  readonly pageSize: number;
  readonly sort: string;
  readonly q?: string | undefined;
  readonly empty?: 'yes' | undefined;
}

interface AudienceListRow {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly kind: OrganizationKind;
  readonly areaName: string;
  readonly personCount: number;
  readonly total: number;
}

/** The second key of a `search_text` is the pinyin: names stand in the order of a dictionary. */
const byPinyin = sql`split_part(f.search_text, '|', 2)`;

const AUDIENCE_SORTS: Readonly<Record<string, RawBuilder<unknown>>> = {
  organizationName: sql`${byPinyin}, f.name`,
  '-organizationName': sql`${byPinyin} desc, f.name`,
  personCount: sql`f.people, ${byPinyin}, f.name`,
  '-personCount': sql`f.people desc, ${byPinyin}, f.name`,
};

export const listAudienceRows = async (
  read: Read,
  audience: Audience,
  query: AudienceListQuery,
): Promise<{ rows: Omit<AudienceListRow, 'total'>[]; total: number }> => {
  const filters: RawBuilder<unknown>[] = [sql`true`];
  if (query.q !== undefined) filters.push(sql`f.search_text like ${likePattern(query.q)}`);
  if (query.empty === 'yes') filters.push(sql`f.people = 0`);
  const rows = await read.all(
    statement(sql<AudienceListRow>`
      select f.id as "organizationId", f.name as "organizationName", f.kind, f.area_name as "areaName",
             f.people as "personCount", (count(*) over ())::int as total
        from (${fittingOrganizations(audience)}) f
       where ${sql.join(filters, sql` and `)}
       order by ${AUDIENCE_SORTS[query.sort] ?? sql`${byPinyin}, f.name`}
       limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`),
  );
  return { rows: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 };
};

/** Writes down everybody who fits at this moment; running twice adds nobody twice. Returns how many were new. */
export const insertRecipients = (
  tx: Transaction,
  announcementId: string,
  audience: Audience,
): Promise<number> =>
  tx.run(
    statement(sql`
      insert into announcement_recipient (announcement_id, account_id, organization_id)
      select ${announcementId}::uuid, p.id, o.id
        from account p join organization o on o.id = p.organization_id
       where ${personFits(audience)} and ${organizationFits(audience)}
      on conflict do nothing`),
  );

/** What the chosen ids and codes are called; what is gone from the registers is left out. */
export const namesOfAudience = async (read: Read, audience: Audience): Promise<AudienceNames> => {
  const areas =
    audience.areaCodes.length === 0
      ? []
      : await read.all(
          statement(sql<{ code: string; name: string }>`
            select code, name from division where code = ${anyOf(audience.areaCodes)} order by code`),
        );
  const certificates =
    audience.certificateIds.length === 0
      ? []
      : await read.all(
          statement(sql<{ id: string; name: string }>`
            select id, short_name as name from certificate where id = ${anyId(audience.certificateIds)}
             order by short_name`),
        );
  const round =
    audience.notSubmittedRoundId === null
      ? undefined
      : await read.maybe(
          statement(sql<{ id: string; title: string }>`
            select id, title from application_round where id = ${audience.notSubmittedRoundId}`),
        );
  return { areas, certificates, round: round ?? null };
};

/** Everybody who fits now. */
export const audiencePersonIds = async (read: Read, audience: Audience): Promise<string[]> => {
  const rows = await read.all(
    statement(sql<{ id: string }>`
      select p.id from account p join organization o on o.id = p.organization_id
       where ${personFits(audience)} and ${organizationFits(audience)}`),
  );
  return rows.map(({ id }) => id);
};

/** Where these people belong: how many organizations, and the first of them by name. */
export const organizationsOfPeople = async (
  read: Read,
  accountIds: readonly string[],
  most: number,
): Promise<{ total: number; first: { name: string; personCount: number }[] }> => {
  const rows = await read.all(
    statement(sql<{ name: string; personCount: number; total: number }>`
      select o.name, count(*)::int as "personCount", (count(*) over ())::int as total
        from account p join organization o on o.id = p.organization_id
       where p.id = ${anyId(accountIds)}
       group by o.id, o.name order by o.name, o.id limit ${most}`),
  );
  return {
    total: rows[0]?.total ?? 0,
    first: rows.map(({ name, personCount }) => ({ name, personCount })),
  };
};
