import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';

import { useReadToEdit, useWrite } from '../../../ui/api/use-api.ts';
import { showToast } from '../../../ui/feedback/toast.tsx';
import type { Finding } from '../../../kernel/finding.ts';
import { PageForm } from '../../../ui/form/framed-form.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import { useHasRole } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { ANNOUNCEMENT_EDITORS } from '../policy.ts';
import {
  type AnnouncementRecord,
  createAnnouncementEndpoint,
  getRecord,
  updateAnnouncementEndpoint,
} from '../register-contract.ts';
import { bodyFindings } from '../rules.ts';
import { AudienceFields, ReachFields } from './audience-fields.tsx';
import { type AnnouncementDraft, bodyOf, draftOf, NEW_DRAFT } from './draft.ts';
import { NotNow } from './not-now.tsx';
import { NotYours } from './register-page.tsx';
import { AttachmentFields, WordsFields } from './words-fields.tsx';

const TRAIL = [{ label: '发布通知', to: '/announcement-register' }];

const NewForm = () => {
  const [draft, setDraft] = useState<AnnouncementDraft>(NEW_DRAFT);
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const navigate = useNavigate();
  const write = useWrite(createAnnouncementEndpoint, {
    invalidates: ['announcements'],
    onSuccess: (record) => {
      showToast('草稿已保存，可以添加附件、预览和发布');
      void navigate(`/announcement-register/${record.id}`);
    },
  });
  const set = (change: Partial<AnnouncementDraft>) => setDraft((now) => ({ ...now, ...change }));
  const submit = () => {
    const found = bodyFindings(draft.characters);
    setFindings(found);
    if (found.length === 0) write.mutate({ body: bodyOf(draft) });
  };
  return (
    <Page title="写通知" trail={TRAIL} lead="先保存为草稿；附件在保存之后添加。">
      <PageForm
        findings={findings}
        error={write.error}
        onSubmit={submit}
        submitLabel="保存草稿"
        busy={write.isPending}
        busyText="正在保存"
        backTo="/announcement-register"
      >
        <WordsFields draft={draft} set={set} />
        <ReachFields draft={draft} set={set} />
        <AudienceFields draft={draft} set={set} />
      </PageForm>
    </Page>
  );
};

const EditForm = ({ record }: { readonly record: AnnouncementRecord }) => {
  const [first] = useState(() => draftOf(record));
  const [draft, setDraft] = useState<AnnouncementDraft>(first);
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const navigate = useNavigate();
  const write = useWrite(updateAnnouncementEndpoint, {
    invalidates: ['announcements'],
    onSuccess: () => {
      showToast('已保存');
      void navigate(`/announcement-register/${record.id}`);
    },
  });
  const set = (change: Partial<AnnouncementDraft>) => setDraft((now) => ({ ...now, ...change }));
  const submit = () => {
    const found = bodyFindings(draft.characters);
    setFindings(found);
    if (found.length > 0) return;
    const body = { ...bodyOf(draft), version: record.version };
    write.mutate({ params: { announcementId: record.id }, body });
  };
  return (
    <Page
      title="修改通知"
      trail={[...TRAIL, { label: record.title, to: `/announcement-register/${record.id}` }]}
    >
      <PageForm
        findings={findings}
        error={write.error}
        onSubmit={submit}
        submitLabel="保存"
        busy={write.isPending}
        busyText="正在保存"
        backTo={`/announcement-register/${record.id}`}
        changed={draft !== first}
      >
        <WordsFields draft={draft} set={set} />
        <AttachmentFields announcementId={record.id} draft={draft} set={set} />
        <ReachFields draft={draft} set={set} />
        <AudienceFields draft={draft} set={set} />
      </PageForm>
    </Page>
  );
};

/** `/desk/announcement-register/new`. */
export const AnnouncementNewPage = () =>
  useHasRole(...ANNOUNCEMENT_EDITORS) ? <NewForm /> : <NotYours />;

/** `/desk/announcement-register/:announcementId/edit`. */
export const AnnouncementEditPage = () => {
  const { announcementId = '' } = useParams();
  const read = useReadToEdit(getRecord, { params: { announcementId } });
  return (
    <QueryState of={read} what="通知">
      {(record) =>
        record.permittedActions.includes('edit') ? (
          <EditForm key={record.id} record={record} />
        ) : (
          <NotNow title="修改通知" record={record} />
        )
      }
    </QueryState>
  );
};
