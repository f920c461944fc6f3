import { LinkButton } from '../../../ui/action/button.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import type { Filter } from '../../../ui/list/address.ts';
import type { Column } from '../../../ui/list/column.ts';
import { List } from '../../../ui/list/list.tsx';
import { useList } from '../../../ui/list/use-list.ts';
import { useHasRole } from '../../../ui/session.tsx';
import { Empty, NoPermission } from '../../../ui/state/states.tsx';
import { ANNOUNCEMENT_EDITORS } from '../policy.ts';
import { listRegister, type RegisterRow } from '../register-contract.ts';
import { ANNOUNCEMENT_STATUSES, announcementWorkflow } from '../status.ts';
import { AnnouncementStatusTag } from './words.tsx';

const FILTERS: readonly Filter[] = [
  { kind: 'search', name: 'q', label: '搜索', placeholder: '标题、文号或正文' },
  {
    kind: 'select',
    name: 'status',
    label: '状态',
    options: ANNOUNCEMENT_STATUSES.map((value) => ({
      value,
      label: announcementWorkflow.states[value].office,
    })),
  },
];

const shareText = (count: number, row: RegisterRow): string =>
  row.recipientCount === 0 ? '' : `${count} / ${row.recipientCount}`;

const COLUMNS: readonly Column<RegisterRow>[] = [
  { key: 'title', label: '标题', main: true, sort: 'title', render: (row) => row.title },
  {
    key: 'status',
    badge: true,
    label: '状态',
    nowrap: true,
    render: (row) => <AnnouncementStatusTag status={row.status} />,
  },
  { key: 'isPublic', label: '范围', render: (row) => (row.isPublic ? '公开' : '内部') },
  {
    key: 'publishedAt',
    label: '发布时间',
    sort: 'publishedAt',
    nowrap: true,
    render: (row) => {
      const at = row.publishedAt ?? row.publishAt;
      return at === null ? '' : <Time at={at} />;
    },
  },
  {
    key: 'read',
    label: '已读',
    align: 'end',
    render: (row) => shareText(row.readCount, row),
  },
  {
    key: 'confirmed',
    label: '已确认',
    align: 'end',
    render: (row) => (row.mustConfirm ? shareText(row.confirmedCount, row) : ''),
  },
  {
    key: 'updatedAt',
    label: '最后修改',
    sort: 'updatedAt',
    optional: true,
    nowrap: true,
    render: (row) => <Time at={row.updatedAt} />,
  },
];

const Register = () => {
  const source = useList(listRegister, { filters: FILTERS });
  return (
    <Page
      title="发布通知"
      lead="写草稿、选对象、预览、发布；发布后看谁读了、谁确认了。"
      action={
        <LinkButton to="/announcement-register/new" tone="primary">
          写通知
        </LinkButton>
      }
    >
      <List
        id="announcements.register"
        caption="通知台账"
        source={source}
        columns={COLUMNS}
        defaultSort="-updatedAt"
        rowKey={(row) => row.id}
        rowHref={(row) => `/announcement-register/${row.id}`}
        empty={
          <Empty title="还没有通知">
            <p>点“写通知”开始；草稿只有项目办看得到。</p>
          </Empty>
        }
      />
    </Page>
  );
};

export const NotYours = () => (
  <Page title="发布通知" trail={[{ label: '通知公告', to: '/announcements' }]}>
    <NoPermission>通知由项目办发布，请联系他们。</NoPermission>
  </Page>
);

/** `/desk/announcement-register`. */
export const RegisterPage = () =>
  useHasRole(...ANNOUNCEMENT_EDITORS) ? <Register /> : <NotYours />;
