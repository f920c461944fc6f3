import type { ReactNode } from 'react';
import { Link } from 'react-router';

import type { Instant } from '../../../kernel/time.ts';
import { useRead } from '../../../ui/api/use-api.ts';
import { Time } from '../../../ui/display/time-text.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { type AnnouncementReach, announcementReach } from '../register-contract.ts';

type Channel = AnnouncementReach['channels'][number];

const laterOf = (channel: Channel): number => channel.quietCount + channel.digestCount;

const ChannelRow = ({ channel }: { readonly channel: Channel }) => (
  <tr>
    <th scope="row">{channel.label}</th>
    {channel.isOpen ? (
      <>
        <td>{channel.count}</td>
        <td>{laterOf(channel)}</td>
        <td>{channel.offCount}</td>
        <td>{channel.unreachableCount}</td>
      </>
    ) : (
      <td colSpan={4} className="muted">
        通道没有开通
      </td>
    )}
  </tr>
);

const ReachTable = ({ reach }: { readonly reach: AnnouncementReach }) => (
  <table className="announcement-reach">
    <caption className="hidden">各通道会收到的人数</caption>
    <thead>
      <tr>
        <th scope="col">通道</th>
        <th scope="col">收到</th>
        <th scope="col">稍后</th>
        <th scope="col">关闭</th>
        <th scope="col">无地址</th>
      </tr>
    </thead>
    <tbody>
      <tr>
        <th scope="row">站内消息</th>
        <td>{reach.inboxCount}</td>
        <td>0</td>
        <td>{reach.personCount - reach.inboxCount}</td>
        <td>—</td>
      </tr>
      {reach.channels.map((channel) => (
        <ChannelRow key={channel.channel} channel={channel} />
      ))}
    </tbody>
  </table>
);

/** The same people may wait in two channels: the larger number is nearer to how many wait. */
const mostOf = (reach: AnnouncementReach, key: 'quietCount' | 'digestCount'): number =>
  Math.max(0, ...reach.channels.map((channel) => channel[key]));

const Later = ({ reach }: { readonly reach: AnnouncementReach }) => {
  const quiet = mostOf(reach, 'quietCount');
  const digest = mostOf(reach, 'digestCount');
  return (
    <>
      {quiet === 0 || reach.latestAt === null ? null : (
        <li>
          {quiet} 人设了免打扰，等时段结束再发，最晚 <Time at={reach.latestAt} />。
        </li>
      )}
      {digest === 0 ? null : <li>{digest} 人选了每日汇总，邮件合在汇总里送到。</li>}
    </>
  );
};

const Gaps = ({ reach }: { readonly reach: AnnouncementReach }) => (
  <>
    {reach.inboxOnlyCount === 0 ? null : (
      <li>{reach.inboxOnlyCount} 人只能在站内看到：没有验证过邮箱或钉钉，或者关闭了这些通道。</li>
    )}
    {reach.nothingCount === 0 ? null : (
      <li>{reach.nothingCount} 人关闭了所有通道，不会收到消息，但登录后能在通知公告里看到。</li>
    )}
  </>
);

interface Everybody {
  /** Search part of the record's own page, or the anchor on it. */
  readonly to: string;
  readonly label: string;
}

const Organizations = ({
  reach,
  all,
  onLeave,
}: {
  readonly reach: AnnouncementReach;
  readonly all: Everybody;
  readonly onLeave: () => void;
}) => {
  const names = reach.organizations.map(({ name, personCount }) => `${name}（${personCount} 人）`);
  const rest = reach.organizationCount - names.length;
  return (
    <p>
      {names.join('、')}
      {rest > 0 ? `等 ${reach.organizationCount} 个单位` : ''}。
      {all.to.startsWith('#') ? (
        // The browser's own jump, on the page behind the dialog.
        <a href={all.to} onClick={onLeave}>
          {all.label}
        </a>
      ) : (
        <Link to={all.to} onClick={onLeave}>
          {all.label}
        </Link>
      )}
    </p>
  );
};

interface ReachProps {
  readonly announcementId: string;
  readonly step: 'publish' | 'nudge';
  /** When it will be told; left out: now, or `later` when it is not yet known. */
  readonly at?: Instant | undefined;
  readonly later?: boolean;
  readonly all: Everybody;
  readonly onLeave: () => void;
}

/** Before many are told: who, by what, when, and who will not be reached. Asked of the code that will tell them. */
export const Reach = ({
  announcementId,
  step,
  at,
  later = false,
  all,
  onLeave,
}: ReachProps): ReactNode => {
  const read = useRead(
    announcementReach,
    { params: { announcementId }, query: { step, ...(at === undefined ? {} : { at }) } },
    { keepPrevious: true },
  );
  return (
    <QueryState of={read} what="收件人">
      {(reach) => (
        <>
          <p>
            {at === undefined ? later ? '到时' : '立即' : <Time at={at} />}
            通知 {reach.organizationCount} 个单位的 {reach.personCount} 人
            {reach.emptyCount === 0 ? '' : `；另有 ${reach.emptyCount} 个单位没有可接收的人员`}。
          </p>
          {reach.personCount === 0 ? null : (
            <>
              <ReachTable reach={reach} />
              <ul>
                <Later reach={reach} />
                <Gaps reach={reach} />
              </ul>
              <Organizations reach={reach} all={all} onLeave={onLeave} />
            </>
          )}
        </>
      )}
    </QueryState>
  );
};
