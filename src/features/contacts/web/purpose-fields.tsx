import { SelectField } from '../../../ui/form/choice-fields.tsx';
import { TextField } from '../../../ui/form/text-fields.tsx';
import { errorFinding, type Finding } from '../../../kernel/finding.ts';
import { type Purpose, PURPOSES } from '../labels.ts';
import { checkFreeText } from '../rules.ts';
import { optionsOf } from './contact-words.tsx';

const isPurpose = (value: string): value is Purpose => value in PURPOSES;

export interface PurposeDraft {
  readonly purpose: Purpose | '';
  readonly note: string;
}

export const NO_PURPOSE: PurposeDraft = { purpose: '', note: '' };

export const purposeFindings = ({ purpose, note }: PurposeDraft): Finding[] => {
  if (purpose === '') return [errorFinding('ui.purpose', 'purpose', '请选择用途')];
  if (purpose === 'OTHER' && note.trim() === '')
    return [errorFinding('ui.note', 'note', '选择“其他”时请说明用途')];
  return checkFreeText(note, 'note');
};

interface Props {
  readonly draft: PurposeDraft;
  readonly set: (draft: PurposeDraft) => void;
}

/** What a full number is wanted for; it stands in the audit log. */
export const PurposeFields = ({ draft, set }: Props) => (
  <>
    <SelectField
      name="purpose"
      label="用途"
      required
      options={optionsOf(PURPOSES)}
      value={draft.purpose}
      onChange={(purpose) => set({ ...draft, purpose: isPurpose(purpose) ? purpose : '' })}
    />
    <TextField
      name="note"
      label="用途说明"
      maxLength={100}
      value={draft.note}
      onChange={(note) => set({ ...draft, note })}
    />
  </>
);
