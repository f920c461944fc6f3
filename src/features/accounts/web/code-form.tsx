import { useState } from 'react';

import { Button } from '../../../ui/action/button.tsx';
import { useWrite } from '../../../ui/api/use-api.ts';
import { ErrorSummary, Form } from '../../../ui/form/form.tsx';
import { TextField } from '../../../ui/form/text-fields.tsx';
import { Row } from '../../../ui/layout/page.tsx';
import { takeSecondStep } from '../factor-contract.ts';

interface CodeFormProps {
  /** What the first step gave. */
  readonly token: string;
  readonly onEntered: () => void;
  readonly onBack: () => void;
}

/** The second step of signing in. */
export const CodeForm = ({ token, onEntered, onBack }: CodeFormProps) => {
  const [code, setCode] = useState('');
  const write = useWrite(takeSecondStep, { onSuccess: onEntered });
  const isOver = write.error?.code === 'accounts.step_over';
  return (
    <Form
      error={write.error}
      label="两步验证"
      onSubmit={() => write.mutate({ body: { token, code } })}
    >
      <ErrorSummary />
      <TextField
        name="code"
        label="验证码"
        required
        width="medium"
        autoComplete="one-time-code"
        help="手机验证器上的 6 位数字；手机不在身边，可以填一个恢复码。"
        value={code}
        onChange={setCode}
      />
      <Row>
        <Button onClick={onBack}>{isOver ? '从头登录' : '返回'}</Button>
        <Button
          type="submit"
          tone="primary"
          disabled={isOver}
          busy={write.isPending || write.isSuccess}
          busyText="正在验证"
        >
          验证并登录
        </Button>
      </Row>
    </Form>
  );
};
