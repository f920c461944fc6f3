import { useEffect, useMemo } from 'react';
import type { ReactNode } from 'react';
import { useNavigate, useParams } from 'react-router';

import { useRead } from '../../../ui/api/use-api.ts';
import { Button, LinkButton } from '../../../ui/action/button.tsx';
import { Flag } from '../../../ui/display/status-tag.tsx';
import { useMedia } from '../../../ui/layout/media.ts';
import { ActionBar, Page } from '../../../ui/layout/page.tsx';
import { SplitView } from '../../../ui/layout/split-view.tsx';
import { Tabs } from '../../../ui/layout/tabs.tsx';
import type { TabItem } from '../../../ui/layout/tabs.tsx';
import { preferences } from '../../../ui/preferences.ts';
import { useActor } from '../../../ui/session.tsx';
import { getRoundEndpoint } from '../../rounds/contract.ts';
import { getApplication } from '../contract.ts';
import type { ApplicationView } from '../contract.ts';
import {
  ConditionsSection,
  InstitutionSection,
  PeopleSection,
  PlanSection,
} from './review-application.tsx';
import { findingsOf, ReviewProvider, useReview } from './review-context.ts';
import { CoursePanel, Decisions } from './review-course.tsx';
import { useReviewDraft } from './review-draft.ts';
import { ChangesPanel, FactsCard, HomelessRemarks } from './review-evidence.tsx';
import { RecordPage } from './review-frame.tsx';
import { ItemsSection, OtherFindings } from './review-items.tsx';
import { ApplicationTag } from './review-labels.tsx';
import { OpinionPanel } from './review-opinion.tsx';
import { type QueuePlace, useQueuePlace } from './review-queue.ts';
import { ReviewDue } from './review-due.tsx';

import './review.css';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** `j` and `k` as on the list: the next and the previous application. */
const useStepKeys = (place: QueuePlace): void => {
  const navigate = useNavigate();
  const [next, previous] = [place.next?.id, place.previous?.id];
  const { suffix } = place;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (!preferences().shortcuts || document.querySelector('dialog[open]') !== null) return;
      const id = { j: next, k: previous }[event.key];
      if (id === undefined) return;
      event.preventDefault();
      void navigate(`/review/${id}${suffix}`);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [navigate, next, previous, suffix]);
};

const Steps = ({ place }: { readonly place: QueuePlace }) => {
  // Alone in its list there is nothing to step to.
  if (place.count === 0 || (place.count === 1 && place.position === 1)) return null;
  return (
    <nav className="review-steps" aria-label="列表中的上一件和下一件">
      {place.previous === undefined ? null : (
        <LinkButton small icon="chevron-left" to={`/review/${place.previous.id}${place.suffix}`}>
          上一件
        </LinkButton>
      )}
      <span className="muted">
        {place.position === 0
          ? '不在原列表中'
          : `本页第 ${place.position} 件，共 ${place.count} 件`}
      </span>
      {place.next === undefined ? null : (
        <LinkButton small icon="chevron-right" to={`/review/${place.next.id}${place.suffix}`}>
          下一件
        </LinkButton>
      )}
    </nav>
  );
};

const Content = () => (
  <>
    <OtherFindings />
    <InstitutionSection />
    <ItemsSection />
    <HomelessRemarks />
    <ConditionsSection />
    <PlanSection />
    <PeopleSection />
    <section className="review-print-only">
      <h2>审核意见</h2>
      <Decisions />
    </section>
  </>
);

const evidenceTabs = (view: ApplicationView): TabItem[] => [
  { key: 'facts', label: '往年对照', content: <FactsCard /> },
  ...(view.submissionCount > 1
    ? [{ key: 'changes', label: '修改对照', content: <ChangesPanel /> }]
    : []),
  { key: 'course', label: '办理经过', content: <CoursePanel /> },
];

const OPINION = 'opinion';

