import type { ReactNode } from 'react';
import { Link } from 'react-router';

import { Icon } from '../icon.tsx';
import { sortDirection } from './address.ts';
import type { Column, RowLook } from './column.ts';
import type { Selection } from './selection.ts';
import { TableFrame } from './table-frame.tsx';

interface TableProps<Row> extends RowLook<Row> {
  /** Says what the table holds; read by screen readers, printed as its title. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** Number of the first row. */
  readonly firstNumber: number;
  readonly sort?: string | undefined;
  readonly onSort?: ((column: string) => void) | undefined;
  readonly selection?: Selection | undefined;
  /** A last row of totals, one cell a column key. */
  readonly totals?: Readonly<Record<string, ReactNode>> | undefined;
  readonly stale?: boolean | undefined;
}

interface HeadCellProps<Row> {
  readonly column: Column<Row>;
  readonly sort: string;
  readonly onSort: ((column: string) => void) | undefined;
}

const HeadCell = <Row,>({ column, sort, onSort }: HeadCellProps<Row>) => {
  const { sort: name } = column;
  if (name === undefined || onSort === undefined) {
    return (
      <th scope="col" data-align={column.align}>
        {column.label}
      </th>
    );
  }
  const direction = sortDirection(sort, name);
  return (
    <th scope="col" data-align={column.align} aria-sort={direction ?? 'none'}>
      <button type="button" className="sort-button" onClick={() => onSort(name)}>
        {column.label}
        <span className="sort-mark" data-direction={direction}>
          <Icon name={direction === 'descending' ? 'arrow-down' : 'arrow-up'} />
        </span>
      </button>
    </th>
  );
};

/** What the main cell shows: a link, a button, or plain text. */
export const MainCell = <Row,>({
  row,
  column,
  look,
}: {
  readonly row: Row;
  readonly column: Column<Row>;
  readonly look: RowLook<Row>;
}) => {
  const content = column.render(row);
  if (look.rowHref !== undefined) {
    return (
      <Link to={look.rowHref(row)} className="row-link">
        {content}
      </Link>
    );
  }
  const { onOpen } = look;
  if (onOpen === undefined) return <>{content}</>;
  return (
    <button type="button" className="row-link link-button" onClick={() => onOpen(row)}>
      {content}
    </button>
  );
};

interface TickProps {
  readonly label: string;
  readonly checked: boolean;
  readonly mixed?: boolean;
  readonly onChange: (on: boolean) => void;
}

export const Tick = ({ label, checked, mixed = false, onChange }: TickProps) => (
  <label className="tick">
    <input
      type="checkbox"
      checked={checked}
      ref={(input) => {
        if (input !== null) input.indeterminate = mixed;
      }}
      onChange={(event) => onChange(event.target.checked)}
    />
    <span className="hidden">{label}</span>
  </label>
);

const SelectAll = ({
  selection,
  keys,
}: {
  readonly selection: Selection;
  readonly keys: readonly string[];
}) => {
  const count = keys.filter((key) => selection.keys.has(key)).length;
  const isAll = count > 0 && count === keys.length;
  return (
    <th scope="col" className="tick-cell">
      <Tick
        label="选择本页全部"
        checked={isAll}
        mixed={count > 0 && !isAll}
        onChange={(on) => selection.toggleAll(keys, on)}
      />
    </th>
  );
};

const BodyRow = <Row,>(props: TableProps<Row> & { readonly row: Row; readonly number: number }) => {
  const { row, number, columns, selection } = props;
  const key = props.rowKey(row);
  const isTicked = selection?.keys.has(key) ?? false;
  return (
    <tr data-tone={props.rowTone?.(row)} data-ticked={isTicked || undefined}>
      {selection === undefined ? null : (
        <td className="tick-cell">
          <Tick
            label={`选择第 ${number} 行`}
            checked={isTicked}
            onChange={(on) => selection.toggle(key, on)}
          />
        </td>
      )}
      <td className="number-cell">{number}</td>
      {columns.map((column) =>
        column.main === true ? (
          <th key={column.key} scope="row" data-align={column.align}>
            <MainCell row={row} column={column} look={props} />
          </th>
        ) : (
          <td key={column.key} data-align={column.align} data-nowrap={column.nowrap || undefined}>
            {column.render(row)}
          </td>
        ),
      )}
    </tr>
  );
};

const TotalsRow = <Row,>({
  columns,
  totals,
  lead,
}: {
  readonly columns: readonly Column<Row>[];
  readonly totals: Readonly<Record<string, ReactNode>>;
  readonly lead: number;
}) => (
  <tfoot>
    <tr>
      <th scope="row" colSpan={lead} className="number-cell">
        合计
      </th>
      {columns.map((column) => (
        <td key={column.key} data-align={column.align}>
          {totals[column.key]}
        </td>
      ))}
    </tr>
  </tfoot>
);

/** The wide form of every list: row numbers, heads that stay, heads that sort. */
export const Table = <Row,>(props: TableProps<Row>) => {
  const { selection, columns, rows, rowKey, totals } = props;
  return (
    <TableFrame label={props.caption} stale={props.stale ?? false}>
      <table className="table">
        <caption className="hidden">{props.caption}</caption>
        <thead>
          <tr>
            {selection === undefined ? null : (
              <SelectAll selection={selection} keys={rows.map(rowKey)} />
            )}
            <th scope="col" className="number-cell">
              序号
            </th>
            {columns.map((column) => (
              <HeadCell
                key={column.key}
                column={column}
                sort={props.sort ?? ''}
                onSort={props.onSort}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <BodyRow key={rowKey(row)} {...props} row={row} number={props.firstNumber + index} />
          ))}
        </tbody>
        {totals === undefined ? null : (
          <TotalsRow columns={columns} totals={totals} lead={selection === undefined ? 1 : 2} />
        )}
      </table>
    </TableFrame>
  );
};
