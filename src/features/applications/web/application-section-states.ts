import { useApplication } from './application-draft.tsx';
import { useOpenRemarks } from './application-remarks.tsx';
import { type SectionState, sectionStates } from './application-sections.ts';

/** The status of each section as it stands on the screen, saved or not. */
export const useSectionStates = (): SectionState[] => {
  const { view, state, findings } = useApplication();
  const remarks = useOpenRemarks();
  return sectionStates({
    content: state.draft.content,
    findings,
    hasPlan: view.planFile !== null,
    isReturned: view.status === 'RETURNED',
    openRemarkFields: remarks
      .filter((one) => !one.isHandled)
      .map((one) => one.field ?? one.remark.field)
      .filter((field) => field !== ''),
  });
};
