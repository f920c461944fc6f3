import { useState } from 'react';

import { ROLES } from '../../../kernel/actor.ts';
import type { OutputOf } from '../../../kernel/endpoint.ts';
import { Button } from '../../../ui/action/button.tsx';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { CheckboxField, RadioGroup, SelectField } from '../../../ui/form/choice-fields.tsx';
import { ErrorSummary, Form } from '../../../ui/form/form.tsx';
import { TextField } from '../../../ui/form/text-fields.tsx';
import { Page, Row, Section } from '../../../ui/layout/page.tsx';
import { useHasRole } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { NoPermission } from '../../../ui/state/states.tsx';
import { getSecurity, setDingTalk, setSecurity } from '../factor-contract.ts';
import {
  FACTOR_LEVELS,
  type FactorLevel,
  PASSWORD_PROFILES,
  type PasswordProfile,
  ROLE_GROUPS,
  type RoleGroup,
  SECURITY_ADMINS,
} from '../security-policy.ts';

type Security = OutputOf<typeof getSecurity>;

const LEVEL_OPTIONS = Object.entries(FACTOR_LEVELS).map(([value, label]) => ({ value, label }));
const PROFILE_OPTIONS = Object.entries(PASSWORD_PROFILES).map(([value, label]) => ({
  value,
  label,
}));

const isLevel = (value: string): value is FactorLevel => value in FACTOR_LEVELS;
const isProfile = (value: string): value is PasswordProfile => value in PASSWORD_PROFILES;

const groupNames = Object.keys(ROLE_GROUPS) as RoleGroup[];

const PolicyForm = ({ security }: { readonly security: Security }) => {
  const [factors, setFactors] = useState(security.factors);
  const [passwords, setPasswords] = useState(security.passwords);
  const write = useWrite(setSecurity, {
    invalidates: ['accounts'],
    onSuccess: () => showToast('已保存，各人下次登录时生效'),
  });
  return (
    <Section title="两步验证和密码" note="各人下次登录时生效；已登录的不受影响。">
      <Form
        error={write.error}
        label="两步验证和密码"
        onSubmit={() => write.mutate({ body: { factors, passwords } })}
      >
        <ErrorSummary />
        {groupNames.map((group) => (
          <SelectField
            key={group}
            name={`factors.${group}`}
            label={`两步验证：${ROLE_GROUPS[group].label}`}
            help={ROLE_GROUPS[group].roles.map((role) => ROLES[role]).join('、')}
            prompt={null}
            options={LEVEL_OPTIONS}
            value={factors[group]}
            onChange={(level) => {
              if (isLevel(level)) setFactors({ ...factors, [group]: level });
            }}
          />
        ))}
        <RadioGroup
          name="passwords"
          label="密码要求"
          help="等保三级要求复杂度和定期更换；没有等保要求的，长口令更好记也更安全。"
          options={PROFILE_OPTIONS}
          value={passwords}
          onChange={(profile) => {
            if (isProfile(profile)) setPasswords(profile);
          }}
        />
        <Row>
          <Button type="submit" tone="primary" busy={write.isPending} busyText="正在保存">
            保存
          </Button>
        </Row>
      </Form>
    </Section>
  );
};

const DingTalkForm = ({ security: { dingTalk } }: { readonly security: Security }) => {
  const [isOn, setOn] = useState(dingTalk.isOn);
  const [clientId, setClientId] = useState(dingTalk.clientId);
  const [clientSecret, setClientSecret] = useState('');
  const [loginUrl, setLoginUrl] = useState(dingTalk.loginUrl);
  const [apiUrl, setApiUrl] = useState(dingTalk.apiUrl);
  const write = useWrite(setDingTalk, {
    invalidates: ['accounts'],
    onSuccess: () => {
      setClientSecret('');
      showToast('钉钉登录设置已保存');
    },
  });
  const submit = () => write.mutate({ body: { isOn, clientId, clientSecret, loginUrl, apiUrl } });
  return (
    <Section
      title="钉钉登录"
      note={`在钉钉开放平台的应用里，把“重定向 URL”登记为 ${location.origin}/desk/dingtalk。各人先用密码登录，在“我的账号”里绑定自己的钉钉，以后才能用钉钉登录。`}
    >
      <Form error={write.error} label="钉钉登录" onSubmit={submit}>
        <ErrorSummary />
        <CheckboxField name="isOn" label="在登录页显示“钉钉登录”" value={isOn} onChange={setOn} />
        <TextField
          name="clientId"
          label="Client ID"
          required
          width="medium"
          value={clientId}
          onChange={setClientId}
        />
        <TextField
          name="clientSecret"
          label="Client Secret"
          type="password"
          width="medium"
          autoComplete="off"
          help={dingTalk.hasSecret ? '已加密保存；不更换请留空。' : '加密保存，保存后不再显示。'}
          value={clientSecret}
          onChange={setClientSecret}
        />
        <TextField
          name="loginUrl"
          label="登录页地址"
          required
          help="公有云不用改；专有钉钉填自己的地址。"
          value={loginUrl}
          onChange={setLoginUrl}
        />
        <TextField name="apiUrl" label="接口地址" required value={apiUrl} onChange={setApiUrl} />
        <Row>
          <Button type="submit" busy={write.isPending} busyText="正在保存">
            保存钉钉登录
          </Button>
        </Row>
      </Form>
    </Section>
  );
};

const Settings = () => {
  const read = useRead(getSecurity, {});
  return (
    <Page
      title="登录安全"
      trail={[{ label: '人员管理', to: '/people' }]}
      lead="谁登录时要两步验证、密码怎样要求、能不能用钉钉登录。修改前会请您再次确认本人，修改留有记录。"
    >
      <QueryState of={read} what="登录安全设置">
        {(security) => (
          <>
            <PolicyForm security={security} />
            <DingTalkForm security={security} />
          </>
        )}
      </QueryState>
    </Page>
  );
};

export const SecurityPage = () =>
  useHasRole(...SECURITY_ADMINS) ? (
    <Settings />
  ) : (
    <Page title="登录安全">
      <NoPermission>登录安全由项目办管理员和系统管理员设置。</NoPermission>
    </Page>
  );
