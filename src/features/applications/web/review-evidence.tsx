import { Link } from 'react-router';

import type { OutputOf } from '../../../kernel/endpoint.ts';
import { useRead } from '../../../ui/api/use-api.ts';
import { Compare } from '../../../ui/display/compare.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { submissionContent } from '../contract.ts';
import type { ApplicationView } from '../contract.ts';
import { applicationFacts } from '../review-contract.ts';
import { changesBetweenSubmissions } from './review-changes.ts';
import { useReview } from './review-context.ts';
import { certificateLabel, fieldLabel, isAbout, itemField } from './review-fields.ts';
import { stateWords } from './review-labels.tsx';
import { EarlierRemark } from './review-remarks.tsx';

type Facts = OutputOf<typeof applicationFacts>;
type FactRow = Facts['rows'][number];

const sumOf = (rows: readonly FactRow[], key: 'lastPlanned' | 'lastFiled' | 'nowPlanned'): number =>
  rows.reduce((sum, row) => sum + (row[key] ?? 0), 0);

const differenceText = (now: number, last: number): string => {
  if (last === 0) return `本次计划 ${now} 人，上一轮没有备案人数`;
  const change = now - last;
  if (change === 0) return `本次计划 ${now} 人，与上一轮备案人数相同`;
  const percent = Math.round((Math.abs(change) / last) * 100);
  return `本次计划 ${now} 人，比上一轮备案${change > 0 ? '多' : '少'} ${Math.abs(change)} 人（${percent}%）`;
};

const Bar = ({
  label,
  value,
  max,
  kind,
}: {
  readonly label: string;
  readonly value: number | null;
  readonly max: number;
  readonly kind: 'last' | 'now';
}) => (
  <span className="fact-bar">
    <span className="fact-bar-label">{label}</span>
    <span className="fact-bar-track">
      <span
        className="fact-bar-fill"
        data-kind={kind}
        style={{ width: `${((value ?? 0) / max) * 75}%` }}
      />
      <span>{value === null ? '—' : `${value} 人`}</span>
    </span>
  </span>
);

/** What never was says nothing as an empty bar. */
const FactItem = ({ row, max }: { readonly row: FactRow; readonly max: number }) => {
  const isNew = row.lastPlanned === null && row.lastFiled === null;
  return (
    <li>
      <h3>
        {certificateLabel(row)}
        {isNew ? <span className="muted">（上一轮没有申报）</span> : null}
        {row.nowPlanned === null ? <span className="muted">（本次不再申报）</span> : null}
      </h3>
      {isNew ? null : (
        <>
          <Bar label="上轮计划" value={row.lastPlanned} max={max} kind="last" />
          <Bar label="上轮备案" value={row.lastFiled} max={max} kind="last" />
        </>
      )}
      {row.nowPlanned === null ? null : (
        <Bar label="本次计划" value={row.nowPlanned} max={max} kind="now" />
      )}
    </li>
  );
};

const FactList = ({ facts }: { readonly facts: Facts }) => {
  const max = Math.max(
    1,
    ...facts.rows.flatMap((row) => [row.lastPlanned ?? 0, row.lastFiled ?? 0, row.nowPlanned ?? 0]),
  );
  const left = facts.rows.filter((row) => row.nowPlanned === null).length;
  return (
    <div className="fact-card">
      <h2>{differenceText(sumOf(facts.rows, 'nowPlanned'), sumOf(facts.rows, 'lastFiled'))}</h2>
      <p className="muted">
        对照轮次：{facts.lastRoundTitle}
        {facts.lastStatus === null ? '' : `（${stateWords(facts.lastStatus).office}）`}
        {left === 0 ? '' : `；上一轮有 ${left} 项本次不再申报`}
      </p>
      <ul className="fact-items">
        {facts.rows.map((row) => (
          <FactItem key={row.certificateLevelId} row={row} max={max} />
        ))}
      </ul>
    </div>
  );
};

