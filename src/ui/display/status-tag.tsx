import type { ReactNode } from 'react';

import { Icon } from '../icon.tsx';

export type Tone = 'neutral' | 'brand' | 'done' | 'attention' | 'danger';

interface StatusTagProps {
  readonly tone: Tone;
  /** The words of `status.ts`. */
  readonly children: string;
}

/** The one status of a record: words, a shape and a colour. It is no button and does not look like one. */
export const StatusTag = ({ tone, children }: StatusTagProps) => (
  <strong className="tag" data-tone={tone}>
    {children}
  </strong>
);

interface FlagProps {
  readonly tone?: 'attention' | 'danger' | 'done';
  /** A sentence, which may need more than one line. */
  readonly long?: boolean;
  readonly children: ReactNode;
}

/** Something derived that stands beside the status: `您查看后有变更`. */
export const Flag = ({ tone, long = false, children }: FlagProps) => (
  <span className="flag" data-tone={tone} data-long={long || undefined}>
    {tone === 'attention' || tone === 'danger' ? <Icon name="warning" /> : null}
    {children}
  </span>
);
