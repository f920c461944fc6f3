import { LinkButton } from '../../../ui/action/button.tsx';
import { Page, Row } from '../../../ui/layout/page.tsx';
import type { Filter } from '../../../ui/list/address.ts';
import type { Column } from '../../../ui/list/column.ts';
import { List } from '../../../ui/list/list.tsx';
import { useList } from '../../../ui/list/use-list.ts';
import { useHasRole } from '../../../ui/session.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { listSessions, type SessionRow } from '../contract.ts';
import { HOSTS, KEEPERS, PARTICIPANTS } from '../policy.ts';
import { infoSessionWorkflow, OPEN_STATUSES, SESSION_STATUSES } from '../status.ts';
import { namesOf, OwnFlags, SessionTag, Span } from './session-words.tsx';

const SEARCH: Filter = {
  kind: 'search',
  name: 'q',
  label: '搜索',
  placeholder: '标题、证书或评价组织',
};

const WHEN: Filter = {
  kind: 'select',
  name: 'when',
  label: '时间',
  options: [
    { value: 'coming', label: '还没有结束' },
    { value: 'past', label: '已经结束' },
  ],
};

const MINE: Filter = {
  kind: 'select',
  name: 'mine',
  label: '范围',
  options: [{ value: 'yes', label: '我报名的' }],
};

const OWN: Filter = {
  kind: 'select',
  name: 'organization',
  label: '主办',
  options: [{ value: 'own', label: '本组织' }],
};

const statusFilter = (statuses: readonly (typeof SESSION_STATUSES)[number][]): Filter => ({
  kind: 'select',
  name: 'status',
  label: '状态',
  options: statuses.map((value) => ({ value, label: infoSessionWorkflow.states[value].office })),
});

const FILTERS = {
  host: [SEARCH, WHEN, statusFilter(SESSION_STATUSES), OWN],
  office: [SEARCH, WHEN, statusFilter(SESSION_STATUSES.filter((status) => status !== 'DRAFT'))],
  participant: [SEARCH, WHEN, statusFilter(OPEN_STATUSES), MINE],
  other: [SEARCH, WHEN, statusFilter(OPEN_STATUSES)],
} satisfies Record<string, readonly Filter[]>;

const COLUMNS: readonly Column<SessionRow>[] = [
  { key: 'title', label: '说明会', main: true, sort: 'title', render: (row) => row.title },
  {
    key: 'when',
    label: '时间',
    sort: 'startsAt',
    nowrap: true,
    render: (row) => <Span row={row} />,
  },
  { key: 'certificates', label: '证书', render: (row) => namesOf(row) },
  {
    key: 'organization',
    label: '评价组织',
    sort: 'organizationName',
    render: (row) => row.organizationName,
  },
  {
    key: 'status',
    badge: true,
    label: '状态',
    nowrap: true,
    render: (row) => <SessionTag status={row.status} />,
  },
];

const OWN_COLUMN: Column<SessionRow> = {
  key: 'own',
  label: '我的情况',
  nowrap: true,
  render: (row) => <OwnFlags row={row} />,
};

const COUNT_COLUMN: Column<SessionRow> = {
  key: 'signUpCount',
  label: '报名人数',
  align: 'end',
  render: (row) => row.signUpCount ?? '',
};

const PARTICIPANT_COLUMNS = [...COLUMNS, OWN_COLUMN];
const KEEPER_COLUMNS = [...COLUMNS, COUNT_COLUMN];

const useView = () => {
  const isHost = useHasRole(...HOSTS);
  const isKeeper = useHasRole(...KEEPERS);
  const isParticipant = useHasRole(...PARTICIPANTS);
  if (isHost) return { isHost, filters: FILTERS.host, columns: KEEPER_COLUMNS };
  if (isKeeper) return { isHost, filters: FILTERS.office, columns: KEEPER_COLUMNS };
  if (isParticipant) return { isHost, filters: FILTERS.participant, columns: PARTICIPANT_COLUMNS };
  return { isHost, filters: FILTERS.other, columns: COLUMNS };
};

/** `/desk/info-sessions/list`. */
export const SessionListPage = () => {
  const { isHost, filters, columns } = useView();
  const source = useList(listSessions, { filters });
  return (
    <Page
      title="说明会列表"
      trail={[{ label: '说明会', to: '/info-sessions' }]}
      action={
        <Row>
          <LinkButton to="/info-sessions">日历</LinkButton>
          {isHost ? (
            <LinkButton to="/info-sessions/new" tone="primary">
              新建说明会
            </LinkButton>
          ) : null}
        </Row>
      }
    >
      <List
        id="info-sessions.list"
        caption="说明会"
        source={source}
        columns={columns}
        defaultSort="-startsAt"
        rowKey={(row) => row.id}
        rowHref={(row) => `/info-sessions/${row.id}`}
        empty={
          <Empty title="没有说明会">
            <p>评价组织发布、项目办审核之后会出现在这里。</p>
          </Empty>
        }
      />
    </Page>
  );
};
