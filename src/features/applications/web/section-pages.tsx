import { useEffect, useState } from 'react';
import type { ComponentType } from 'react';
import { Navigate, useNavigate } from 'react-router';

import { Button, LinkButton } from '../../../ui/action/button.tsx';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { ActionBar, Section } from '../../../ui/layout/page.tsx';
import { blockingFindings } from '../rules.ts';
import { useApplication } from './application-draft.tsx';
import { DraftStatus } from './application-notices.tsx';
import { ApplicationPage } from './application-page.tsx';
import { homePath } from './application-paths.ts';
import { ProblemList } from './application-problems.tsx';
import { ApplicationRecordView } from './application-record.tsx';
import { RemarkList, ReturnBanner, useOpenRemarks } from './application-remarks.tsx';
import { SECTIONS, type SectionKey, sectionLabel, sectionOf } from './application-sections.ts';
import { ConditionsSection } from './section-conditions.tsx';
import { ItemsSection } from './section-items.tsx';
import { PeopleSection } from './section-people.tsx';
import { PlanSection } from './section-plan.tsx';
import { SubmitButton, SubmitSection, useSubmission } from './section-check.tsx';

type FilledSection = Exclude<SectionKey, 'check'>;

export const SECTION_BODIES: Readonly<Record<FilledSection, ComponentType>> = {
  people: PeopleSection,
  conditions: ConditionsSection,
  items: ItemsSection,
  plan: PlanSection,
};

/** What the reviewers said about this section, where it is mended. */
const SectionRemarks = ({ section }: { readonly section: SectionKey }) => {
  const remarks = useOpenRemarks().filter(
    (one) => sectionOf(one.field ?? one.remark.field) === section,
  );
  if (remarks.length === 0) return null;
  return (
    <Banner tone="attention" title={`审核单位对这一部分有 ${remarks.length} 条意见`}>
      <RemarkList section={section} />
    </Banner>
  );
};

const nextOf = (section: SectionKey): SectionKey => {
  const index = SECTIONS.findIndex((one) => one.key === section);
  return SECTIONS[index + 1]?.key ?? 'check';
};

const SectionPage = ({ section }: { readonly section: FilledSection }) => {
  const { view, state, findings, check, autosave, canEdit } = useApplication();
  const navigate = useNavigate();
  const [asked, setAsked] = useState(0);
  if (!canEdit) return <Navigate to={homePath(view.id)} replace />;
  const Body = SECTION_BODIES[section];
  const problems = blockingFindings(state.draft.content, findings).filter(
    (finding) => sectionOf(finding.field) === section,
  );
  const goOn = () => {
    check(section);
    autosave.flush();
    if (problems.length > 0) setAsked(asked + 1);
    else void navigate(`${homePath(view.id)}/${nextOf(section)}`);
  };
  return (
    <ApplicationPage title={sectionLabel(section)}>
      <SectionRemarks section={section} />
      {asked > 0 ? <ProblemList problems={problems} asked={asked} /> : null}
      <section className="section" data-framed aria-label={sectionLabel(section)}>
        <div className="section-body application-section">
          <Body />
        </div>
      </section>
      <ActionBar note={<DraftStatus />}>
        <LinkButton to={homePath(view.id)}>返回任务列表</LinkButton>
        <Button tone="primary" onClick={goOn}>
          填好了，下一步
        </Button>
      </ActionBar>
    </ApplicationPage>
  );
};

export const PeoplePage = () => <SectionPage section="people" />;
export const ConditionsPage = () => <SectionPage section="conditions" />;
export const ItemsPage = () => <SectionPage section="items" />;
export const PlanPage = () => <SectionPage section="plan" />;

/** All answers once more, then the declaration and the button. */
export const CheckPage = () => {
  const { view, canEdit, check } = useApplication();
  const submission = useSubmission();
  useEffect(() => check(...SECTIONS.map((section) => section.key)), [check]);
  if (!canEdit) return <Navigate to={homePath(view.id)} replace />;
  return (
    <ApplicationPage title={sectionLabel('check')}>
      <ReturnBanner />
      <ProblemList problems={submission.problems} asked={submission.asked} />
      <ApplicationRecordView />
      <Section title={view.status === 'RETURNED' ? '重新提交' : '提交'} id="submit">
        <SubmitSection submission={submission} />
      </Section>
      <ActionBar note={<DraftStatus />}>
        <LinkButton to={homePath(view.id)}>返回任务列表</LinkButton>
        <SubmitButton submission={submission} />
      </ActionBar>
    </ApplicationPage>
  );
};
