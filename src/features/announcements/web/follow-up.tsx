import { useState } from 'react';

import { ORGANIZATION_KINDS } from '../../../kernel/actor.ts';
import { Button } from '../../../ui/action/button.tsx';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { Stat, Stats } from '../../../ui/display/stat.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { ConfirmDialog } from '../../../ui/feedback/confirm-dialog.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { Section } from '../../../ui/layout/page.tsx';
import type { Filter } from '../../../ui/list/address.ts';
import type { Column } from '../../../ui/list/column.ts';
import { List } from '../../../ui/list/list.tsx';
import { useList } from '../../../ui/list/use-list.ts';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import {
  type AnnouncementRecord,
  audienceSummary,
  type AudienceRow,
  listAudience,
  listReceipts,
  listRecipients,
  nudgeEndpoint,
  type ReceiptRow,
  type RecipientRow,
} from '../register-contract.ts';
import { Reach } from './reach.tsx';
import { ReceiptTag } from './words.tsx';

interface Props {
  readonly record: AnnouncementRecord;
}

const AUDIENCE_FILTERS: readonly Filter[] = [
  { kind: 'search', name: 'q', label: '搜索', placeholder: '单位名称' },
  {
    kind: 'select',
    name: 'empty',
    label: '范围',
    options: [{ value: 'yes', label: '没有可接收人员的单位' }],
  },
];

const AUDIENCE_COLUMNS: readonly Column<AudienceRow>[] = [
  {
    key: 'organizationName',
    label: '单位',
    main: true,
    sort: 'organizationName',
    render: (row) => row.organizationName,
  },
  { key: 'kind', label: '类型', render: (row) => ORGANIZATION_KINDS[row.kind] },
  { key: 'areaName', label: '所在地', render: (row) => row.areaName },
  {
    key: 'personCount',
    label: '人数',
    align: 'end',
    sort: 'personCount',
    render: (row) => row.personCount,
  },
];

/** Where the list of all stands on the page of a draft. */
export const AUDIENCE_ANCHOR = 'announcement-audience';

/** Before publication: who would be told now, and who could not be. */
export const AudiencePreview = ({ record }: Props) => {
  const params = { announcementId: record.id };
  const read = useRead(audienceSummary, { params });
  const source = useList(listAudience, { params, filters: AUDIENCE_FILTERS });
  return (
    <Section
      id={AUDIENCE_ANCHOR}
      title="会通知谁"
      note={`${record.audienceWords}。按现在的数据试算，没有发出任何通知。`}
    >
      <QueryState of={read} what="收件人">
        {(summary) => (
          <Stats>
            <Stat figure={summary.organizationCount} label="个单位" />
            <Stat figure={summary.personCount} label="人会收到" />
            <Stat
              figure={summary.emptyCount}
              label="个单位没有可接收的人员"
              {...(summary.emptyCount > 0 ? { tone: 'attention' as const } : {})}
            />
          </Stats>
        )}
      </QueryState>
      <List
        id="announcements.audience"
        caption="会通知的单位"
        source={source}
        columns={AUDIENCE_COLUMNS}
        rowKey={(row) => row.organizationId}
        empty={
          <Empty title="没有符合的单位">
            <p>请放宽“通知谁”的条件。</p>
          </Empty>
        }
      />
    </Section>
  );
};

const RECIPIENT_FILTERS: readonly Filter[] = [
  { kind: 'search', name: 'q', label: '搜索', placeholder: '单位或姓名' },
  {
    kind: 'select',
    name: 'waiting',
    label: '情况',
    options: [{ value: 'yes', label: '还没有办的' }],
  },
];

const RECIPIENT_COLUMNS: readonly Column<RecipientRow>[] = [
  { key: 'name', label: '姓名', main: true, sort: 'name', render: (row) => row.name },
  {
    key: 'organizationName',
    label: '单位',
    sort: 'organizationName',
    render: (row) => row.organizationName,
  },
  {
    key: 'receipt',
    badge: true,
    label: '情况',
    nowrap: true,
    render: (row) => <ReceiptTag receipt={row.receipt} mustConfirm={false} />,
  },
  {
    key: 'readAt',
    label: '阅读时间',
    sort: 'readAt',
    nowrap: true,
    render: (row) => (row.readAt === null ? '' : <Time at={row.readAt} />),
  },
  {
    key: 'confirmedAt',
    label: '确认时间',
    nowrap: true,
    render: (row) => (row.confirmedAt === null ? '' : <Time at={row.confirmedAt} />),
  },
];

