import { useCallback, useState } from 'react';
import { useParams } from 'react-router';

import type { OutputOf } from '../../../kernel/endpoint.ts';
import { Button } from '../../../ui/action/button.tsx';
import { call } from '../../../ui/api/api-client.ts';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { History } from '../../../ui/display/history.tsx';
import { SummaryList } from '../../../ui/display/summary-list.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { MultiComboField } from '../../../ui/form/combo-field.tsx';
import { ErrorSummary, Form } from '../../../ui/form/form.tsx';
import { TextField } from '../../../ui/form/text-fields.tsx';
import type { ComboOption } from '../../../ui/form/use-options.ts';
import { Page, Row, Section } from '../../../ui/layout/page.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Empty, Failure } from '../../../ui/state/states.tsx';
import {
  editPerson,
  endPersonSession,
  endPersonSessions,
  getPerson,
  listBodies,
  setAffiliations,
} from '../people-contract.ts';
import { RolesField } from './account-fields.tsx';
import { actionLabel } from './labels.ts';
import { PersonActions } from './person-actions.tsx';
import { PersonFlags, PersonStatus } from './person-tags.tsx';
import type { Column } from '../../../ui/list/column.ts';
import { SESSION_COLUMNS, SessionTable } from './session-table.tsx';
import type { SessionRow } from './session-table.tsx';

type Detail = OutputOf<typeof getPerson>;

interface PartProps {
  readonly detail: Detail;
}

const Facts = ({ detail: { person, affiliations } }: PartProps) => (
  <Section title="资料">
    <SummaryList
      items={[
        { term: '单位', value: `${person.organizationName}（${person.organizationKindLabel}）` },
        { term: '登录名', value: person.loginName },
        { term: '角色', value: person.roleLabels },
        {
          term: '回避院校',
          value: affiliations.length === 0 ? '无' : affiliations.map(({ name }) => name).join('、'),
        },
        {
          term: '最近登录',
          value: person.lastSignInAt === null ? '从未登录' : <Time at={person.lastSignInAt} />,
        },
        { term: '创建时间', value: <Time at={person.createdAt} /> },
      ]}
    />
  </Section>
);

const EditSection = ({ detail: { person, grantableRoles } }: PartProps) => {
  const [name, setName] = useState(person.name);
  const [roles, setRoles] = useState<readonly string[]>(person.roles);
  const write = useWrite(editPerson, {
    invalidates: ['accounts'],
    onSuccess: () => showToast('已保存'),
  });
  const submit = () => {
    const chosen = grantableRoles.filter((role) => roles.includes(role));
    const body = { version: person.version, name, roles: chosen };
    write.mutate({ params: { id: person.id }, body });
  };
  return (
    <Section title="修改姓名和角色" note="角色变动后，该账号须重新登录。">
      <Form error={write.error} onSubmit={submit} label="修改姓名和角色">
        <ErrorSummary />
        <TextField
          name="name"
          label="姓名"
          required
          width="medium"
          value={name}
          onChange={setName}
        />
        <RolesField grantable={grantableRoles} value={roles} onChange={setRoles} />
        <Row>
          <Button type="submit" busy={write.isPending} busyText="正在保存">
            保存
          </Button>
        </Row>
      </Form>
    </Section>
  );
};

