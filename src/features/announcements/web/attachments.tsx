import { FileLink } from '../../../ui/display/file-link.tsx';
import { Section } from '../../../ui/layout/page.tsx';
import type { AttachmentRow } from '../contract.ts';
import { attachmentHref } from './words.tsx';

interface AttachmentsProps {
  readonly announcementId: string;
  readonly files: readonly AttachmentRow[];
}

/** What hangs on an announcement; nothing at all when there is nothing. */
export const Attachments = ({ announcementId, files }: AttachmentsProps) =>
  files.length === 0 ? null : (
    <Section title="附件">
      <ol className="announcement-files">
        {files.map((file) => (
          <li key={file.id}>
            <FileLink
              href={attachmentHref(announcementId, file.id)}
              name={file.originalName}
              byteCount={file.byteCount}
              pageCount={file.pageCount}
            />
          </li>
        ))}
      </ol>
    </Section>
  );
