import { useState } from 'react';

import { beijingDate, type DateOnly } from '../../../kernel/time.ts';
import { useWrite } from '../../../ui/api/use-api.ts';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { SelectField } from '../../../ui/form/choice-fields.tsx';
import { DateField } from '../../../ui/form/date-fields.tsx';
import { DialogForm } from '../../../ui/form/framed-form.tsx';
import { TextField } from '../../../ui/form/text-fields.tsx';
import { useNow } from '../../../ui/time/use-now.ts';
import { errorFinding, type Finding } from '../../../kernel/finding.ts';
import { assignBureau, endJurisdiction } from '../jurisdiction-contract.ts';
import { useBureauChoices } from './organization-choices.ts';

export interface AssignTarget {
  readonly institutionId: string;
  readonly institutionName: string;
  /** Who answers for it now; '' when nobody does. */
  readonly bureauName: string;
}

interface AssignProps {
  readonly target: AssignTarget;
  readonly onClose: () => void;
}

const AssignForm = ({ target, onClose }: AssignProps) => {
  const today = beijingDate(useNow(3600));
  const bureaus = useBureauChoices();
  const [bureauId, setBureau] = useState('');
  const [validFrom, setFrom] = useState<DateOnly | ''>(today);
  const [note, setNote] = useState('');
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const write = useWrite(assignBureau, {
    invalidates: ['organizations'],
    onSuccess: () => {
      showToast('管辖部门已指定');
      onClose();
    },
  });
  const submit = () => {
    const found = [
      ...(bureauId === '' ? [errorFinding('ui.bureau', 'bureauId', '请选择管辖部门')] : []),
      ...(validFrom === '' ? [errorFinding('ui.from', 'validFrom', '请填写开始日期')] : []),
    ];
    setFindings(found);
    if (validFrom === '' || found.length > 0) return;
    write.mutate({ params: { id: target.institutionId }, body: { bureauId, validFrom, note } });
  };
  return (
    <DialogForm
      findings={findings}
      error={write.error}
      onSubmit={submit}
      submitLabel="指定管辖部门"
      busy={write.isPending}
      busyText="正在保存"
      onClose={onClose}
    >
      {target.bureauName === '' ? null : (
        <p>
          现由{target.bureauName}管辖，新的管辖开始之日原管辖即结束。已经提交的申报仍由原部门初审。
        </p>
      )}
      <SelectField
        name="bureauId"
        label="管辖部门"
        required
        help="按管辖关系选择，不必与所在地一致。"
        options={bureaus}
        value={bureauId}
        onChange={setBureau}
      />
      <DateField name="validFrom" label="开始日期" required value={validFrom} onChange={setFrom} />
      <TextField
        name="note"
        label="说明"
        help="依据或原因，可不填。"
        value={note}
        onChange={setNote}
      />
    </DialogForm>
  );
};

interface AssignDialogProps {
  /** null while closed. */
  readonly target: AssignTarget | null;
  readonly onClose: () => void;
}

export const AssignDialog = ({ target, onClose }: AssignDialogProps) => (
  <Dialog
    title={`指定管辖部门：${target?.institutionName ?? ''}`}
    open={target !== null}
    onClose={onClose}
  >
    {target === null ? null : <AssignForm target={target} onClose={onClose} />}
  </Dialog>
);

export interface EndTarget {
  readonly id: string;
  readonly version: number;
  readonly institutionName: string;
  readonly bureauName: string;
}

const EndForm = ({
  target,
  onClose,
}: {
  readonly target: EndTarget;
  readonly onClose: () => void;
}) => {
  const today = beijingDate(useNow(3600));
  const [validTo, setTo] = useState<DateOnly | ''>(today);
  const [note, setNote] = useState('');
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const write = useWrite(endJurisdiction, {
    invalidates: ['organizations'],
    onSuccess: () => {
      showToast('管辖已结束');
      onClose();
    },
  });
  const { id, version } = target;
  const submit = () => {
    setFindings(validTo === '' ? [errorFinding('ui.to', 'validTo', '请填写日期')] : []);
    if (validTo !== '') write.mutate({ params: { id }, body: { version, validTo, note } });
  };
  return (
    <DialogForm
      findings={findings}
      error={write.error}
      onSubmit={submit}
      submitLabel="结束管辖"
      danger
      busy={write.isPending}
      busyText="正在保存"
      onClose={onClose}
    >
      <p>
        结束后如不再指定，该院校会列入“待指定管辖”，其申报无法进入市级初审。改由其他部门管辖的，请直接“指定管辖部门”。
      </p>
      <DateField
        name="validTo"
        label="自哪一天起不再管辖"
        required
        value={validTo}
        onChange={setTo}
      />
      <TextField name="note" label="说明" value={note} onChange={setNote} />
    </DialogForm>
  );
};

interface EndDialogProps {
  readonly target: EndTarget | null;
  readonly onClose: () => void;
}

export const EndDialog = ({ target, onClose }: EndDialogProps) => (
  <Dialog
    title={target === null ? '' : `结束${target.bureauName}对${target.institutionName}的管辖`}
    open={target !== null}
    onClose={onClose}
  >
    {target === null ? null : <EndForm target={target} onClose={onClose} />}
  </Dialog>
);
