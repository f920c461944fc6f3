import { Flag, StatusTag } from '../../../ui/display/status-tag.tsx';
import type { Tone } from '../../../ui/display/status-tag.tsx';
import {
  CONTACT_REPORTS,
  CONTACT_STATES,
  type ContactReport,
  type ContactState,
} from '../labels.ts';

const TONES: Readonly<Record<ContactState, Tone>> = {
  CURRENT: 'done',
  PENDING: 'brand',
  DUE: 'attention',
  STALE: 'danger',
  ENDED: 'neutral',
};

export const ContactTag = ({
  state,
  reported,
}: {
  readonly state: ContactState;
  readonly reported: ContactReport | null;
}) => (
  <>
    <StatusTag tone={TONES[state]}>{CONTACT_STATES[state]}</StatusTag>
    {reported === null ? null : <Flag tone="danger">{CONTACT_REPORTS[reported]}</Flag>}
  </>
);

export const optionsOf = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));
