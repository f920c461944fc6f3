import { sql } from 'kysely';
import type { DateOnly } from '../../kernel/time.ts';
import type { Read } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';

export interface CertificateFacts {
  readonly id: string;
  readonly name: string;
  readonly shortName: string;
  readonly batch: number | null;
  readonly batchBasis: string | null;
  readonly organizationName: string;
  readonly status: string;
  readonly statusReason: string | null;
  readonly statusOn: DateOnly | null;
  readonly standardCode: string | null;
  readonly standardUrl: string | null;
  readonly sector: string | null;
  readonly trust: string | null;
  readonly source: string | null;
  readonly levels: readonly { readonly level: number; readonly effectiveOn: DateOnly | null }[];
}

/** One certificate with its levels, as the public sees it. */
export const findCertificate = (read: Read, id: string): Promise<CertificateFacts | undefined> =>
  read.maybe(
    statement(sql<CertificateFacts>`
      select c.id, c.name, c.short_name as "shortName", c.batch, c.batch_basis as "batchBasis",
             o.name as "organizationName", c.status, c.status_reason as "statusReason", c.status_on as "statusOn",
             c.standard_code as "standardCode", c.standard_url as "standardUrl", c.sector, c.trust, c.source,
             coalesce((select jsonb_agg(jsonb_build_object('level', l.level, 'effectiveOn', l.effective_on)
                                        order by l.level)
                         from certificate_level l where l.certificate_id = c.id), '[]') as levels
        from certificate c
        join organization o on o.id = c.evaluation_organization_id
       where c.id = ${id}`),
  );
