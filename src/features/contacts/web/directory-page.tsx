import { useState } from 'react';

import { ORGANIZATION_KINDS } from '../../../kernel/actor.ts';
import { Button, LinkButton } from '../../../ui/action/button.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { Page, Row } from '../../../ui/layout/page.tsx';
import type { Filter } from '../../../ui/list/address.ts';
import type { Column } from '../../../ui/list/column.ts';
import { List } from '../../../ui/list/list.tsx';
import { useList } from '../../../ui/list/use-list.ts';
import { useHasRole } from '../../../ui/session.tsx';
import { Empty, NoPermission } from '../../../ui/state/states.tsx';
import { type DirectoryRow, listContacts } from '../contract.ts';
import { CONTACT_STATES, DUTIES } from '../labels.ts';
import { DIRECTORY_READERS, FOLLOWERS } from '../policy.ts';
import { ContactTag, optionsOf } from './contact-words.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { FindDialog } from './find-dialog.tsx';

const FILTERS: readonly Filter[] = [
  {
    kind: 'search',
    name: 'q',
    label: '搜索',
    placeholder: '姓名或单位，可用拼音',
  },
  { kind: 'select', name: 'duty', label: '职责', options: optionsOf(DUTIES) },
  { kind: 'select', name: 'state', label: '状态', options: optionsOf(CONTACT_STATES) },
  {
    kind: 'select',
    name: 'organizationKind',
    label: '单位类型',
    options: optionsOf(ORGANIZATION_KINDS),
  },
];

const COLUMNS: readonly Column<DirectoryRow>[] = [
  {
    key: 'organization',
    label: '单位',
    main: true,
    sort: 'organizationName',
    render: (row) => row.organizationName,
  },
  { key: 'duty', label: '职责', nowrap: true, render: (row) => row.dutyLabel },
  { key: 'name', label: '姓名', sort: 'name', nowrap: true, render: (row) => row.name },
  { key: 'department', label: '部门', optional: true, render: (row) => row.department },
  { key: 'title', label: '职务', render: (row) => row.title },
  { key: 'mobile', label: '手机', nowrap: true, render: (row) => row.mobile },
  { key: 'landline', label: '座机', nowrap: true, render: (row) => row.landline },
  { key: 'mailbox', label: '邮箱', optional: true, render: (row) => row.mailbox },
  {
    key: 'state',
    badge: true,
    label: '状态',
    nowrap: true,
    render: (row) => <ContactTag state={row.state} reported={row.reported} />,
  },
  {
    key: 'confirmedAt',
    label: '最近确认',
    sort: 'confirmedAt',
    nowrap: true,
    render: (row) => (row.confirmedAt === null ? '从未' : <Time at={row.confirmedAt} dateOnly />),
  },
];

const Directory = () => {
  const source = useList(listContacts, { filters: FILTERS });
  const mayFollow = useHasRole(...FOLLOWERS);
  const [open, setOpen] = useState<'find' | 'export' | null>(null);
  const close = () => setOpen(null);
  return (
    <Page
      title="通讯录"
      lead="各单位自己登记的联系人；手机和邮箱隐去，打开单位后可按用途查看。"
      action={
        <Row>
          <LinkButton to="/contacts/dead">失效联系人</LinkButton>
          {mayFollow ? (
            <>
              <Button onClick={() => setOpen('find')}>按号码查找</Button>
              <Button onClick={() => setOpen('export')}>导出完整号码</Button>
            </>
          ) : null}
        </Row>
      }
    >
      <List
        id="contacts.directory"
        caption="联系人"
        source={source}
        columns={COLUMNS}
        defaultSort="organizationName"
        rowKey={(row) => row.id}
        rowHref={(row) => `/contacts/organizations/${row.organizationId}`}
        rowTone={(row) => (row.state === 'STALE' ? 'danger' : undefined)}
        empty={
          <Empty title="还没有联系人">
            <p>各单位登记后会出现在这里。</p>
          </Empty>
        }
      />
      <FindDialog open={open === 'find'} onClose={close} />
      <ExportDialog open={open === 'export'} filters={source.state.filters} onClose={close} />
    </Page>
  );
};

export const DirectoryPage = () =>
  useHasRole(...DIRECTORY_READERS) ? (
    <Directory />
  ) : (
    <Page title="通讯录">
      <NoPermission>
        通讯录供项目办、省教育厅和市级教育局使用；本单位的联系人在“本单位联系人”。
      </NoPermission>
    </Page>
  );
