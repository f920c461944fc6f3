import { DateField } from '../../../ui/form/date-fields.tsx';
import { TextField } from '../../../ui/form/text-fields.tsx';
import type { ContactDraft } from './contact-draft.ts';

interface Props {
  readonly draft: ContactDraft;
  readonly set: (change: Partial<ContactDraft>) => void;
  /** The numbers on record are kept unless they are typed anew. */
  readonly keepsNumbers?: boolean;
  readonly dateLabel?: string;
}

/** Form F5, without the organization, which is one's own. */
export const PersonFields = ({ draft, set, keepsNumbers = false, dateLabel }: Props) => (
  <>
    <TextField
      name="name"
      label="姓名"
      required
      width="medium"
      maxLength={50}
      value={draft.name}
      onChange={(name) => set({ name })}
    />
    <TextField
      name="department"
      label="部门"
      width="medium"
      maxLength={100}
      value={draft.department}
      onChange={(department) => set({ department })}
    />
    <TextField
      name="title"
      label="职务"
      width="medium"
      maxLength={50}
      value={draft.title}
      onChange={(title) => set({ title })}
    />
    <TextField
      name="mobile"
      label="手机"
      type="tel"
      width="medium"
      maxLength={30}
      help={
        keepsNumbers ? '不变的请留空。加密保存，平时隐去中间四位。' : '加密保存，平时隐去中间四位。'
      }
      value={draft.mobile}
      onChange={(mobile) => set({ mobile })}
    />
    <TextField
      name="landline"
      label="座机"
      type="tel"
      width="medium"
      maxLength={30}
      help="带区号的办公电话，例如 029-87654321。"
      value={draft.landline}
      onChange={(landline) => set({ landline })}
    />
    <TextField
      name="mailbox"
      label="邮箱"
      type="email"
      width="medium"
      maxLength={254}
      {...(keepsNumbers ? { help: '不变的请留空。' } : {})}
      value={draft.mailbox}
      onChange={(mailbox) => set({ mailbox })}
    />
    {dateLabel === undefined ? null : (
      <DateField
        name="validFrom"
        label={dateLabel}
        required
        value={draft.validFrom}
        onChange={(validFrom) => set({ validFrom })}
      />
    )}
  </>
);
