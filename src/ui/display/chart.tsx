import { useState } from 'react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';

import { Button } from '../action/button.tsx';
import { TableFrame } from '../list/table-frame.tsx';
import type { Tone } from './status-tag.tsx';

interface FrameProps {
  readonly title: string;
  readonly rows: readonly { readonly label: string; readonly text: string }[];
  readonly valueLabel: string;
  readonly children: ReactNode;
}

/** The picture and its table twin: the same figures for readers of the screen, of paper, and of Excel. */
const ChartFrame = ({ title, rows, valueLabel, children }: FrameProps) => {
  const [isTable, setTable] = useState(false);
  return (
    <figure className="chart">
      <figcaption>
        {title}
        <Button tone="quiet" small pressed={isTable} onClick={() => setTable(!isTable)}>
          表格
        </Button>
      </figcaption>
      {isTable ? (
        <TableFrame label={title}>
          <table className="table">
            <caption className="hidden">{title}</caption>
            <thead>
              <tr>
                <th scope="col">名称</th>
                <th scope="col" data-align="end">
                  {valueLabel}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.label}>
                  <th scope="row">{row.label}</th>
                  <td data-align="end">{row.text}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      ) : (
        children
      )}
    </figure>
  );
};

export interface BarItem {
  readonly label: string;
  readonly value: number;
  /** What stands at the end of the bar; the value itself by default. */
  readonly text?: string;
  readonly tone?: Tone;
  /** The rows behind the bar. */
  readonly to?: string;
}

interface BarChartProps {
  /** The answer, not the subject: `西安已提交 82%`. */
  readonly title: string;
  readonly items: readonly BarItem[];
  /** What the figures are, for the table: `份数`. */
  readonly valueLabel: string;
  /** The length of a full bar; the largest value by default. */
  readonly max?: number;
}

export const BarChart = ({ title, items, valueLabel, max }: BarChartProps) => {
  const full = max ?? Math.max(1, ...items.map((item) => item.value));
  const rows = items.map((item) => ({ label: item.label, text: item.text ?? String(item.value) }));
  return (
    <ChartFrame title={title} rows={rows} valueLabel={valueLabel}>
      <ul className="bars">
        {items.map((item) => (
          <li key={item.label} className="bar">
            <span className="bar-label">
              {item.to === undefined ? item.label : <Link to={item.to}>{item.label}</Link>}
            </span>
            <span className="bar-track">
              <span
                className="bar-fill"
                data-tone={item.tone}
                // The number behind the bar keeps its place: a full bar takes four fifths.
                style={{ width: `${Math.min(1, item.value / full) * 80}%` }}
              />
              <span className="bar-value">{item.text ?? item.value}</span>
            </span>
          </li>
        ))}
      </ul>
    </ChartFrame>
  );
};

export interface Tile {
  readonly label: string;
  readonly value: number;
  readonly text?: string;
  /** Place in the grid from 1; roughly where it lies, without claiming a border. */
  readonly row: number;
  readonly column: number;
  readonly to?: string;
}

interface TileMapProps {
  readonly title: string;
  readonly tiles: readonly Tile[];
  readonly valueLabel: string;
  /** The value of the darkest step. */
  readonly max: number;
}

const STEPS = 5;

const stepOf = (value: number, max: number): number =>
  Math.min(STEPS, Math.max(1, Math.ceil((value / Math.max(max, 1)) * STEPS)));

const TileBody = ({ tile }: { readonly tile: Tile }) => (
  <>
    <span className="tile-label">{tile.label}</span>
    <span className="tile-value">{tile.text ?? tile.value}</span>
  </>
);

/** One equal tile a region: no outline, so no question of whose map it is. */
export const TileMap = ({ title, tiles, valueLabel, max }: TileMapProps) => {
  const rows = tiles.map((tile) => ({ label: tile.label, text: tile.text ?? String(tile.value) }));
  const columns = Math.max(1, ...tiles.map((tile) => tile.column));
  return (
    <ChartFrame title={title} rows={rows} valueLabel={valueLabel}>
      <div className="tiles" style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
        {tiles.map((tile) => {
          const look = {
            className: 'tile',
            'data-step': stepOf(tile.value, max),
            style: { gridRow: tile.row, gridColumn: tile.column },
          };
          return tile.to === undefined ? (
            <div key={tile.label} {...look}>
              <TileBody tile={tile} />
            </div>
          ) : (
            <Link key={tile.label} to={tile.to} {...look}>
              <TileBody tile={tile} />
            </Link>
          );
        })}
      </div>
    </ChartFrame>
  );
};
