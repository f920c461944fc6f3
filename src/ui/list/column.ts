import type { ReactNode } from 'react';

export interface Column<Row> {
  readonly key: string;
  readonly label: string;
  readonly render: (row: Row) => ReactNode;
  /** Numbers stand at the end. */
  readonly align?: 'start' | 'end';
  /** Name of the sort in the endpoint's query; without it the head is no button. */
  readonly sort?: string;
  /** Its tag stands beside the title of the phone's card instead of in a line of its own. */
  readonly badge?: boolean;
  /** Not on the phone's card. */
  readonly hideOnPhone?: boolean;
  /** Not shown until chosen in the column menu. */
  readonly optional?: boolean;
  /** The cell that names the row: carries the link and is the title of the card. One per list. */
  readonly main?: boolean;
  /** Dates, numbers and codes that must not break. */
  readonly nowrap?: boolean;
}

/** How rows are known, opened and marked. */
export interface RowLook<Row> {
  readonly rowKey: (row: Row) => string;
  /** The row's own page. */
  readonly rowHref?: ((row: Row) => string) | undefined;
  /** Instead of a page: opens the row in place. */
  readonly onOpen?: ((row: Row) => void) | undefined;
  /** Draws a bar at the row: overdue, needs attention. The words must stand in a cell too. */
  readonly rowTone?: ((row: Row) => 'attention' | 'danger' | undefined) | undefined;
}