const AffiliationSection = ({ detail: { person, affiliations } }: PartProps) => {
  const [chosen, setChosen] = useState<readonly ComboOption[]>(() =>
    affiliations.map(({ id, name }) => ({ value: id, label: name })),
  );
  const find = useCallback(async (text: string, signal: AbortSignal) => {
    const query = { q: text, kind: 'INSTITUTION' } as const;
    const { rows } = await call(listBodies, { query }, { signal });
    return rows.map((row) => ({ value: row.id, label: row.name }));
  }, []);
  const write = useWrite(setAffiliations, {
    invalidates: ['accounts'],
    onSuccess: () => showToast('回避院校已保存'),
  });
  const submit = () => {
    const institutionIds = chosen.map(({ value }) => value);
    write.mutate({ params: { id: person.id }, body: { version: person.version, institutionIds } });
  };
  return (
    <Section title="回避院校" note="此人任职、兼职或有其他利害关系的院校，其申报不由此人审核。">
      <Form error={write.error} onSubmit={submit} label="回避院校">
        <ErrorSummary />
        <MultiComboField
          name="institutionIds"
          label="院校"
          placeholder="输入名称、拼音或首字母"
          options={find}
          value={chosen}
          onChange={setChosen}
        />
        <Row>
          <Button type="submit" busy={write.isPending} busyText="正在保存">
            保存回避院校
          </Button>
        </Row>
      </Form>
    </Section>
  );
};

const SessionSection = ({ detail: { person, sessions } }: PartProps) => {
  const write = useWrite(endPersonSessions, {
    invalidates: [getPerson],
    onSuccess: ({ ended }) => showToast(`已结束 ${ended} 处登录`),
  });
  const endOne = useWrite(endPersonSession, { invalidates: [getPerson] });
  const columns: readonly Column<SessionRow>[] = [
    ...SESSION_COLUMNS,
    {
      key: 'end',
      label: '操作',
      render: (row) => (
        <Button
          small
          label={`结束 ${row.client} 的登录`}
          busy={endOne.isPending && endOne.variables.params.sessionId === row.id}
          onClick={() => endOne.mutate({ params: { id: person.id, sessionId: row.id } })}
        >
          结束
        </Button>
      ),
    },
  ];
  const error = write.error ?? endOne.error;
  return (
    <Section title="登录">
      {error === null ? null : <Failure error={error} />}
      <SessionTable rows={sessions} columns={person.isSelf ? SESSION_COLUMNS : columns} />
      {sessions.length === 0 || person.isSelf ? null : (
        <Row>
          <Button
            busy={write.isPending}
            onClick={() => write.mutate({ params: { id: person.id } })}
          >
            结束全部登录
          </Button>
        </Row>
      )}
    </Section>
  );
};

const HistorySection = ({ detail: { history } }: PartProps) => (
  <Section title="记录">
    {history.length === 0 ? (
      <Empty title="还没有记录" />
    ) : (
      <History
        events={history.toReversed().map((line) => ({
          id: line.id,
          at: line.occurredAt,
          actor:
            line.organizationName === null ? line.who : `${line.who}（${line.organizationName}）`,
          title: actionLabel(line.action),
          ...(line.reason === null ? {} : { detail: `理由：${line.reason}` }),
        }))}
      />
    )}
  </Section>
);

const PersonView = ({ detail }: PartProps) => {
  const { person } = detail;
  // Saving one of the two forms must not empty the other.
  const [edited, avoided] = [
    `edited ${person.id} ${person.name} ${person.roles.join(' ')}`,
    `avoided ${person.id} ${detail.affiliations.map(({ id }) => id).join(' ')}`,
  ];
  return (
    <Page
      title={person.name}
      trail={[{ label: '人员管理', to: '/people' }]}
      tag={<PersonStatus row={person} />}
      flags={<PersonFlags row={person} />}
      action={<PersonActions person={person} />}
    >
      <Facts detail={detail} />
      {person.permittedActions.includes('edit') ? (
        <EditSection key={edited} detail={detail} />
      ) : null}
      {detail.mayEditAffiliations ? <AffiliationSection key={avoided} detail={detail} /> : null}
      <SessionSection detail={detail} />
      <HistorySection detail={detail} />
    </Page>
  );
};

export const PersonPage = () => {
  const { id = '' } = useParams();
  const read = useRead(getPerson, { params: { id } });
  return (
    <QueryState of={read} what="账号">
      {(detail) => <PersonView detail={detail} />}
    </QueryState>
  );
};
