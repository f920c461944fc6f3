import type { ReactNode } from 'react';

import type { Column, RowLook } from './column.ts';
import type { Selection } from './selection.ts';
import { MainCell, Tick } from './table.tsx';

interface CardsProps<Row> extends RowLook<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly firstNumber: number;
  readonly selection?: Selection | undefined;
}

/** An empty cell is a hole in a table, but only a wasted line on a card. */
const Fact = ({ label, value }: { readonly label: string; readonly value: ReactNode }) =>
  value === null || value === undefined || value === '' ? null : (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );

/** The narrow form of every list: one card a row, its title the main column. */
export const Cards = <Row,>(props: CardsProps<Row>) => {
  const { columns, selection } = props;
  const main = columns.find((column) => column.main === true);
  const shown = columns.filter((column) => column !== main && column.hideOnPhone !== true);
  const badges = shown.filter((column) => column.badge === true);
  const rest = shown.filter((column) => column.badge !== true);
  return (
    <ol className="cards" aria-label={props.caption} start={props.firstNumber}>
      {props.rows.map((row, index) => {
        const key = props.rowKey(row);
        const number = props.firstNumber + index;
        return (
          <li key={key} className="card" data-tone={props.rowTone?.(row)}>
            <div className="card-head">
              {selection === undefined ? null : (
                <Tick
                  label={`选择第 ${number} 项`}
                  checked={selection.keys.has(key)}
                  onChange={(on) => selection.toggle(key, on)}
                />
              )}
              <span className="card-number">{number}</span>
              <p className="card-title">
                {main === undefined ? null : <MainCell row={row} column={main} look={props} />}
              </p>
              {badges.map((column) => (
                <div key={column.key} className="card-badge">
                  {column.render(row)}
                </div>
              ))}
            </div>
            <dl className="card-facts">
              {rest.map((column) => (
                <Fact key={column.key} label={column.label} value={column.render(row)} />
              ))}
            </dl>
          </li>
        );
      })}
    </ol>
  );
};
