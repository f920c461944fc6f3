import { useState } from 'react';

import { errorFinding, type Finding } from '../../../kernel/finding.ts';
import { beijingDate, type DateOnly } from '../../../kernel/time.ts';
import { useWrite } from '../../../ui/api/use-api.ts';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { DateField } from '../../../ui/form/date-fields.tsx';
import { DialogForm } from '../../../ui/form/framed-form.tsx';
import { TextArea } from '../../../ui/form/text-fields.tsx';
import { useNow } from '../../../ui/time/use-now.ts';
import { endContact, type OwnContact } from '../contract.ts';
import { DUTIES } from '../labels.ts';
import { checkReason } from './contact-draft.ts';

interface FormProps {
  readonly contact: OwnContact;
  readonly onClose: () => void;
}

const EndForm = ({ contact, onClose }: FormProps) => {
  const today = beijingDate(useNow(3600));
  const [validTo, setTo] = useState<DateOnly | ''>(today);
  const [reason, setReason] = useState('');
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const write = useWrite(endContact, {
    invalidates: ['contacts', 'applications'],
    onSuccess: () => {
      showToast('已办理离任，24 小时内可以撤回');
      onClose();
    },
  });
  const submit = () => {
    const found = [
      ...(validTo === '' ? [errorFinding('ui.to', 'validTo', '请填写日期')] : []),
      ...checkReason(reason),
    ];
    setFindings(found);
    if (validTo === '' || found.length > 0) return;
    write.mutate({
      params: { id: contact.id },
      body: { version: contact.version, validTo, reason },
    });
  };
  return (
    <DialogForm
      findings={findings}
      error={write.error}
      label="办理离任"
      onSubmit={submit}
      submitLabel="办理离任"
      danger
      busy={write.isPending}
      busyText="正在保存"
      onClose={onClose}
    >
      <p>
        已有接任的人，请改用“变更”里的“换人”。离任后，未办完的事项仍由本单位办理，系统会通知本单位维护联系人的同事。
      </p>
      <DateField
        name="validTo"
        label="自哪一天起不再担任"
        required
        value={validTo}
        onChange={setTo}
      />
      <TextArea
        name="reason"
        label="变更原因"
        required
        rows={2}
        max={200}
        value={reason}
        onChange={setReason}
      />
    </DialogForm>
  );
};

interface Props {
  readonly contact: OwnContact | null;
  readonly onClose: () => void;
}

export const EndDialog = ({ contact, onClose }: Props) => (
  <Dialog
    title={contact === null ? '' : `${contact.name}不再担任${DUTIES[contact.duty]}？`}
    open={contact !== null}
    onClose={onClose}
  >
    {contact === null ? null : <EndForm contact={contact} onClose={onClose} />}
  </Dialog>
);
