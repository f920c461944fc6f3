import { useState } from 'react';
import { useNavigate } from 'react-router';

import { errorFinding, type Finding } from '../../../kernel/finding.ts';
import type { Instant } from '../../../kernel/time.ts';
import { Button, LinkButton } from '../../../ui/action/button.tsx';
import { Menu } from '../../../ui/action/menu.tsx';
import { useWrite } from '../../../ui/api/use-api.ts';
import { ConfirmDialog } from '../../../ui/feedback/confirm-dialog.tsx';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { ReasonDialog } from '../../../ui/feedback/reason-dialog.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { DateTimeField } from '../../../ui/form/date-fields.tsx';
import { DialogForm } from '../../../ui/form/framed-form.tsx';
import { Row } from '../../../ui/layout/page.tsx';
import {
  type AnnouncementRecord,
  archiveEndpoint,
  publishEndpoint,
  removeAnnouncementEndpoint,
  scheduleEndpoint,
  unscheduleEndpoint,
  withdrawEndpoint,
} from '../register-contract.ts';
import { AUDIENCE_ANCHOR } from './follow-up.tsx';
import { Reach } from './reach.tsx';

interface Props {
  readonly record: AnnouncementRecord;
}

interface StepProps extends Props {
  readonly open: boolean;
  readonly onClose: () => void;
}

interface PublishReachProps extends Omit<StepProps, 'open'> {
  readonly at?: Instant;
  readonly later?: boolean;
}

const PublishReach = ({ record, at, later = false, onClose }: PublishReachProps) => (
  <Reach
    announcementId={record.id}
    step="publish"
    at={at}
    later={later}
    all={{ to: `#${AUDIENCE_ANCHOR}`, label: '查看全部单位' }}
    onLeave={onClose}
  />
);

const Openness = ({ record }: Props) => (
  <p>{record.isPublic ? '正文和附件对社会公开。' : '只有收件人能看到。'}</p>
);

const PublishDialog = ({ record, open, onClose }: StepProps) => {
  const write = useWrite(publishEndpoint, {
    invalidates: ['announcements'],
    onSuccess: () => {
      onClose();
      showToast('已发布');
    },
  });
  return (
    <ConfirmDialog
      title="现在发布？"
      open={open}
      onClose={onClose}
      confirmLabel="发布并通知"
      busy={write.isPending}
      error={write.error}
      onConfirm={() =>
        write.mutate({ params: { announcementId: record.id }, body: { version: record.version } })
      }
    >
      <PublishReach record={record} onClose={onClose} />
      <Openness record={record} />
      <p>发布后内容不能悄悄改，只能更正（旧版保留）或撤回。</p>
    </ConfirmDialog>
  );
};

const ScheduleDialog = ({ record, open, onClose }: StepProps) => {
  const [publishAt, setPublishAt] = useState<Instant | ''>('');
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const write = useWrite(scheduleEndpoint, {
    invalidates: ['announcements'],
    onSuccess: () => {
      onClose();
      showToast('已定时');
    },
  });
  const { id, version } = record;
  const submit = () => {
    const missing = errorFinding('ui.publishAt', 'publishAt', '请填写发布的日期和时间');
    setFindings(publishAt === '' ? [missing] : []);
    if (publishAt !== '')
      write.mutate({ params: { announcementId: id }, body: { publishAt, version } });
  };
  return (
    <Dialog title="定时发布" open={open} onClose={onClose}>
      <DialogForm
        findings={findings}
        error={write.error}
        onSubmit={submit}
        submitLabel="定时发布"
        busy={write.isPending}
        busyText="正在保存"
        onClose={onClose}
      >
        <DateTimeField
          name="publishAt"
          label="发布时间"
          help="北京时间；收件人按到时的数据确定。"
          required
          value={publishAt}
          onChange={setPublishAt}
          defaultTime="09:00"
        />
        <PublishReach
          record={record}
          onClose={onClose}
          later
          {...(publishAt === '' ? {} : { at: publishAt })}
        />
        <Openness record={record} />
      </DialogForm>
    </Dialog>
  );
};

