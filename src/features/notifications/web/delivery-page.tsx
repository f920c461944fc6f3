import { Button, LinkButton } from '../../../ui/action/button.tsx';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { BarChart } from '../../../ui/display/chart.tsx';
import { Flag, StatusTag, type Tone } from '../../../ui/display/status-tag.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { Page, Row, Section } from '../../../ui/layout/page.tsx';
import type { Filter } from '../../../ui/list/address.ts';
import type { Column } from '../../../ui/list/column.ts';
import { DataTable } from '../../../ui/list/data-table.tsx';
import { List } from '../../../ui/list/list.tsx';
import { useList } from '../../../ui/list/use-list.ts';
import { useHasRole } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Empty, Failure } from '../../../ui/state/states.tsx';
import { CHANNELS, DELIVERY_STATUSES, type DeliveryStatus, OUTER_CHANNELS } from '../labels.ts';
import {
  type ChannelFigures,
  type DeliveryRow,
  getDeliveryFigures,
  listDeliveries,
  replay,
  resume,
} from '../office-contract.ts';
import { CHANNEL_KEEPERS } from '../policy.ts';

const TONES: Readonly<Record<DeliveryStatus, Tone>> = {
  WAITING: 'brand',
  HELD: 'neutral',
  SENT: 'done',
  DEAD: 'danger',
  DROPPED: 'neutral',
};

const FILTERS: readonly Filter[] = [
  { kind: 'search', name: 'q', label: '搜索', placeholder: '标题、姓名、单位或群' },
  {
    kind: 'select',
    name: 'channel',
    label: '通道',
    options: OUTER_CHANNELS.map((value) => ({ value, label: CHANNELS[value] })),
  },
  {
    kind: 'select',
    name: 'status',
    label: '状态',
    options: Object.entries(DELIVERY_STATUSES).map(([value, label]) => ({ value, label })),
  },
];

const COLUMNS: readonly Column<DeliveryRow>[] = [
  { key: 'title', label: '标题', main: true, render: (row) => row.title },
  { key: 'recipient', label: '收件人', render: (row) => row.recipient },
  { key: 'organization', label: '单位', optional: true, render: (row) => row.organizationName },
  { key: 'channel', label: '通道', nowrap: true, render: (row) => CHANNELS[row.channel] },
  {
    key: 'status',
    badge: true,
    label: '状态',
    nowrap: true,
    render: (row) => (
      <StatusTag tone={TONES[row.status]}>{DELIVERY_STATUSES[row.status]}</StatusTag>
    ),
  },
  {
    key: 'attempts',
    label: '次数',
    align: 'end',
    sort: 'attemptCount',
    render: (row) => row.attemptCount,
  },
  { key: 'reason', label: '原因', render: (row) => row.lastError ?? '' },
  {
    key: 'next',
    label: '下次尝试',
    optional: true,
    sort: 'nextAttemptAt',
    nowrap: true,
    render: (row) => (row.status === 'WAITING' ? <Time at={row.nextAttemptAt} /> : ''),
  },
  {
    key: 'arrived',
    label: '确认送达',
    optional: true,
    nowrap: true,
    render: (row) => (row.arrivedAt === null ? '' : <Time at={row.arrivedAt} />),
  },
  {
    key: 'createdAt',
    label: '时间',
    sort: 'createdAt',
    nowrap: true,
    render: (row) => <Time at={row.createdAt} />,
  },
];

const stateOf = (row: ChannelFigures) => {
  if (!row.isSetUp) return <Flag>没有设置</Flag>;
  if (!row.isOn) return <Flag>已停用</Flag>;
  if (row.pausedUntilAt !== null) return <Flag tone="attention">暂停中</Flag>;
  return <Flag tone="done">正常</Flag>;
};

const waitWords = (seconds: number | null): string => {
  if (seconds === null) return '';
  return seconds < 120 ? `${seconds} 秒` : `${Math.round(seconds / 60)} 分钟`;
};

