import { Link } from 'react-router';

import { useRead } from '../../../ui/api/use-api.ts';
import { Icon } from '../../../ui/icon.tsx';
import { countUnread } from '../contract.ts';
import './notifications.css';

const EVERY_SECONDS = 30;

/** The way to the inbox, with the number of unread messages. */
export const Bell = () => {
  const read = useRead(countUnread, {}, { everySeconds: EVERY_SECONDS });
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
