import { StatusTag, type Tone } from '../../../ui/display/status-tag.tsx';
import {
  JURISDICTION_STATES,
  type JurisdictionState,
  MAJOR_STATUSES,
  type MajorStatus,
  ORGANIZATION_STATUSES,
  type OrganizationStatus,
} from '../labels.ts';

export const OrganizationTag = ({ status }: { readonly status: OrganizationStatus }) => (
  <StatusTag tone={status === 'ACTIVE' ? 'done' : 'neutral'}>
    {ORGANIZATION_STATUSES[status]}
  </StatusTag>
);

export const MajorTag = ({ status }: { readonly status: MajorStatus }) => (
  <StatusTag tone={status === 'ACTIVE' ? 'done' : 'neutral'}>{MAJOR_STATUSES[status]}</StatusTag>
);

const JURISDICTION_TONES: Readonly<Record<JurisdictionState, Tone>> = {
  CURRENT: 'done',
  FUTURE: 'brand',
  ENDED: 'neutral',
};

export const JurisdictionTag = ({ state }: { readonly state: JurisdictionState }) => (
  <StatusTag tone={JURISDICTION_TONES[state]}>{JURISDICTION_STATES[state]}</StatusTag>
);
