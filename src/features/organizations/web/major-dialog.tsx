import { useState } from 'react';

import { type Finding, isBlocking } from '../../../kernel/finding.ts';
import { beijingDate } from '../../../kernel/time.ts';
import { call } from '../../../ui/api/api-client.ts';
import { useWrite } from '../../../ui/api/use-api.ts';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { CheckboxField } from '../../../ui/form/choice-fields.tsx';
import { ComboField } from '../../../ui/form/combo-field.tsx';
import { DialogForm } from '../../../ui/form/framed-form.tsx';
import { NumberField, TextField } from '../../../ui/form/text-fields.tsx';
import type { ComboOption } from '../../../ui/form/use-options.ts';
import { useNow } from '../../../ui/time/use-now.ts';
import {
  addInstitutionMajor,
  type InstitutionMajorRow,
  searchMajorCodes,
  updateInstitutionMajor,
} from '../major-contract.ts';
import { type MajorDraft, majorDraftFindings } from './major-draft.ts';

const STALE = ['organizations', 'applications'] as const;

const findMajors = async (text: string, signal: AbortSignal): Promise<readonly ComboOption[]> => {
  const { majors } = await call(searchMajorCodes, { query: { q: text } }, { signal });
  return majors.map(({ code, name, educationLevel, className }) => ({
    value: code,
    label: name,
    hint: `${code} ${educationLevel} ${className}`,
  }));
};

interface FieldsProps {
  readonly draft: MajorDraft;
  readonly onChange: (change: Partial<MajorDraft>) => void;
}

const CodeFields = ({ draft, onChange }: FieldsProps) => (
  <>
    {draft.isListed ? (
      <ComboField
        name="majorCode"
        label="专业"
        required
        placeholder="输入专业名称、拼音、首字母或代码"
        options={findMajors}
        value={draft.chosen}
        onChange={(chosen) => onChange({ chosen })}
      />
    ) : (
      <>
        <TextField
          name="majorCode"
          label="专业代码"
          required
          width="medium"
          help="6 位数字，可带后缀 T、K。"
          value={draft.majorCode}
          onChange={(majorCode) => onChange({ majorCode })}
        />
        <TextField
          name="majorName"
          label="专业名称"
          required
          value={draft.majorName}
          onChange={(majorName) => onChange({ majorName })}
        />
      </>
    )}
    <CheckboxField
      name="isFree"
      label="职业教育专业目录中没有这个专业"
      value={!draft.isListed}
      onChange={(isFree) => onChange({ isListed: !isFree })}
    />
  </>
);

const EnrolmentFields = ({ draft, onChange }: FieldsProps) => (
  <>
    <TextField
      name="direction"
      label="专业方向"
      help="同一专业分方向招生时填写，不分方向留空。"
      value={draft.direction}
      onChange={(direction) => onChange({ direction })}
    />
    <NumberField
      name="firstEnrolmentYear"
      label="首次招生年份"
      required
      unit="年"
      help="原则上连续招生三年以上；不足三年的，申报时说明理由。"
      value={draft.firstEnrolmentYear}
      onChange={(firstEnrolmentYear) => onChange({ firstEnrolmentYear })}
    />
    <NumberField
      name="currentStudents"
      label="在校生人数"
      required
      unit="人"
      value={draft.currentStudents}
      onChange={(currentStudents) => onChange({ currentStudents })}
    />
  </>
);

interface FormProps {
  readonly major: InstitutionMajorRow | undefined;
  readonly onClose: () => void;
}

const useSaving = (major: InstitutionMajorRow | undefined, onClose: () => void) => {
  const onSuccess = () => {
    showToast(major === undefined ? '专业已登记' : '已保存');
    onClose();
  };
  const add = useWrite(addInstitutionMajor, { invalidates: STALE, onSuccess });
  const update = useWrite(updateInstitutionMajor, { invalidates: STALE, onSuccess });
  return {
    error: add.error ?? update.error,
    isPending: add.isPending || update.isPending,
    save: (draft: MajorDraft) => {
      const { direction, firstEnrolmentYear, currentStudents } = draft;
      if (firstEnrolmentYear === null || currentStudents === null) return;
      const enrolment = { direction, firstEnrolmentYear, currentStudents };
      if (major !== undefined) {
        update.mutate({ params: { id: major.id }, body: { version: major.version, ...enrolment } });
        return;
      }
      const code = draft.isListed ? (draft.chosen?.value ?? '') : draft.majorCode;
      const majorName = draft.isListed ? '' : draft.majorName;
      add.mutate({ body: { majorCode: code, majorName, ...enrolment } });
    },
  };
};

const MajorForm = ({ major, onClose }: FormProps) => {
  const today = beijingDate(useNow(3600));
  const [draft, setDraft] = useState<MajorDraft>(() => ({
    isListed: true,
    chosen: null,
    majorCode: major?.majorCode ?? '',
    majorName: major?.majorName ?? '',
    direction: major?.direction ?? '',
    firstEnrolmentYear: major?.firstEnrolmentYear ?? null,
    currentStudents: major?.currentStudents ?? null,
  }));
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const { save, error, isPending } = useSaving(major, onClose);
  const change = (part: Partial<MajorDraft>) => setDraft({ ...draft, ...part });
  const submit = () => {
    const found = majorDraftFindings(draft, major !== undefined, today);
    setFindings(found);
    if (!found.some(isBlocking)) save(draft);
  };
  return (
    <DialogForm
      findings={findings}
      error={error}
      onSubmit={submit}
      submitLabel={major === undefined ? '登记专业' : '保存'}
      busy={isPending}
      busyText="正在保存"
      onClose={onClose}
    >
      {major === undefined ? <CodeFields draft={draft} onChange={change} /> : null}
      <EnrolmentFields draft={draft} onChange={change} />
    </DialogForm>
  );
};

interface DialogProps {
  readonly editing: InstitutionMajorRow | 'new' | null;
  readonly onClose: () => void;
}

export const MajorDialog = ({ editing, onClose }: DialogProps) => {
  const major = editing === null || editing === 'new' ? undefined : editing;
  const title = major === undefined ? '登记专业' : `修改 ${major.majorName}（${major.majorCode}）`;
  return (
    <Dialog title={title} open={editing !== null} onClose={onClose}>
      <MajorForm key={major?.id ?? 'new'} major={major} onClose={onClose} />
    </Dialog>
  );
};
