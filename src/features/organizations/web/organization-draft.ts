import type { OrganizationKind } from '../../../kernel/actor.ts';
import type { BodyGiven } from '../../../kernel/endpoint.ts';
import { errorFinding, type Finding } from '../../../kernel/finding.ts';
import { normalizeCode } from '../../../kernel/text.ts';
import type { ComboOption } from '../../../ui/form/use-options.ts';
import type { createOrganization, OrganizationDetail } from '../contract.ts';
import { AFFILIATIONS, INSTITUTION_KINDS, keysOf } from '../labels.ts';
import { organizationFindings, stableCode, stableCodeText } from '../rules.ts';

/** What the form holds while a body is being typed. */
export interface OrganizationDraft {
  readonly code: string;
  readonly name: string;
  readonly isNameCorrection: boolean;
  readonly shortName: string;
  /** One per line. */
  readonly formerNames: string;
  readonly area: ComboOption | null;
  readonly creditCode: string;
  readonly source: string;
  readonly trust: string;
  readonly institutionKind: string;
  readonly affiliation: string;
  readonly institutionCode: string;
  readonly ownership: string;
  readonly address: string;
  readonly warningReason: string;
}

export const emptyDraft: OrganizationDraft = {
  code: '',
  name: '',
  isNameCorrection: false,
  shortName: '',
  formerNames: '',
  area: null,
  creditCode: '',
  source: '',
  trust: '',
  institutionKind: '',
  affiliation: '',
  institutionCode: '',
  ownership: '',
  address: '',
  warningReason: '',
};

export const draftOf = (body: OrganizationDetail): OrganizationDraft => ({
  ...emptyDraft,
  code: body.code,
  name: body.name,
  shortName: body.shortName,
  formerNames: body.formerNames.join('\n'),
  area: body.areaCode === '' ? null : { value: body.areaCode, label: body.areaName },
  creditCode: body.creditCode,
  source: body.source,
  trust: body.trust,
  ...(body.institution === null
    ? {}
    : {
        institutionKind: body.institution.institutionKind,
        affiliation: body.institution.affiliation,
        institutionCode: body.institution.institutionCode,
        ownership: body.institution.ownership,
        address: body.institution.address,
      }),
});

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const institutionKindOf = (text: string) => keysOf(INSTITUTION_KINDS).find((key) => key === text);
const affiliationOf = (text: string) => keysOf(AFFILIATIONS).find((key) => key === text);

const institutionOf = (draft: OrganizationDraft) => {
  const institutionKind = institutionKindOf(draft.institutionKind);
  const affiliation = affiliationOf(draft.affiliation);
  if (institutionKind === undefined || affiliation === undefined) return null;
  const { institutionCode, ownership, address } = draft;
  return { institutionKind, affiliation, institutionCode, ownership, address };
};

/** The part of the request that creating and changing share. */
export const factsOf = (
  draft: OrganizationDraft,
  kind: OrganizationKind,
): Omit<BodyGiven<typeof createOrganization>, 'kind' | 'code'> => ({
  name: draft.name,
  shortName: draft.shortName,
  formerNames: linesOf(draft.formerNames),
  areaCode: draft.area?.value ?? '',
  creditCode: draft.creditCode,
  source: draft.source,
  trust: draft.trust,
  institution: kind === 'INSTITUTION' ? institutionOf(draft) : null,
  warningReason: draft.warningReason,
});

const codeOrNull = (text: string): string | null => {
  const code = normalizeCode(text);
  return code === '' ? null : code;
};

/** The server's checks and what only a form can lack. `code` is the body's own where it has one already. */
export const draftFindings = (
  draft: OrganizationDraft,
  kind: OrganizationKind,
  code: string | undefined,
): Finding[] => {
  const findings: Finding[] = [];
  if (draft.name.trim() === '') {
    findings.push(errorFinding('organizations.name_missing', 'name', '请填写单位名称'));
  }
  const isInstitution = kind === 'INSTITUTION';
  if (isInstitution && institutionKindOf(draft.institutionKind) === undefined) {
    const field = 'institution.institutionKind';
    findings.push(errorFinding('organizations.institution_kind', field, '请选择院校类型'));
  }
  if (isInstitution && affiliationOf(draft.affiliation) === undefined) {
    findings.push(
      errorFinding('organizations.affiliation', 'institution.affiliation', '请选择隶属关系'),
    );
  }
  if (isInstitution && findings.some(({ field }) => field.startsWith('institution.')))
    return findings;
  const institution = isInstitution ? institutionOf(draft) : null;
  const institutionCode = institution === null ? null : codeOrNull(draft.institutionCode);
  const creditCode = codeOrNull(draft.creditCode);
  const facts = {
    kind,
    code: code ?? stableCode(stableCodeText(draft.code), institutionCode, creditCode),
    creditCode,
    institution: institution === null ? null : { ...institution, institutionCode },
  };
  return [...findings, ...organizationFindings(facts)];
};
