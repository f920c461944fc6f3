import { useState } from 'react';

import type { Finding } from '../../../kernel/finding.ts';
import type { OutputOf } from '../../../kernel/endpoint.ts';
import { Button, LinkButton } from '../../../ui/action/button.tsx';
import { useReadToEdit, useWrite } from '../../../ui/api/use-api.ts';
import { Time } from '../../../ui/display/time-text.tsx';
import { SummaryList } from '../../../ui/display/summary-list.tsx';
import { ErrorSummary, Form } from '../../../ui/form/form.tsx';
import { TextField } from '../../../ui/form/text-fields.tsx';
import { Page, Row, Section } from '../../../ui/layout/page.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { activate, readLink } from '../contract.ts';
import { passwordFindings, passwordMin } from '../password-rules.ts';
import { CodeForm } from './code-form.tsx';
import { enterDesk } from './enter-desk.ts';
import { NewPasswordField } from './password-fields.tsx';

type LinkOwner = OutputOf<typeof readLink>;

const Unusable = ({ text }: { readonly text: string }) => (
  <Empty title="请重新获取链接" action={<LinkButton to="/sign-in">去登录</LinkButton>}>
    <p>{text}</p>
  </Empty>
);

interface ChooseProps {
  readonly token: string;
  readonly owner: LinkOwner;
}

const ChoosePassword = ({ token, owner }: ChooseProps) => {
  const [password, setPassword] = useState('');
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const [step, setStep] = useState('');
  const write = useWrite(activate, {
    onSuccess: (entered) => {
      // The used link must not stand in the browser's history.
      history.replaceState(null, '', '/desk/activate');
      if ('secondStep' in entered) setStep(entered.secondStep.token);
      else enterDesk('/');
    },
  });
  const submit = () => {
    const found = passwordFindings(password, {
      ...owner,
      profile: owner.passwordProfile,
      words: [owner.name, owner.organizationName],
    });
    setFindings(found);
    write.reset();
    if (found.length === 0) write.mutate({ body: { token, password } });
  };
  if (write.error?.code === 'accounts.link_invalid') return <Unusable text={write.error.text} />;
  if (step !== '')
    return (
      <Section title="密码已设置，请完成两步验证">
        <CodeForm
          token={step}
          onEntered={() => enterDesk('/')}
          onBack={() => enterDesk('/sign-in')}
        />
      </Section>
    );
  return (
    <>
      <Section title="请先核对" note="不是您本人的，请不要继续，并告诉把链接交给您的人。">
        <SummaryList
          items={[
            { term: '姓名', value: owner.name },
            { term: '单位', value: owner.organizationName },
            { term: '登录名', value: <strong>{owner.loginName}</strong> },
            { term: '链接有效到', value: <Time at={owner.expiresAt} /> },
          ]}
        />
      </Section>
      <Section title="设置密码">
        <Form findings={findings} error={write.error} onSubmit={submit}>
          <ErrorSummary />
          <TextField
            name="loginName"
            label="登录名"
            help="以后用它登录，请记下。"
            autoComplete="username"
            readOnly
            value={owner.loginName}
            onChange={() => undefined}
          />
          <NewPasswordField
            name="password"
            label="密码"
            min={passwordMin(owner.organizationKind)}
            profile={owner.passwordProfile}
            value={password}
            onChange={setPassword}
          />
          <Row>
            <Button
              type="submit"
              tone="primary"
              busy={write.isPending || write.isSuccess}
              busyText="正在设置"
            >
              设置密码并登录
            </Button>
          </Row>
        </Form>
      </Section>
    </>
  );
};

const WithToken = ({ token }: { readonly token: string }) => {
  const read = useReadToEdit(readLink, { body: { token } });
  if (read.error?.code === 'accounts.link_invalid') return <Unusable text={read.error.text} />;
  return (
    <QueryState of={read} what="链接">
      {(owner) => <ChoosePassword token={token} owner={owner} />}
    </QueryState>
  );
};

/** The secret stands behind `#`, which browsers send to nobody. */
export const ActivatePage = () => {
  const [token] = useState(() => location.hash.slice(1));
  return (
    <Page title="设置密码" lead="链接只能用一次。密码只有您自己知道，管理员看不到，也不会索要。">
      {token === '' ? (
        <Unusable text="链接不完整。请从收到的消息里重新打开整条链接，“#”后面的部分不能少。" />
      ) : (
        <WithToken token={token} />
      )}
    </Page>
  );
};
