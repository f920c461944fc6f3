import { useState } from 'react';

import { beijingDate, type DateOnly } from '../../../kernel/time.ts';
import { errorFinding, type Finding } from '../../../kernel/finding.ts';
import { useWrite } from '../../../ui/api/use-api.ts';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { DateField } from '../../../ui/form/date-fields.tsx';
import { DialogForm } from '../../../ui/form/framed-form.tsx';
import { TextArea } from '../../../ui/form/text-fields.tsx';
import { useNow } from '../../../ui/time/use-now.ts';
import { beginExit, type CertificateDetail, finishExit, restoreCertificate } from '../contract.ts';
import { certificateExit, type CertificateVerb } from '../status.ts';

const ENDPOINTS = { beginExit, finishExit, restore: restoreCertificate } as const;

const EFFECTS: Readonly<Record<CertificateVerb, string>> = {
  beginExit:
    '院校不能再新申报这个证书；正在填写的申报里会提示更换。已备案的试点和已发的证书不受影响。以后可以恢复。',
  finishExit: '证书标记为已退出。此前备案的试点和已发的证书仍然有效、可以查验。以后可以恢复。',
  restore: '院校可以重新申报这个证书。',
};

interface Props {
  readonly verb: CertificateVerb;
  readonly certificate: CertificateDetail;
  readonly onClose: () => void;
}

const labelOf = (verb: CertificateVerb): string =>
  certificateExit.transitions.find((row) => row.verb === verb)?.label ?? '';

const ExitForm = ({ verb, certificate, onClose }: Props) => {
  const today = beijingDate(useNow(3600));
  const [reason, setReason] = useState('');
  const [on, setOn] = useState<DateOnly | ''>(today);
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const write = useWrite(ENDPOINTS[verb], {
    invalidates: ['catalog', 'applications'],
    onSuccess: () => {
      showToast(`已${labelOf(verb)}`);
      onClose();
    },
  });
  const submit = () => {
    const found = [
      ...(reason.trim() === '' ? [errorFinding('ui.reason', 'reason', '请填写原因')] : []),
      ...(on === '' ? [errorFinding('ui.on', 'on', '请填写日期')] : []),
    ];
    setFindings(found);
    if (on === '' || found.length > 0) return;
    write.mutate({
      params: { id: certificate.id },
      body: { version: certificate.version, reason, on },
    });
  };
  return (
    <DialogForm
      findings={findings}
      error={write.error}
      onSubmit={submit}
      submitLabel={labelOf(verb)}
      danger={verb !== 'restore'}
      busy={write.isPending}
      busyText="正在办理"
      onClose={onClose}
    >
      <p>{EFFECTS[verb]}</p>
      <TextArea
        name="reason"
        label="原因"
        required
        rows={3}
        max={500}
        value={reason}
        onChange={setReason}
      />
      <DateField name="on" label="决定日期" required max={today} value={on} onChange={setOn} />
    </DialogForm>
  );
};

interface DialogProps extends Omit<Props, 'verb'> {
  readonly verb: CertificateVerb | null;
}

export const ExitDialog = ({ verb, certificate, onClose }: DialogProps) => (
  <Dialog
    title={verb === null ? '' : `${labelOf(verb)}：${certificate.shortName}`}
    open={verb !== null}
    onClose={onClose}
  >
    {verb === null ? null : <ExitForm verb={verb} certificate={certificate} onClose={onClose} />}
  </Dialog>
);
