import { StatusTag } from '../../../ui/display/status-tag.tsx';
import { filingsWorkflow, type FilingStatus } from '../status.ts';

export const FilingTag = ({ status }: { readonly status: FilingStatus }) => {
  const { office, tone } = filingsWorkflow.states[status];
  return <StatusTag tone={tone}>{office}</StatusTag>;
};

const ACTIONS: Readonly<Record<string, string>> = {
  'filings.cancel': '取消备案',
  'filings.expire': '备案到期',
};

export const actionLabel = (action: string): string => ACTIONS[action] ?? action;
