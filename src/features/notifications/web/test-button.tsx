import { useState } from 'react';

import { Button } from '../../../ui/action/button.tsx';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { Row } from '../../../ui/layout/page.tsx';
import { getTest, sendTest } from '../office-contract.ts';

type Target = { readonly channel: 'MAIL' | 'DINGTALK_WORK' } | { readonly robotId: string };

const Result = ({ id }: { readonly id: string }) => {
  const [isOver, setOver] = useState(false);
  const { data } = useRead(getTest, { params: { id } }, isOver ? {} : { everySeconds: 2 });
  const isSettled = data !== undefined && data.status !== 'WAITING';
  if (isSettled && !isOver) setOver(true);
  if (data?.status === 'SENT') return <span role="status">已送出，请查收</span>;
  const reason = data?.lastError ?? null;
  if (reason !== null) return <span role="status">没有送出：{reason}</span>;
  return <span role="status">正在发送，最多一分钟…</span>;
};

/** Sends a test and says what became of it. */
export const TestButton = ({
  target,
  name,
}: {
  readonly target: Target;
  readonly name: string;
}) => {
  const send = useWrite(sendTest);
  return (
    <Row>
      <Button
        small
        label={`${name}：发测试消息`}
        busy={send.isPending}
        onClick={() => send.mutate({ body: target })}
      >
        发测试消息
      </Button>
      {send.error === null ? null : <span role="alert">{send.error.text}</span>}
      {send.data === undefined ? null : <Result key={send.data.id} id={send.data.id} />}
    </Row>
  );
};
