import { Flag, StatusTag } from '../../../ui/display/status-tag.tsx';
import { useHasRole } from '../../../ui/session.tsx';
import { CATALOG_OBSERVERS } from '../policy.ts';
import { certificateExit, type CertificateStatus } from '../status.ts';

/** The office reads its own word, everybody else what it means for them. */
export const CertificateTag = ({ status }: { readonly status: CertificateStatus }) => {
  const isOffice = useHasRole(...CATALOG_OBSERVERS);
  const state = certificateExit.states[status];
  return <StatusTag tone={state.tone}>{isOffice ? state.office : state.applicant}</StatusTag>;
};

/** A word beside what is not well vouched for. */
export const TrustFlag = ({ trust }: { readonly trust: string }) => {
  if (trust === '低') return <Flag tone="attention">可信度低</Flag>;
  return <>{trust === '' ? '未评定' : trust}</>;
};
