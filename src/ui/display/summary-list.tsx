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

interface SummaryListProps {
  readonly items: readonly SummaryItem[];
  /** `long`: terms are questions and values a few characters, so that phones give the terms the room. */
  readonly terms?: 'short' | 'long';
}

/** Answers to check, or the facts of a record. A missing value says so instead of leaving a hole. */
export const SummaryList = ({ items, terms = 'short' }: SummaryListProps) => (
  <dl className="summary-list" data-terms={terms}>
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
