import type { ReactNode } from 'react';

import { Button, DownloadLink } from '../action/button.tsx';
import { ProvenDownload } from '../action/proven-download.tsx';
import { useNarrow } from '../layout/media.ts';
import { QueryState } from '../state/query-state.tsx';
import { Empty } from '../state/states.tsx';
import { withSort } from './address.ts';
import { Cards } from './cards.tsx';
import type { Column, RowLook } from './column.ts';
import { ColumnMenu } from './column-menu.tsx';
import { FilterBar } from './filter-bar.tsx';
import { GroupTabs } from './group-tabs.tsx';
import type { Group } from './group-tabs.tsx';
import { useListKeys } from './list-keys.ts';
import { Paging } from './paging.tsx';
import { useSelection } from './selection.ts';
import type { Selection } from './selection.ts';
import { Table } from './table.tsx';
import { useColumns } from './use-columns.ts';
import type { ListData, ListSource } from './use-list.ts';

export interface BulkActions<Row> {
  /** Buttons for the ticked rows of this page; call `clear` when done. */
  readonly actions: (rows: readonly Row[], clear: () => void) => ReactNode;
}

interface ListProps<Row, Data extends ListData<Row>> extends RowLook<Row> {
  /** Stable name, e.g. `applications.review`; column choices are kept under it. */
  readonly id: string;
  /** What the rows are, e.g. `申请`. */
  readonly caption: string;
  /** From `useList(endpoint, { filters })`. */
  readonly source: ListSource<Row, Data>;
  readonly columns: readonly Column<Row>[];
  /** The endpoint's own order, so that the head of its column can show it. */
  readonly defaultSort?: string;
  /** What will stand here and how it gets here, while no filter is set. */
  readonly empty: ReactNode;
  /** Where what the filters look for is, when it is not here: in another group. */
  readonly elsewhere?: ReactNode;
  /** Group tabs over the list; `name` is one of the filters' names and is not shown in the bar. */
  readonly groups?: {
    readonly name: string;
    readonly of: (data: Data | undefined) => readonly Group[];
  };
  readonly bulk?: BulkActions<Row>;
  readonly totals?: (data: Data) => Readonly<Record<string, ReactNode>>;
}

interface NothingFoundProps {
  readonly onClear: () => void;
  readonly elsewhere: ReactNode;
}

const NothingFound = ({ onClear, elsewhere }: NothingFoundProps) => (
  <Empty title="没有符合条件的内容" action={<Button onClick={onClear}>清除筛选</Button>}>
    {elsewhere ?? <p>请放宽筛选条件，或检查搜索的字词。</p>}
  </Empty>
);

interface BulkBarProps<Row> {
  readonly bulk: BulkActions<Row>;
  readonly rows: readonly Row[];
  readonly selection: Selection;
}

const BulkBar = <Row,>({ bulk, rows, selection }: BulkBarProps<Row>) => (
  <div className="bulk-bar" role="group" aria-label="对已选内容的操作">
    <span role="status">已选本页 {rows.length} 条</span>
    <Button tone="quiet" small onClick={selection.clear}>
      取消选择
    </Button>
    <div className="bulk-actions">{bulk.actions(rows, selection.clear)}</div>
  </div>
);

interface ListHeadProps<Row, Data extends ListData<Row>> {
  readonly list: ListProps<Row, Data>;
  readonly columns: ReturnType<typeof useColumns<Row>>;
  readonly isNarrow: boolean;
}

const CsvLink = ({
  source: { csvHref, csvNeedsProof },
}: {
  readonly source: Pick<ListSource<unknown>, 'csvHref' | 'csvNeedsProof'>;
}) => {
  if (csvHref === undefined) return null;
  const Download = csvNeedsProof === true ? ProvenDownload : DownloadLink;
  return (
    <Download href={csvHref} tone="quiet" small>
      导出 CSV
    </Download>
  );
};

const ListHead = <Row, Data extends ListData<Row>>({
  list,
  columns,
  isNarrow,
}: ListHeadProps<Row, Data>) => (
  <div className="list-head">
    <p className="list-count" role="status">
      {list.source.data === undefined ? '' : `共 ${list.source.data.total} 条`}
    </p>
    <div className="list-tools">
      {isNarrow ? null : (
        <ColumnMenu columns={list.columns} hidden={columns.hidden} onToggle={columns.toggle} />
      )}
      <CsvLink source={list.source} />
      {isNarrow ? null : (
        <Button tone="quiet" small icon="print" onClick={() => print()}>
          打印
        </Button>
      )}
    </div>
  </div>
);

/** Every list of the desk: groups, filters, count, table or cards, paging, selected rows. */
export const List = <Row, Data extends ListData<Row>>(props: ListProps<Row, Data>) => {
  const { source, caption, bulk, groups, rowKey, totals } = props;
  const { state, setState } = source;
  const root = useListKeys();
  const isNarrow = useNarrow();
  const columns = useColumns(props.id, props.columns);
  const selection = useSelection(JSON.stringify(state));
  const ticked = (source.data?.rows ?? []).filter((row) => selection.keys.has(rowKey(row)));
  const clearFilters = () => setState({ ...state, page: 1, filters: {} });
  const isFiltered = Object.keys(state.filters).length > 0 || state.page > 1;
  const view = {
    caption,
    columns: columns.shown,
    firstNumber: (state.page - 1) * state.pageSize + 1,
    selection: bulk === undefined ? undefined : selection,
    rowKey,
    rowHref: props.rowHref,
    onOpen: props.onOpen,
    rowTone: props.rowTone,
  };
  return (
    <div className="list" ref={root} data-list="">
      {groups === undefined ? null : (
        <GroupTabs {...{ state, setState, name: groups.name, groups: groups.of(source.data) }} />
      )}
      <FilterBar
        filters={source.filters.filter((filter) => filter.name !== groups?.name)}
        state={state}
        setState={setState}
      />
      <ListHead list={props} columns={columns} isNarrow={isNarrow} />
      <QueryState
        of={source}
        what={caption}
        empty={{
          when: (data) => data.rows.length === 0,
          show: isFiltered ? (
            <NothingFound onClear={clearFilters} elsewhere={props.elsewhere} />
          ) : (
            props.empty
          ),
        }}
      >
        {(data) =>
          isNarrow ? (
            <Cards {...view} rows={data.rows} />
          ) : (
            <Table
              {...view}
              rows={data.rows}
              sort={state.sort === '' ? props.defaultSort : state.sort}
              onSort={(column) => setState(withSort(state, column, props.defaultSort))}
              totals={totals?.(data)}
              stale={source.isStale}
            />
          )
        }
      </QueryState>
      <Paging state={state} total={source.data?.total ?? 0} setState={setState} />
      {bulk === undefined || ticked.length === 0 ? null : (
        <BulkBar bulk={bulk} rows={ticked} selection={selection} />
      )}
    </div>
  );
};
