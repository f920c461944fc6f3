import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';

import { Button } from '../../../ui/action/button.tsx';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { ErrorSummary, Fieldset, Form } from '../../../ui/form/form.tsx';
import { TextField } from '../../../ui/form/text-fields.tsx';
import { Page, Row, Section } from '../../../ui/layout/page.tsx';
import { useSession } from '../../../ui/session.tsx';
import { Failure } from '../../../ui/state/states.tsx';
import { demoSignIn, getSession, signIn } from '../contract.ts';
import { CodeForm } from './code-form.tsx';
import { DingTalkButton } from './dingtalk.tsx';
import { enterDesk, nextPath } from './enter-desk.ts';

const useNext = (): string => nextPath(useSearchParams()[0].get('next'));

const FirstAdministratorHint = () => (
  <Banner tone="attention" title="系统里还没有任何账号">
    <p>
      第一位项目办管理员在服务器上产生。请运行下面的命令，再在浏览器中打开它输出的一次性链接，由本人设置密码：
    </p>
    <p>
      <code>onex create-admin --login 登录名 --name 姓名</code>
    </p>
  </Banner>
);

const AlreadyIn = ({ name, next }: { readonly name: string; readonly next: string }) => (
  <Banner
    title={`您已以“${name}”登录`}
    action={<Button onClick={() => enterDesk(next)}>进入工作台</Button>}
  >
    <p>换人使用请在下面登录，原来的登录会结束。</p>
  </Banner>
);

const PasswordForm = ({ next }: { readonly next: string }) => {
  const [loginName, setLoginName] = useState('');
  const [password, setPassword] = useState('');
  const [step, setStep] = useState('');
  const write = useWrite(signIn, {
    onSuccess: (entered) => {
      if ('secondStep' in entered) setStep(entered.secondStep.token);
      else enterDesk(next);
    },
  });
  if (step !== '')
    return (
      <CodeForm
        token={step}
        onEntered={() => enterDesk(next)}
        onBack={() => {
          setStep('');
          setPassword('');
          write.reset();
        }}
      />
    );
  return (
    <Form
      error={write.error}
      label="登录"
      onSubmit={() => write.mutate({ body: { loginName, password } })}
    >
      <ErrorSummary />
      <TextField
        name="loginName"
        label="登录名"
        required
        autoComplete="username"
        value={loginName}
        onChange={setLoginName}
      />
      <TextField
        name="password"
        label="密码"
        required
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
      />
      <Row>
        <Button
          type="submit"
          tone="primary"
          busy={write.isPending || write.isSuccess}
          busyText="正在登录"
        >
          登录
        </Button>
      </Row>
    </Form>
  );
};

interface Persona {
  readonly loginName: string;
  readonly label: string;
  readonly group: string;
}

const groupsOf = (personas: readonly Persona[]): readonly string[] => [
  ...new Set(personas.map(({ group }) => group)),
];

interface PersonasProps {
  readonly personas: readonly Persona[];
  readonly next: string;
}

/** The demo's people by group, one press each. */
const Personas = ({ personas, next }: PersonasProps) => {
  const write = useWrite(demoSignIn, { onSuccess: () => enterDesk(next) });
  const pressed = write.variables?.body.loginName;
  return (
    <Section
      title="演示：选一个人物直接登录"
      note="人物和数据都是虚构的，不需要密码，可以随意操作。"
    >
      {write.error === null ? null : <Failure error={write.error} />}
      {groupsOf(personas).map((group) => (
        <Fieldset key={group} legend={group}>
          <Row>
            {personas
              .filter((persona) => persona.group === group)
              .map((persona) => (
                <Button
                  key={persona.loginName}
                  busy={(write.isPending || write.isSuccess) && pressed === persona.loginName}
                  onClick={() => write.mutate({ body: { loginName: persona.loginName } })}
                >
                  {persona.label}
                </Button>
              ))}
          </Row>
        </Fieldset>
      ))}
    </Section>
  );
};

const Help = () => (
  <Section title="登录不了？" framed={false}>
    <ul>
      <li>
        <strong>忘记密码：</strong>
        请本单位管理员在“人员管理”里重设密码，把一次性链接交给您；管理员本人请联系项目办。
      </li>
      <li>
        <strong>还没有账号：</strong>由本单位管理员开通；单位还没有管理员的，可以
        <Link to="/account-request">提交盖章授权书申请账号</Link>，已提交的可以
        <Link to="/account-request/state">查询办理结果</Link>。
      </li>
      <li>
        <strong>换了手机、收不到验证码：</strong>用恢复码登录；恢复码也丢了，请管理员重置两步验证。
      </li>
      <li>
        <strong>不要</strong>把密码告诉任何人，项目办也不会索要。
      </li>
    </ul>
  </Section>
);

export const SignInPage = () => {
  const next = useNext();
  const { demo, actor } = useSession();
  const { data } = useRead(getSession, {});
  const personas = data?.personas ?? [];
  return (
    <Page title="登录">
      {actor === null ? null : <AlreadyIn name={actor.name} next={next} />}
      {data?.needsFirstAdministrator === true ? <FirstAdministratorHint /> : null}
      {demo && personas.length > 0 ? <Personas personas={personas} next={next} /> : null}
      <Section title={demo ? '或用登录名和密码' : '用登录名和密码'}>
        <PasswordForm next={next} />
        {data?.dingTalk === true ? <DingTalkButton next={next} /> : null}
      </Section>
      <Help />
    </Page>
  );
};
