import { LinkButton } from '../../../ui/action/button.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { Flag } from '../../../ui/display/status-tag.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import type { Filter } from '../../../ui/list/address.ts';
import type { Column } from '../../../ui/list/column.ts';
import { List } from '../../../ui/list/list.tsx';
import { useList } from '../../../ui/list/use-list.ts';
import { useHasRole } from '../../../ui/session.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { listAnnouncements, type ReaderRow } from '../contract.ts';
import { ANNOUNCEMENT_EDITORS } from '../policy.ts';
import { ReceiptTag } from './words.tsx';

const FILTERS: readonly Filter[] = [
  { kind: 'search', name: 'q', label: '搜索', placeholder: '标题、文号或正文' },
  {
    kind: 'select',
    name: 'receipt',
    label: '我的情况',
    options: [
      { value: 'mine', label: '等我处理' },
      { value: 'unread', label: '未读' },
      { value: 'unconfirmed', label: '待确认' },
    ],
  },
  {
    kind: 'select',
    name: 'archived',
    label: '范围',
    options: [{ value: 'yes', label: '已归档' }],
  },
];

const COLUMNS: readonly Column<ReaderRow>[] = [
  {
    key: 'title',
    label: '标题',
    main: true,
    sort: 'title',
    render: (row) => (
      <>
        {row.title}
        {row.correctedAt === null ? null : (
          <>
            {' '}
            <Flag tone="attention">更正</Flag>
          </>
        )}
      </>
    ),
  },
  { key: 'noticeNumber', label: '文号', render: (row) => row.noticeNumber ?? '' },
  {
    key: 'publishedAt',
    label: '发布时间',
    sort: 'publishedAt',
    nowrap: true,
    render: (row) => <Time at={row.publishedAt} />,
  },
  {
    key: 'attachmentCount',
    label: '附件',
    align: 'end',
    render: (row) => (row.attachmentCount === 0 ? '' : row.attachmentCount),
  },
  {
    key: 'receipt',
    badge: true,
    label: '我的情况',
    nowrap: true,
    render: (row) => <ReceiptTag receipt={row.receipt} mustConfirm={row.mustConfirm} />,
  },
];

export const AnnouncementListPage = () => {
  const isOffice = useHasRole(...ANNOUNCEMENT_EDITORS);
  const source = useList(listAnnouncements, { filters: FILTERS });
  const manage = <LinkButton to="/announcement-register">发布通知</LinkButton>;
  return (
    <Page title="通知公告" {...(isOffice ? { action: manage } : {})}>
      <List
        id="announcements.list"
        caption="通知公告"
        source={source}
        columns={COLUMNS}
        defaultSort="-publishedAt"
        rowKey={(row) => row.id}
        rowHref={(row) => `/announcements/${row.id}`}
        empty={
          <Empty title="还没有通知公告">
            <p>项目办发给您的和公开发布的通知会出现在这里。</p>
          </Empty>
        }
      />
    </Page>
  );
};
