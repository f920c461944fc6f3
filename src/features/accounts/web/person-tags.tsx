import { remaining } from '../../../kernel/time.ts';
import type { Instant } from '../../../kernel/time.ts';
import { StatusTag, Flag } from '../../../ui/display/status-tag.tsx';
import { useNow } from '../../../ui/time/use-now.ts';
import type { PersonRow } from '../people-contract.ts';
import { accountWorkflow } from '../status.ts';

type Row = Pick<PersonRow, 'status' | 'link' | 'linkExpiresAt' | 'isSelf' | 'isLastAdmin'>;

export const PersonStatus = ({ row }: { readonly row: Row }) => (
  <StatusTag tone={accountWorkflow.states[row.status].tone}>
    {accountWorkflow.states[row.status].office}
  </StatusTag>
);

/** No warning: three days are the rule, not a delay. */
const PendingLink = ({ until }: { readonly until: Instant }) => (
  <Flag>链接{remaining(useNow(60), until)}</Flag>
);

/** The open link, if any: without it the person cannot set a password. */
export const LinkFlag = ({ row }: { readonly row: Row }) => {
  if (row.link === 'EXPIRED') return <Flag tone="attention">链接已过期，请重新生成</Flag>;
  if (row.link !== 'PENDING' || row.linkExpiresAt === null) return null;
  return <PendingLink until={row.linkExpiresAt} />;
};

export const PersonFlags = ({ row }: { readonly row: Row }) => (
  <>
    <LinkFlag row={row} /> {row.isSelf ? <Flag>本人</Flag> : null}{' '}
    {row.isLastAdmin ? <Flag>唯一管理员</Flag> : null}
  </>
);
