import { type Read, sqlBuilder } from '../../platform/db/database.ts';
import type { DemoMajor } from './schools.ts';

export interface DemoInstitution {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly institutionKind: string;
  readonly affiliation: string;
}

/** The institutions by code, so that the demo is the same in every run. */
export const demoInstitutions = (read: Read): Promise<DemoInstitution[]> =>
  read.all(
    sqlBuilder
      .selectFrom('organization')
      .innerJoin('institution', 'institution.organization_id', 'organization.id')
      .select([
        'organization.id',
        'organization.code',
        'organization.name',
        'institution.institution_kind as institutionKind',
        'institution.affiliation',
      ])
      .orderBy('organization.code'),
  );

export const demoMajors = (read: Read): Promise<DemoMajor[]> =>
  read.all(
    sqlBuilder
      .selectFrom('major')
      .select(['code', 'name', 'education_level as educationLevel', 'class_name as className'])
      .where('state_controlled', '=', false)
      .orderBy('code'),
  );

export interface DemoLevel {
  readonly id: string;
  readonly certificateName: string;
}

export const activeLevels = (read: Read): Promise<DemoLevel[]> =>
  read.all(
    sqlBuilder
      .selectFrom('certificate_level')
      .innerJoin('certificate', 'certificate.id', 'certificate_level.certificate_id')
      .select(['certificate_level.id', 'certificate.short_name as certificateName'])
      .where('certificate.status', '=', 'ACTIVE')
      .orderBy('certificate.code')
      .orderBy('certificate_level.level'),
  );

/** The contacts of an organization that are in force. */
export const contactsToConfirm = (read: Read, organizationId: string) =>
  read.all(
    sqlBuilder
      .selectFrom('contact')
      .select(['id', 'version'])
      .where('organization_id', '=', organizationId)
      .where('revoked_at', 'is', null)
      .where('valid_to', 'is', null)
      .orderBy('id'),
  );

export const hasAccounts = async (read: Read): Promise<boolean> =>
  (await read.all(sqlBuilder.selectFrom('account').select('id').limit(1))).length > 0;

/** One filing of a round to cancel, so that the next edition has something to show. */
export const firstFiling = (read: Read, roundId: string) =>
  read.one(
    sqlBuilder
      .selectFrom('filing')
      .select(['id', 'version'])
      .where('round_id', '=', roundId)
      .orderBy('filing_number')
      .limit(1),
  );

/** What was asked first in an info session. */
export const firstQuestion = (read: Read, sessionId: string) =>
  read.one(
    sqlBuilder
      .selectFrom('info_session_question')
      .select('id')
      .where('info_session_id', '=', sessionId)
      .orderBy('asked_at')
      .limit(1),
  );

/** Stands in the reference data for the organization of certificates whose own is not known yet: nobody works there. */
const UNKNOWN_EVALUATOR = 'eval-unknown';

/** Evaluation organizations by the number of their filings, largest first; real ones only. */
export const busiestEvaluators = (read: Read, limit: number) =>
  read.all(
    sqlBuilder
      .selectFrom('filing')
      .innerJoin('organization', 'organization.id', 'filing.evaluation_organization_id')
      .where('organization.code', '<>', UNKNOWN_EVALUATOR)
      .select(({ fn }) => ['organization.code', fn.countAll<number>().as('count')])
      .groupBy('organization.code')
      .orderBy('count', 'desc')
      .orderBy('organization.code')
      .limit(limit),
  );

/** The request for an account that a receipt number was given for. */
export const requestOf = (read: Read, receiptNumber: string) =>
  read.one(
    sqlBuilder
      .selectFrom('account_request')
      .select('id')
      .where('receipt_number', '=', receiptNumber),
  );

/** Bodies where nobody has an account yet, by code. */
export const bodiesWithoutPeople = (read: Read, kind: string) =>
  read.all(
    sqlBuilder
      .selectFrom('organization as o')
      .select('o.code')
      .where('o.kind', '=', kind)
      .where('o.code', '<>', UNKNOWN_EVALUATOR)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('account as a').select('a.id').whereRef('a.organization_id', '=', 'o.id'),
          ),
        ),
      )
      .orderBy('o.code')
      .limit(1),
  );
