import { useState } from 'react';
import { useNavigate } from 'react-router';

import { Button, LinkButton } from '../../../ui/action/button.tsx';
import { Menu } from '../../../ui/action/menu.tsx';
import { useWrite } from '../../../ui/api/use-api.ts';
import { ConfirmDialog } from '../../../ui/feedback/confirm-dialog.tsx';
import { ReasonDialog } from '../../../ui/feedback/reason-dialog.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { Form } from '../../../ui/form/form.tsx';
import { TextField } from '../../../ui/form/text-fields.tsx';
import { Row } from '../../../ui/layout/page.tsx';
import {
  cancelSession,
  publishSession,
  removeSession,
  reportSession,
  returnSession,
  type SessionDetail,
  submitSession,
  withdrawSession,
} from '../contract.ts';

interface Props {
  readonly session: SessionDetail;
}

interface StepProps extends Props {
  readonly open: boolean;
  readonly onClose: () => void;
}

const STALE = { invalidates: ['info-sessions'] } as const;

const PLAIN = {
  submit: {
    endpoint: submitSession,
    title: '提交项目办审核？',
    text: '项目办发布之前可以撤回修改。',
    confirm: '提交审核',
    done: '已提交，项目办审核后发布',
  },
  withdraw: {
    endpoint: withdrawSession,
    title: '撤回修改？',
    text: '回到草稿，改好后再提交。',
    confirm: '撤回',
    done: '已撤回为草稿',
  },
  publish: {
    endpoint: publishSession,
    title: '发布这场说明会？',
    text: '发布后出现在公开的日历上，院校人员可以报名；开始前一天和前一小时提醒已报名的人。',
    confirm: '发布',
    done: '已发布',
  },
} as const;

const PlainDialog = ({
  session,
  open,
  onClose,
  verb,
}: StepProps & { readonly verb: keyof typeof PLAIN }) => {
  const { endpoint, title, text, confirm, done } = PLAIN[verb];
  const write = useWrite(endpoint, {
    ...STALE,
    onSuccess: () => {
      onClose();
      showToast(done);
    },
  });
  const { id: sessionId, version } = session;
  return (
    <ConfirmDialog
      title={title}
      open={open}
      onClose={onClose}
      confirmLabel={confirm}
      busy={write.isPending}
      error={write.error}
      onConfirm={() => write.mutate({ params: { sessionId }, body: { version } })}
    >
      <p>{text}</p>
    </ConfirmDialog>
  );
};

const REASONED = {
  return: {
    endpoint: returnSession,
    title: '退回修改？',
    text: '评价组织会收到您写的原因。',
    confirm: '退回',
    done: '已退回',
  },
  cancel: {
    endpoint: cancelSession,
    title: '取消这场说明会？',
    text: '会把原因告知已报名的人，并在日历上标为已取消。不能恢复。',
    confirm: '取消说明会',
    done: '已取消，并告知已报名的人',
  },
} as const;

const ReasonedDialog = ({
  session,
  open,
  onClose,
  verb,
}: StepProps & { readonly verb: keyof typeof REASONED }) => {
  const { endpoint, title, text, confirm, done } = REASONED[verb];
  const { id: sessionId, version } = session;
  return (
    <ReasonDialog
      title={title}
      open={open}
      onClose={onClose}
      endpoint={endpoint}
      input={(reason) => ({ params: { sessionId }, body: { version, reason } })}
      {...STALE}
      done={done}
      confirmLabel={confirm}
      danger
    >
      <p>{text}</p>
    </ReasonDialog>
  );
};

const RemoveDialog = ({ session, open, onClose }: StepProps) => {
  const navigate = useNavigate();
  const write = useWrite(removeSession, {
    invalidates: ['info-sessions.list'],
    onSuccess: () => {
      showToast('草稿已删除');
      void navigate('/info-sessions/list');
    },
  });
  return (
    <ConfirmDialog
      title="删除这份草稿？"
      open={open}
      onClose={onClose}
      confirmLabel="删除"
      danger
      busy={write.isPending}
      error={write.error}
      onConfirm={() => write.mutate({ params: { sessionId: session.id } })}
    >
      <p>内容和材料都会删除，不能恢复。</p>
    </ConfirmDialog>
  );
};

