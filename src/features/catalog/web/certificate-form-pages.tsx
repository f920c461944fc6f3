import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';

import { type Finding, isBlocking } from '../../../kernel/finding.ts';
import type { ApiError } from '../../../ui/api/api-error.ts';
import { useReadToEdit, useWrite } from '../../../ui/api/use-api.ts';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { PageForm } from '../../../ui/form/framed-form.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import { useHasRole } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { NoPermission } from '../../../ui/state/states.tsx';
import {
  type CertificateDetail,
  createCertificate,
  getCertificate,
  updateCertificate,
} from '../contract.ts';
import { CATALOG_EDITORS } from '../policy.ts';
import {
  type CertificateDraft,
  certificateFindings,
  draftOf,
  emptyDraft,
  factsOf,
  gradesOf,
} from './certificate-draft.ts';
import { MainFields, NumberingFields, SourceFields } from './certificate-fields.tsx';

interface EditorProps {
  readonly initial: CertificateDraft;
  readonly isNew: boolean;
  readonly backTo: string;
  readonly error: ApiError | null;
  readonly isPending: boolean;
  readonly onSave: (draft: CertificateDraft) => void;
}

const Editor = ({ initial, isNew, backTo, error, isPending, onSave }: EditorProps) => {
  const [draft, setDraft] = useState(initial);
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const change = (part: Partial<CertificateDraft>) => setDraft({ ...draft, ...part });
  const submit = () => {
    const found = certificateFindings(draft);
    setFindings(found);
    if (!found.some(isBlocking)) onSave(draft);
  };
  const fields = { draft, onChange: change };
  return (
    <PageForm
      findings={findings}
      error={error}
      onSubmit={submit}
      submitLabel={isNew ? '登记' : '保存'}
      busy={isPending}
      busyText="正在保存"
      backTo={backTo}
    >
      <MainFields {...fields} />
      {isNew ? <NumberingFields {...fields} /> : null}
      <SourceFields {...fields} />
    </PageForm>
  );
};

const TRAIL = [{ label: '证书目录', to: '/catalog' }] as const;

const NewCertificate = () => {
  const navigate = useNavigate();
  const create = useWrite(createCertificate, {
    invalidates: ['catalog'],
    onSuccess: ({ id }) => {
      showToast('证书已登记');
      void navigate(`/catalog/${id}`);
    },
  });
  return (
    <Page title="登记证书" trail={TRAIL} lead="多个证书用“导入”更快。没有来源的内容请留空。">
      <Editor
        initial={emptyDraft}
        isNew
        backTo="/catalog"
        error={create.error}
        isPending={create.isPending}
        onSave={(draft) =>
          create.mutate({ body: { ...factsOf(draft), code: draft.code, levels: gradesOf(draft) } })
        }
      />
    </Page>
  );
};

const EditCertificate = ({ certificate }: { readonly certificate: CertificateDetail }) => {
  const { id, version, shortName } = certificate;
  const back = `/catalog/${id}`;
  const navigate = useNavigate();
  const update = useWrite(updateCertificate, {
    invalidates: ['catalog', 'applications'],
    onSuccess: () => {
      showToast('已保存');
      void navigate(back);
    },
  });
  return (
    <Page title={`修改 ${shortName}`} trail={[...TRAIL, { label: shortName, to: back }]}>
      <Editor
        initial={draftOf(certificate)}
        isNew={false}
        backTo={back}
        error={update.error}
        isPending={update.isPending}
        onSave={(draft) => update.mutate({ params: { id }, body: { version, ...factsOf(draft) } })}
      />
    </Page>
  );
};

const OnlyOffice = ({ title }: { readonly title: string }) => (
  <Page title={title} trail={TRAIL}>
    <NoPermission>证书目录由项目办管理员维护。</NoPermission>
  </Page>
);

export const CertificateNewPage = () =>
  useHasRole(...CATALOG_EDITORS) ? <NewCertificate /> : <OnlyOffice title="登记证书" />;

export const CertificateEditPage = () => {
  const { id = '' } = useParams();
  const mayEdit = useHasRole(...CATALOG_EDITORS);
  const read = useReadToEdit(getCertificate, { params: { id } }, { enabled: mayEdit });
  if (!mayEdit) return <OnlyOffice title="修改证书" />;
  return (
    <QueryState of={read} what="证书">
      {(certificate) => <EditCertificate key={certificate.id} certificate={certificate} />}
    </QueryState>
  );
};
