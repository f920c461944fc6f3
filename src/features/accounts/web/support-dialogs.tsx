import { useState } from 'react';

import { useWrite } from '../../../ui/api/use-api.ts';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { DialogForm } from '../../../ui/form/framed-form.tsx';
import { TextField } from '../../../ui/form/text-fields.tsx';
import { resetFactor } from '../factor-contract.ts';
import type { PersonRow } from '../people-contract.ts';
import { startView } from '../permission-contract.ts';
import { enterDesk } from './enter-desk.ts';

interface SupportDialogProps {
  readonly person: PersonRow;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Looking at what the person sees, to help them on the telephone. */
export const ViewDialog = ({ person, open, onClose }: SupportDialogProps) => {
  const [purpose, setPurpose] = useState('');
  const write = useWrite(startView, { onSuccess: () => enterDesk('/') });
  return (
    <Dialog title={`查看${person.name}的界面`} open={open} onClose={onClose}>
      <p>只能看，不能替本人办理；最长 30 分钟。本人会收到通知，谁在何时为何查看会留下记录。</p>
      <DialogForm
        error={write.error}
        label="查看界面"
        onSubmit={() => write.mutate({ params: { id: person.id }, body: { purpose } })}
        submitLabel="开始查看"
        busy={write.isPending || write.isSuccess}
        onClose={onClose}
      >
        <TextField
          name="purpose"
          label="用途"
          required
          help="例如“电话协助填写申报表”，本人看得到。"
          value={purpose}
          onChange={setPurpose}
        />
      </DialogForm>
    </Dialog>
  );
};

/** For somebody who has lost telephone and recovery codes. */
export const ResetFactorDialog = ({ person, open, onClose }: SupportDialogProps) => {
  const [reason, setReason] = useState('');
  const write = useWrite(resetFactor, {
    invalidates: ['accounts'],
    onSuccess: () => {
      onClose();
      showToast('两步验证已重置，本人会收到通知');
    },
  });
  return (
    <Dialog title={`重置${person.name}的两步验证`} open={open} onClose={onClose}>
      <p>请先当面或用登记的电话核对是本人。重置后本人的登录全部结束，下次登录要重新设置。</p>
      <DialogForm
        error={write.error}
        label="重置两步验证"
        onSubmit={() => write.mutate({ params: { id: person.id }, body: { reason } })}
        submitLabel="重置"
        danger
        busy={write.isPending}
        onClose={onClose}
      >
        <TextField name="reason" label="理由" required value={reason} onChange={setReason} />
      </DialogForm>
    </Dialog>
  );
};
