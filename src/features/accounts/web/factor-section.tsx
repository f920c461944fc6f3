import { useState } from 'react';

import type { OutputOf } from '../../../kernel/endpoint.ts';
import { Button } from '../../../ui/action/button.tsx';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { Time } from '../../../ui/display/time-text.tsx';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { ConfirmDialog } from '../../../ui/feedback/confirm-dialog.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { ErrorSummary, Form } from '../../../ui/form/form.tsx';
import { TextField } from '../../../ui/form/text-fields.tsx';
import { Row, Section } from '../../../ui/layout/page.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Failure } from '../../../ui/state/states.tsx';
import {
  confirmFactor,
  getFactor,
  removeFactor,
  renewRecoveryCodes,
  startFactor,
} from '../factor-contract.ts';
import { QrCode } from './qr-code.tsx';
import './accounts.css';

type Factor = OutputOf<typeof getFactor>;
type Started = OutputOf<typeof startFactor>;

interface CodesProps {
  readonly codes: readonly string[];
  readonly onClose: () => void;
}

const RecoveryCodes = ({ codes, onClose }: CodesProps) => (
  <>
    <Banner tone="attention" title="请现在抄下或打印恢复码，只显示这一次">
      <p>手机丢失或换机时，每个恢复码可以代替一次验证码。放在锁好的地方，不要存在手机里。</p>
    </Banner>
    <ul className="accounts-codes" aria-label="恢复码">
      {codes.map((code) => (
        <li key={code}>{code}</li>
      ))}
    </ul>
    <Row>
      <Button onClick={() => window.print()}>打印</Button>
      <Button tone="primary" onClick={onClose}>
        我已保存
      </Button>
    </Row>
  </>
);

interface EnrolProps {
  readonly started: Started;
  readonly onCodes: (codes: readonly string[]) => void;
}

const Enrol = ({ started, onCodes }: EnrolProps) => {
  const [code, setCode] = useState('');
  const write = useWrite(confirmFactor, {
    onSuccess: ({ recoveryCodes }) => onCodes(recoveryCodes),
  });
  return (
    <>
      <ol className="accounts-steps">
        <li>
          在手机上打开验证器应用（如微软验证器、谷歌验证器、FreeOTP），选择“扫描二维码”。
          <QrCode text={started.uri} label="两步验证密钥的二维码" />
        </li>
        <li>
          不能扫码的，选择“手动输入密钥”：
          <span className="accounts-secret">{started.secret.replace(/(.{4})(?=.)/g, '$1 ')}</span>
        </li>
        <li>把应用上显示的 6 位数字填在下面。</li>
      </ol>
      <Form
        error={write.error}
        label="启用两步验证"
        onSubmit={() => write.mutate({ body: { code } })}
      >
        <ErrorSummary />
        <TextField
          name="code"
          label="验证码"
          required
          width="short"
          autoComplete="one-time-code"
          value={code}
          onChange={setCode}
        />
        <Row>
          <Button type="submit" tone="primary" busy={write.isPending} busyText="正在验证">
            启用两步验证
          </Button>
        </Row>
      </Form>
    </>
  );
};

interface StateProps {
  readonly factor: Factor;
  readonly onStart: () => void;
  readonly isStarting: boolean;
  readonly onCodes: (codes: readonly string[]) => void;
}

const Enrolled = ({ factor, onStart, isStarting, onCodes }: StateProps) => {
  const [isRemoving, setRemoving] = useState(false);
  const renew = useWrite(renewRecoveryCodes, {
    onSuccess: ({ recoveryCodes }) => onCodes(recoveryCodes),
  });
  const remove = useWrite(removeFactor, {
    invalidates: [getFactor],
    onSuccess: () => {
      setRemoving(false);
      showToast('两步验证已停用');
    },
  });
  return (
    <>
      <p>
        已启用{factor.confirmedAt === null ? null : <Time at={factor.confirmedAt} dateOnly />}，
        恢复码还剩 {factor.recoveryCodesLeft} 个
        {factor.recoveryCodesLeft < 3 ? '，建议现在重新生成' : ''}。
      </p>
      {renew.error === null ? null : <Failure error={renew.error} />}
      <Row>
        <Button onClick={() => renew.mutate({})} busy={renew.isPending}>
          重新生成恢复码
        </Button>
        <Button onClick={onStart} busy={isStarting}>
          换一部手机
        </Button>
        {factor.level === 'required' ? null : (
          <Button onClick={() => setRemoving(true)}>停用</Button>
        )}
      </Row>
      <ConfirmDialog
        title="停用两步验证？"
        open={isRemoving}
        onClose={() => setRemoving(false)}
        onConfirm={() => remove.mutate({})}
        confirmLabel="停用"
        danger
        busy={remove.isPending}
        error={remove.error}
      >
        <p>停用后只凭密码就能登录，恢复码一并失效。</p>
      </ConfirmDialog>
    </>
  );
};

const Absent = ({ factor, onStart, isStarting }: Omit<StateProps, 'onCodes'>) => (
  <>
    <p>
      {factor.level === 'required'
        ? '您的角色必须启用。设置只要两分钟，需要一部手机。'
        : '启用后，登录时除密码外还要输入手机上的 6 位数字；密码被人知道也进不来。'}
    </p>
    <Row>
      <Button tone="primary" onClick={onStart} busy={isStarting}>
        开始设置
      </Button>
    </Row>
  </>
);

const Content = ({ factor, onDone }: { readonly factor: Factor; readonly onDone: () => void }) => {
  const [started, setStarted] = useState<Started | null>(null);
  const [codes, setCodes] = useState<readonly string[]>([]);
  const start = useWrite(startFactor, { onSuccess: setStarted });
  const state = { factor, onStart: () => start.mutate({}), isStarting: start.isPending };
  const onCodes = (next: readonly string[]) => {
    setStarted(null);
    setCodes(next);
  };
  if (codes.length > 0)
    return (
      <RecoveryCodes
        codes={codes}
        onClose={() => {
          setCodes([]);
          onDone();
        }}
      />
    );
  if (started !== null) return <Enrol started={started} onCodes={onCodes} />;
  return (
    <>
      {start.error === null ? null : <Failure error={start.error} />}
      {factor.confirmedAt === null ? (
        <Absent {...state} />
      ) : (
        <Enrolled {...state} onCodes={onCodes} />
      )}
    </>
  );
};

/** One's own second factor; says nothing where the office does not offer it. */
export const FactorSection = ({ onDone }: { readonly onDone?: () => void }) => {
  const read = useRead(getFactor, {});
  if (read.data?.level === 'off' && read.data.confirmedAt === null) return null;
  return (
    <Section title="两步验证">
      <QueryState of={read} what="两步验证">
        {(factor) => (
          <Content
            factor={factor}
            onDone={() => {
              void read.refetch();
              onDone?.();
            }}
          />
        )}
      </QueryState>
    </Section>
  );
};
