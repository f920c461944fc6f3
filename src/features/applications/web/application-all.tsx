import { LinkButton } from '../../../ui/action/button.tsx';
import { ActionBar, Section } from '../../../ui/layout/page.tsx';
import { SideSections } from '../../../ui/layout/side-sections.tsx';
import { DraftStatus } from './application-notices.tsx';
import { DeadlineNote, ModeSwitch, MoreLinks } from './application-head.tsx';
import { ApplicationPage } from './application-page.tsx';
import { SECTION_ANCHOR } from './application-paths.ts';
import { ProblemList } from './application-problems.tsx';
import { ReturnBanner } from './application-remarks.tsx';
import { useSectionStates } from './application-section-states.ts';
import { SubmitButton, SubmitSection, useSubmission } from './section-check.tsx';
import { SECTION_BODIES } from './section-pages.tsx';

/** For clerks who know the form: everything on one page, the list of sections beside it. */
export const AllSectionsPage = () => {
  const states = useSectionStates();
  const submission = useSubmission();
  return (
    <ApplicationPage
      action={
        <>
          <ModeSwitch />
          <MoreLinks />
        </>
      }
    >
      <ReturnBanner />
      <DeadlineNote />
      <SideSections
        sections={states.map((state) => ({
          id: `${SECTION_ANCHOR}${state.key}`,
          label: state.label,
          state: state.status,
          ...(state.tone === 'neutral' || state.tone === 'brand' ? {} : { tone: state.tone }),
        }))}
      >
        {states.map((state, index) => {
          const Body = state.key === 'check' ? undefined : SECTION_BODIES[state.key];
          return (
            <Section
              key={state.key}
              id={`${SECTION_ANCHOR}${state.key}`}
              title={`${index + 1}. ${state.label}`}
              note={state.status}
            >
              <div className="application-section application-dense">
                {Body === undefined ? (
                  <>
                    <ProblemList problems={submission.problems} asked={submission.asked} />
                    <SubmitSection submission={submission} />
                  </>
                ) : (
                  <Body />
                )}
              </div>
            </Section>
          );
        })}
      </SideSections>
      <ActionBar note={<DraftStatus />}>
        <LinkButton to="/applications">返回申报列表</LinkButton>
        <SubmitButton submission={submission} />
      </ActionBar>
    </ApplicationPage>
  );
};
