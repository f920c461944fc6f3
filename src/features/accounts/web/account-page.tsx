import { useState } from 'react';

import type { Finding } from '../../../kernel/finding.ts';
import { ROLES } from '../../../kernel/actor.ts';
import { Button } from '../../../ui/action/button.tsx';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { SummaryList } from '../../../ui/display/summary-list.tsx';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { ErrorSummary, Form } from '../../../ui/form/form.tsx';
import { TextField } from '../../../ui/form/text-fields.tsx';
import { Page, Row, Section } from '../../../ui/layout/page.tsx';
import type { Column } from '../../../ui/list/column.ts';
import { useActor } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Failure } from '../../../ui/state/states.tsx';
import { changePassword, endOtherSessions, endSession, listSessions } from '../contract.ts';
import { passwordFindings, passwordMin } from '../password-rules.ts';
import { NewPasswordField } from './password-fields.tsx';
import { SESSION_COLUMNS, SessionTable } from './session-table.tsx';
import type { SessionRow } from './session-table.tsx';

const PasswordSection = () => {
  const actor = useActor();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const write = useWrite(changePassword, {
    invalidates: ['accounts'],
    onSuccess: () => {
      setCurrent('');
      setNext('');
    },
  });
  const submit = () => {
    const context = { ...actor, loginName: '', words: [actor.name, actor.organizationName] };
    const found = passwordFindings(next, context, 'newPassword');
    setFindings(found);
    write.reset();
    if (found.length === 0) {
      write.mutate({ body: { currentPassword: current, newPassword: next } });
    }
  };
  return (
    <Section title="修改密码" note="修改后，您在其他地方的登录会全部结束。">
      {write.isSuccess ? <Banner tone="success" title="密码已修改，其他地方的登录已结束" /> : null}
      <Form findings={findings} error={write.error} onSubmit={submit} label="修改密码">
        <ErrorSummary />
        <TextField
          name="currentPassword"
          label="现在的密码"
          required
          type="password"
          autoComplete="current-password"
          value={current}
          onChange={setCurrent}
        />
        <NewPasswordField
          name="newPassword"
          label="新密码"
          min={passwordMin(actor.organizationKind)}
          value={next}
          onChange={setNext}
        />
        <Row>
          <Button type="submit" tone="primary" busy={write.isPending} busyText="正在修改">
            修改密码
          </Button>
        </Row>
      </Form>
    </Section>
  );
};

const SessionsSection = () => {
  const read = useRead(listSessions, {});
  const endOne = useWrite(endSession, { invalidates: [listSessions] });
  const endOthers = useWrite(endOtherSessions, { invalidates: [listSessions] });
  const columns: readonly Column<SessionRow>[] = [
    ...SESSION_COLUMNS,
    {
      key: 'end',
      label: '操作',
      render: (row) =>
        row.isCurrent ? null : (
          <Button
            small
            label={`结束 ${row.client} 的登录`}
            busy={endOne.isPending && endOne.variables.params.id === row.id}
            onClick={() => endOne.mutate({ params: { id: row.id } })}
          >
            结束
          </Button>
        ),
    },
  ];
  const error = endOne.error ?? endOthers.error;
  return (
    <Section title="我的登录" note="看到不认识的设备，请结束它并马上修改密码。">
      {error === null ? null : <Failure error={error} />}
      <QueryState of={read} what="我的登录">
        {({ rows }) => (
          <>
            <SessionTable rows={rows} columns={columns} />
            {rows.length > 1 ? (
              <Row>
                <Button busy={endOthers.isPending} onClick={() => endOthers.mutate({})}>
                  结束其他全部登录
                </Button>
              </Row>
            ) : null}
          </>
        )}
      </QueryState>
    </Section>
  );
};

export const AccountPage = () => {
  const actor = useActor();
  return (
    <Page title="我的账号">
      <Section title="资料" note="姓名、角色有误的，请本单位管理员在“人员管理”中修改。">
        <SummaryList
          items={[
            { term: '姓名', value: actor.name },
            { term: '单位', value: actor.organizationName },
            { term: '角色', value: actor.roles.map((role) => ROLES[role]).join('、') },
          ]}
        />
      </Section>
      <PasswordSection />
      <SessionsSection />
    </Page>
  );
};
