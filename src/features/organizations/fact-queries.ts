import { type Read, sqlBuilder } from '../../platform/db/database.ts';
import { prepared } from '../../platform/db/statement.ts';

export const factsRow = async (read: Read, institutionId: string) =>
  await read.maybe(
    prepared(
      sqlBuilder
        .selectFrom('organization')
        .innerJoin('institution', 'institution.organization_id', 'organization.id')
        .leftJoin('division', 'division.code', 'organization.area_code')
        .where('organization.id', '=', institutionId)
        .select([
          'organization.id',
          'organization.name',
          'organization.code',
          'organization.status',
          'organization.area_code',
          'institution.institution_kind',
          'institution.affiliation',
          'division.name as area_name',
        ]),
    ),
  );

export const reviewingBureauRow = async (read: Read, institutionId: string, on: string) =>
  await read.maybe(
    prepared(
      sqlBuilder
        .selectFrom('jurisdiction')
        .innerJoin('organization', 'organization.id', 'jurisdiction.bureau_id')
        .where('jurisdiction.institution_id', '=', institutionId)
        .where('jurisdiction.valid_from', '<=', on)
        .where((eb) =>
          eb.or([eb('jurisdiction.valid_to', 'is', null), eb('jurisdiction.valid_to', '>', on)]),
        )
        .select(['jurisdiction.bureau_id as bureauId', 'organization.name as bureauName']),
    ),
  );

export const majorFactRows = async (read: Read, institutionId: string) =>
  await read.all(
    sqlBuilder
      .selectFrom('institution_major')
      .where('institution_id', '=', institutionId)
      .select([
        'id',
        'major_code as majorCode',
        'major_name as majorName',
        'direction',
        'first_enrolment_year as firstEnrolmentYear',
        'current_students as currentStudents',
        'status',
      ])
      .orderBy('major_code')
      .orderBy('direction'),
  );
