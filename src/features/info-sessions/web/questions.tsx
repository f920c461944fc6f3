import { useState } from 'react';

import { Button } from '../../../ui/action/button.tsx';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { Flag } from '../../../ui/display/status-tag.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { ReasonDialog } from '../../../ui/feedback/reason-dialog.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { SelectField } from '../../../ui/form/choice-fields.tsx';
import { Form } from '../../../ui/form/form.tsx';
import { TextArea } from '../../../ui/form/text-fields.tsx';
import { Row, Section } from '../../../ui/layout/page.tsx';
import { useHasRole } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import type { SessionDetail } from '../contract.ts';
import { MODERATORS, PARTICIPANTS } from '../policy.ts';
import {
  answerQuestion,
  askQuestion,
  hideQuestion,
  listQuestions,
  type QuestionRow,
} from '../take-part-contract.ts';

interface Props {
  readonly session: SessionDetail;
}

interface RowProps extends Props {
  readonly row: QuestionRow;
}

const AnswerForm = ({ session, row, onClose }: RowProps & { readonly onClose: () => void }) => {
  const [answer, setAnswer] = useState(row.answer ?? '');
  const write = useWrite(answerQuestion, {
    invalidates: [listQuestions],
    onSuccess: () => {
      onClose();
      showToast('已答复，问题和答复已公开');
    },
  });
  const params = { sessionId: session.id, questionId: row.id };
  return (
    <Form
      label={`答复：${row.question}`}
      error={write.error}
      onSubmit={() => write.mutate({ params, body: { answer } })}
    >
      <TextArea
        name="answer"
        label="答复"
        help="问题和答复会公开在证书页面，不显示提问人。"
        required
        rows={4}
        max={2000}
        value={answer}
        onChange={setAnswer}
      />
      <Row>
        <Button onClick={onClose}>取消</Button>
        <Button type="submit" tone="primary" busy={write.isPending}>
          答复
        </Button>
      </Row>
    </Form>
  );
};

const HideDialog = ({
  session,
  row,
  open,
  onClose,
}: RowProps & { readonly open: boolean; readonly onClose: () => void }) => {
  const params = { sessionId: session.id, questionId: row.id };
  return (
    <ReasonDialog
      title="从公开页面撤下？"
      open={open}
      onClose={onClose}
      endpoint={hideQuestion}
      input={(reason) => ({ params, body: { hidden: true, reason } })}
      invalidates={[listQuestions]}
      done="已从公开页面撤下"
      confirmLabel="撤下"
      danger
      rows={2}
      max={300}
    >
      <p>提问的院校和主办组织仍能看到，并看到您写的原因。</p>
    </ReasonDialog>
  );
};

/** What the host and the office can do with one. */
const Tools = ({ session, row, onAnswer }: RowProps & { readonly onAnswer: () => void }) => {
  const isModerator = useHasRole(...MODERATORS);
  const [isHiding, setHiding] = useState(false);
  const show = useWrite(hideQuestion, { invalidates: [listQuestions] });
  const params = { sessionId: session.id, questionId: row.id };
  return (
    <Row>
      {session.isHost ? (
        <Button small onClick={onAnswer}>
          {row.answer === null ? '答复' : '改写答复'}
        </Button>
      ) : null}
      {isModerator && !row.isHidden ? (
        <Button small onClick={() => setHiding(true)}>
          从公开页面撤下
        </Button>
      ) : null}
      {isModerator && row.isHidden ? (
        <Button
          small
          busy={show.isPending}
          onClick={() => show.mutate({ params, body: { hidden: false } })}
        >
          恢复公开
        </Button>
      ) : null}
      {show.error === null ? null : <span role="alert">{show.error.text}</span>}
      <HideDialog session={session} row={row} open={isHiding} onClose={() => setHiding(false)} />
    </Row>
  );
};

const Asked = ({ row }: { readonly row: QuestionRow }) => (
  <>
    <p>
      <strong>{row.question}</strong>{' '}
      {row.answer === null ? <Flag tone="attention">待答复</Flag> : null}
      {row.isHidden ? <Flag tone="danger">已撤下</Flag> : null}
    </p>
    <p className="muted">
      {row.askedBy === null ? '' : `${row.askedBy}，`}
      <Time at={row.askedAt} />
      {row.certificateName === null ? '' : `，关于${row.certificateName}`}
    </p>
    {row.answer === null ? null : <p className="info-session-answer">{row.answer}</p>}
    {row.hiddenReason === null ? null : <p>撤下原因：{row.hiddenReason}</p>}
  </>
);

const Question = ({ session, row }: RowProps) => {
  const [isAnswering, setAnswering] = useState(false);
  return (
    <li className="info-session-question">
      <Asked row={row} />
      {isAnswering ? (
        <AnswerForm session={session} row={row} onClose={() => setAnswering(false)} />
      ) : null}
      {session.isKeeper && !isAnswering ? (
        <Tools session={session} row={row} onAnswer={() => setAnswering(true)} />
      ) : null}
    </li>
  );
};

const AskForm = ({ session }: Props) => {
  const [question, setQuestion] = useState('');
  const [certificateId, setCertificate] = useState('');
  const write = useWrite(askQuestion, {
    invalidates: [listQuestions],
    onSuccess: () => {
      setQuestion('');
      showToast('已提问，主办组织答复后会告诉您');
    },
  });
  const body = { question, certificateId: certificateId === '' ? null : certificateId };
  return (
    <Form
      label="提问"
      error={write.error}
      onSubmit={() => write.mutate({ params: { sessionId: session.id }, body })}
    >
      <TextArea
        name="question"
        label="我要提问"
        help="答复后，问题和答复会公开，不显示提问人；请不要写个人信息。"
        required
        rows={3}
        max={500}
        value={question}
        onChange={setQuestion}
      />
      {session.certificates.length > 1 ? (
        <SelectField
          name="certificateId"
          label="关于哪个证书"
          prompt="全部"
          options={session.certificates.map(({ id, name }) => ({ value: id, label: name }))}
          value={certificateId}
          onChange={setCertificate}
        />
      ) : null}
      <Row>
        <Button type="submit" busy={write.isPending} busyText="正在提交">
          提问
        </Button>
      </Row>
    </Form>
  );
};

/** Asked and answered; open ones only for those concerned. */
export const Questions = ({ session }: Props) => {
  const isParticipant = useHasRole(...PARTICIPANTS);
  const read = useRead(listQuestions, { params: { sessionId: session.id } });
  return (
    <Section title="问答">
      <QueryState
        of={read}
        what="问答"
        empty={{
          when: ({ rows }) => rows.length === 0,
          show: <Empty title="还没有提问" />,
        }}
      >
        {({ rows }) => (
          <ul className="info-session-questions">
            {rows.map((row) => (
              <Question key={row.id} session={session} row={row} />
            ))}
          </ul>
        )}
      </QueryState>
      {isParticipant && session.status !== 'CANCELLED' ? <AskForm session={session} /> : null}
    </Section>
  );
};
