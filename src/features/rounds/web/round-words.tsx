import { StatusTag } from '../../../ui/display/status-tag.tsx';
import { kindLabel, ROUND_PHASES, type RoundPhase } from '../status.ts';

export const PhaseTag = ({ phase }: { readonly phase: RoundPhase }) => (
  <StatusTag tone={ROUND_PHASES[phase].tone}>{ROUND_PHASES[phase].label}</StatusTag>
);

export const kindsText = (kinds: readonly string[]): string => kinds.map(kindLabel).join('、');

const ACTIONS: Readonly<Record<string, string>> = {
  'rounds.create': '新建',
  'rounds.update': '修改',
  'rounds.publish': '发布',
  'rounds.conclude': '办结',
  'rounds.extend': '给予延期',
  'rounds.revokeExtension': '撤销延期',
};

/** What the history says of an audit action of this feature. */
export const actionLabel = (action: string): string => ACTIONS[action] ?? action;
