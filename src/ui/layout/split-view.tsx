import type { ReactNode } from 'react';

import { useMedia } from './media.ts';
import { Tabs } from './tabs.tsx';

interface Pane {
  readonly label: string;
  readonly content: ReactNode;
}

interface SplitViewProps {
  /** What is being judged. */
  readonly left: Pane;
  /** The evidence: stays in view while the left side scrolls. */
  readonly right: Pane;
  /** Gives the left side three parts of five. */
  readonly wideLeft?: boolean;
}

/** Form left, evidence right; on narrow windows two tabs. */
export const SplitView = ({ left, right, wideLeft = false }: SplitViewProps) => {
  const isNarrow = useMedia('(max-width: 1023.98px)');
  if (isNarrow) {
    return (
      <Tabs
        label={`${left.label}与${right.label}`}
        items={[
          { key: 'left', label: left.label, content: left.content },
          { key: 'right', label: right.label, content: right.content },
        ]}
      />
    );
  }
  return (
    <div className="split" data-wide={wideLeft ? 'left' : undefined}>
      <section className="split-left" aria-label={left.label}>
        {left.content}
      </section>
      <section className="split-right" aria-label={right.label}>
        {right.content}
      </section>
    </div>
  );
};
