import { LinkButton } from '../../../ui/action/button.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import type { Filter } from '../../../ui/list/address.ts';
import type { Column } from '../../../ui/list/column.ts';
import { List } from '../../../ui/list/list.tsx';
import { useList } from '../../../ui/list/use-list.ts';
import { useHasRole } from '../../../ui/session.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { listRounds, type RoundRow } from '../contract.ts';
import { DRAFT_READERS, ROUND_EDITORS } from '../policy.ts';
import { ROUND_STATUSES } from '../status.ts';
import { PhaseTag } from './round-words.tsx';
import { ClosingWords } from './round-times.tsx';

const SEARCH: Filter = { kind: 'search', name: 'q', label: '搜索', placeholder: '名称或文号' };

const statusFilter = (statuses: readonly (keyof typeof ROUND_STATUSES)[]): Filter => ({
  kind: 'select',
  name: 'status',
  label: '状态',
  options: statuses.map((status) => ({ value: status, label: ROUND_STATUSES[status] })),
});

const OFFICE_FILTERS: readonly Filter[] = [
  SEARCH,
  statusFilter(['DRAFT', 'PUBLISHED', 'CONCLUDED']),
];
const PUBLIC_FILTERS: readonly Filter[] = [SEARCH, statusFilter(['PUBLISHED', 'CONCLUDED'])];

const COLUMNS: readonly Column<RoundRow>[] = [
  { key: 'title', label: '名称', main: true, sort: 'title', render: (row) => row.title },
  {
    key: 'number',
    label: '年度和批次',
    sort: 'number',
    nowrap: true,
    render: (row) => `${row.year} 年第 ${row.sequence} 批`,
  },
  {
    key: 'phase',
    label: '阶段',
    nowrap: true,
    badge: true,
    render: (row) => <PhaseTag phase={row.phase} />,
  },
  {
    key: 'opensAt',
    label: '申报开始',
    nowrap: true,
    render: (row) => <Time at={row.opensAt} />,
  },
  {
    key: 'closesAt',
    label: '申报截止',
    sort: 'closesAt',
    render: (row) => <ClosingWords round={row} />,
  },
  {
    key: 'noticeNumber',
    label: '文号',
    optional: true,
    render: (row) => row.noticeNumber ?? '',
  },
];

export const RoundListPage = () => {
  const isEditor = useHasRole(...ROUND_EDITORS);
  const seesDrafts = useHasRole(...DRAFT_READERS);
  const source = useList(listRounds, { filters: seesDrafts ? OFFICE_FILTERS : PUBLIC_FILTERS });
  const create = (
    <LinkButton to="/rounds/new" tone="primary">
      新建轮次
    </LinkButton>
  );
  return (
    <Page
      title="申报轮次"
      lead="每一轮的起止时间、申报范围和审核规则。"
      {...(isEditor ? { action: create } : {})}
    >
      <List
        id="rounds.list"
        caption="申报轮次"
        source={source}
        columns={COLUMNS}
        defaultSort="-number"
        rowKey={(row) => row.id}
        rowHref={(row) => `/rounds/${row.id}`}
        empty={
          <Empty title="还没有申报轮次">
            <p>
              {isEditor
                ? '点“新建轮次”写一份草稿，核对后发布，院校才能看到。'
                : '项目办发布轮次后会出现在这里。'}
            </p>
          </Empty>
        }
      />
    </Page>
  );
};
