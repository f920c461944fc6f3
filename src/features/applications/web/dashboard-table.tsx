import type { ReactNode } from 'react';
import { Link } from 'react-router';

import type { Column } from '../../../ui/list/column.ts';
import { DataTable } from '../../../ui/list/data-table.tsx';
import {
  type ParticipationGroup,
  type ParticipationStatus,
  WITHOUT_BUREAU,
} from '../participation-groups.ts';
import { type Figures, type Part, percentOf } from './dashboard-figures.ts';

/** The rows behind a figure. */
export type LinkTo = (filter: {
  readonly group?: ParticipationGroup;
  readonly status?: ParticipationStatus;
  readonly bureauId?: string;
  readonly institutionKind?: string;
}) => string;

/** Not on the card of a phone: the list of institutions has them. */
const MINOR = ['drafting', 'provincialReview', 'approved', 'refused', 'withdrawn', 'lapsed'];

const numberCell = (
  key: string,
  label: string,
  of: (figures: Figures) => number,
  to: (part: Part) => string,
): Column<Part> => ({
  key,
  label,
  align: 'end',
  hideOnPhone: MINOR.includes(key),
  render: (part) => {
    const number = of(part.figures);
    return number === 0 ? number : <Link to={to(part)}>{number}</Link>;
  },
});

const bureauColumns = (to: LinkTo): readonly Column<Part>[] => {
  const rows = (part: Part, group?: ParticipationGroup) =>
    to({
      bureauId: part.key ?? WITHOUT_BUREAU,
      ...(group === undefined ? {} : { group }),
    });
  const grouped = (group: ParticipationGroup, label: string) =>
    numberCell(
      group,
      label,
      (figures) => figures[group],
      (part) => rows(part, group),
    );
  return [
    { key: 'name', label: '初审单位', main: true, render: (part) => part.name },
    numberCell('eligible', '应申报', (figures) => figures.eligible, rows),
    grouped('notStarted', '尚未开始'),
    grouped('drafting', '填报中'),
    grouped('submitted', '已提交'),
    { key: 'percent', label: '提交率', align: 'end', render: (part) => `${part.percent}%` },
    grouped('cityReview', '待市级初审'),
    grouped('provincialReview', '待省级审核'),
    grouped('returned', '已退回'),
    grouped('approved', '通过'),
    grouped('refused', '不通过'),
    grouped('withdrawn', '已撤回'),
    grouped('lapsed', '逾期'),
  ];
};

const totalsOf = (all: Figures): Readonly<Record<string, ReactNode>> => ({
  name: '',
  eligible: all.eligible,
  notStarted: all.notStarted,
  drafting: all.drafting,
  submitted: all.submitted,
  percent: `${percentOf(all.submitted, all.eligible)}%`,
  cityReview: all.cityReview,
  provincialReview: all.provincialReview,
  returned: all.returned,
  approved: all.approved,
  refused: all.refused,
  withdrawn: all.withdrawn,
  lapsed: all.lapsed,
});

interface BureauTableProps {
  readonly bureaus: readonly Part[];
  readonly all: Figures;
  readonly to: LinkTo;
}

/** One row a bureau, each figure a way to its institutions. */
export const BureauTable = ({ bureaus, all, to }: BureauTableProps) => (
  <DataTable
    caption="按初审单位的申报进度"
    columns={bureauColumns(to)}
    rows={bureaus}
    rowKey={(part) => part.key ?? ''}
    totals={totalsOf(all)}
    empty={null}
  />
);
