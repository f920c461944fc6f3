import { useState } from 'react';

import { Button } from '../../../ui/action/button.tsx';
import { useWrite } from '../../../ui/api/use-api.ts';
import { Flag } from '../../../ui/display/status-tag.tsx';
import { ErrorSummary, Form } from '../../../ui/form/form.tsx';
import { TextField } from '../../../ui/form/text-fields.tsx';
import { Row, Section } from '../../../ui/layout/page.tsx';
import { Failure } from '../../../ui/state/states.tsx';
import {
  type AddressRow,
  enterAddress,
  type Preferences,
  removeAddress,
  verifyAddressEndpoint,
} from '../contract.ts';
import { MEDIA, type Medium } from '../labels.ts';

const ASKED = {
  MAIL: { label: '邮箱', type: 'email', help: '例如 name@example.cn' },
  DINGTALK: { label: '登录钉钉的手机号', type: 'tel', help: '11 位手机号' },
} as const;

const stale = { invalidates: ['notifications'] };

const CodeForm = ({ medium, masked }: { readonly medium: Medium; readonly masked: string }) => {
  const [code, setCode] = useState('');
  const verify = useWrite(verifyAddressEndpoint, stale);
  return (
    <Form
      error={verify.error}
      onSubmit={() => verify.mutate({ params: { medium }, body: { code } })}
      label={`验证${MEDIA[medium]}`}
    >
      <ErrorSummary />
      <TextField
        name="code"
        label={`发到 ${masked} 的 6 位验证码`}
        required
        width="short"
        autoComplete="one-time-code"
        maxLength={6}
        value={code}
        onChange={setCode}
      />
      <Row>
        <Button type="submit" tone="primary" busy={verify.isPending} busyText="正在验证">
          验证
        </Button>
      </Row>
    </Form>
  );
};

const AddressForm = ({ medium }: { readonly medium: Medium }) => {
  const [address, setAddress] = useState('');
  const enter = useWrite(enterAddress, { ...stale, onSuccess: () => setAddress('') });
  const asked = ASKED[medium];
  return (
    <Form
      error={enter.error}
      onSubmit={() => enter.mutate({ params: { medium }, body: { address } })}
      label={`填写${asked.label}`}
    >
      <ErrorSummary />
      <TextField
        name="address"
        label={asked.label}
        help={asked.help}
        required
        type={asked.type}
        value={address}
        onChange={setAddress}
      />
      <Row>
        <Button type="submit" busy={enter.isPending} busyText="正在发送">
          发送验证码
        </Button>
      </Row>
    </Form>
  );
};

const Current = ({ row }: { readonly row: AddressRow }) => {
  const remove = useWrite(removeAddress, stale);
  return (
    <>
      {remove.error === null ? null : <Failure error={remove.error} />}
      <Row>
        <span>{row.masked}</span>
        {row.refusedAt === null ? (
          <Flag tone="done">已验证</Flag>
        ) : (
          <Flag tone="danger" long>
            对方服务器说没有这个地址，请重新填写
          </Flag>
        )}
        <Button
          small
          busy={remove.isPending}
          onClick={() => remove.mutate({ params: { medium: row.medium } })}
        >
          不再使用
        </Button>
      </Row>
    </>
  );
};

/** One medium: the address in use, the one that waits for its code, and the way to another. */
export const AddressSection = ({
  medium,
  preferences,
}: {
  readonly medium: Medium;
  readonly preferences: Preferences;
}) => {
  const isOpen = preferences.openChannels.includes(medium === 'MAIL' ? 'MAIL' : 'DINGTALK_WORK');
  const rows = preferences.addresses.filter((row) => row.medium === medium);
  const current = rows.find((row) => row.verifiedAt !== null);
  const waiting = rows.find((row) => row.verifiedAt === null);
  return (
    <Section
      title={MEDIA[medium]}
      note={
        isOpen
          ? '填写后系统发一个验证码，填回来才开始使用。地址加密保存，他人看不到。'
          : `项目办还没有开通${MEDIA[medium]}，目前只有站内消息。`
      }
    >
      {current === undefined ? null : <Current row={current} />}
      {isOpen && waiting !== undefined ? (
        <CodeForm key={waiting.masked} medium={medium} masked={waiting.masked} />
      ) : null}
      {isOpen ? <AddressForm medium={medium} /> : null}
    </Section>
  );
};
