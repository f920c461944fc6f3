import type { ReactNode } from 'react';
import { Link } from 'react-router';

import { Phrased } from '../display/phrased.tsx';
import { useArrivalFocus } from './arrival.ts';
import { usePageTitle } from './document-title.ts';

export interface TrailStep {
  readonly label: string;
  readonly to: string;
}

interface PageProps {
  readonly title: string;
  /** Where am I: the pages above this one, the nearest last. */
  readonly trail?: readonly TrailStep[];
  /** What is the state: one `StatusTag`. */
  readonly tag?: ReactNode;
  /** Derived flags beside the state, e.g. `<Deadline>` or `<Flag>`. */
  readonly flags?: ReactNode;
  /** One line that says what the page is for. */
  readonly lead?: ReactNode;
  /** What can I do now: one primary action, at most two more. */
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

const Trail = ({ steps }: { readonly steps: readonly TrailStep[] }) => (
  <nav className="trail" aria-label="当前位置">
    <ol>
      {steps.map((step) => (
        <li key={step.to}>
          <Link to={step.to}>{step.label}</Link>
        </li>
      ))}
    </ol>
  </nav>
);

/** Every desk page: where am I, what is the state, what can I do now, then the rest. */
export const Page = ({ title, trail, tag, flags, lead, action, children }: PageProps) => {
  const heading = useArrivalFocus<HTMLHeadingElement>();
  usePageTitle(title);
  return (
    <article className="page">
      {trail === undefined || trail.length === 0 ? null : <Trail steps={trail} />}
      <header className="page-head">
        <div className="page-title">
          <h1 ref={heading} tabIndex={-1}>
            <Phrased text={title} />
          </h1>
          {tag}
          {flags === undefined ? null : <div className="page-flags">{flags}</div>}
        </div>
        {action === undefined ? null : <div className="page-action">{action}</div>}
        {lead === undefined ? null : <p className="page-lead">{lead}</p>}
      </header>
      {children}
    </article>
  );
};

interface SectionProps {
  readonly title: string;
  /** The anchor that `SideSections` points to. */
  readonly id?: string;
  readonly note?: ReactNode;
  readonly action?: ReactNode;
  /** Draws the section as a sheet with a border; default true. */
  readonly framed?: boolean;
  readonly children: ReactNode;
}

export const Section = ({ title, id, note, action, framed = true, children }: SectionProps) => (
  <section className="section" id={id} data-framed={framed || undefined}>
    <header className="section-head">
      <h2>{title}</h2>
      {note === undefined ? null : <p className="section-note">{note}</p>}
      {action === undefined ? null : <div className="section-action">{action}</div>}
    </header>
    <div className="section-body">{children}</div>
  </section>
);

interface ActionBarProps {
  /** Left side: autosave status, what is missing. */
  readonly note?: ReactNode;
  /** Right side: the primary action last, where the thumb is. */
  readonly children: ReactNode;
}

/** Stays at the bottom of the window while the page scrolls. */
export const ActionBar = ({ note, children }: ActionBarProps) => (
  <div className="action-bar" role="group" aria-label="本页操作">
    <div className="action-bar-note">{note}</div>
    <div className="action-bar-buttons">{children}</div>
  </div>
);

/** Equal columns on wide windows, one below the other on phones. */
export const Columns = ({ children }: { readonly children: ReactNode }) => (
  <div className="columns">{children}</div>
);

/** Buttons or links in a row that wraps. */
export const Row = ({ children }: { readonly children: ReactNode }) => (
  <div className="row">{children}</div>
);
