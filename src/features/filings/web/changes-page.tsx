import { useMemo } from 'react';
import { useParams } from 'react-router';

import { useRead } from '../../../ui/api/use-api.ts';
import { Compare, type ComparedField } from '../../../ui/display/compare.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import type { Filter } from '../../../ui/list/address.ts';
import type { Column } from '../../../ui/list/column.ts';
import { List } from '../../../ui/list/list.tsx';
import { useList } from '../../../ui/list/use-list.ts';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { kindLabel } from '../../rounds/status.ts';
import {
  type ChangeRow,
  type DeskEdition,
  getEditionEndpoint,
  listChanges,
  listEditions,
} from '../edition-contract.ts';
import { levelLabel, ROW_CHANGES } from '../status.ts';
import { editionPath, editionTitle } from './edition-words.tsx';
import { ChangeTag } from './row-columns.tsx';

type Side = NonNullable<ChangeRow['before']>;

const FIELDS: readonly (readonly [label: string, textOf: (side: Side) => string])[] = [
  ['院校', (side) => side.institutionName],
  ['院校类型', (side) => kindLabel(side.institutionKind)],
  ['所在地', (side) => side.areaName],
  ['证书', (side) => side.certificateName],
  ['等级', (side) => levelLabel(side.level)],
  ['培训评价组织', (side) => side.evaluationOrganizationName],
  ['专业', (side) => side.majorNames.join('、')],
  ['试点人数', (side) => String(side.headcount)],
  ['首次备案', (side) => (side.isNew ? '是' : '否')],
];

const comparedFields = ({ before, after }: ChangeRow): ComparedField[] =>
  FIELDS.map(([label, textOf]) => ({
    label,
    before: before === null ? '' : textOf(before),
    after: after === null ? '' : textOf(after),
  }));

const summaryOf = (side: Side): string =>
  `${side.certificateName}（${levelLabel(side.level)}），${side.majorNames.join('、')}，${side.headcount} 人`;

const Content = ({ row }: { readonly row: ChangeRow }) => {
  if (row.before !== null && row.after !== null) {
    const caption = `${row.filingNumber} 的变更`;
    return <Compare fields={comparedFields(row)} caption={caption} changedOnly />;
  }
  const side = row.after ?? row.before;
  return side === null ? null : <>{summaryOf(side)}</>;
};

const COLUMNS: readonly Column<ChangeRow>[] = [
  {
    key: 'institutionName',
    label: '院校',
    main: true,
    render: (row) => (row.after ?? row.before)?.institutionName ?? '',
  },
  {
    key: 'filingNumber',
    label: '备案号',
    sort: 'filingNumber',
    nowrap: true,
    render: (row) => row.filingNumber,
  },
  {
    key: 'change',
    label: '变化',
    nowrap: true,
    render: (row) => <ChangeTag change={row.change} />,
  },
  { key: 'content', label: '内容', render: (row) => <Content row={row} /> },
];

const CHANGE_FILTER: Filter = {
  kind: 'select',
  name: 'change',
  label: '变化',
  options: (['ADDED', 'CHANGED', 'REMOVED'] as const).map((value) => ({
    value,
    label: ROW_CHANGES[value],
  })),
};

interface ChangesProps {
  readonly edition: DeskEdition;
  /** The other editions of the round. */
  readonly others: readonly DeskEdition[];
}

const Changes = ({ edition, others }: ChangesProps) => {
  const filters = useMemo<readonly Filter[]>(
    () => [
      {
        kind: 'select',
        name: 'against',
        label: '比较对象',
        none: '上一版',
        options: others.map(({ number }) => ({ value: String(number), label: `第 ${number} 版` })),
      },
      CHANGE_FILTER,
    ],
    [others],
  );
  const params = { roundId: edition.roundId, number: String(edition.number) };
  const source = useList(listChanges, { filters, params });
  return (
    <Page
      title="版本比较"
      trail={[
        { label: '备案名单', to: '/filed-lists' },
        { label: editionTitle(edition), to: editionPath(edition) },
      ]}
      lead={`第 ${edition.number} 版相对于所选版本的变化。`}
    >
      <List
        id="filings.changes"
        caption="差异"
        source={source}
        columns={COLUMNS}
        defaultSort="filingNumber"
        rowKey={(row) => row.filingNumber}
        empty={
          <Empty title="没有差异">
            <p>两版的内容相同。</p>
          </Empty>
        }
      />
    </Page>
  );
};

/** `/desk/filed-lists/:roundId/:number/changes`. */
export const ChangesPage = () => {
  const { roundId = '', number = '' } = useParams();
  const read = useRead(getEditionEndpoint, { params: { roundId, number } });
  const editions = useRead(listEditions, { query: { roundId, pageSize: 100 } });
  return (
    <QueryState of={read} what="备案名单">
      {(edition) => (
        <QueryState of={editions} what="各版本">
          {({ rows }) => (
            <Changes
              edition={edition}
              others={rows.filter((row) => row.number !== edition.number)}
            />
          )}
        </QueryState>
      )}
    </QueryState>
  );
};
