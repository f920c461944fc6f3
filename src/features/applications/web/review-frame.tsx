import type { ReactNode } from 'react';

import { Page } from '../../../ui/layout/page.tsx';
import { useHasRole } from '../../../ui/session.tsx';
import { QueryState, type ReadResult } from '../../../ui/state/query-state.tsx';
import { NoPermission } from '../../../ui/state/states.tsx';
import { OVERSEERS } from '../policy.ts';

interface OverseersOnlyProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** Work lists, reviews and progress are for reviewers and overseers; others are told who they are. */
export const OverseersOnly = ({ title, children }: OverseersOnlyProps) =>
  useHasRole(...OVERSEERS) ? (
    children
  ) : (
    <Page title={title}>
      <NoPermission>
        这里供项目办、省级和市级的审核与管理人员使用。您能办的事项都在菜单里。
      </NoPermission>
    </Page>
  );

interface RecordPageProps<T> {
  readonly of: ReadResult<T>;
  readonly what: string;
  /** Stands over the state while there is no record that could name itself. */
  readonly title: string;
  readonly children: (data: T) => ReactNode;
}

/** A page about one record: it has a heading also while loading, when refused and when there is none. */
export const RecordPage = <T,>({ of, what, title, children }: RecordPageProps<T>) => {
  const content = (
    <QueryState of={of} what={what}>
      {children}
    </QueryState>
  );
  return (
    <OverseersOnly title={title}>
      {of.data === undefined ? <Page title={title}>{content}</Page> : content}
    </OverseersOnly>
  );
};
