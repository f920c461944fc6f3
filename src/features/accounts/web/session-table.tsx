import type { z } from 'zod';

import { Time } from '../../../ui/display/time-text.tsx';
import { Flag } from '../../../ui/display/status-tag.tsx';
import { DataTable } from '../../../ui/list/data-table.tsx';
import type { Column } from '../../../ui/list/column.ts';
import { Empty } from '../../../ui/state/states.tsx';
import type { sessionRow } from '../contract.ts';

export type SessionRow = z.output<typeof sessionRow>;

export const SESSION_COLUMNS: readonly Column<SessionRow>[] = [
  {
    key: 'client',
    label: '设备',
    main: true,
    render: (row) => (
      <>
        {row.client} {row.isCurrent ? <Flag tone="done">本次登录</Flag> : null}
      </>
    ),
  },
  {
    key: 'createdAt',
    label: '登录时间',
    nowrap: true,
    render: (row) => <Time at={row.createdAt} />,
  },
  { key: 'seenAt', label: '最近使用', nowrap: true, render: (row) => <Time at={row.seenAt} /> },
];

interface SessionTableProps {
  readonly rows: readonly SessionRow[];
  readonly columns?: readonly Column<SessionRow>[];
}

export const SessionTable = ({ rows, columns = SESSION_COLUMNS }: SessionTableProps) => (
  <DataTable
    caption="登录"
    columns={columns}
    rows={rows}
    rowKey={(row) => row.id}
    empty={<Empty title="现在没有在任何地方登录" />}
  />
);
