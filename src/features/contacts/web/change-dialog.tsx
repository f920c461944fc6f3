import { useState } from 'react';

import type { Finding } from '../../../kernel/finding.ts';
import { beijingDate, type DateOnly } from '../../../kernel/time.ts';
import { useWrite } from '../../../ui/api/use-api.ts';
import { Compare } from '../../../ui/display/compare.tsx';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { RadioGroup } from '../../../ui/form/choice-fields.tsx';
import { DialogForm } from '../../../ui/form/framed-form.tsx';
import { TextArea } from '../../../ui/form/text-fields.tsx';
import { useNow } from '../../../ui/time/use-now.ts';
import { changeContact, type OwnContact, succeedContact } from '../contract.ts';
import { DUTIES } from '../labels.ts';
import {
  checkReason,
  comparedDraft,
  type ContactDraft,
  draftFindings,
  draftOf,
  emptyDraft,
} from './contact-draft.ts';
import { PersonFields } from './person-fields.tsx';

type Kind = 'same' | 'successor';

const KINDS = [
  { value: 'same', label: '同一人，信息有变化', hint: '立即生效' },
  { value: 'successor', label: '换人', hint: '从生效日期起由新的人担任，原联系人同日离任' },
];

const useChange = (contact: OwnContact, today: DateOnly, onDone: () => void) => {
  const [kind, setKind] = useState<Kind>('same');
  const [draft, setDraft] = useState<ContactDraft>(() => draftOf(contact, today));
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const done = {
    invalidates: ['contacts', 'applications'],
    onSuccess: () => {
      showToast('变更已保存，24 小时内可以撤回');
      onDone();
    },
  };
  const change = useWrite(changeContact, done);
  const succeed = useWrite(succeedContact, done);
  const isSuccessor = kind === 'successor';
  const choose = (next: Kind) => {
    setKind(next);
    setFindings([]);
    const { reason } = draft;
    const start = next === 'same' ? draftOf(contact, today) : emptyDraft(contact.duty, today);
    setDraft({ ...start, reason });
  };
  const submit = () => {
    const found = [
      ...draftFindings(draft, { today, kept: isSuccessor ? null : contact }),
      ...checkReason(draft.reason),
    ];
    setFindings(found);
    if (found.length > 0 || draft.validFrom === '') return;
    const { duty: _, validFrom, mobile, mailbox, ...facts } = draft;
    const params = { id: contact.id };
    const body = { ...facts, version: contact.version };
    if (isSuccessor) succeed.mutate({ params, body: { ...body, mobile, mailbox, validFrom } });
    else
      change.mutate({
        params,
        body: {
          ...body,
          ...(mobile === '' ? {} : { mobile }),
          ...(mailbox === '' ? {} : { mailbox }),
        },
      });
  };
  const write = isSuccessor ? succeed : change;
  const set = (part: Partial<ContactDraft>) => setDraft({ ...draft, ...part });
  return { kind, choose, isSuccessor, draft, set, findings, write, submit };
};

const ChangeForm = ({
  contact,
  onClose,
}: {
  readonly contact: OwnContact;
  readonly onClose: () => void;
}) => {
  const today = beijingDate(useNow(3600));
  const { kind, choose, isSuccessor, draft, set, findings, write, submit } = useChange(
    contact,
    today,
    onClose,
  );
  return (
    <DialogForm
      findings={findings}
      error={write.error}
      label="变更联系人"
      onSubmit={submit}
      submitLabel={isSuccessor ? '换人' : '保存变更'}
      busy={write.isPending}
      busyText="正在保存"
      onClose={onClose}
    >
      <RadioGroup
        name="kind"
        label="怎样变更"
        required
        options={KINDS}
        value={kind}
        onChange={(value) => choose(value === 'successor' ? 'successor' : 'same')}
      />
      <PersonFields
        draft={draft}
        set={set}
        keepsNumbers={!isSuccessor}
        {...(isSuccessor ? { dateLabel: '自哪一天起由新的人担任' } : {})}
      />
      <TextArea
        name="reason"
        label="变更原因"
        required
        rows={2}
        max={200}
        value={draft.reason}
        onChange={(reason) => set({ reason })}
      />
      <Compare
        caption="变更前后对照"
        beforeLabel="原内容"
        afterLabel="新内容"
        fields={comparedDraft(contact, draft, isSuccessor)}
      />
    </DialogForm>
  );
};

interface Props {
  readonly contact: OwnContact | null;
  readonly onClose: () => void;
}

export const ChangeDialog = ({ contact, onClose }: Props) => (
  <Dialog
    title={contact === null ? '' : `变更${DUTIES[contact.duty]}：${contact.name}`}
    open={contact !== null}
    onClose={onClose}
    width="wide"
  >
    {contact === null ? null : <ChangeForm contact={contact} onClose={onClose} />}
  </Dialog>
);
