import { useState } from 'react';

import { call } from '../../../ui/api/api-client.ts';
import { useWrite } from '../../../ui/api/use-api.ts';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { MultiComboField } from '../../../ui/form/combo-field.tsx';
import { DialogForm } from '../../../ui/form/framed-form.tsx';
import type { ComboOption } from '../../../ui/form/use-options.ts';
import { searchMajorCodes } from '../../organizations/major-contract.ts';
import { type CertificateDetail, replaceMajors } from '../contract.ts';
import { trustOf } from './level-section.tsx';

const findMajors = async (text: string, signal: AbortSignal): Promise<readonly ComboOption[]> => {
  const { majors } = await call(searchMajorCodes, { query: { q: text } }, { signal });
  return majors.map(({ code, name, educationLevel }) => ({
    value: code,
    label: `${name}（${educationLevel}）`,
    hint: code,
  }));
};

interface Props {
  readonly certificate: CertificateDetail;
  readonly onClose: () => void;
}

const MajorsForm = ({ certificate: current, onClose }: Props) => {
  // The list is replaced as a whole: what a colleague has saved since must be refused, not overwritten.
  const [certificate] = useState(current);
  const [chosen, setChosen] = useState<readonly ComboOption[]>(() =>
    certificate.majors.map(({ majorCode, majorName, educationLevel }) => ({
      value: majorCode,
      label: educationLevel === '' ? majorName : `${majorName}（${educationLevel}）`,
    })),
  );
  const write = useWrite(replaceMajors, {
    invalidates: ['catalog'],
    onSuccess: () => {
      showToast('适用专业已保存');
      onClose();
    },
  });
  const submit = () => {
    const known = new Map(certificate.majors.map((major) => [major.majorCode, major]));
    const majors = chosen.map(({ value, label }) => {
      const {
        majorName = label,
        educationLevel = '',
        trust = '',
        source = '',
      } = known.get(value) ?? {};
      return { majorCode: value, majorName, educationLevel, trust: trustOf(trust), source };
    });
    write.mutate({
      params: { id: certificate.id },
      body: { version: certificate.version, majors },
    });
  };
  return (
    <DialogForm
      error={write.error}
      onSubmit={submit}
      submitLabel="保存"
      busy={write.isPending}
      busyText="正在保存"
      onClose={onClose}
    >
      <MultiComboField
        name="majors"
        label="适用专业"
        help="只作提示，不限制院校申报。目录外的专业请用“导入”。"
        placeholder="输入专业名称、拼音、首字母或代码"
        options={findMajors}
        value={chosen}
        onChange={setChosen}
      />
    </DialogForm>
  );
};

export const MajorsDialog = ({ open, ...props }: Props & { readonly open: boolean }) => (
  <Dialog title={`适用专业：${props.certificate.shortName}`} open={open} onClose={props.onClose}>
    <MajorsForm {...props} />
  </Dialog>
);
