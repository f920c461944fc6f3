import type { OutputOf } from '../../../kernel/endpoint.ts';
import { StatusTag } from '../../../ui/display/status-tag.tsx';
import type { Filter } from '../../../ui/list/address.ts';
import type { Column } from '../../../ui/list/column.ts';
import { ELIGIBLE_KINDS, kindLabel } from '../../rounds/status.ts';
import type { listEditionRows } from '../edition-contract.ts';
import { levelLabel, LEVELS, ROW_CHANGES, type RowChange } from '../status.ts';

export type Row = OutputOf<typeof listEditionRows>['rows'][number];

const TONES = {
  SAME: 'neutral',
  ADDED: 'done',
  CHANGED: 'attention',
  REMOVED: 'danger',
} as const;

export const ChangeTag = ({ change }: { readonly change: RowChange }) => (
  <StatusTag tone={TONES[change]}>{ROW_CHANGES[change]}</StatusTag>
);

const optionsOf = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

export const SEARCH: Filter = {
  kind: 'search',
  name: 'q',
  label: '搜索',
  placeholder: '院校、证书或备案号',
};

export const LEVEL_FILTER: Filter = {
  kind: 'select',
  name: 'level',
  label: '等级',
  options: optionsOf(LEVELS),
};

export const CHANGE_FILTER: Filter = {
  kind: 'select',
  name: 'change',
  label: '变化',
  options: optionsOf(ROW_CHANGES),
};

const KIND_FILTER: Filter = {
  kind: 'select',
  name: 'institutionKind',
  label: '院校类型',
  options: optionsOf(ELIGIBLE_KINDS),
};

export const ROW_FILTERS: readonly Filter[] = [SEARCH, KIND_FILTER, LEVEL_FILTER, CHANGE_FILTER];

const INSTITUTION: Column<Row> = {
  key: 'institutionName',
  label: '院校',
  main: true,
  sort: 'institutionName',
  render: (row) => row.institutionName,
};

const REST: readonly Column<Row>[] = [
  {
    key: 'certificateName',
    label: '证书',
    sort: 'certificateName',
    render: (row) => `${row.certificateName}（${levelLabel(row.level)}）`,
  },
  {
    key: 'evaluationOrganizationName',
    label: '培训评价组织',
    render: (row) => row.evaluationOrganizationName,
  },
  { key: 'majorNames', label: '专业', render: (row) => row.majorNames.join('、') },
  {
    key: 'headcount',
    label: '试点人数',
    align: 'end',
    sort: 'headcount',
    render: (row) => row.headcount,
  },
  { key: 'areaName', label: '所在地', nowrap: true, render: (row) => row.areaName },
  {
    key: 'institutionKind',
    label: '院校类型',
    optional: true,
    render: (row) => kindLabel(row.institutionKind),
  },
  {
    key: 'isNew',
    label: '首次备案',
    optional: true,
    render: (row) => (row.isNew ? '是' : '否'),
  },
  { key: 'filingNumber', label: '备案号', nowrap: true, render: (row) => row.filingNumber },
  {
    key: 'change',
    label: '变化',
    nowrap: true,
    render: (row) => <ChangeTag change={row.change} />,
  },
];

export const ROW_COLUMNS: readonly Column<Row>[] = [INSTITUTION, ...REST];

/** The organization's own list: whose certificates they are goes without saying. */
export const OWN_ROW_COLUMNS: readonly Column<Row>[] = ROW_COLUMNS.filter(
  (column) => column.key !== 'evaluationOrganizationName',
);
