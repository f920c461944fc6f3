import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';

import type { Actor } from '../../kernel/actor.ts';
import { Button } from '../../ui/action/button.tsx';
import { onUnauthenticated, tellSignedInAgain } from '../../ui/api/api-client.ts';
import { Dialog } from '../../ui/feedback/dialog.tsx';
import { SESSION_KEY, SIGN_IN, readSession } from './session-calls.ts';

const NO_ANSWER = '没有连上服务器，请检查网络后再试。';
const NOT_YET = '还没有登录成功，请先在新窗口中登录。';

/** Whether the session is back; returns what to say when it is not. */
const useReturn = (actor: Actor, onBack: () => void) => {
  const client = useQueryClient();
  return async (): Promise<string> => {
    const session = await readSession().catch(() => null);
    if (session === null) return NO_ANSWER;
    if (session.actor === null) return NOT_YET;
    // Somebody else signed in: nothing of the first person may stay on the screen.
    if (session.actor.userId !== actor.userId) {
      location.reload();
      return '';
    }
    onBack();
    client.setQueryData(SESSION_KEY, session);
    tellSignedInAgain();
    void client.invalidateQueries();
    return '';
  };
};

interface ReauthProps {
  readonly actor: Actor;
  /** The session was read again and is over; a refused request says so too. */
  readonly isOver: boolean;
}

/** When the session ends under someone's hands: the page and what was typed stay until they are back. */
export const ReauthDialog = ({ actor, isOver }: ReauthProps) => {
  const [isOpen, setOpen] = useState(isOver);
  const [wasOver, setWasOver] = useState(isOver);
  if (isOver !== wasOver) {
    setWasOver(isOver);
    setOpen(isOver);
  }
  const [note, setNote] = useState('');
  const proceed = useReturn(actor, () => setOpen(false));
  const latest = useRef(proceed);
  useEffect(() => {
    latest.current = proceed;
  });
  useEffect(() => onUnauthenticated(() => setOpen(true)), []);
  useEffect(() => {
    if (!isOpen) return undefined;
    // Coming back from the other window is usually all it takes; a miss stays silent.
    const look = () => void latest.current();
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [isOpen]);
  return (
    <Dialog
      title="登录已过期"
      open={isOpen}
      onClose={() => setOpen(false)}
      footer={
        <>
          <a className="button" href={`/desk${SIGN_IN}`} target="_blank" rel="noreferrer">
            在新窗口登录
          </a>
          <Button tone="primary" onClick={() => void proceed().then(setNote)}>
            我已登录，继续
          </Button>
        </>
      }
    >
      <p>本页填写的内容还在。请在新窗口中登录，再回到这里点“我已登录，继续”。</p>
      <p role="alert">{note}</p>
    </Dialog>
  );
};
