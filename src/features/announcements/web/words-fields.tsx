import { lazy, Suspense } from 'react';

import { Button } from '../../../ui/action/button.tsx';
import { FileLink } from '../../../ui/display/file-link.tsx';
import { FieldShell, useField } from '../../../ui/form/field.tsx';
import { FileField } from '../../../ui/form/file-field.tsx';
import { Fieldset } from '../../../ui/form/form.tsx';
import { TextField } from '../../../ui/form/text-fields.tsx';
import { Loading } from '../../../ui/state/states.tsx';
import type { AttachmentRow } from '../contract.ts';
import { ATTACHMENT_BYTES, bodyFindings, MOST_CHARACTERS } from '../rules.ts';
import type { WordsDraft } from './draft.ts';
import { attachmentHref } from './words.tsx';
import './announcement.css';

const RichEditor = lazy(async () => ({
  default: (await import('./rich-editor.tsx')).RichEditor,
}));

const ENDINGS = ['.pdf', '.docx', '.xlsx', '.jpg', '.jpeg', '.png', '.csv'];

interface Props<D extends WordsDraft> {
  readonly draft: D;
  readonly set: (change: Partial<WordsDraft>) => void;
}

const BodyField = ({ draft, set }: Props<WordsDraft>) => {
  const tooLong = bodyFindings(draft.characters)[0]?.text;
  const field = {
    name: 'bodyHtml',
    label: '正文',
    required: true,
    help: `可以从 Word 粘贴，字体颜色会去掉。${draft.characters} / ${MOST_CHARACTERS} 字`,
    error: tooLong,
  };
  const wiring = useField(field);
  return (
    <FieldShell field={field} wiring={wiring} kind="group">
      <Suspense fallback={<Loading what="编辑器" />}>
        <RichEditor
          control={wiring.control}
          label="正文"
          html={draft.bodyHtml}
          onChange={(bodyHtml, characters) => set({ bodyHtml, characters })}
        />
      </Suspense>
    </FieldShell>
  );
};

export const WordsFields = ({ draft, set }: Props<WordsDraft>) => (
  <Fieldset legend="内容">
    <TextField
      name="title"
      label="标题"
      required
      maxLength={100}
      value={draft.title}
      onChange={(title) => set({ title })}
    />
    <TextField
      name="noticeNumber"
      label="文号"
      help="没有就不填，例如 项目办函〔2025〕3号"
      width="medium"
      maxLength={60}
      value={draft.noticeNumber}
      onChange={(noticeNumber) => set({ noticeNumber })}
    />
    <BodyField draft={draft} set={set} />
  </Fieldset>
);

interface AttachmentFieldsProps extends Props<WordsDraft> {
  readonly announcementId: string;
}

export const AttachmentFields = ({ announcementId, draft, set }: AttachmentFieldsProps) => (
  <Fieldset legend="附件" help="上传后要点“保存”，附件才会列在通知里。">
    {draft.attachments.length === 0 ? null : (
      <ol className="announcement-files">
        {draft.attachments.map((file) => (
          <li key={file.id}>
            <FileLink
              href={attachmentHref(announcementId, file.id)}
              name={file.originalName}
              byteCount={file.byteCount}
              pageCount={file.pageCount}
            />{' '}
            <Button
              small
              tone="quiet"
              label={`移除${file.originalName}`}
              onClick={() =>
                set({ attachments: draft.attachments.filter(({ id }) => id !== file.id) })
              }
            >
              移除
            </Button>
          </li>
        ))}
      </ol>
    )}
    <FileField<AttachmentRow>
      key={draft.attachments.length}
      name="file"
      label="添加附件"
      value={null}
      onChange={(file) => {
        if (file !== null) set({ attachments: [...draft.attachments, file] });
      }}
      uploadUrl={`/api/announcement-register/${announcementId}/attachments`}
      accept={ENDINGS}
      maxBytes={ATTACHMENT_BYTES}
    />
  </Fieldset>
);
