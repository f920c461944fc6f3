import type { ReactNode } from 'react';

import { Icon } from '../icon.tsx';

interface DisclosureProps {
  readonly summary: ReactNode;
  readonly children: ReactNode;
  readonly open?: boolean;
}

/** More for those who want it; closed at first. Found by the browser's search in the page. */
export const Disclosure = ({ summary, children, open = false }: DisclosureProps) => (
  <details className="disclosure" open={open}>
    <summary>
      <Icon name="chevron-right" />
      {summary}
    </summary>
    <div className="disclosure-body">{children}</div>
  </details>
);
