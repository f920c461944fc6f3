import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';

import { Deadline } from '../../../ui/display/time-text.tsx';
import { StatusTag } from '../../../ui/display/status-tag.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import { applicationWorkflow } from '../status.ts';
import { useApplication } from './application-draft.tsx';
import { DraftNotices } from './application-notices.tsx';
import { focusField } from './application-focus.ts';
import { homePath } from './application-paths.ts';

/** `?field=items[2].grades`, as links from other pages set it: the field takes the focus, then the address is clean. */
const useFieldFromAddress = (): void => {
  const [search, setSearch] = useSearchParams();
  const field = search.get('field');
  useEffect(() => {
    if (field === null) return undefined;
    // After the heading has taken the focus of the arrival.
    const timer = setTimeout(() => {
      focusField(field);
      setSearch({}, { replace: true, preventScrollReset: true });
    }, 50);
    return () => clearTimeout(timer);
  }, [field, setSearch]);
};

interface ApplicationPageProps {
  /** The round's title when left out: the application's own page. */
  readonly title?: string;
  readonly lead?: ReactNode;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of every page of one application: whose, in which state, until when. */
export const ApplicationPage = ({ title, lead, action, children }: ApplicationPageProps) => {
  const { view } = useApplication();
  const state = applicationWorkflow.states[view.status];
  const isOpen = view.status === 'DRAFT' || view.status === 'RETURNED';
  useFieldFromAddress();
  return (
    <Page
      title={title ?? view.round.title}
      trail={[
        { label: '试点申报', to: '/applications' },
        ...(title === undefined ? [] : [{ label: view.round.title, to: homePath(view.id) }]),
      ]}
      tag={<StatusTag tone={state.tone}>{state.applicant}</StatusTag>}
      flags={isOpen ? <Deadline at={view.submitBy} label="提交截止" /> : undefined}
      lead={lead}
      action={action}
    >
      <DraftNotices />
      {children}
    </Page>
  );
};
