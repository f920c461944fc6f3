import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';

import type { Finding } from '../../../kernel/finding.ts';
import { errorFinding } from '../../../kernel/finding.ts';
import { useReadToEdit, useWrite } from '../../../ui/api/use-api.ts';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { PageForm } from '../../../ui/form/framed-form.tsx';
import { Fieldset } from '../../../ui/form/form.tsx';
import { TextArea } from '../../../ui/form/text-fields.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import { useHasRole } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { NoPermission } from '../../../ui/state/states.tsx';
import { nowInstant } from '../../../ui/time/clock.ts';
import {
  createRoundEndpoint,
  getRoundEndpoint,
  type RoundDetail,
  updateRoundEndpoint,
} from '../contract.ts';
import { ROUND_EDITORS } from '../policy.ts';
import { publishedEditFindings } from '../rules.ts';
import { draftOf, newDraft, readDraft, type RoundDraft } from './round-draft.ts';
import { PlanFields, RuleFields, TimeFields } from './round-fields.tsx';

const NotYours = () => (
  <Page title="申报轮次" trail={[{ label: '申报轮次', to: '/rounds' }]}>
    <NoPermission>轮次由项目办管理员设置，请联系他们。</NoPermission>
  </Page>
);

const NewForm = () => {
  const [draft, setDraft] = useState<RoundDraft>(newDraft);
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const navigate = useNavigate();
  const write = useWrite(createRoundEndpoint, {
    invalidates: ['rounds'],
    onSuccess: (round) => {
      showToast('草稿已保存，核对后请发布');
      void navigate(`/rounds/${round.id}`);
    },
  });
  const set = (change: Partial<RoundDraft>) => setDraft({ ...draft, ...change });
  const submit = () => {
    const reading = readDraft(draft);
    setFindings(reading.findings);
    if (reading.plan === undefined) return;
    const { eligibleKinds, ...plan } = reading.plan;
    write.mutate({ body: { ...plan, eligibleKinds: [...eligibleKinds] } });
  };
  return (
    <Page
      title="新建轮次"
      trail={[{ label: '申报轮次', to: '/rounds' }]}
      lead="先保存为草稿，只有项目办看得到；核对无误后再发布。"
    >
      <PageForm
        findings={findings}
        error={write.error}
        onSubmit={submit}
        submitLabel="保存草稿"
        busy={write.isPending}
        busyText="正在保存"
        backTo="/rounds"
      >
        <PlanFields draft={draft} set={set} />
        <TimeFields draft={draft} set={set} />
        <RuleFields draft={draft} set={set} />
      </PageForm>
    </Page>
  );
};

/** What the server would say, said before it is asked. */
const editFindings = (
  round: RoundDetail,
  reading: ReturnType<typeof readDraft>,
  reason: string,
): readonly Finding[] => {
  if (reading.plan === undefined || round.status === 'DRAFT') return reading.findings;
  const missing =
    reason.trim() === ''
      ? [errorFinding('rounds.reason_required', 'reason', '请填写修改原因，院校会看到新的时间')]
      : [];
  return [...publishedEditFindings(round, reading.plan, nowInstant()), ...missing];
};

const EditForm = ({ round }: { readonly round: RoundDetail }) => {
  const [draft, setDraft] = useState<RoundDraft>(() => draftOf(round));
  const [reason, setReason] = useState('');
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const navigate = useNavigate();
  const write = useWrite(updateRoundEndpoint, {
    invalidates: ['rounds'],
    onSuccess: () => {
      showToast('已保存');
      void navigate(`/rounds/${round.id}`);
    },
  });
  const set = (change: Partial<RoundDraft>) => setDraft({ ...draft, ...change });
  const submit = () => {
    const reading = readDraft(draft);
    const found = editFindings(round, reading, reason);
    setFindings(found);
    if (reading.plan === undefined || found.length > 0) return;
    const { eligibleKinds, ...plan } = reading.plan;
    const body = { ...plan, eligibleKinds: [...eligibleKinds], version: round.version, reason };
    write.mutate({ params: { roundId: round.id }, body });
  };
  const isPublished = round.status === 'PUBLISHED';
  return (
    <Page
      title={`修改：${round.title}`}
      trail={[
        { label: '申报轮次', to: '/rounds' },
        { label: round.title, to: `/rounds/${round.id}` },
      ]}
    >
      {isPublished ? (
        <Banner title="轮次已发布">
          只能改名称、说明和时间，须写明原因。申报开始后，开始时间不变，截止时间只能延后。
        </Banner>
      ) : null}
      <PageForm
        findings={findings}
        error={write.error}
        onSubmit={submit}
        submitLabel="保存"
        busy={write.isPending}
        busyText="正在保存"
        backTo={`/rounds/${round.id}`}
      >
        <PlanFields draft={draft} set={set} isPublished={isPublished} />
        <TimeFields draft={draft} set={set} />
        {isPublished ? (
          <Fieldset legend="修改原因">
            <TextArea
              name="reason"
              label="修改原因"
              required
              rows={3}
              max={500}
              value={reason}
              onChange={setReason}
            />
          </Fieldset>
        ) : (
          <RuleFields draft={draft} set={set} />
        )}
      </PageForm>
    </Page>
  );
};

/** `/desk/rounds/new`. */
export const RoundNewPage = () => (useHasRole(...ROUND_EDITORS) ? <NewForm /> : <NotYours />);

/** `/desk/rounds/:roundId/edit`. */
export const RoundEditPage = () => {
  const { roundId = '' } = useParams();
  const read = useReadToEdit(getRoundEndpoint, { params: { roundId } });
  return (
    <QueryState of={read} what="申报轮次">
      {(round) =>
        round.permittedActions.includes('update') ? (
          <EditForm key={round.id} round={round} />
        ) : (
          <NotYours />
        )
      }
    </QueryState>
  );
};
