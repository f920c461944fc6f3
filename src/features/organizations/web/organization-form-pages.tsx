import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';

import type { OrganizationKind } from '../../../kernel/actor.ts';
import { errorFinding, type Finding, isBlocking } from '../../../kernel/finding.ts';
import type { ApiError } from '../../../ui/api/api-error.ts';
import { useReadToEdit, useWrite } from '../../../ui/api/use-api.ts';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { RadioGroup } from '../../../ui/form/choice-fields.tsx';
import { PageForm } from '../../../ui/form/framed-form.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import { useHasRole } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { NoPermission } from '../../../ui/state/states.tsx';
import {
  createOrganization,
  getOrganization,
  type OrganizationDetail,
  updateOrganization,
} from '../contract.ts';
import { REGISTER_EDITORS } from '../policy.ts';
import { KIND_CHOICES, useDivisionOptions } from './organization-choices.ts';
import {
  draftFindings,
  draftOf,
  emptyDraft,
  factsOf,
  type OrganizationDraft,
} from './organization-draft.ts';
import {
  CodeField,
  FactFields,
  InstitutionFields,
  SourceFields,
  WarningField,
} from './organization-fields.tsx';

interface EditorProps {
  readonly kind: OrganizationKind;
  /** Known where it cannot change any more. */
  readonly code: string | undefined;
  readonly initial: OrganizationDraft;
  readonly backTo: string;
  readonly error: ApiError | null;
  readonly isPending: boolean;
  readonly saveLabel: string;
  readonly onSave: (draft: OrganizationDraft) => void;
}

const REASON_MISSING = '请说明为什么确认无误，例如：已对照登记证书核对';

const Editor = (props: EditorProps) => {
  const { kind, code, initial } = props;
  const [draft, setDraft] = useState(initial);
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const divisions = useDivisionOptions();
  const change = (part: Partial<OrganizationDraft>) => setDraft({ ...draft, ...part });
  const hasWarning = findings.some((finding) => !isBlocking(finding));
  const submit = () => {
    const found = draftFindings(draft, kind, code);
    const lacksReason = found.some((one) => !isBlocking(one)) && draft.warningReason.trim() === '';
    const all = lacksReason
      ? [...found, errorFinding('organizations.reason_missing', 'warningReason', REASON_MISSING)]
      : found;
    setFindings(all);
    if (!all.some(isBlocking)) props.onSave(draft);
  };
  const fields = { draft, onChange: change };
  return (
    <PageForm
      findings={findings}
      error={props.error}
      onSubmit={submit}
      submitLabel={props.saveLabel}
      busy={props.isPending}
      busyText="正在保存"
      backTo={props.backTo}
    >
      <FactFields
        {...fields}
        divisions={divisions}
        isRename={code !== undefined && draft.name !== initial.name}
      />
      {kind === 'INSTITUTION' ? <InstitutionFields {...fields} /> : null}
      {code === undefined ? <CodeField {...fields} /> : null}
      <SourceFields {...fields} />
      {hasWarning ? <WarningField {...fields} /> : null}
    </PageForm>
  );
};

const TRAIL = [{ label: '单位目录', to: '/organizations' }] as const;

type CreatedKind = Exclude<OrganizationKind, 'PROJECT_OFFICE'>;
const CREATED: readonly CreatedKind[] = [
  'INSTITUTION',
  'CITY_BUREAU',
  'EVALUATION_ORGANIZATION',
  'PROVINCIAL_DEPARTMENT',
];
const CREATED_CHOICES = CREATED.flatMap((kind) =>
  KIND_CHOICES.filter(({ value }) => value === kind),
);

const NewOrganization = () => {
  const [kind, setKind] = useState<CreatedKind>('INSTITUTION');
  const navigate = useNavigate();
  const create = useWrite(createOrganization, {
    invalidates: ['organizations', 'accounts'],
    onSuccess: ({ id }) => {
      showToast('单位已登记');
      void navigate(`/organizations/${id}`);
    },
  });
  return (
    <Page title="登记单位" trail={TRAIL} lead="几十个以上的单位，用“导入”更快。">
      <RadioGroup
        name="kind"
        label="单位类型"
        required
        options={CREATED_CHOICES}
        value={kind}
        onChange={(value) => setKind(CREATED.find((one) => one === value) ?? 'INSTITUTION')}
      />
      <Editor
        key={kind}
        kind={kind}
        code={undefined}
        initial={emptyDraft}
        backTo="/organizations"
        error={create.error}
        isPending={create.isPending}
        saveLabel="登记"
        onSave={(draft) =>
          create.mutate({ body: { kind, code: draft.code, ...factsOf(draft, kind) } })
        }
      />
    </Page>
  );
};

const EditOrganization = ({ organization }: { readonly organization: OrganizationDetail }) => {
  const { id, kind, version, name, code } = organization;
  const navigate = useNavigate();
  const back = `/organizations/${id}`;
  const update = useWrite(updateOrganization, {
    invalidates: ['organizations', 'accounts', 'applications', 'catalog'],
    onSuccess: () => {
      showToast('已保存');
      void navigate(back);
    },
  });
  const save = (draft: OrganizationDraft) => {
    const { isNameCorrection } = draft;
    const body = { version, isNameCorrection, ...factsOf(draft, kind) };
    update.mutate({ params: { id }, body });
  };
  return (
    <Page title={`修改 ${name}`} trail={[...TRAIL, { label: name, to: back }]}>
      <Editor
        kind={kind}
        code={code}
        initial={draftOf(organization)}
        backTo={back}
        error={update.error}
        isPending={update.isPending}
        saveLabel="保存"
        onSave={save}
      />
    </Page>
  );
};

const OnlyOffice = ({ title }: { readonly title: string }) => (
  <Page title={title} trail={TRAIL}>
    <NoPermission>单位信息由项目办管理员登记和修改。</NoPermission>
  </Page>
);

export const OrganizationNewPage = () =>
  useHasRole(...REGISTER_EDITORS) ? <NewOrganization /> : <OnlyOffice title="登记单位" />;

export const OrganizationEditPage = () => {
  const { id = '' } = useParams();
  const mayEdit = useHasRole(...REGISTER_EDITORS);
  const read = useReadToEdit(getOrganization, { params: { id } }, { enabled: mayEdit });
  if (!mayEdit) return <OnlyOffice title="修改单位信息" />;
  return (
    <QueryState of={read} what="单位">
      {(organization) => <EditOrganization key={organization.id} organization={organization} />}
    </QueryState>
  );
};
