import { Flag, StatusTag } from '../../../ui/display/status-tag.tsx';
import { useHasRole } from '../../../ui/session.tsx';
import type { SessionRow } from '../contract.ts';
import { PARTICIPANTS } from '../policy.ts';
import { spanLine } from '../rules.ts';
import { infoSessionWorkflow } from '../status.ts';

export const SessionTag = ({ status }: Pick<SessionRow, 'status'>) => {
  const isParticipant = useHasRole(...PARTICIPANTS);
  const state = infoSessionWorkflow.states[status];
  return <StatusTag tone={state.tone}>{isParticipant ? state.applicant : state.office}</StatusTag>;
};

/** What the person has to do with it, in words. */
export const OwnFlags = ({
  row,
}: {
  readonly row: Pick<SessionRow, 'signedUp' | 'attended' | 'hasClash'>;
}) => {
  if (row.attended) return <Flag tone="done">已签到</Flag>;
  if (!row.signedUp) return null;
  return row.hasClash ? <Flag tone="attention">已报名，时间重叠</Flag> : <Flag>已报名</Flag>;
};

/** `2025年4月9日（星期三）15:00—16:30`, Beijing time. */
export const Span = ({ row }: { readonly row: Pick<SessionRow, 'startsAt' | 'endsAt'> }) => (
  <time className="info-session-span" dateTime={row.startsAt}>
    {spanLine(row)}
  </time>
);

export const namesOf = (row: Pick<SessionRow, 'certificates'>): string =>
  row.certificates.map(({ name }) => name).join('、');
