import { useState } from 'react';

import type { Finding } from '../../../kernel/finding.ts';
import { beijingDate } from '../../../kernel/time.ts';
import { useWrite } from '../../../ui/api/use-api.ts';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { SelectField } from '../../../ui/form/choice-fields.tsx';
import { DialogForm } from '../../../ui/form/framed-form.tsx';
import { useNow } from '../../../ui/time/use-now.ts';
import { dutySchema, registerContact } from '../contract.ts';
import { DUTIES, type Duty } from '../labels.ts';
import { type ContactDraft, draftFindings, emptyDraft } from './contact-draft.ts';
import { optionsOf } from './contact-words.tsx';
import { PersonFields } from './person-fields.tsx';

interface FormProps {
  readonly duty: Duty | '';
  readonly onClose: () => void;
}

const RegisterForm = ({ duty, onClose }: FormProps) => {
  const today = beijingDate(useNow(3600));
  const [draft, setDraft] = useState<ContactDraft>(() => emptyDraft(duty, today));
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const set = (change: Partial<ContactDraft>) => setDraft({ ...draft, ...change });
  const write = useWrite(registerContact, {
    invalidates: ['contacts', 'applications'],
    onSuccess: () => {
      showToast('联系人已登记，24 小时内可以撤回');
      onClose();
    },
  });
  const submit = () => {
    const found = draftFindings(draft, { today, kept: null });
    setFindings(found);
    const { duty: chosen, validFrom, reason: _, ...person } = draft;
    if (found.length > 0 || chosen === '' || validFrom === '') return;
    write.mutate({ body: { ...person, duty: chosen, validFrom } });
  };
  return (
    <DialogForm
      findings={findings}
      error={write.error}
      label="登记联系人"
      onSubmit={submit}
      submitLabel="登记联系人"
      busy={write.isPending}
      busyText="正在登记"
      onClose={onClose}
    >
      <SelectField
        name="duty"
        label="职责"
        required
        help="分管领导、部门负责人、财务同时只有一人；业务联系人、考务可以多人。"
        options={optionsOf(DUTIES)}
        value={draft.duty}
        onChange={(value) => set({ duty: dutySchema.safeParse(value).data ?? '' })}
      />
      <PersonFields draft={draft} set={set} dateLabel="自哪一天起担任" />
    </DialogForm>
  );
};

interface Props {
  /** null while closed; '' leaves the choice open. */
  readonly duty: Duty | '' | null;
  readonly onClose: () => void;
}

export const RegisterDialog = ({ duty, onClose }: Props) => (
  <Dialog title="登记联系人" open={duty !== null} onClose={onClose}>
    {duty === null ? null : <RegisterForm duty={duty} onClose={onClose} />}
  </Dialog>
);