const WithdrawDialog = ({ record, open, onClose }: StepProps) => {
  const { id, version } = record;
  return (
    <ReasonDialog
      title="撤回这篇通知？"
      open={open}
      onClose={onClose}
      endpoint={withdrawEndpoint}
      input={(reason) => ({ params: { announcementId: id }, body: { reason, version } })}
      invalidates={['announcements']}
      done="已撤回"
      confirmLabel="撤回"
      danger
      label="撤回原因"
    >
      <p>撤回后谁也看不到正文，并会把原因通知 {record.recipientCount} 位收件人。不能恢复。</p>
    </ReasonDialog>
  );
};

const RemoveDialog = ({ record, open, onClose }: StepProps) => {
  const navigate = useNavigate();
  const write = useWrite(removeAnnouncementEndpoint, {
    invalidates: ['announcements.register'],
    onSuccess: () => {
      showToast('草稿已删除');
      void navigate('/announcement-register');
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
      onConfirm={() => write.mutate({ params: { announcementId: record.id } })}
    >
      <p>正文和附件都会删除，不能恢复。</p>
    </ConfirmDialog>
  );
};

const ArchiveDialog = ({ record, open, onClose }: StepProps) => {
  const write = useWrite(archiveEndpoint, {
    invalidates: ['announcements'],
    onSuccess: () => {
      onClose();
      showToast('已归档');
    },
  });
  const { id, version } = record;
  return (
    <ConfirmDialog
      title="归档这篇通知？"
      open={open}
      onClose={onClose}
      confirmLabel="归档"
      busy={write.isPending}
      error={write.error}
      onConfirm={() => write.mutate({ params: { announcementId: id }, body: { version } })}
    >
      <p>归档后不再出现在列表里，不再提醒；原来的链接仍然能看。</p>
    </ConfirmDialog>
  );
};

type Step = 'publish' | 'schedule' | 'withdraw' | 'remove' | 'archive';

export const RecordActions = ({ record }: Props) => {
  const [step, setStep] = useState<Step | null>(null);
  const close = () => setStep(null);
  const may = (verb: AnnouncementRecord['permittedActions'][number]) =>
    record.permittedActions.includes(verb);
  const base = `/announcement-register/${record.id}`;
  const unschedule = useWrite(unscheduleEndpoint, { invalidates: ['announcements'] });
  const more = [
    ...(may('archive')
      ? [{ key: 'archive', label: '归档', onAction: () => setStep('archive') }]
      : []),
    ...(may('withdraw')
      ? [{ key: 'withdraw', label: '撤回', danger: true, onAction: () => setStep('withdraw') }]
      : []),
    ...(may('edit')
      ? [{ key: 'remove', label: '删除草稿', danger: true, onAction: () => setStep('remove') }]
      : []),
  ];
  return (
    <Row>
      {unschedule.error === null ? null : <span role="alert">{unschedule.error.text}</span>}
      {more.length === 0 ? null : <Menu label="更多" actions={more} />}
      {may('edit') ? <LinkButton to={`${base}/edit`}>修改</LinkButton> : null}
      {may('correct') ? <LinkButton to={`${base}/correct`}>更正</LinkButton> : null}
      {may('schedule') ? <Button onClick={() => setStep('schedule')}>定时发布</Button> : null}
      {may('unschedule') ? (
        <Button
          busy={unschedule.isPending}
          onClick={() => unschedule.mutate({ params: { announcementId: record.id } })}
        >
          取消定时
        </Button>
      ) : null}
      {may('publish') ? (
        <Button tone="primary" onClick={() => setStep('publish')}>
          立即发布
        </Button>
      ) : null}
      <PublishDialog record={record} open={step === 'publish'} onClose={close} />
      <ScheduleDialog record={record} open={step === 'schedule'} onClose={close} />
      <WithdrawDialog record={record} open={step === 'withdraw'} onClose={close} />
      <RemoveDialog record={record} open={step === 'remove'} onClose={close} />
      <ArchiveDialog record={record} open={step === 'archive'} onClose={close} />
    </Row>
  );
};