/** Which of the organizations' info sessions the institution attended: context, never a bar. */
const Sessions = ({ sessions }: Pick<Facts, 'sessions'>) => (
  <div className="fact-card">
    <h2>参加有关说明会的情况</h2>
    <p className="muted">仅供参考，不作为审核条件。</p>
    {sessions.length === 0 ? (
      <p>所申报的证书还没有举行过说明会。</p>
    ) : (
      <ul className="fact-items">
        {sessions.map((session) => (
          <li key={session.sessionId}>
            <h3>
              <Link to={`/info-sessions/${session.sessionId}`}>{session.title}</Link>
            </h3>
            <p className="muted">
              <Time at={session.startsAt} />，{session.certificateNames.join('、')}
            </p>
            <p>
              {session.attendedCount === 0 ? '没有签到记录' : `签到 ${session.attendedCount} 人`}
              {session.signedUpCount === 0 ? '' : `，报名 ${session.signedUpCount} 人`}
            </p>
          </li>
        ))}
      </ul>
    )}
  </div>
);

const NoLastRound = () => (
  <Empty title="没有可以对照的往年申报">
    <p>该院校在此前的轮次中没有提交过申报。</p>
  </Empty>
);

/** What the institution planned and was filed for last time, beside what it plans now (六.1 合理性). */
export const FactsCard = () => {
  const { view } = useReview();
  const read = useRead(applicationFacts, { params: { applicationId: view.id } });
  return (
    <QueryState of={read} what="往年情况">
      {(facts) => (
        <>
          {facts.lastRoundTitle === null ? <NoLastRound /> : <FactList facts={facts} />}
          <Sessions sessions={facts.sessions} />
        </>
      )}
    </QueryState>
  );
};

type Submission = OutputOf<typeof submissionContent>;

const Changes = ({
  before,
  after,
}: {
  readonly before: Submission;
  readonly after: Submission;
}) => {
  const fields = changesBetweenSubmissions(before, after);
  return (
    <>
      <p className="muted">
        第 {before.number} 次提交（
        <Time at={before.submittedAt} />
        ）与第 {after.number} 次提交（
        <Time at={after.submittedAt} />
        ）相比，{fields.length === 0 ? '内容没有改动' : `改动 ${fields.length} 处`}。
      </p>
      <Compare
        caption="两次提交的对照"
        beforeLabel={`第 ${before.number} 次`}
        afterLabel={`第 ${after.number} 次`}
        fields={fields}
      />
    </>
  );
};

/** Remarks of the return that this submission answers, the unanswered first. */
const AnsweredRemarks = () => {
  const { view } = useReview();
  const remarks = view.remarks.toSorted(
    (one, other) => Number(one.answer !== '') - Number(other.answer !== ''),
  );
  if (remarks.length === 0) return null;
  const open = remarks.filter((remark) => remark.answer === '').length;
  return (
    <>
      <h2>
        批注 {remarks.length} 条，{open === 0 ? '均已答复' : `${open} 条未答复`}
      </h2>
      {remarks.map((remark) => (
        <EarlierRemark key={remark.id} remark={remark} place={fieldLabel(remark.field, view)} />
      ))}
    </>
  );
};

const useSubmission = (view: ApplicationView, number: number) =>
  useRead(submissionContent, { params: { applicationId: view.id, number } });

/** After a return: what was changed, and what was answered. */
export const ChangesPanel = () => {
  const { view } = useReview();
  const before = useSubmission(view, view.submissionCount - 1);
  const after = useSubmission(view, view.submissionCount);
  return (
    <div className="review-panel">
      <QueryState of={before} what="上一次提交">
        {(old) => (
          <QueryState of={after} what="本次提交">
            {(fresh) => <Changes before={old} after={fresh} />}
          </QueryState>
        )}
      </QueryState>
      <AnsweredRemarks />
    </div>
  );
};

/** Remarks about places that no longer exist, such as an item that was deleted. */
export const HomelessRemarks = () => {
  const { view } = useReview();
  const homeless = view.remarks.filter(
    (remark) =>
      remark.field.startsWith('items[') &&
      !view.items.some((item) => isAbout(remark.field, itemField(item.id), view)),
  );
  return homeless.map((remark) => (
    <EarlierRemark key={remark.id} remark={remark} place={fieldLabel(remark.field, view)} />
  ));
};
