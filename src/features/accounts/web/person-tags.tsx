import { StatusTag, Flag } from '../../../ui/display/status-tag.tsx';
import { Deadline } from '../../../ui/display/time-text.tsx';
import type { PersonRow } from '../people-contract.ts';
import { accountWorkflow } from '../status.ts';

type Row = Pick<PersonRow, 'status' | 'link' | 'linkExpiresAt' | 'isSelf' | 'isLastAdmin'>;

export const PersonStatus = ({ row }: { readonly row: Row }) => (
  <StatusTag tone={accountWorkflow.states[row.status].tone}>
    {accountWorkflow.states[row.status].office}
  </StatusTag>
);

/** The open link, if any: without it the person cannot set a password. */
export const LinkFlag = ({ row }: { readonly row: Row }) => {
  if (row.link === 'EXPIRED') return <Flag tone="attention">链接已过期，请重新生成</Flag>;
  if (row.link !== 'PENDING' || row.linkExpiresAt === null) return null;
  return <Deadline at={row.linkExpiresAt} label="链接" short />;
};

export const PersonFlags = ({ row }: { readonly row: Row }) => (
  <>
    <LinkFlag row={row} />
    {row.isSelf ? <Flag>本人</Flag> : null}
    {row.isLastAdmin ? <Flag>唯一管理员</Flag> : null}
  </>
);
