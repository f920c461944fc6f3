import { useState } from 'react';

import type { Finding } from '../../../kernel/finding.ts';
import { Button } from '../../../ui/action/button.tsx';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { ErrorSummary, Form } from '../../../ui/form/form.tsx';
import { TextField } from '../../../ui/form/text-fields.tsx';
import { Row, Section } from '../../../ui/layout/page.tsx';
import { useActor } from '../../../ui/session.tsx';
import { changePassword, getSession } from '../contract.ts';
import { passwordFindings, passwordMin } from '../password-rules.ts';
import { NewPasswordField } from './password-fields.tsx';

/** One's own password; `onDone` when something waits for it. */
export const PasswordSection = ({ onDone }: { readonly onDone?: () => void }) => {
  const actor = useActor();
  const { data } = useRead(getSession, {});
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const write = useWrite(changePassword, {
    invalidates: ['accounts'],
    onSuccess: () => {
      setCurrent('');
      setNext('');
      onDone?.();
    },
  });
  const submit = () => {
    const words = [actor.name, actor.organizationName];
    const profile = data?.passwordProfile ?? 'passphrase';
    const context = { ...actor, loginName: '', words, profile };
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
          profile={data?.passwordProfile}
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