const Channels = ({ channels }: { readonly channels: readonly ChannelFigures[] }) => {
  const again = useWrite(resume, { invalidates: ['notifications'] });
  const all = useWrite(replay, {
    invalidates: ['notifications'],
    onSuccess: ({ replayedCount }) => showToast(`已重新排队 ${replayedCount} 条`),
  });
  const columns: readonly Column<ChannelFigures>[] = [
    { key: 'channel', label: '通道', main: true, render: (row) => CHANNELS[row.channel] },
    { key: 'state', label: '状况', nowrap: true, render: stateOf },
    { key: 'waiting', label: '待发送', align: 'end', render: (row) => row.waitingCount },
    { key: 'retrying', label: '其中重试', align: 'end', render: (row) => row.retryingCount },
    { key: 'held', label: '待汇总', align: 'end', render: (row) => row.heldCount },
    { key: 'dead', label: '失败', align: 'end', render: (row) => row.deadCount },
    { key: 'sent', label: '今日送出', align: 'end', render: (row) => row.sentTodayCount },
    {
      key: 'oldest',
      label: '最久等待',
      nowrap: true,
      render: (row) => waitWords(row.oldestWaitSeconds),
    },
    {
      key: 'error',
      label: '最近一次故障',
      render: (row) =>
        row.lastFailedAt === null || row.lastError === null ? (
          ''
        ) : (
          <>
            <Time at={row.lastFailedAt} /> {row.lastError}
          </>
        ),
    },
    {
      key: 'actions',
      label: '操作',
      render: (row) =>
        row.pausedUntilAt === null && row.deadCount === 0 ? null : (
          <Row>
            {row.pausedUntilAt === null ? null : (
              <Button
                small
                label={`${CHANNELS[row.channel]}：立即再试`}
                busy={again.isPending}
                onClick={() => again.mutate({ params: { channel: row.channel } })}
              >
                立即再试
              </Button>
            )}
            {row.deadCount === 0 ? null : (
              <Button
                small
                label={`${CHANNELS[row.channel]}：失败的全部重发`}
                busy={all.isPending}
                onClick={() => all.mutate({ body: { channel: row.channel } })}
              >
                失败的全部重发
              </Button>
            )}
          </Row>
        ),
    },
  ];
  const error = again.error ?? all.error;
  return (
    <>
      {error === null ? null : <Failure error={error} />}
      <DataTable
        caption="各通道"
        columns={columns}
        rows={channels}
        rowKey={(row) => row.channel}
        empty={<Empty title="没有通道" />}
        rowTone={(row) => (row.deadCount > 0 ? 'attention' : undefined)}
      />
    </>
  );
};

const dayLabel = (day: string): string => `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;

const Figures = () => {
  const read = useRead(getDeliveryFigures, {}, { everySeconds: 30 });
  return (
    <QueryState of={read} what="发送情况">
      {({ channels, days }) => {
        const sent = days.reduce((sum, day) => sum + day.sentCount, 0);
        const dead = days.reduce((sum, day) => sum + day.deadCount, 0);
        const isMailOff = channels.some((row) => row.channel === 'MAIL' && !row.isSetUp);
        return (
          <>
            {isMailOff ? (
              <Banner tone="attention" title="邮件没有开通">
                服务器没有设置 SMTP_URL 和 MAIL_FROM，邮件通道关闭，请联系系统管理员。站内消息照常。
              </Banner>
            ) : null}
            <Section title="各通道">
              <Channels channels={channels} />
            </Section>
            <Section title="最近两周">
              {sent + dead === 0 ? (
                <p className="muted">最近两周没有外发消息。</p>
              ) : (
                <BarChart
                  title={`最近 14 天送出 ${sent} 条，失败 ${dead} 条`}
                  valueLabel="送出（失败）"
                  items={days.map((day) => ({
                    label: dayLabel(day.day),
                    value: day.sentCount,
                    text:
                      day.deadCount === 0
                        ? String(day.sentCount)
                        : `${day.sentCount}（失败 ${day.deadCount}）`,
                    ...(day.deadCount > 0 ? { tone: 'attention' as const } : {}),
                  }))}
                />
              )}
            </Section>
          </>
        );
      }}
    </QueryState>
  );
};

/** `/desk/deliveries`. */
export const DeliveryPage = () => {
  const source = useList(listDeliveries, { filters: FILTERS });
  const keepsChannels = useHasRole(...CHANNEL_KEEPERS);
  const again = useWrite(replay, {
    invalidates: ['notifications'],
    onSuccess: ({ replayedCount }) => showToast(`已重新排队 ${replayedCount} 条`),
  });
  return (
    <Page
      title="消息发送"
      lead="外发消息排队、送出和失败的情况。失败的查明原因后可以重新发送，不会重复送达已收到的人。"
      {...(keepsChannels
        ? { action: <LinkButton to="/message-channels">消息通道</LinkButton> }
        : {})}
    >
      <Figures />
      {again.error === null ? null : <Failure error={again.error} />}
      <Section title="逐条" framed={false}>
        <List
          id="notifications.deliveries"
          caption="外发消息"
          source={source}
          columns={COLUMNS}
          defaultSort="-createdAt"
          rowKey={(row) => row.id}
          rowTone={(row) => (row.status === 'DEAD' ? 'danger' : undefined)}
          bulk={{
            actions: (rows, clear) => (
              <Button
                small
                busy={again.isPending}
                disabled={rows.every(({ status }) => status !== 'DEAD')}
                onClick={() =>
                  again.mutate({ body: { ids: rows.map(({ id }) => id) } }, { onSuccess: clear })
                }
              >
                重新发送失败的
              </Button>
            ),
          }}
          empty={
            <Empty title="还没有外发消息">
              <p>有人验证了邮箱或钉钉之后，告知他们的事会排在这里。</p>
            </Empty>
          }
        />
      </Section>
    </Page>
  );
};
