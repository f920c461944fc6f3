import { Button } from '../../../ui/action/button.tsx';
import { Flag, StatusTag } from '../../../ui/display/status-tag.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import type { Column } from '../../../ui/list/column.ts';
import { List } from '../../../ui/list/list.tsx';
import { useListState } from '../../../ui/list/use-list.ts';
import { Empty } from '../../../ui/state/states.tsx';
import {
  SAMPLE_FILTERS,
  SAMPLE_ROWS,
  SAMPLE_STATUSES,
  inGroup,
  sampleList,
} from './sample-rows.ts';
import type { SampleRow } from './sample-rows.ts';

const COLUMNS: readonly Column<SampleRow>[] = [
  { key: 'name', label: '名称', main: true, sort: 'name', render: (row) => row.name },
  { key: 'code', label: '代码', nowrap: true, render: (row) => row.code },
  { key: 'place', label: '地区', render: (row) => row.place },
  {
    key: 'status',
    label: '状态',
    render: (row) => (
      <StatusTag tone={SAMPLE_STATUSES[row.status].tone}>
        {SAMPLE_STATUSES[row.status].label}
      </StatusTag>
    ),
  },
  { key: 'count', label: '人数', align: 'end', sort: 'count', render: (row) => row.count },
  { key: 'dueAt', label: '截止', nowrap: true, render: (row) => <Time at={row.dueAt} dateOnly /> },
  {
    key: 'note',
    label: '备注',
    hideOnPhone: true,
    optional: true,
    render: (row) => row.note,
  },
  {
    key: 'flag',
    label: '提醒',
    render: (row) => (inGroup(row, 'late') ? <Flag tone="danger">已超期</Flag> : null),
  },
];

const countOf = (group: string): number => SAMPLE_ROWS.filter((row) => inGroup(row, group)).length;

/** A list as features build it; only the rows are made here instead of asked from an endpoint. */
export const KitList = () => {
  const { state, setState } = useListState(SAMPLE_FILTERS);
  return (
    <List
      id="kit.sample"
      caption="示例单位"
      columns={COLUMNS}
      rowKey={(row) => row.id}
      rowHref={(row) => `/kit/${row.id}`}
      rowTone={(row) => (inGroup(row, 'late') ? 'danger' : undefined)}
      source={{
        state,
        setState,
        filters: SAMPLE_FILTERS,
        csvHref: undefined,
        data: sampleList(state),
        error: null,
        isPending: false,
        isStale: false,
        refetch: () => undefined,
      }}
      groups={{
        name: 'group',
        of: () => [
          { value: '', label: '全部', count: SAMPLE_ROWS.length },
          { value: 'late', label: '超期', count: countOf('late'), urgent: true },
          { value: 'back', label: '已补正', count: countOf('back') },
          { value: 'done', label: '已办', count: countOf('done') },
        ],
      }}
      bulk={{
        actions: (rows, clear) => (
          <Button
            tone="primary"
            onClick={() => {
              clear();
              showToast(`已催办 ${rows.length} 家`, () => showToast('已撤销催办'));
            }}
          >
            催办
          </Button>
        ),
      }}
      empty={
        <Empty title="还没有示例单位">
          <p>单位提交后会出现在这里。</p>
        </Empty>
      }
    />
  );
};