const Wide = ({ opinion }: { readonly opinion: ReactNode }) => {
  const { view } = useReview();
  const tabs = [{ key: OPINION, label: '审核意见', content: opinion }, ...evidenceTabs(view)];
  return (
    <SplitView
      wideLeft
      left={{ label: '申报内容', content: <Content /> }}
      right={{ label: '审核', content: <Tabs label="审核与佐证" items={tabs} /> }}
    />
  );
};

const OPINION_TAB = 'review-opinion-tab';

/** The kit's tabs choose by themselves, so the button under the thumb presses the tab for the reader. */
const openOpinion = (): void => {
  document.getElementById(OPINION_TAB)?.closest('button')?.click();
  window.scrollTo({ top: 0 });
};

const Narrow = ({
  opinion,
  canDecide,
}: {
  readonly opinion: ReactNode;
  readonly canDecide: boolean;
}) => {
  const { view, draft } = useReview();
  const content = (
    <>
      <Content />
      {canDecide ? (
        <ActionBar
          note={draft.remarks.length === 0 ? undefined : `已记批注 ${draft.remarks.length} 条`}
        >
          <Button tone="primary" onClick={openOpinion}>
            写审核意见
          </Button>
        </ActionBar>
      ) : null}
    </>
  );
  const tabs = [
    { key: 'content', label: '申报内容', content },
    { key: OPINION, label: <span id={OPINION_TAB}>审核意见</span>, content: opinion },
    ...evidenceTabs(view),
  ];
  return <Tabs label="申报与审核" items={tabs} />;
};

const CITY_JUDGES = 'endorse';
const PROVINCE_JUDGES = 'approve';

const stageOf = (view: ApplicationView): 'city' | 'province' | undefined => {
  if (view.permittedActions.includes(CITY_JUDGES)) return 'city';
  return view.permittedActions.includes(PROVINCE_JUDGES) ? 'province' : undefined;
};

interface ReviewOfProps {
  readonly view: ApplicationView;
  readonly place: QueuePlace;
}

const ReviewOf = ({ view, place }: ReviewOfProps) => {
  const { draft, setDraft } = useReviewDraft(view, useActor().userId);
  const round = useRead(getRoundEndpoint, { params: { roundId: view.round.id } });
  const isNarrow = useMedia('(max-width: 1023.98px)');
  const findings = useMemo(() => findingsOf(view, round.data), [view, round.data]);
  useStepKeys(place);
  const canRemark = view.permittedActions.some(
    (verb) => verb === 'returnByCity' || verb === 'returnByProvince',
  );
  const stage = stageOf(view);
  const opinion = <OpinionPanel place={place} />;
  return (
    <ReviewProvider value={{ view, draft, setDraft, findings, stage, canRemark }}>
      <Page
        title={view.institution.name}
        trail={[
          { label: '审核工作', to: place.listTo },
          { label: view.round.title, to: `/rounds/${view.round.id}/dashboard` },
        ]}
        tag={<ApplicationTag status={view.status} />}
        flags={
          <>
            {round.data === undefined ? null : <ReviewDue view={view} round={round.data} />}
            {view.submissionCount > 1 ? (
              <Flag tone="attention">修改后第 {view.submissionCount} 次提交</Flag>
            ) : null}
            {view.isNewInstitution ? <Flag>首次参加试点</Flag> : null}
          </>
        }
        action={<Steps place={place} />}
      >
        {isNarrow ? (
          <Narrow opinion={opinion} canDecide={stage !== undefined || canRemark} />
        ) : (
          <Wide opinion={opinion} />
        )}
      </Page>
    </ReviewProvider>
  );
};

/** `/desk/review/:applicationId`: one application to judge, with the evidence beside it. */
export const ReviewPage = () => {
  const { applicationId = '' } = useParams();
  const read = useRead(getApplication, { params: { applicationId } });
  const place = useQueuePlace(applicationId);
  return (
    <RecordPage of={read} what="申报" title="审核申报">
      {(view) => <ReviewOf key={`${view.id}.${view.submissionCount}`} view={view} place={place} />}
    </RecordPage>
  );
};
