import { useState } from 'react';

import { errorFinding, type Finding } from '../../../kernel/finding.ts';
import { useWrite } from '../../../ui/api/use-api.ts';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { RadioGroup } from '../../../ui/form/choice-fields.tsx';
import { DialogForm } from '../../../ui/form/framed-form.tsx';
import { TextArea } from '../../../ui/form/text-fields.tsx';
import { type OwnContact, reportContact, reportSchema } from '../contract.ts';
import { CONTACT_REPORTS } from '../labels.ts';
import { checkReason } from './contact-draft.ts';
import { optionsOf } from './contact-words.tsx';

interface FormProps {
  readonly contact: OwnContact;
  readonly onClose: () => void;
}

const ReportForm = ({ contact, onClose }: FormProps) => {
  const [kind, setKind] = useState('');
  const [reason, setReason] = useState('');
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const write = useWrite(reportContact, {
    invalidates: ['contacts'],
    onSuccess: () => {
      showToast('已标出，并通知该单位更新');
      onClose();
    },
  });
  const submit = () => {
    const chosen = reportSchema.safeParse(kind);
    const found = [
      ...(chosen.success ? [] : [errorFinding('ui.kind', 'kind', '请选择情况')]),
      ...checkReason(reason),
    ];
    setFindings(found);
    if (found.length > 0 || !chosen.success) return;
    const body = { version: contact.version, kind: chosen.data, reason };
    write.mutate({ params: { id: contact.id }, body });
  };
  return (
    <DialogForm
      findings={findings}
      error={write.error}
      label="标为联系不上"
      onSubmit={submit}
      submitLabel="标为联系不上"
      busy={write.isPending}
      busyText="正在保存"
      onClose={onClose}
    >
      <p>该单位会收到通知；在其确认或变更之前，这位联系人不算有效。</p>
      <RadioGroup
        name="kind"
        label="情况"
        required
        options={optionsOf(CONTACT_REPORTS)}
        value={kind}
        onChange={setKind}
      />
      <TextArea
        name="reason"
        label="说明"
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

export const ReportDialog = ({ contact, onClose }: Props) => (
  <Dialog
    title={contact === null ? '' : `${contact.name}联系不上？`}
    open={contact !== null}
    onClose={onClose}
  >
    {contact === null ? null : <ReportForm contact={contact} onClose={onClose} />}
  </Dialog>
);
