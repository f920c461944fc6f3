import type { ReactNode } from 'react';
import { Link } from 'react-router';

export interface SummaryItem {
  readonly term: string;
  readonly value: ReactNode;
  /** Where the value is changed. */
  readonly changeTo?: string;
}

const isNothing = (value: ReactNode): boolean =>
  value === undefined || value === null || value === '';

/** Answers to check, or the facts of a record. A missing value says so instead of leaving a hole. */
export const SummaryList = ({ items }: { readonly items: readonly SummaryItem[] }) => (
  <dl className="summary-list">
    {items.map((item) => (
      <div key={item.term}>
        <dt>{item.term}</dt>
        <dd>{isNothing(item.value) ? <span className="muted">未填写</span> : item.value}</dd>
        {item.changeTo === undefined ? null : (
          <dd className="summary-action">
            <Link to={item.changeTo}>
              修改<span className="hidden">{item.term}</span>
            </Link>
          </dd>
        )}
      </div>
    ))}
  </dl>
);
