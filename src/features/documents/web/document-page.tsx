import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';

import { ORGANIZATION_KINDS, ROLES } from '../../../kernel/actor.ts';
import { Button, LinkButton } from '../../../ui/action/button.tsx';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { FileLink } from '../../../ui/display/file-link.tsx';
import { StatusTag } from '../../../ui/display/status-tag.tsx';
import { SummaryList } from '../../../ui/display/summary-list.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { ConfirmDialog } from '../../../ui/feedback/confirm-dialog.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { FileField } from '../../../ui/form/file-field.tsx';
import { Form } from '../../../ui/form/form.tsx';
import { TextField } from '../../../ui/form/text-fields.tsx';
import type { UploadedFile } from '../../../ui/api/upload.ts';
import { Page, Row, Section } from '../../../ui/layout/page.tsx';
import { useHasRole } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Failure } from '../../../ui/state/states.tsx';
import { useQueryClient } from '@tanstack/react-query';
import { type DocumentDetail, getDocument } from '../contract.ts';
import { releaseEndpoint, removeDocumentEndpoint, retireEndpoint } from '../librarian-contract.ts';
import { LIBRARIANS } from '../policy.ts';
import { DOCUMENT_BYTES } from '../rules.ts';
import { DOCUMENT_CATEGORIES, documentWorkflow, TEXT_STATUSES, VISIBILITIES } from '../status.ts';
import { editionAddress, Viewer } from './viewer.tsx';
import './document.css';

interface Props {
  readonly document: DocumentDetail;
}

const ENDINGS = ['.pdf', '.docx', '.xlsx', '.jpg', '.jpeg', '.png', '.csv'];

const reachText = ({ visibility, kinds, roles }: DocumentDetail): string => {
  if (visibility === 'KINDS') return kinds.map((kind) => ORGANIZATION_KINDS[kind]).join('、');
  return visibility === 'ROLES'
    ? roles.map((role) => ROLES[role]).join('、')
    : VISIBILITIES[visibility];
};

const Editions = ({ document }: Props) => {
  const isLibrarian = useHasRole(...LIBRARIANS);
  return (
    <Section title="各版" note="旧版保留，仍可下载。">
      <ul className="document-editions">
        {document.editions.map((edition) => (
          <li key={edition.number}>
            <FileLink
              href={editionAddress(document.id, edition.number)}
              name={edition.originalName}
              byteCount={edition.byteCount}
              pageCount={edition.pageCount ?? undefined}
              note={`第 ${edition.number} 版`}
            />
            <p className="muted">
              <Time at={edition.createdAt} />
              {edition.note === '' ? '' : `，${edition.note}`}
              {isLibrarian ? `，${TEXT_STATUSES[edition.textStatus]}` : ''}
              ，SHA-256 <code>{edition.sha256.slice(0, 16)}</code>
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
};

const NewEdition = ({ document }: Props) => {
  const [note, setNote] = useState('');
  const client = useQueryClient();
  const query = note.trim() === '' ? '' : `?note=${encodeURIComponent(note.trim())}`;
  return (
    <Section title={document.edition === 0 ? '上传文件' : '上传新版'}>
      <Form label="上传文件">
        {document.edition === 0 ? null : (
          <TextField
            name="note"
            label="这一版改了什么"
            maxLength={200}
            value={note}
            onChange={setNote}
          />
        )}
        <FileField<UploadedFile>
          key={document.edition}
          name="file"
          label="文件"
          value={null}
          onChange={() => {
            showToast('已上传，正在提取文字供搜索');
            setNote('');
            void client.invalidateQueries({
              predicate: ({ queryKey }) => String(queryKey[0]).startsWith('documents.'),
            });
          }}
          uploadUrl={`/api/documents/${document.id}/editions${query}`}
          accept={ENDINGS}
          maxBytes={DOCUMENT_BYTES}
        />
      </Form>
    </Section>
  );
};

const Actions = ({ document }: Props) => {
  const [isRemoving, setRemoving] = useState(false);
  const navigate = useNavigate();
  const release = useWrite(releaseEndpoint, {
    invalidates: ['documents'],
    onSuccess: () => showToast('已上架'),
  });
  const retire = useWrite(retireEndpoint, {
    invalidates: ['documents'],
    onSuccess: () => showToast('已下架'),
  });
  const remove = useWrite(removeDocumentEndpoint, {
    invalidates: ['documents.list', 'documents.listFolders'],
    onSuccess: () => void navigate('/documents'),
  });
  const input = { params: { documentId: document.id }, body: { version: document.version } };
  const error = release.error ?? retire.error;
  return (
    <>
      <Row>
        {document.status === 'DRAFT' ? (
          <Button tone="danger" onClick={() => setRemoving(true)}>
            删除
          </Button>
        ) : null}
        <LinkButton to={`/documents/${document.id}/edit`}>修改</LinkButton>
        {document.permittedActions.includes('retire') ? (
          <Button busy={retire.isPending} onClick={() => retire.mutate(input)}>
            下架
          </Button>
        ) : null}
        {document.permittedActions.includes('release') && document.edition > 0 ? (
          <Button tone="primary" busy={release.isPending} onClick={() => release.mutate(input)}>
            上架
          </Button>
        ) : null}
      </Row>
      {error === null ? null : <Failure error={error} />}
      <ConfirmDialog
        title="删除这份资料？"
        open={isRemoving}
        onClose={() => setRemoving(false)}
        confirmLabel="删除"
        danger
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate({ params: { documentId: document.id } })}
      >
        <p>文件也会删除，不能恢复。</p>
      </ConfirmDialog>
    </>
  );
};

const DocumentView = ({ document }: Props) => {
  const isLibrarian = useHasRole(...LIBRARIANS);
  const [current] = document.editions;
  const { office, tone } = documentWorkflow.states[document.status];
  return (
    <Page
      title={document.title}
      trail={[{ label: '资料库', to: '/documents' }]}
      {...(isLibrarian ? { tag: <StatusTag tone={tone}>{office}</StatusTag> } : {})}
      {...(isLibrarian ? { action: <Actions document={document} /> } : {})}
    >
      <Section title="说明">
        <SummaryList
          items={[
            { term: '文件夹', value: document.folderName },
            { term: '类别', value: DOCUMENT_CATEGORIES[document.category] },
            { term: '文号', value: document.documentNumber },
            { term: '说明', value: document.summary },
            { term: '谁可以看', value: reachText(document) },
          ]}
        />
      </Section>
      {current === undefined ? null : (
        <Section
          title="内容"
          action={
            <FileLink
              href={editionAddress(document.id, current.number)}
              name={`下载 ${current.originalName}`}
              byteCount={current.byteCount}
            />
          }
        >
          <Viewer documentId={document.id} title={document.title} edition={current} />
        </Section>
      )}
      {document.editions.length === 0 ? null : <Editions document={document} />}
      {isLibrarian ? <NewEdition document={document} /> : null}
    </Page>
  );
};

/** `/desk/documents/:documentId`. */
export const DocumentPage = () => {
  const { documentId = '' } = useParams();
  const read = useRead(getDocument, { params: { documentId } });
  return (
    <QueryState of={read} what="资料">
      {(document) => <DocumentView document={document} />}
    </QueryState>
  );
};
