import { useEffect, useState } from 'react';
import { Link } from 'react-router';

import { useRead } from '../../../ui/api/use-api.ts';
import { Icon } from '../../../ui/icon.tsx';
import { countUnread } from '../contract.ts';
import './notifications.css';

const EVERY_SECONDS = 30;
/** Shorter than the idle limit of a session: asking for ever would keep an empty chair signed in. */
const AWAY_MS = 5 * 60_000;
const SIGNS = ['pointerdown', 'keydown', 'focus'] as const;

/** Whether somebody has touched this page lately. */
const useIsAttended = (): boolean => {
  const [isAttended, setAttended] = useState(true);
  useEffect(() => {
    let timer = setTimeout(() => setAttended(false), AWAY_MS);
    const touch = () => {
      clearTimeout(timer);
      setAttended(true);
      timer = setTimeout(() => setAttended(false), AWAY_MS);
    };
    for (const sign of SIGNS) window.addEventListener(sign, touch);
    return () => {
      clearTimeout(timer);
      for (const sign of SIGNS) window.removeEventListener(sign, touch);
    };
  }, []);
  return isAttended;
};

/** The way to the inbox, with the number of unread messages. */
export const Bell = () => {
  const isAttended = useIsAttended();
  const read = useRead(countUnread, {}, isAttended ? { everySeconds: EVERY_SECONDS } : {});
  const count = read.data?.unreadCount ?? 0;
  const words = count === 0 ? '消息，没有未读' : `消息，${count} 条未读`;
  return (
    <Link to="/notifications" className="notifications-bell" aria-label={words}>
      <Icon name="bell" />
      <span className="notifications-bell-words">消息</span>
      {count === 0 ? null : (
        <span className="notifications-bell-count" aria-hidden="true">
          {count > 99 ? '99+' : count}
        </span>
      )}
    </Link>
  );
};