const RecordingDialog = ({ session, open, onClose }: StepProps) => {
  const [recordingUrl, setUrl] = useState(session.recordingUrl);
  const [recordingNote, setNote] = useState(session.recordingNote);
  const write = useWrite(reportSession, {
    ...STALE,
    onSuccess: () => {
      onClose();
      showToast('回放已登记');
    },
  });
  const { id: sessionId, version } = session;
  return (
    <ConfirmDialog
      title="登记回放"
      open={open}
      onClose={onClose}
      confirmLabel="保存"
      busy={write.isPending}
      error={write.error}
      onConfirm={() =>
        write.mutate({ params: { sessionId }, body: { version, recordingUrl, recordingNote } })
      }
    >
      <p>回放链接会显示在公开页面；第一次登记时告知已报名的人。</p>
      <Form error={write.error}>
        <TextField
          name="recordingUrl"
          label="回放链接"
          type="url"
          value={recordingUrl}
          onChange={setUrl}
        />
        <TextField
          name="recordingNote"
          label="回放说明"
          help="例如提取码"
          maxLength={300}
          value={recordingNote}
          onChange={setNote}
        />
      </Form>
    </ConfirmDialog>
  );
};

type Step = keyof typeof PLAIN | keyof typeof REASONED | 'remove' | 'report';

const menuOf = (session: SessionDetail, open: (step: Step) => void) => [
  ...(session.permittedActions.includes('withdraw')
    ? [{ key: 'withdraw', label: '撤回修改', onAction: () => open('withdraw') }]
    : []),
  ...(session.permittedActions.includes('cancel')
    ? [{ key: 'cancel', label: '取消说明会', danger: true, onAction: () => open('cancel') }]
    : []),
  ...(session.permittedActions.includes('edit')
    ? [{ key: 'remove', label: '删除草稿', danger: true, onAction: () => open('remove') }]
    : []),
];

/** What the host and the office can do now. */
export const SessionActions = ({ session }: Props) => {
  const [step, setStep] = useState<Step | null>(null);
  const close = () => setStep(null);
  const may = (verb: SessionDetail['permittedActions'][number]) =>
    session.permittedActions.includes(verb);
  const more = menuOf(session, setStep);
  const base = `/info-sessions/${session.id}`;
  return (
    <Row>
      {more.length === 0 ? null : <Menu label="更多" actions={more} />}
      {may('edit') ? <LinkButton to={`${base}/edit`}>修改</LinkButton> : null}
      {may('amend') ? <LinkButton to={`${base}/amend`}>改期或更改参会方式</LinkButton> : null}
      {may('return') ? <Button onClick={() => setStep('return')}>退回</Button> : null}
      {may('submit') ? (
        <Button tone="primary" onClick={() => setStep('submit')}>
          提交审核
        </Button>
      ) : null}
      {may('publish') ? (
        <Button tone="primary" onClick={() => setStep('publish')}>
          发布
        </Button>
      ) : null}
      {session.isHost && session.status === 'HELD' ? (
        <Button tone="primary" onClick={() => setStep('report')}>
          登记回放
        </Button>
      ) : null}
      {(Object.keys(PLAIN) as (keyof typeof PLAIN)[]).map((verb) => (
        <PlainDialog
          key={verb}
          verb={verb}
          session={session}
          open={step === verb}
          onClose={close}
        />
      ))}
      {(Object.keys(REASONED) as (keyof typeof REASONED)[]).map((verb) => (
        <ReasonedDialog
          key={verb}
          verb={verb}
          session={session}
          open={step === verb}
          onClose={close}
        />
      ))}
      <RemoveDialog session={session} open={step === 'remove'} onClose={close} />
      {session.status === 'HELD' ? (
        <RecordingDialog session={session} open={step === 'report'} onClose={close} />
      ) : null}
    </Row>
  );
};
