import { Navigate, Outlet, useParams } from 'react-router';

import { LinkButton } from '../../../ui/action/button.tsx';
import { useRead } from '../../../ui/api/use-api.ts';
import { Page } from '../../../ui/layout/page.tsx';
import { useHasRole } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { NotFound } from '../../../ui/state/states.tsx';
import { SCHOOL } from '../policy.ts';
import { getApplication } from '../contract.ts';
import { ApplicationDraft } from './application-draft.tsx';

import './application.css';

const Missing = () => (
  <Page title="没有找到这份申报" trail={[{ label: '试点申报', to: '/applications' }]}>
    <NotFound
      title="没有找到这份申报"
      action={<LinkButton to="/applications">回到试点申报</LinkButton>}
    >
      <p>它可能属于其他院校，或地址不完整。请从“试点申报”重新进入。</p>
    </NotFound>
  </Page>
);

/** Around all pages of one application: reads it once and keeps its draft while the pages change. */
export const ApplicationFrame = () => {
  const { applicationId = '' } = useParams();
  const isSchool = useHasRole(...SCHOOL);
  const read = useRead(getApplication, { params: { applicationId } }, { enabled: isSchool });
  // Reviewers have a page of their own for the same application.
  if (!isSchool) return <Navigate to={`/review/${applicationId}`} replace />;
  if (read.error?.status === 404 || read.error?.status === 400) return <Missing />;
  return (
    <QueryState of={read} what="申报">
      {(view) => (
        <ApplicationDraft key={view.id} view={view}>
          <Outlet />
        </ApplicationDraft>
      )}
    </QueryState>
  );
};
