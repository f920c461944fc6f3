import type { ReactNode } from 'react';

import { useNarrow } from '../layout/media.ts';
import { Cards } from './cards.tsx';
import type { Column, RowLook } from './column.ts';
import { Table } from './table.tsx';

interface DataTableProps<Row> extends RowLook<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly empty: ReactNode;
  readonly totals?: Readonly<Record<string, ReactNode>>;
}

/** Rows that the page already has (a part of a record), without filters or paging. */
export const DataTable = <Row,>({ empty, ...props }: DataTableProps<Row>) => {
  const isNarrow = useNarrow();
  if (props.rows.length === 0) return <>{empty}</>;
  return isNarrow ? <Cards {...props} firstNumber={1} /> : <Table {...props} firstNumber={1} />;
};
