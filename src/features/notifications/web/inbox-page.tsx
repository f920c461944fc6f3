import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';

import { Button, LinkButton } from '../../../ui/action/button.tsx';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { Flag } from '../../../ui/display/status-tag.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { Page, Row } from '../../../ui/layout/page.tsx';
import type { Filter } from '../../../ui/list/address.ts';
import type { Column } from '../../../ui/list/column.ts';
import { List } from '../../../ui/list/list.tsx';
import { useList } from '../../../ui/list/use-list.ts';
import { Empty, Failure } from '../../../ui/state/states.tsx';
import { type InboxRow, listEvents, listInbox, markAllRead, markRead } from '../contract.ts';
import './notifications.css';

const FIXED_FILTERS: readonly Filter[] = [
  { kind: 'search', name: 'q', label: '搜索', placeholder: '标题或内容' },
  {
    kind: 'select',
    name: 'read',
    label: '阅读',
    options: [
      { value: 'no', label: '未读' },
      { value: 'yes', label: '已读' },
    ],
  },
];

const COLUMNS: readonly Column<InboxRow>[] = [
  {
    key: 'title',
    label: '标题',
    main: true,
    sort: 'title',
    render: (row) => (
      <span className={row.readAt === null ? 'notifications-unread' : ''}>{row.title}</span>
    ),
  },
  {
    key: 'state',
    label: '状态',
    nowrap: true,
    render: (row) => (
      <>
        {row.settledAt !== null ? <Flag tone="done">已办结</Flag> : null}
        {row.settledAt === null && row.isUrgent ? <Flag tone="attention">重要</Flag> : null}
        {row.readAt === null ? ' 未读' : ' 已读'}
      </>
    ),
  },
  { key: 'event', label: '种类', render: (row) => row.eventLabel },
  {
    key: 'createdAt',
    label: '时间',
    sort: 'createdAt',
    nowrap: true,
    render: (row) => <Time at={row.createdAt} />,
  },
];

/** Paths of messages are those of the site; inside the desk its own router leads on. */
const DESK = '/desk';

const Message = ({ row }: { readonly row: InboxRow }) => {
  const navigate = useNavigate();
  const open = () => {
    if (row.path.startsWith(DESK)) void navigate(row.path.slice(DESK.length) || '/');
    else location.assign(row.path);
  };
  return (
    <>
      <p className="muted">
        {row.eventLabel}，<Time at={row.createdAt} />
      </p>
      <ul className="notifications-lines">
        {row.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <Row>
        <Button tone="primary" onClick={open}>
          打开办理
        </Button>
      </Row>
    </>
  );
};

const useFilters = (): readonly Filter[] => {
  const { data } = useRead(listEvents, {});
  return useMemo(
    () => [
      ...FIXED_FILTERS,
      {
        kind: 'select',
        name: 'event',
        label: '种类',
        options: (data?.rows ?? []).map(({ name, label }) => ({ value: name, label })),
      },
    ],
    [data],
  );
};

/** `/desk/notifications`. */
export const InboxPage = () => {
  const source = useList(listInbox, { filters: useFilters() });
  const [opened, setOpened] = useState<InboxRow | null>(null);
  const mark = useWrite(markRead, { invalidates: ['notifications'] });
  const markAll = useWrite(markAllRead, { invalidates: ['notifications'] });
  const open = (row: InboxRow) => {
    setOpened(row);
    if (row.readAt === null) mark.mutate({ body: { ids: [row.id] } });
  };
  const error = mark.error ?? markAll.error;
  return (
    <Page
      title="消息"
      lead="告知您的事，最新的在前。重要的事也会发到您验证过的邮箱和钉钉。"
      action={
        <Row>
          <Button busy={markAll.isPending} onClick={() => markAll.mutate({})}>
            全部标为已读
          </Button>
          <LinkButton to="/notifications/preferences">消息设置</LinkButton>
        </Row>
      }
    >
      {error === null ? null : <Failure error={error} />}
      <List
        id="notifications.list"
        caption="消息"
        source={source}
        columns={COLUMNS}
        defaultSort="-createdAt"
        rowKey={(row) => row.id}
        onOpen={open}
        rowTone={(row) => (row.isUrgent && row.readAt === null ? 'attention' : undefined)}
        bulk={{
          actions: (rows, clear) => (
            <Button
              small
              busy={mark.isPending}
              onClick={() =>
                mark.mutate({ body: { ids: rows.map(({ id }) => id) } }, { onSuccess: clear })
              }
            >
              标为已读
            </Button>
          ),
        }}
        empty={
          <Empty title="还没有消息">
            <p>申报退回、审核结果、截止提醒等会出现在这里。</p>
          </Empty>
        }
      />
      <Dialog
        title={opened?.title ?? '消息'}
        open={opened !== null}
        onClose={() => setOpened(null)}
      >
        {opened === null ? null : <Message row={opened} />}
      </Dialog>
    </Page>
  );
};
