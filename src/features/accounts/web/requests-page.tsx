import { ORGANIZATION_KINDS } from '../../../kernel/actor.ts';
import { StatusTag } from '../../../ui/display/status-tag.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import type { Filter } from '../../../ui/list/address.ts';
import type { Column } from '../../../ui/list/column.ts';
import { List } from '../../../ui/list/list.tsx';
import { useList } from '../../../ui/list/use-list.ts';
import { useHasRole } from '../../../ui/session.tsx';
import { Empty, NoPermission } from '../../../ui/state/states.tsx';
import { listRequests } from '../request-contract.ts';
import type { RequestRow } from '../request-contract.ts';
import { accountRequestWorkflow, REQUEST_STATUSES } from '../request-status.ts';
import { PEOPLE_ADMINS } from '../status.ts';

const FILTERS: readonly Filter[] = [
  { kind: 'search', name: 'q', label: '搜索', placeholder: '姓名、单位或受理号' },
  {
    kind: 'select',
    name: 'status',
    label: '状态',
    options: REQUEST_STATUSES.map((status) => ({
      value: status,
      label: accountRequestWorkflow.states[status].office,
    })),
  },
  {
    kind: 'select',
    name: 'organizationKind',
    label: '单位类型',
    options: Object.entries(ORGANIZATION_KINDS).map(([value, label]) => ({ value, label })),
  },
];

const COLUMNS: readonly Column<RequestRow>[] = [
  { key: 'name', label: '申请人', main: true, sort: 'name', render: (row) => row.name },
  {
    key: 'organizationName',
    label: '单位',
    sort: 'organizationName',
    render: (row) => row.organizationName,
  },
  { key: 'duty', label: '职务', nowrap: true, render: (row) => row.duty },
  {
    key: 'status',
    label: '状态',
    sort: 'status',
    render: (row) => (
      <StatusTag tone={accountRequestWorkflow.states[row.status].tone}>{row.statusLabel}</StatusTag>
    ),
  },
  {
    key: 'sentAt',
    label: '提交时间',
    sort: 'sentAt',
    nowrap: true,
    render: (row) => <Time at={row.sentAt} />,
  },
  { key: 'receiptNumber', label: '受理号', nowrap: true, render: (row) => row.receiptNumber },
];

const Requests = () => {
  const source = useList(listRequests, { filters: FILTERS });
  return (
    <Page
      title="账号申请"
      trail={[{ label: '人员管理', to: '/people' }]}
      lead="核对授权书后同意或不同意；同意时生成一次性激活链接，交给本人。"
    >
      <List
        id="accounts.requests"
        caption="账号申请"
        source={source}
        columns={COLUMNS}
        rowKey={(row) => row.id}
        rowHref={(row) => `/people/requests/${row.id}`}
        rowTone={(row) => (row.status === 'PENDING' ? 'attention' : undefined)}
        empty={
          <Empty title="还没有账号申请">
            <p>没有账号的人在登录页点“申请账号”提交后，会出现在这里。</p>
          </Empty>
        }
      />
    </Page>
  );
};

export const RequestsPage = () =>
  useHasRole(...PEOPLE_ADMINS) ? (
    <Requests />
  ) : (
    <Page title="账号申请">
      <NoPermission>账号申请由本单位管理员或项目办办理。</NoPermission>
    </Page>
  );