export const RecipientList = ({ record }: Props) => {
  const source = useList(listRecipients, {
    params: { announcementId: record.id },
    filters: RECIPIENT_FILTERS,
  });
  return (
    <List
      id="announcements.recipients"
      caption="收件人"
      source={source}
      columns={RECIPIENT_COLUMNS}
      rowKey={(row) => row.accountId}
      empty={<Empty title="没有这样的收件人" />}
    />
  );
};

const RECEIPT_FILTERS: readonly Filter[] = [
  { kind: 'search', name: 'q', label: '搜索', placeholder: '单位名称' },
  {
    kind: 'select',
    name: 'state',
    label: '情况',
    options: [
      { value: 'none', label: '没有人读过' },
      { value: 'unconfirmed', label: '没有人确认' },
      { value: 'confirmed', label: '有人确认' },
    ],
  },
];

const RECEIPT_COLUMNS: readonly Column<ReceiptRow>[] = [
  {
    key: 'organizationName',
    label: '单位',
    main: true,
    sort: 'organizationName',
    render: (row) => row.organizationName,
  },
  { key: 'kind', label: '类型', render: (row) => ORGANIZATION_KINDS[row.kind] },
  { key: 'recipientCount', label: '收件人', align: 'end', render: (row) => row.recipientCount },
  {
    key: 'readCount',
    label: '已读',
    align: 'end',
    sort: 'readCount',
    render: (row) => row.readCount,
  },
  {
    key: 'confirmedCount',
    label: '已确认',
    align: 'end',
    sort: 'confirmedCount',
    render: (row) => row.confirmedCount,
  },
  {
    key: 'firstReadAt',
    label: '最早阅读',
    nowrap: true,
    render: (row) => (row.firstReadAt === null ? '' : <Time at={row.firstReadAt} />),
  },
];

export const ReceiptList = ({ record }: Props) => {
  const source = useList(listReceipts, {
    params: { announcementId: record.id },
    filters: RECEIPT_FILTERS,
  });
  return (
    <List
      id="announcements.receipts"
      caption="各单位情况"
      source={source}
      columns={RECEIPT_COLUMNS}
      rowKey={(row) => row.organizationId}
      empty={<Empty title="没有这样的单位" />}
    />
  );
};

const NudgeDialog = ({
  record,
  open,
  onClose,
}: Props & { readonly open: boolean; readonly onClose: () => void }) => {
  const write = useWrite(nudgeEndpoint, {
    invalidates: ['announcements'],
    onSuccess: ({ personCount }) => {
      onClose();
      showToast(`已提醒 ${personCount} 人`);
    },
  });
  return (
    <ConfirmDialog
      title={`提醒还没有${record.mustConfirm ? '确认' : '阅读'}的人？`}
      open={open}
      onClose={onClose}
      confirmLabel="发出提醒"
      busy={write.isPending}
      error={write.error}
      onConfirm={() => write.mutate({ params: { announcementId: record.id }, body: {} })}
    >
      <Reach
        announcementId={record.id}
        step="nudge"
        all={{ to: '?waiting=yes', label: '查看这些人' }}
        onLeave={onClose}
      />
      <p>每小时最多提醒一次；已经办完的人不会收到。</p>
    </ConfirmDialog>
  );
};

/** How far it has come, and one button for those who have not. */
export const Progress = ({ record }: Props) => {
  const [isAsking, setAsking] = useState(false);
  const done = record.mustConfirm ? record.confirmedCount : record.readCount;
  const left = record.recipientCount - done;
  return (
    <Section
      title="阅读和确认"
      note={record.audienceWords}
      action={
        record.permittedActions.includes('nudge') && left > 0 ? (
          <Button onClick={() => setAsking(true)}>
            {`提醒还没有${record.mustConfirm ? '确认' : '阅读'}的 ${left} 人`}
          </Button>
        ) : null
      }
    >
      <Stats>
        <Stat figure={record.recipientCount} label="收件人" />
        <Stat figure={record.readCount} label="已读" />
        {record.mustConfirm ? <Stat figure={record.confirmedCount} label="已确认" /> : null}
      </Stats>
      {record.nudgedAt === null ? null : (
        <p className="muted">
          上次提醒：
          <Time at={record.nudgedAt} />
        </p>
      )}
      <NudgeDialog record={record} open={isAsking} onClose={() => setAsking(false)} />
    </Section>
  );
};
