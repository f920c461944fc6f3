import { useState } from 'react';
import { useParams, useSearchParams } from 'react-router';

import { Button } from '../../../ui/action/button.tsx';
import { useRead } from '../../../ui/api/use-api.ts';
import { deedEvent, HistorySection } from '../../../ui/display/history-section.tsx';
import { RichText } from '../../../ui/display/rich-text.tsx';
import { SummaryList } from '../../../ui/display/summary-list.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { Page, Section } from '../../../ui/layout/page.tsx';
import { Tabs } from '../../../ui/layout/tabs.tsx';
import { useHasRole } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { chatText } from '../chat-text.ts';
import { ANNOUNCEMENT_EDITORS } from '../policy.ts';
import { type AnnouncementRecord, announcementHistory, getRecord } from '../register-contract.ts';
import { Attachments } from './attachments.tsx';
import { AudiencePreview, Progress, ReceiptList, RecipientList } from './follow-up.tsx';
import { RecordActions } from './record-actions.tsx';
import { NotYours } from './register-page.tsx';
import { AnnouncementStatusTag, deedLabel } from './words.tsx';
import './announcement.css';

interface Props {
  readonly record: AnnouncementRecord;
}

/** Ready to be pasted where the schools chat. */
const ChatSection = ({ record }: Props) => {
  const text = chatText(
    { ...record, attachmentCount: record.attachments.length },
    window.location.origin,
  );
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    showToast('已复制，可以粘贴到群里');
  };
  return (
    <Section
      title="发到群里的文字"
      action={<Button onClick={() => void copy()}>复制</Button>}
      note="也可以选中后复制。"
    >
      <p className="announcement-chat">{text}</p>
    </Section>
  );
};

const Deeds = ({ record }: Props) => (
  <HistorySection
    read={useRead(announcementHistory, { params: { announcementId: record.id } })}
    eventOf={(row) => deedEvent(row, deedLabel(row.action), row.reason)}
  />
);

const Preview = ({ record }: Props) => (
  <>
    <Section title="正文" note="读者看到的样子。">
      {record.bodyText === '' ? (
        <p className="muted">还没有正文，填写后才能发布。</p>
      ) : (
        <RichText html={record.bodyHtml} />
      )}
    </Section>
    <Attachments announcementId={record.id} files={record.attachments} />
  </>
);

const Facts = ({ record }: Props) => (
  <SummaryList
    items={[
      { term: '文号', value: record.noticeNumber },
      { term: '范围', value: record.isPublic ? '公开' : '内部' },
      { term: '须确认', value: record.mustConfirm ? '是' : '否' },
      { term: '通知谁', value: record.audienceWords },
      ...(record.publishAt === null
        ? []
        : [{ term: '定时发布', value: <Time at={record.publishAt} /> }]),
      ...(record.publishedAt === null
        ? []
        : [{ term: '发布时间', value: <Time at={record.publishedAt} /> }]),
      ...(record.edition > 1 ? [{ term: '版次', value: `第 ${record.edition} 版（更正）` }] : []),
    ]}
  />
);

const Unpublished = ({ record }: Props) => (
  <>
    <Section title="设置">
      <Facts record={record} />
    </Section>
    <Preview record={record} />
    <AudiencePreview record={record} />
    <Deeds record={record} />
  </>
);

const Text = ({ record }: Props) => (
  <>
    <Facts record={record} />
    <Preview record={record} />
  </>
);

const VIEWS = [
  { key: 'people', label: '按人', View: RecipientList },
  { key: 'bodies', label: '按单位', View: ReceiptList },
  { key: 'text', label: '内容', View: Text },
  { key: 'history', label: '办理记录', View: Deeds },
] as const;

/** Both lists keep their filters in the address, so only the one that is shown is there. */
const Views = ({ record }: Props) => {
  const [shown, setShown] = useState<string>('people');
  const [, setSearch] = useSearchParams();
  const show = (key: string) => {
    setSearch({}, { replace: true });
    setShown(key);
  };
  return (
    <Tabs
      label="通知的各方面"
      selected={shown}
      onSelect={show}
      items={VIEWS.map(({ key, label, View }) => ({
        key,
        label,
        content: key === shown ? <View record={record} /> : null,
      }))}
    />
  );
};

const Published = ({ record }: Props) => (
  <>
    {record.withdrawReason === null ? null : (
      <Banner tone="danger" title="已撤回">
        原因：{record.withdrawReason}
      </Banner>
    )}
    <Progress record={record} />
    <Views record={record} />
    {record.status === 'PUBLISHED' ? <ChatSection record={record} /> : null}
  </>
);

const RecordView = ({ record }: Props) => (
  <Page
    title={record.title}
    trail={[{ label: '发布通知', to: '/announcement-register' }]}
    tag={<AnnouncementStatusTag status={record.status} />}
    action={<RecordActions record={record} />}
  >
    {record.status === 'DRAFT' || record.status === 'SCHEDULED' ? (
      <Unpublished record={record} />
    ) : (
      <Published record={record} />
    )}
  </Page>
);

const RecordLoader = () => {
  const { announcementId = '' } = useParams();
  const read = useRead(getRecord, { params: { announcementId } });
  return (
    <QueryState of={read} what="通知">
      {(record) => <RecordView record={record} />}
    </QueryState>
  );
};

/** `/desk/announcement-register/:announcementId`. */
export const RecordPage = () =>
  useHasRole(...ANNOUNCEMENT_EDITORS) ? <RecordLoader /> : <NotYours />;
