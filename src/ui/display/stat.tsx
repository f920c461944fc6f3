import type { ReactNode } from 'react';
import { Link } from 'react-router';

export const Stats = ({ children }: { readonly children: ReactNode }) => (
  <div className="stats">{children}</div>
);

interface StatProps {
  readonly figure: number | string;
  readonly label: string;
  /** The rows behind the figure. */
  readonly to?: string;
  readonly note?: string;
  readonly tone?: 'attention' | 'danger';
}

/** One figure, one click from its rows. Stands in `Stats`. */
export const Stat = ({ figure, label, to, note, tone }: StatProps) => {
  const content = (
    <>
      <span className="stat-figure">{figure}</span>
      <span className="stat-label">{label}</span>
      {note === undefined ? null : <span className="stat-note">{note}</span>}
    </>
  );
  return to === undefined ? (
    <div className="stat" data-tone={tone}>
      {content}
    </div>
  ) : (
    <Link to={to} className="stat" data-tone={tone}>
      {content}
    </Link>
  );
};
