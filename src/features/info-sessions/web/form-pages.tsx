import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';

import type { Finding } from '../../../kernel/finding.ts';
import type { ApiError } from '../../../ui/api/api-error.ts';
import { useReadToEdit, useWrite } from '../../../ui/api/use-api.ts';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { PageForm } from '../../../ui/form/framed-form.tsx';
import { Fieldset } from '../../../ui/form/form.tsx';
import type { ReadBody } from '../../../ui/form/read-body.ts';
import { TextArea } from '../../../ui/form/text-fields.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import { useHasRole } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { NoPermission } from '../../../ui/state/states.tsx';
import {
  amendSession,
  createSession,
  getSession,
  type SessionDetail,
  updateSession,
} from '../contract.ts';
import { HOSTS } from '../policy.ts';
import type { SessionVerb } from '../status.ts';
import {
  fieldsOf,
  NEW_SESSION,
  readAmendment,
  readDraft,
  type SessionDraftFields,
} from './session-draft.ts';
import { ContentFields, MeetingFields } from './session-fields.tsx';

const TRAIL = [{ label: '说明会', to: '/info-sessions' }];

interface FormProps<T> {
  readonly title: string;
  readonly first: SessionDraftFields;
  /** Where 取消 leads. */
  readonly back: string;
  readonly busy: boolean;
  readonly error: ApiError | null;
  readonly read: (fields: SessionDraftFields) => ReadBody<T>;
  readonly onSend: (body: T) => void;
  /** After publication only time and way in change, with a reason. */
  readonly isAmendment?: boolean;
}

const SessionForm = <T,>(props: FormProps<T>) => {
  const { title, first, back, busy, error, isAmendment = false } = props;
  const [fields, setFields] = useState(first);
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const set = (change: Partial<SessionDraftFields>) => setFields((now) => ({ ...now, ...change }));
  const submit = () => {
    const read = props.read(fields);
    setFindings(read.findings);
    if (read.body !== undefined) props.onSend(read.body);
  };
  return (
    <Page
      title={title}
      trail={TRAIL}
      lead={
        isAmendment
          ? '保存后立即告知已报名的人，并按新的时间提醒。'
          : '先保存为草稿；材料在保存之后添加，然后提交项目办审核。'
      }
    >
      <PageForm
        findings={findings}
        error={error}
        onSubmit={submit}
        submitLabel={isAmendment ? '保存并告知' : '保存草稿'}
        busy={busy}
        busyText="正在保存"
        backTo={back}
      >
        {isAmendment ? null : <ContentFields fields={fields} set={set} />}
        <MeetingFields fields={fields} set={set} />
        {isAmendment ? (
          <Fieldset legend="说明">
            <TextArea
              name="reason"
              label="变更原因"
              required
              rows={2}
              max={500}
              value={fields.reason}
              onChange={(reason) => set({ reason })}
            />
          </Fieldset>
        ) : null}
      </PageForm>
    </Page>
  );
};

const NotYours = () => (
  <Page title="说明会" trail={TRAIL}>
    <NoPermission>说明会由主办的培训评价组织填写；已提交或已结束的不能再改。</NoPermission>
  </Page>
);

const NewForm = () => {
  const navigate = useNavigate();
  const write = useWrite(createSession, {
    invalidates: ['info-sessions'],
    onSuccess: ({ id }) => {
      showToast('草稿已保存，可以添加材料，然后提交审核');
      void navigate(`/info-sessions/${id}`);
    },
  });
  return (
    <SessionForm
      title="新建说明会"
      first={NEW_SESSION}
      back="/info-sessions"
      busy={write.isPending}
      error={write.error}
      read={readDraft}
      onSend={(body) => write.mutate({ body })}
    />
  );
};

/** `/desk/info-sessions/new`. */
export const SessionNewPage = () => (useHasRole(...HOSTS) ? <NewForm /> : <NotYours />);

interface RecordProps {
  readonly session: SessionDetail;
}

const useBack = (session: SessionDetail) => {
  const navigate = useNavigate();
  const back = `/info-sessions/${session.id}`;
  return {
    back,
    onSuccess: () => {
      showToast('已保存');
      void navigate(back);
    },
  };
};

const EditForm = ({ session }: RecordProps) => {
  const { back, onSuccess } = useBack(session);
  const write = useWrite(updateSession, { invalidates: ['info-sessions'], onSuccess });
  const { id: sessionId, version } = session;
  return (
    <SessionForm
      title="修改说明会"
      first={fieldsOf(session)}
      back={back}
      busy={write.isPending}
      error={write.error}
      read={readDraft}
      onSend={(body) => write.mutate({ params: { sessionId }, body: { ...body, version } })}
    />
  );
};

const AmendForm = ({ session }: RecordProps) => {
  const { back, onSuccess } = useBack(session);
  const write = useWrite(amendSession, { invalidates: ['info-sessions'], onSuccess });
  const { id: sessionId, version } = session;
  return (
    <SessionForm
      title="改期或更改参会方式"
      isAmendment
      first={fieldsOf(session)}
      back={back}
      busy={write.isPending}
      error={write.error}
      read={(fields) => readAmendment(fields, version)}
      onSend={(body) => write.mutate({ params: { sessionId }, body })}
    />
  );
};

const useForm = (verb: SessionVerb, FormOf: (props: RecordProps) => React.ReactNode) => {
  const { sessionId = '' } = useParams();
  const read = useReadToEdit(getSession, { params: { sessionId } });
  return (
    <QueryState of={read} what="说明会">
      {(session) =>
        session.permittedActions.includes(verb) ? (
          <FormOf key={session.id} session={session} />
        ) : (
          <NotYours />
        )
      }
    </QueryState>
  );
};

/** `/desk/info-sessions/:sessionId/edit`. */
export const SessionEditPage = () => useForm('edit', EditForm);

/** `/desk/info-sessions/:sessionId/amend`. */
export const SessionAmendPage = () => useForm('amend', AmendForm);
