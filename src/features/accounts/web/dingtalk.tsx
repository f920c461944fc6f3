import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';

import { Button, LinkButton } from '../../../ui/action/button.tsx';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { Time } from '../../../ui/display/time-text.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { Page, Row, Section } from '../../../ui/layout/page.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Empty, Failure, Loading } from '../../../ui/state/states.tsx';
import {
  finishDingTalk,
  getDingTalk,
  startDingTalk,
  startDingTalkLink,
  unlinkDingTalk,
} from '../permission-contract.ts';
import { CodeForm } from './code-form.tsx';
import { enterDesk } from './enter-desk.ts';

/** Only the browser knows under which address it reached us; DingTalk holds it against the registered one. */
const goToDingTalk = (url: string): void =>
  location.assign(`${url}&redirect_uri=${encodeURIComponent(`${location.origin}/desk/dingtalk`)}`);

export const DingTalkButton = ({ next }: { readonly next: string }) => {
  const write = useWrite(startDingTalk, { onSuccess: ({ url }) => goToDingTalk(url) });
  return (
    <>
      {write.error === null ? null : <Failure error={write.error} />}
      <Row>
        <Button
          busy={write.isPending || write.isSuccess}
          onClick={() => write.mutate({ body: { next } })}
        >
          钉钉登录
        </Button>
      </Row>
    </>
  );
};

/** Linking one's own DingTalk; says nothing where the office has not set it up. */
export const DingTalkSection = () => {
  const read = useRead(getDingTalk, {});
  const start = useWrite(startDingTalkLink, { onSuccess: ({ url }) => goToDingTalk(url) });
  const unlink = useWrite(unlinkDingTalk, {
    invalidates: [getDingTalk],
    onSuccess: () => showToast('已解除绑定'),
  });
  if (read.data !== undefined && !read.data.isOn && read.data.linkedAt === null) return null;
  const error = start.error ?? unlink.error;
  return (
    <Section title="钉钉登录" note="绑定后可以在登录页点“钉钉登录”，不用输入密码。">
      {error === null ? null : <Failure error={error} />}
      <QueryState of={read} what="钉钉绑定">
        {({ isOn, linkedAt }) =>
          linkedAt === null ? (
            <Row>
              <Button
                disabled={!isOn}
                busy={start.isPending || start.isSuccess}
                onClick={() => start.mutate({})}
              >
                绑定我的钉钉
              </Button>
            </Row>
          ) : (
            <>
              <p>
                <Time at={linkedAt} dateOnly /> 起已绑定。
              </p>
              <Row>
                <Button busy={unlink.isPending} onClick={() => unlink.mutate({})}>
                  解除绑定
                </Button>
              </Row>
            </>
          )
        }
      </QueryState>
    </Section>
  );
};

interface ReturnProps {
  readonly state: string;
  readonly code: string;
}

const Returning = ({ state, code }: ReturnProps) => {
  const [step, setStep] = useState<{ readonly token: string; readonly next: string } | null>(null);
  const write = useWrite(finishDingTalk, {
    onSuccess: ({ next, entered }) => {
      if (entered !== null && 'secondStep' in entered)
        setStep({ token: entered.secondStep.token, next });
      else enterDesk(next);
    },
  });
  const { mutate } = write;
  const isSent = useRef(false);
  useEffect(() => {
    // The code is good once: strict mode must not send it twice.
    if (isSent.current) return;
    isSent.current = true;
    // Neither code nor state may stay in the browser's history.
    history.replaceState(null, '', '/desk/dingtalk');
    mutate({ body: { state, code } });
  }, [mutate, state, code]);
  if (step !== null)
    return (
      <CodeForm
        token={step.token}
        onEntered={() => enterDesk(step.next)}
        onBack={() => enterDesk('/sign-in')}
      />
    );
  if (write.error === null) return <Loading what="钉钉登录" />;
  return (
    <>
      <Failure error={write.error} />
      <Row>
        <LinkButton to="/sign-in">去登录</LinkButton>
      </Row>
    </>
  );
};

/** Where DingTalk sends people back to. */
export const DingTalkPage = () => {
  const [query] = useSearchParams();
  const [given] = useState(() => ({
    state: query.get('state') ?? '',
    code: query.get('authCode') ?? query.get('code') ?? '',
  }));
  return (
    <Page title="钉钉登录">
      {given.state === '' || given.code === '' ? (
        <Empty title="没有完成钉钉登录" action={<LinkButton to="/sign-in">去登录</LinkButton>}>
          <p>可能在钉钉页面点了取消。请重新点“钉钉登录”，或用登录名和密码登录。</p>
        </Empty>
      ) : (
        <Returning {...given} />
      )}
    </Page>
  );
};
