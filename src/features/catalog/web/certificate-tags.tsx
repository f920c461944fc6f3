import { Flag, StatusTag } from '../../../ui/display/status-tag.tsx';
import { useHasRole } from '../../../ui/session.tsx';
import { CATALOG_OBSERVERS } from '../policy.ts';
import { LEVELS_MISSING, NOT_YET_CHOSEN } from '../levels.ts';
import { certificateExit, type CertificateStatus, isOpenForApplication } from '../status.ts';

/** The office reads its own word, everybody else what it means for them. */
export const CertificateTag = ({ status }: { readonly status: CertificateStatus }) => {
  const isOffice = useHasRole(...CATALOG_OBSERVERS);
  const state = certificateExit.states[status];
  return <StatusTag tone={state.tone}>{isOffice ? state.office : state.applicant}</StatusTag>;
};

/** Where the levels would stand. */
export const LevelsMissing = ({ status }: { readonly status: CertificateStatus }) =>
  isOpenForApplication(status) ? (
    <>
      {LEVELS_MISSING} <Flag tone="attention">{NOT_YET_CHOSEN}</Flag>
    </>
  ) : (
    <span className="muted">{LEVELS_MISSING}</span>
  );

/** A word beside what is not well vouched for. */
export const TrustFlag = ({ trust }: { readonly trust: string }) => {
  if (trust === '低') return <Flag tone="attention">可信度低</Flag>;
  return <>{trust === '' ? '未评定' : trust}</>;
};
