import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';

import type { Finding } from '../../../kernel/finding.ts';
import { useReadToEdit, useWrite } from '../../../ui/api/use-api.ts';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { CheckboxField } from '../../../ui/form/choice-fields.tsx';
import { PageForm } from '../../../ui/form/framed-form.tsx';
import { Fieldset } from '../../../ui/form/form.tsx';
import { TextArea } from '../../../ui/form/text-fields.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { type AnnouncementRecord, correctEndpoint, getRecord } from '../register-contract.ts';
import { bodyFindings } from '../rules.ts';
import { draftOf, type WordsDraft, wordsOf } from './draft.ts';
import { NotYours } from './register-page.tsx';
import { AttachmentFields, WordsFields } from './words-fields.tsx';

const CorrectForm = ({ record }: { readonly record: AnnouncementRecord }) => {
  const [first] = useState<WordsDraft>(() => draftOf(record));
  const [draft, setDraft] = useState<WordsDraft>(first);
  const [reason, setReason] = useState('');
  const [reconfirm, setReconfirm] = useState(record.mustConfirm);
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const navigate = useNavigate();
  const write = useWrite(correctEndpoint, {
    invalidates: ['announcements'],
    onSuccess: () => {
      showToast('更正已发布，已通知全部收件人');
      void navigate(`/announcement-register/${record.id}`);
    },
  });
  const set = (change: Partial<WordsDraft>) => setDraft((now) => ({ ...now, ...change }));
  const submit = () => {
    const found = bodyFindings(draft.characters);
    setFindings(found);
    if (found.length > 0) return;
    const body = { ...wordsOf(draft), version: record.version, reason, reconfirm };
    write.mutate({ params: { announcementId: record.id }, body });
  };
  return (
    <Page
      title="更正通知"
      trail={[
        { label: '发布通知', to: '/announcement-register' },
        { label: record.title, to: `/announcement-register/${record.id}` },
      ]}
    >
      <Banner title="旧版保留，读者会看到“更正”和说明">
        保存后立即发布，并再次通知 {record.recipientCount} 位收件人。
      </Banner>
      <PageForm
        findings={findings}
        error={write.error}
        onSubmit={submit}
        submitLabel="发布更正"
        busy={write.isPending}
        busyText="正在发布"
        backTo={`/announcement-register/${record.id}`}
        changed={draft !== first}
      >
        <Fieldset legend="更正说明">
          <TextArea
            name="reason"
            label="改了什么、为什么"
            required
            rows={3}
            max={500}
            value={reason}
            onChange={setReason}
          />
          {record.mustConfirm ? (
            <CheckboxField
              name="reconfirm"
              label="请已经确认的人重新确认"
              value={reconfirm}
              onChange={setReconfirm}
            />
          ) : null}
        </Fieldset>
        <WordsFields draft={draft} set={set} />
        <AttachmentFields announcementId={record.id} draft={draft} set={set} />
      </PageForm>
    </Page>
  );
};

/** `/desk/announcement-register/:announcementId/correct`. */
export const CorrectPage = () => {
  const { announcementId = '' } = useParams();
  const read = useReadToEdit(getRecord, { params: { announcementId } });
  return (
    <QueryState of={read} what="通知">
      {(record) =>
        record.permittedActions.includes('correct') ? (
          <CorrectForm key={record.id} record={record} />
        ) : (
          <NotYours />
        )
      }
    </QueryState>
  );
};
