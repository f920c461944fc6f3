import { Popup } from '../action/popup.tsx';
import type { Column } from './column.ts';

interface ColumnMenuProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly hidden: readonly string[];
  readonly onToggle: (key: string, on: boolean) => void;
}

export const ColumnMenu = <Row,>({ columns, hidden, onToggle }: ColumnMenuProps<Row>) => (
  <Popup label="列" accessibleLabel="选择显示的列" icon="columns" tone="quiet" small align="end">
    <fieldset className="popup-choices">
      <legend className="hidden">显示的列</legend>
      {columns.map((column) => (
        <label key={column.key} className="popup-choice">
          <input
            type="checkbox"
            checked={column.main === true || !hidden.includes(column.key)}
            disabled={column.main}
            onChange={(event) => onToggle(column.key, event.target.checked)}
          />
          {column.label}
        </label>
      ))}
    </fieldset>
  </Popup>
);
