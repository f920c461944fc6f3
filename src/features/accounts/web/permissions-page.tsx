import type { OutputOf } from '../../../kernel/endpoint.ts';
import { ROLES } from '../../../kernel/actor.ts';
import { useRead } from '../../../ui/api/use-api.ts';
import { SummaryList } from '../../../ui/display/summary-list.tsx';
import { Disclosure } from '../../../ui/feedback/disclosure.tsx';
import { Page, Section } from '../../../ui/layout/page.tsx';
import type { Column } from '../../../ui/list/column.ts';
import { DataTable } from '../../../ui/list/data-table.tsx';
import { useActor } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { myPermissions } from '../permission-contract.ts';

type Workflow = OutputOf<typeof myPermissions>['workflows'][number];
type Verb = Workflow['verbs'][number];

const COLUMNS: readonly Column<Verb>[] = [
  { key: 'label', label: '办理', main: true, nowrap: true, render: (row) => row.label },
  { key: 'rule', label: '依据', render: (row) => row.rule },
  { key: 'conditions', label: '还要满足', render: (row) => row.conditions.join('；') },
];

const UNABLE_COLUMNS: readonly Column<Verb>[] = [
  ...COLUMNS,
  {
    key: 'colleagues',
    label: '本单位谁能办',
    render: (row) => (row.colleagues.length === 0 ? '—' : row.colleagues.join('、')),
  },
];

interface VerbsProps {
  readonly caption: string;
  readonly columns: readonly Column<Verb>[];
  readonly verbs: readonly Verb[];
}

const Verbs = ({ caption, columns, verbs }: VerbsProps) => (
  <DataTable
    caption={caption}
    columns={columns}
    rows={verbs}
    rowKey={(row) => row.label}
    empty={<Empty title="没有您能办的" />}
  />
);

/** What one may comes first; the rest is there for whoever asks why not. */
const WorkflowSection = ({ workflow }: { readonly workflow: Workflow }) => {
  const able = workflow.verbs.filter((verb) => verb.may);
  const unable = workflow.verbs.filter((verb) => !verb.may);
  return (
    <Section title={workflow.title} note={`出处：${workflow.source}`}>
      <Verbs caption={`${workflow.title}：您能办的`} columns={COLUMNS} verbs={able} />
      {unable.length === 0 ? null : (
        <Disclosure summary={`您不能办的 ${unable.length} 项`}>
          <Verbs
            caption={`${workflow.title}：您不能办的`}
            columns={UNABLE_COLUMNS}
            verbs={unable}
          />
        </Disclosure>
      )}
    </Section>
  );
};

/** Each verb of each workflow, from the same tables that the server judges by. */
export const PermissionsPage = () => {
  const actor = useActor();
  const read = useRead(myPermissions, {});
  return (
    <Page
      title="我能办什么"
      lead="逐项说明您能不能办、依据哪条规则、还要满足什么，以及本单位谁能办您不能办的。"
      trail={[{ label: '我的账号', to: '/account' }]}
    >
      <Section title="我的角色" note="角色由本单位管理员设置；需要变更请联系他们。">
        <SummaryList
          items={[
            { term: '单位', value: actor.organizationName },
            { term: '角色', value: actor.roles.map((role) => ROLES[role]).join('、') },
          ]}
        />
      </Section>
      <QueryState of={read} what="办理权限">
        {({ workflows }) => (
          <>
            {workflows.map((workflow) => (
              <WorkflowSection key={workflow.title} workflow={workflow} />
            ))}
          </>
        )}
      </QueryState>
    </Page>
  );
};
