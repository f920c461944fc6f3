import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';

import { ORGANIZATION_KINDS, ROLES } from '../../../kernel/actor.ts';
import { useRead, useReadToEdit, useWrite } from '../../../ui/api/use-api.ts';
import { CheckboxGroup, RadioGroup, SelectField } from '../../../ui/form/choice-fields.tsx';
import { PageForm } from '../../../ui/form/framed-form.tsx';
import { Fieldset } from '../../../ui/form/form.tsx';
import { TextArea, TextField } from '../../../ui/form/text-fields.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import { useHasRole } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { NoPermission } from '../../../ui/state/states.tsx';
import { type DocumentDetail, getDocument, listFolders } from '../contract.ts';
import { createDocumentEndpoint, updateDocumentEndpoint } from '../librarian-contract.ts';
import { LIBRARIANS } from '../policy.ts';
import { DOCUMENT_CATEGORIES, VISIBILITIES } from '../status.ts';

const optionsOf = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

const CATEGORIES = optionsOf(DOCUMENT_CATEGORIES);
const REACHES = optionsOf(VISIBILITIES);
const KINDS = optionsOf(ORGANIZATION_KINDS);
const ROLE_OPTIONS = optionsOf(ROLES);
const TRAIL = [{ label: '资料库', to: '/documents' }];

/** As the fields hold it; the contract judges what may be sent. */
interface Draft {
  readonly folderId: string;
  readonly title: string;
  readonly category: DocumentDetail['category'];
  readonly documentNumber: string;
  readonly summary: string;
  readonly visibility: DocumentDetail['visibility'];
  readonly kinds: DocumentDetail['kinds'];
  readonly roles: DocumentDetail['roles'];
}

const NEW: Draft = {
  folderId: '',
  title: '',
  category: 'MANUAL',
  documentNumber: '',
  summary: '',
  visibility: 'SIGNED_IN',
  kinds: [],
  roles: [],
};

const bodyOf = (draft: Draft) => ({
  ...draft,
  documentNumber: draft.documentNumber.trim() === '' ? null : draft.documentNumber,
});

export const NotYours = () => (
  <Page title="资料库" trail={TRAIL}>
    <NoPermission>资料由项目办维护，请联系他们。</NoPermission>
  </Page>
);

interface FieldsProps {
  readonly draft: Draft;
  readonly set: (change: Partial<Draft>) => void;
}

const FactFields = ({ draft, set }: FieldsProps) => {
  const { data } = useRead(listFolders, {});
  const folders = (data?.rows ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Fieldset legend="基本信息">
      <SelectField
        name="folderId"
        label="文件夹"
        required
        help={folders.length === 0 ? '还没有文件夹，请先在“文件夹”里新建。' : undefined}
        value={draft.folderId}
        onChange={(folderId) => set({ folderId })}
        options={folders}
      />
      <TextField
        name="title"
        label="标题"
        required
        maxLength={120}
        value={draft.title}
        onChange={(title) => set({ title })}
      />
      <RadioGroup
        name="category"
        label="类别"
        inline
        value={draft.category}
        onChange={(category) => set({ category: category as Draft['category'] })}
        options={CATEGORIES}
      />
      <TextField
        name="documentNumber"
        label="文号或标准号"
        width="medium"
        maxLength={60}
        value={draft.documentNumber}
        onChange={(documentNumber) => set({ documentNumber })}
      />
      <TextArea
        name="summary"
        label="说明"
        rows={3}
        max={500}
        value={draft.summary}
        onChange={(summary) => set({ summary })}
      />
    </Fieldset>
  );
};

const ReachFields = ({ draft, set }: FieldsProps) => (
  <Fieldset legend="谁可以看">
    <RadioGroup
      name="visibility"
      label="可见范围"
      inline
      value={draft.visibility}
      onChange={(visibility) => set({ visibility: visibility as Draft['visibility'] })}
      options={REACHES}
    />
    {draft.visibility === 'KINDS' ? (
      <CheckboxGroup
        name="kinds"
        label="单位类型"
        required
        inline
        value={draft.kinds}
        onChange={(kinds) => set({ kinds: kinds as Draft['kinds'] })}
        options={KINDS}
      />
    ) : null}
    {draft.visibility === 'ROLES' ? (
      <CheckboxGroup
        name="roles"
        label="角色"
        required
        inline
        value={draft.roles}
        onChange={(roles) => set({ roles: roles as Draft['roles'] })}
        options={ROLE_OPTIONS}
      />
    ) : null}
  </Fieldset>
);

const NewForm = () => {
  const [draft, setDraft] = useState<Draft>(NEW);
  const navigate = useNavigate();
  const write = useWrite(createDocumentEndpoint, {
    invalidates: ['documents.list', 'documents.listFolders'],
    onSuccess: ({ id }) => void navigate(`/documents/${id}`),
  });
  const set = (change: Partial<Draft>) => setDraft((now) => ({ ...now, ...change }));
  return (
    <Page title="添加资料" trail={TRAIL} lead="先登记，再上传文件，核对后上架。">
      <PageForm
        error={write.error}
        onSubmit={() => write.mutate({ body: bodyOf(draft) })}
        submitLabel="下一步：上传文件"
        busy={write.isPending}
        busyText="正在保存"
        backTo="/documents"
      >
        <FactFields draft={draft} set={set} />
        <ReachFields draft={draft} set={set} />
      </PageForm>
    </Page>
  );
};

const draftOf = (document: DocumentDetail): Draft => ({
  folderId: document.folderId,
  title: document.title,
  category: document.category,
  documentNumber: document.documentNumber ?? '',
  summary: document.summary,
  visibility: document.visibility,
  kinds: document.kinds,
  roles: document.roles,
});

const EditForm = ({ document }: { readonly document: DocumentDetail }) => {
  const [draft, setDraft] = useState<Draft>(() => draftOf(document));
  const navigate = useNavigate();
  const back = `/documents/${document.id}`;
  const write = useWrite(updateDocumentEndpoint, {
    invalidates: ['documents'],
    onSuccess: () => void navigate(back),
  });
  const set = (change: Partial<Draft>) => setDraft((now) => ({ ...now, ...change }));
  const submit = () =>
    write.mutate({
      params: { documentId: document.id },
      body: { ...bodyOf(draft), version: document.version },
    });
  return (
    <Page title="修改资料" trail={[...TRAIL, { label: document.title, to: back }]}>
      <PageForm
        error={write.error}
        onSubmit={submit}
        submitLabel="保存"
        busy={write.isPending}
        busyText="正在保存"
        backTo={back}
      >
        <FactFields draft={draft} set={set} />
        <ReachFields draft={draft} set={set} />
      </PageForm>
    </Page>
  );
};

/** `/desk/documents/new`. */
export const DocumentNewPage = () => (useHasRole(...LIBRARIANS) ? <NewForm /> : <NotYours />);

const EditLoader = () => {
  const { documentId = '' } = useParams();
  const read = useReadToEdit(getDocument, { params: { documentId } });
  return (
    <QueryState of={read} what="资料">
      {(document) => <EditForm key={document.id} document={document} />}
    </QueryState>
  );
};

/** `/desk/documents/:documentId/edit`. */
export const DocumentEditPage = () => (useHasRole(...LIBRARIANS) ? <EditLoader /> : <NotYours />);
