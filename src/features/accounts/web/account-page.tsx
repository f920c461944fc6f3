import { ROLES } from '../../../kernel/actor.ts';
import { Button, LinkButton } from '../../../ui/action/button.tsx';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { SummaryList } from '../../../ui/display/summary-list.tsx';
import { Page, Row, Section } from '../../../ui/layout/page.tsx';
import type { Column } from '../../../ui/list/column.ts';
import { useActor } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Failure } from '../../../ui/state/states.tsx';
import { endOtherSessions, endSession, listSessions } from '../contract.ts';
import { DingTalkSection } from './dingtalk.tsx';
import { FactorSection } from './factor-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { SESSION_COLUMNS, SessionTable } from './session-table.tsx';
import type { SessionRow } from './session-table.tsx';

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
    <Page title="我的账号" action={<LinkButton to="/account/permissions">我能办什么</LinkButton>}>
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
      <FactorSection />
      <DingTalkSection />
      <SessionsSection />
    </Page>
  );
};
