import { addDays, toInstant } from '../../../kernel/time.ts';
import type { Instant } from '../../../kernel/time.ts';
import type { Tone } from '../../../ui/display/status-tag.tsx';
import { DEFAULT_PAGE_SIZE } from '../../../ui/list/address.ts';
import type { Filter, ListState } from '../../../ui/list/address.ts';
import type { ListData } from '../../../ui/list/use-list.ts';

/** Invented rows for the style sheet; they come from no server. */
export interface SampleRow {
  readonly id: string;
  readonly name: string;
  readonly code: string;
  readonly place: string;
  readonly status: keyof typeof SAMPLE_STATUSES;
  readonly count: number;
  readonly dueAt: Instant;
  readonly note: string;
}

export const SAMPLE_STATUSES: Record<
  'draft' | 'submitted' | 'returned' | 'approved' | 'refused',
  { readonly label: string; readonly tone: Tone }
> = {
  draft: { label: '填写中', tone: 'neutral' },
  submitted: { label: '待审核', tone: 'brand' },
  returned: { label: '退回修改', tone: 'attention' },
  approved: { label: '已通过', tone: 'done' },
  refused: { label: '不通过', tone: 'danger' },
};

const STATUS_KEYS = ['draft', 'submitted', 'returned', 'approved', 'refused'] as const;
const PLACES = ['东川市', '南湖市', '西岭市', '北原市', '中江市'] as const;
const KINDS = ['职业技术学院', '工程学校', '商贸职业学校', '理工职业大学（筹）'] as const;
const START = toInstant('2025-04-07T16:00:00.000Z');

const at = <T>(values: readonly [T, ...T[]], index: number): T =>
  values[index % values.length] ?? values[0];

export const SAMPLE_ROWS: readonly SampleRow[] = Array.from({ length: 137 }, (_, index) => ({
  id: String(index + 1),
  name: `${at(PLACES, index)}第${index + 1}${at(KINDS, index * 7)}`,
  code: `61${String(10_000 + index * 37).slice(0, 5)}`,
  place: at(PLACES, index),
  status: at(STATUS_KEYS, index * 3),
  count: (index * 7919) % 1200,
  dueAt: addDays(START, (index % 9) - 3),
  note: index % 4 === 0 ? '材料已齐，待核对专业名称与证书等级' : '',
}));

export const SAMPLE_FILTERS: readonly Filter[] = [
  { kind: 'search', name: 'q', label: '搜索', placeholder: '名称或代码' },
  {
    kind: 'select',
    name: 'status',
    label: '状态',
    options: STATUS_KEYS.map((value) => ({ value, label: SAMPLE_STATUSES[value].label })),
  },
  {
    kind: 'tags',
    name: 'place',
    label: '地区',
    options: PLACES.map((value) => ({ value, label: value })),
  },
  { kind: 'date', name: 'dueFrom', label: '截止不早于' },
  { kind: 'toggle', name: 'noted', label: '只看有备注的' },
  {
    kind: 'select',
    name: 'group',
    label: '分组',
    options: [
      { value: 'late', label: '超期' },
      { value: 'back', label: '已补正' },
      { value: 'done', label: '已办' },
    ],
  },
];

export const inGroup = (row: SampleRow, group: string): boolean => {
  if (group === 'late') return row.status === 'submitted' && row.count > 230;
  if (group === 'back') return row.status === 'returned';
  return group === 'done' ? row.status === 'approved' : true;
};

const isWanted = (row: SampleRow, filters: ListState['filters']): boolean => {
  const text = (name: string): string => {
    const value = filters[name];
    return typeof value === 'string' ? value : '';
  };
  const places = filters['place'] ?? [];
  return (
    `${row.name}${row.code}`.includes(text('q')) &&
    (text('status') === '' || row.status === text('status')) &&
    (places.length === 0 || places.includes(row.place)) &&
    row.dueAt.slice(0, 10) >= text('dueFrom') &&
    (text('noted') === '' || row.note !== '') &&
    inGroup(row, text('group'))
  );
};

const compareBy = (sort: string) => (one: SampleRow, other: SampleRow) => {
  const order = sort.endsWith('count')
    ? one.count - other.count
    : one.name.localeCompare(other.name, 'zh-CN');
  return sort.startsWith('-') ? -order : order;
};

/** What a list endpoint would answer. */
export const sampleList = (state: ListState): ListData<SampleRow> => {
  const wanted = SAMPLE_ROWS.filter((row) => isWanted(row, state.filters));
  const sorted = state.sort === '' ? wanted : [...wanted].sort(compareBy(state.sort));
  const size = state.pageSize === 0 ? DEFAULT_PAGE_SIZE : state.pageSize;
  return { rows: sorted.slice((state.page - 1) * size, state.page * size), total: wanted.length };
};
