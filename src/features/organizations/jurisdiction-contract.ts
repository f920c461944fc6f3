import { z } from 'zod';
import { endpoint } from '../../kernel/endpoint.ts';
import { idText } from '../../kernel/id.ts';
import { listOutput, listQuery } from '../../kernel/list.ts';
import { optionalText } from '../../kernel/text.ts';
import { dateText } from '../../kernel/time.ts';
import {
  affiliationSchema,
  idParams,
  institutionKindSchema,
  searchQuery,
  versionSchema,
} from './contract.ts';
import { JURISDICTION_STATES, keysOf } from './labels.ts';

const stateSchema = z.enum(keysOf(JURISDICTION_STATES));

const jurisdictionRow = z.strictObject({
  id: idText(),
  institutionId: idText(),
  institutionCode: z.string(),
  institutionName: z.string(),
  institutionKindLabel: z.string(),
  affiliationLabel: z.string(),
  areaName: z.string(),
  bureauId: idText(),
  bureauCode: z.string(),
  bureauName: z.string(),
  validFrom: dateText(),
  /** First day on which it no longer holds; null: open. */
  validTo: dateText().nullable(),
  note: z.string(),
  state: stateSchema,
  stateLabel: z.string(),
  version: versionSchema,
});

export type JurisdictionRow = z.output<typeof jurisdictionRow>;

export const listJurisdictions = endpoint({
  name: 'organizations.listJurisdictions',
  method: 'GET',
  path: '/api/organizations/jurisdictions',
  summary: '管辖关系：哪所院校由哪个市级教育行政部门初审',
  query: listQuery(
    {
      q: searchQuery,
      bureauId: idText().optional(),
      institutionId: idText().optional(),
      state: stateSchema.optional(),
    },
    ['institutionName', 'bureauName', 'validFrom'],
  ),
  output: listOutput(jurisdictionRow),
});

const withoutBureau = z.strictObject({
  id: idText(),
  code: z.string(),
  name: z.string(),
  institutionKind: institutionKindSchema,
  institutionKindLabel: z.string(),
  affiliation: affiliationSchema,
  affiliationLabel: z.string(),
  areaName: z.string(),
});

export const listWithoutBureau = endpoint({
  name: 'organizations.listWithoutBureau',
  method: 'GET',
  path: '/api/organizations/without-bureau',
  summary: '待办：应由市级初审而尚未指定管辖的院校',
  query: listQuery({ q: searchQuery }, ['name', 'area']),
  output: listOutput(withoutBureau),
});

const jurisdictionOutput = z.strictObject({
  id: idText(),
  institutionId: idText(),
  bureauId: idText(),
  validFrom: dateText(),
  validTo: dateText().nullable(),
  version: versionSchema,
});

export const assignBureau = endpoint({
  name: 'organizations.assignBureau',
  method: 'POST',
  path: '/api/organizations/:id/jurisdictions',
  summary: '自某日起由某个市级教育行政部门管辖；原管辖同日结束',
  params: idParams,
  body: z.strictObject({
    bureauId: idText('请选择管辖部门'),
    validFrom: dateText(),
    note: optionalText(200, '说明'),
  }),
  output: jurisdictionOutput,
});

export const endJurisdiction = endpoint({
  name: 'organizations.endJurisdiction',
  method: 'POST',
  path: '/api/organizations/jurisdictions/:id/end',
  summary: '自某日起不再管辖',
  params: idParams,
  body: z.strictObject({
    version: versionSchema,
    validTo: dateText(),
    note: optionalText(200, '说明'),
  }),
  output: jurisdictionOutput,
});
