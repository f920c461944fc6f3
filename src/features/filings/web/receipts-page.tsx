import { useState } from 'react';
import { useParams } from 'react-router';

import { useRead } from '../../../ui/api/use-api.ts';
import { Flag } from '../../../ui/display/status-tag.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import type { Filter } from '../../../ui/list/address.ts';
import type { Column } from '../../../ui/list/column.ts';
import { DataTable } from '../../../ui/list/data-table.tsx';
import { List } from '../../../ui/list/list.tsx';
import { useList } from '../../../ui/list/use-list.ts';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { type DeskEdition, getEditionEndpoint } from '../edition-contract.ts';
import { type FetchRow, listFetches, listReceipts, type ReceiptRow } from '../fetch-contract.ts';
import { FETCH_FORMATS } from '../status.ts';
import { editionPath, editionTitle } from './edition-words.tsx';

const FILTERS: readonly Filter[] = [
  { kind: 'search', name: 'q', label: '搜索', placeholder: '评价组织名称' },
  {
    kind: 'select',
    name: 'fetched',
    label: '取用',
    options: [
      { value: 'no', label: '尚未取用' },
      { value: 'yes', label: '已取用' },
    ],
  },
];

const waysOf = (row: ReceiptRow): string =>
  [
    row.pageCount > 0 ? `在线查看 ${row.pageCount} 次` : '',
    row.csvCount > 0 ? `CSV ${row.csvCount} 次` : '',
    row.jsonCount > 0 ? `JSON ${row.jsonCount} 次` : '',
  ]
    .filter((text) => text !== '')
    .join('，');

const COLUMNS: readonly Column<ReceiptRow>[] = [
  {
    key: 'organizationName',
    label: '培训评价组织',
    main: true,
    sort: 'organizationName',
    render: (row) => row.organizationName,
  },
  {
    key: 'rowCount',
    label: '本组织条数',
    align: 'end',
    sort: 'rowCount',
    render: (row) => row.rowCount,
  },
  {
    key: 'state',
    label: '取用',
    nowrap: true,
    render: (row) =>
      row.lastAt === null ? (
        <Flag tone="attention">尚未取用</Flag>
      ) : (
        <Flag tone="done">已取用</Flag>
      ),
  },
  { key: 'ways', label: '方式', render: waysOf },
  {
    key: 'firstAt',
    label: '首次取用',
    optional: true,
    nowrap: true,
    render: (row) => (row.firstAt === null ? '' : <Time at={row.firstAt} />),
  },
  {
    key: 'lastAt',
    label: '最近取用',
    sort: 'lastAt',
    nowrap: true,
    render: (row) => (row.lastAt === null ? '' : <Time at={row.lastAt} />),
  },
];

const EVENT_COLUMNS: readonly Column<FetchRow>[] = [
  {
    key: 'fetchedAt',
    label: '时间',
    main: true,
    nowrap: true,
    render: (row) => <Time at={row.fetchedAt} />,
  },
  { key: 'format', label: '方式', nowrap: true, render: (row) => FETCH_FORMATS[row.format] },
  { key: 'accountName', label: '经办人', render: (row) => row.accountName },
  { key: 'rowCount', label: '条数', align: 'end', render: (row) => row.rowCount },
];

interface EventsProps {
  readonly edition: DeskEdition;
  readonly organizationId: string;
}

const Events = ({ edition, organizationId }: EventsProps) => {
  const params = { roundId: edition.roundId, number: String(edition.number) };
  const read = useRead(listFetches, { params, query: { organizationId, pageSize: 100 } });
  return (
    <QueryState of={read} what="取用记录">
      {({ rows, total }) => (
        <>
          <DataTable
            caption="取用记录"
            columns={EVENT_COLUMNS}
            rows={rows}
            rowKey={(row) => row.id}
            empty={
              <Empty title="还没有取用">
                <p>该组织打开或下载本版名单后会记在这里。</p>
              </Empty>
            }
          />
          {total > rows.length ? <p className="muted">只列出最近 {rows.length} 次。</p> : null}
        </>
      )}
    </QueryState>
  );
};

const Receipts = ({ edition }: { readonly edition: DeskEdition }) => {
  const [opened, setOpened] = useState<ReceiptRow | null>(null);
  const params = { roundId: edition.roundId, number: String(edition.number) };
  const source = useList(listReceipts, { filters: FILTERS, params });
  return (
    <Page
      title="取用情况"
      trail={[
        { label: '备案名单', to: '/filed-lists' },
        { label: editionTitle(edition), to: editionPath(edition) },
      ]}
      lead="本版名单涉及的评价组织：谁取用了，什么时候，用什么方式，谁还没有取用。"
    >
      <List
        id="filings.receipts"
        caption="取用情况"
        source={source}
        columns={COLUMNS}
        defaultSort="organizationName"
        rowKey={(row) => row.organizationId}
        onOpen={setOpened}
        rowTone={(row) => (row.lastAt === null ? 'attention' : undefined)}
        empty={<Empty title="这一版没有涉及评价组织" />}
      />
      <Dialog
        title={opened?.organizationName ?? '取用记录'}
        open={opened !== null}
        onClose={() => setOpened(null)}
        width="wide"
      >
        {opened === null ? null : (
          <Events edition={edition} organizationId={opened.organizationId} />
        )}
      </Dialog>
    </Page>
  );
};

/** `/desk/filed-lists/:roundId/:number/receipts`. */
export const ReceiptsPage = () => {
  const { roundId = '', number = '' } = useParams();
  const read = useRead(getEditionEndpoint, { params: { roundId, number } });
  return (
    <QueryState of={read} what="备案名单">
      {(edition) => <Receipts edition={edition} />}
    </QueryState>
  );
};
