import type { BodyGiven } from '../../../kernel/endpoint.ts';
import { errorFinding, type Finding } from '../../../kernel/finding.ts';
import type { ComboOption } from '../../../ui/form/use-options.ts';
import {
  batchSchema,
  type CertificateDetail,
  type createCertificate,
  trustSchema,
} from '../contract.ts';
import { type CertificateGrade, GRADES } from '../levels.ts';

/** What the form holds while a certificate is being typed. */
export interface CertificateDraft {
  readonly code: string;
  readonly shortName: string;
  readonly name: string;
  /** '' while unknown. */
  readonly batch: string;
  readonly batchBasis: string;
  readonly organization: ComboOption | null;
  readonly standardCode: string;
  readonly standardUrl: string;
  readonly sector: string;
  readonly trust: string;
  readonly source: string;
  readonly note: string;
  readonly levels: readonly string[];
}

export const emptyDraft: CertificateDraft = {
  code: '',
  shortName: '',
  name: '',
  batch: '',
  batchBasis: '',
  organization: null,
  standardCode: '',
  standardUrl: '',
  sector: '',
  trust: '',
  source: '',
  note: '',
  levels: [],
};

export const draftOf = (certificate: CertificateDetail): CertificateDraft => ({
  ...emptyDraft,
  code: certificate.code,
  shortName: certificate.shortName,
  name: certificate.name,
  batch: certificate.batch === null ? '' : String(certificate.batch),
  batchBasis: certificate.batchBasis,
  organization: {
    value: certificate.evaluationOrganizationId,
    label: certificate.evaluationOrganizationName,
  },
  standardCode: certificate.standardCode,
  standardUrl: certificate.standardUrl,
  sector: certificate.sector,
  trust: certificate.trust,
  source: certificate.source,
  note: certificate.note,
});

export const gradesOf = ({ levels }: CertificateDraft): CertificateGrade[] =>
  GRADES.filter((grade) => levels.includes(String(grade)));

export const certificateFindings = (draft: CertificateDraft): Finding[] => {
  const findings: Finding[] = [];
  if (draft.shortName.trim() === '') {
    findings.push(errorFinding('catalog.name_missing', 'shortName', '请填写证书名称'));
  }
  if (draft.organization === null) {
    const text = '请选择培训评价组织；没有登记的，请先在单位目录中登记';
    findings.push(errorFinding('catalog.organization_missing', 'evaluationOrganizationId', text));
  }
  return findings;
};

/** The part of the request that creating and changing share. */
export const factsOf = (
  draft: CertificateDraft,
): Omit<BodyGiven<typeof createCertificate>, 'code' | 'levels'> => {
  const batch = batchSchema.safeParse(Number(draft.batch));
  const trust = trustSchema.safeParse(draft.trust);
  return {
    shortName: draft.shortName,
    name: draft.name,
    batch: batch.success ? batch.data : null,
    batchBasis: draft.batchBasis,
    evaluationOrganizationId: draft.organization?.value ?? '',
    standardCode: draft.standardCode,
    standardUrl: draft.standardUrl.trim(),
    sector: draft.sector,
    trust: trust.success ? trust.data : '',
    source: draft.source,
    note: draft.note,
  };
};
