import { useState } from 'react';
import { Link } from 'react-router';

import { formatBeijing, isBefore } from '../../../kernel/time.ts';
import { Button, DownloadLink } from '../../../ui/action/button.tsx';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { Stat, Stats } from '../../../ui/display/stat.tsx';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { Form } from '../../../ui/form/form.tsx';
import { TextField } from '../../../ui/form/text-fields.tsx';
import { Row, Section } from '../../../ui/layout/page.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Failure } from '../../../ui/state/states.tsx';
import { useNow } from '../../../ui/time/use-now.ts';
import type { SessionDetail } from '../contract.ts';
import { spanLine } from '../rules.ts';
import { attend, showCode, signOff, signUp } from '../take-part-contract.ts';

interface Props {
  readonly session: SessionDetail;
}

/** Says it, and lets the person decide: somebody else of the school may take one of the two. */
export const Clashes = ({ session }: Props) =>
  session.clashes.length === 0 ? null : (
    <Banner
      tone="attention"
      title={session.signedUp ? '与您报名的另一场时间重叠' : '报名后会与另一场时间重叠'}
    >
      <ul>
        {session.clashes.map((clash) => (
          <li key={clash.id}>
            <Link to={`/info-sessions/${clash.id}`}>{clash.title}</Link>，{spanLine(clash)}
          </li>
        ))}
      </ul>
      <p>可以请同事参加其中一场。</p>
    </Banner>
  );

const Attend = ({ session }: Props) => {
  const [code, setCode] = useState('');
  const write = useWrite(attend, {
    invalidates: ['info-sessions'],
    onSuccess: () => showToast('已签到'),
  });
  const { id: sessionId } = session;
  return (
    <Form
      label="签到"
      error={write.error}
      onSubmit={() => write.mutate({ params: { sessionId }, body: { code } })}
    >
      <TextField
        name="code"
        label="签到码"
        help="会上正在显示的 6 位数字，每两分钟更换。"
        width="short"
        autoComplete="off"
        maxLength={12}
        required
        value={code}
        onChange={setCode}
      />
      <Row>
        <Button type="submit" tone="primary" busy={write.isPending} busyText="正在签到">
          签到
        </Button>
      </Row>
    </Form>
  );
};

const isOpenAt = (session: SessionDetail, now: ReturnType<typeof useNow>): boolean =>
  (session.status === 'PUBLISHED' || session.status === 'HELD') &&
  !isBefore(now, session.codeOpensAt) &&
  isBefore(now, session.codeClosesAt);

/** Signing up and attending, for the people of an institution. */
export const TakePart = ({ session }: Props) => {
  const now = useNow(15);
  const stale = { invalidates: ['info-sessions'] };
  const up = useWrite(signUp, { ...stale, onSuccess: () => showToast('已报名，开始前会提醒您') });
  const off = useWrite(signOff, { ...stale, onSuccess: () => showToast('已取消报名') });
  const params = { sessionId: session.id };
  const isComing = session.status === 'PUBLISHED' && isBefore(now, session.endsAt);
  const error = up.error ?? off.error;
  return (
    <Section title="报名和签到">
      {session.attended ? <Banner tone="success" title="您已签到" /> : null}
      {!session.attended && isOpenAt(session, now) ? <Attend session={session} /> : null}
      {session.attended || isOpenAt(session, now) || session.status === 'CANCELLED' ? null : (
        <p className="muted">
          签到时间：{formatBeijing(session.codeOpensAt)} 至 {formatBeijing(session.codeClosesAt)}
        </p>
      )}
      {error === null ? null : <Failure error={error} />}
      {isComing ? (
        <Row>
          {session.signedUp ? (
            <Button busy={off.isPending} onClick={() => off.mutate({ params })}>
              取消报名
            </Button>
          ) : (
            <Button
              tone="primary"
              busy={up.isPending}
              onClick={() => up.mutate({ params, body: {} })}
            >
              报名
            </Button>
          )}
          <DownloadLink href={`/api/info-sessions/${session.id}/calendar.ics`}>
            加入日历（.ics）
          </DownloadLink>
        </Row>
      ) : null}
    </Section>
  );
};

/** The host shares this page in the meeting. */
export const CodePanel = ({ session }: Props) => {
  const read = useRead(
    showCode,
    { params: { sessionId: session.id } },
    { everySeconds: 5, isProjected: true },
  );
  return (
    <Section title="签到码" note="在会上共享这一页，或读给参会人听。每两分钟更换，上一个仍可用。">
      <QueryState of={read} what="签到码">
        {(shown) => (
          <>
            {shown.code === null ? (
              <p className="muted">
                签到码在 {formatBeijing(shown.opensAt)} 至 {formatBeijing(shown.closesAt)} 显示。
              </p>
            ) : (
              <p className="info-session-code" aria-label={`签到码 ${shown.code}`}>
                {shown.code.slice(0, 3)} {shown.code.slice(3)}
              </p>
            )}
            <Stats>
              <Stat label="人已报名" figure={session.signUpCount ?? 0} />
              <Stat label="人已签到" figure={shown.attendedCount} />
            </Stats>
          </>
        )}
      </QueryState>
    </Section>
  );
};
