import type { ReactNode } from 'react';

import { type Actor, hasRole, type Role, ROLES } from '../../../kernel/actor.ts';
import { LinkButton } from '../../../ui/action/button.tsx';
import { Page, Section } from '../../../ui/layout/page.tsx';
import { useActor } from '../../../ui/session.tsx';
import { OVERSEERS, SCHOOL } from '../../applications/policy.ts';
import { EVALUATION_READERS } from '../../filings/policy.ts';
import { CATALOG_OBSERVERS } from '../../catalog/policy.ts';
import { CalendarLink } from './calendar-link.tsx';
import { destinations } from './destinations.ts';
import { MyTasks } from './my-tasks.tsx';
import { OwnEditions } from './own-editions.tsx';
import { OwnRounds } from './own-rounds.tsx';
import { RegisterTasks } from './register-tasks.tsx';
import { ReviewTasks } from './review-tasks.tsx';
import { RoundProgress } from './round-progress.tsx';

import './home.css';

interface Block {
  readonly key: string;
  readonly roles: readonly Role[];
  readonly show: () => ReactNode;
}

const People = () => (
  <Section title="账号管理">
    <p>您管理账号，看不到申报业务数据。</p>
    <div className="row">
      <LinkButton tone="primary" to={destinations.people}>
        管理账号
      </LinkButton>
    </div>
  </Section>
);

const REVIEWERS: readonly Role[] = ['city_reviewer', 'provincial_reviewer'];

/** Figures of the reader's scope, in the order in which they stand; a person with several roles sees several. */
const BLOCKS: readonly Block[] = [
  { key: 'school', roles: SCHOOL, show: () => <OwnRounds /> },
  { key: 'review', roles: REVIEWERS, show: () => <ReviewTasks /> },
  { key: 'progress', roles: OVERSEERS, show: () => <RoundProgress /> },
  { key: 'registers', roles: CATALOG_OBSERVERS, show: () => <RegisterTasks /> },
  { key: 'editions', roles: EVALUATION_READERS, show: () => <OwnEditions /> },
  { key: 'people', roles: ['system_admin'], show: () => <People /> },
];

const leadOf = (actor: Actor): string =>
  `${actor.organizationName}，${actor.roles.map((role) => ROLES[role]).join('、')}`;

/** `/desk/`: what there is to do now and by when, what others do first, and how the reader's scope stands. */
export const HomePage = () => {
  const actor = useActor();
  return (
    <Page title={`${actor.name}，您好`} lead={leadOf(actor)}>
      <div className="home-block">
        <MyTasks />
      </div>
      {BLOCKS.filter((block) => hasRole(actor, ...block.roles)).map((block) => (
        <div key={block.key} className="home-block">
          {block.show()}
        </div>
      ))}
      <CalendarLink />
    </Page>
  );
};
