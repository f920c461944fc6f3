import { Flag, StatusTag } from '../../../ui/display/status-tag.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import type { Column } from '../../../ui/list/column.ts';
import { List } from '../../../ui/list/list.tsx';
import { useList } from '../../../ui/list/use-list.ts';
import { useHasRole } from '../../../ui/session.tsx';
import { Empty, NoPermission } from '../../../ui/state/states.tsx';
import { listOwnEditions, type OwnEdition } from '../fetch-contract.ts';
import { EVALUATION_READERS } from '../policy.ts';

/** An edition without a row of theirs leaves an organization nothing to fetch. */
const isToFetch = (row: OwnEdition): boolean => row.fetchedAt === null && row.ownRowCount > 0;

const Fetched = ({ row }: { readonly row: OwnEdition }) => {
  if (isToFetch(row)) return <Flag tone="attention">尚未取用</Flag>;
  if (row.fetchedAt === null) return '没有本组织的证书';
  return (
    <>
      <Flag tone="done">已取用</Flag> <Time at={row.fetchedAt} />
    </>
  );
};

const COLUMNS: readonly Column<OwnEdition>[] = [
  {
    key: 'roundTitle',
    label: '名单',
    main: true,
    render: (row) => `${row.roundTitle}，第 ${row.number} 版`,
  },
  {
    key: 'isCurrent',
    badge: true,
    label: '版本',
    nowrap: true,
    render: (row) =>
      row.isCurrent ? (
        <StatusTag tone="done">最新</StatusTag>
      ) : (
        <StatusTag tone="neutral">旧版</StatusTag>
      ),
  },
  {
    key: 'confirmedAt',
    label: '确认时间',
    sort: 'confirmedAt',
    nowrap: true,
    render: (row) => <Time at={row.confirmedAt} />,
  },
  { key: 'ownRowCount', label: '本组织条数', align: 'end', render: (row) => row.ownRowCount },
  {
    key: 'ownChangeCount',
    label: '比上一版变化',
    align: 'end',
    render: (row) => row.ownChangeCount,
  },
  {
    key: 'fetchedAt',
    label: '取用',
    render: (row) => <Fetched row={row} />,
  },
];

const OwnList = () => {
  const source = useList(listOwnEditions);
  return (
    <Page
      title="备案院校"
      lead="备案名单中本组织证书的院校。打开或下载名单时，系统记录取用情况，不用另行回执。"
    >
      <List
        id="filings.own"
        caption="备案名单版本"
        source={source}
        columns={COLUMNS}
        defaultSort="-confirmedAt"
        rowKey={(row) => `${row.roundId} ${row.number}`}
        rowHref={(row) => `/own-filed-lists/${row.roundId}/${row.number}`}
        rowTone={(row) => (row.isCurrent && isToFetch(row) ? 'attention' : undefined)}
        empty={
          <Empty title="还没有备案名单">
            <p>项目办确认备案名单后，本组织证书的备案院校会出现在这里。</p>
          </Empty>
        }
      />
    </Page>
  );
};

/** `/desk/own-filed-lists`. */
export const OwnListPage = () =>
  useHasRole(...EVALUATION_READERS) ? (
    <OwnList />
  ) : (
    <Page title="备案院校">
      <NoPermission>这里供培训评价组织取用名单；其他单位请从“备案名单”查看。</NoPermission>
    </Page>
  );
