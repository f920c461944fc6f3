import { useEffect } from 'react';
import { useParams } from 'react-router';

import { Button, LinkButton } from '../../../ui/action/button.tsx';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { RichText } from '../../../ui/display/rich-text.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { Disclosure } from '../../../ui/feedback/disclosure.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { ActionBar, Page, Section } from '../../../ui/layout/page.tsx';
import { useHasRole } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Failure } from '../../../ui/state/states.tsx';
import {
  confirmAnnouncement,
  getAnnouncement,
  getEdition,
  markRead,
  type ReaderDetail,
} from '../contract.ts';
import { ANNOUNCEMENT_EDITORS } from '../policy.ts';
import { Attachments } from './attachments.tsx';
import { ReceiptTag } from './words.tsx';
import './announcement.css';

const TRAIL = [{ label: '通知公告', to: '/announcements' }];

interface Props {
  readonly announcement: ReaderDetail;
}

/** Opening it is reading it; the receipt is written once. */
const useReading = ({ id, receipt, status }: ReaderDetail): void => {
  const { mutate } = useWrite(markRead, { invalidates: ['announcements.list'] });
  const isNew = receipt === 'UNREAD' && status !== 'WITHDRAWN';
  useEffect(() => {
    if (isNew) mutate({ params: { announcementId: id }, body: {} });
  }, [id, isNew, mutate]);
};

const Confirmation = ({ announcement }: Props) => {
  const write = useWrite(confirmAnnouncement, {
    invalidates: ['announcements'],
    onSuccess: () => showToast('已确认，项目办可以看到'),
  });
  const { id, edition, receipt, mustConfirm, confirmedAt, status } = announcement;
  if (!mustConfirm || receipt === null || status !== 'PUBLISHED') return null;
  if (receipt === 'CONFIRMED') {
    return (
      <Banner tone="info" title="您已确认知悉">
        {confirmedAt === null ? null : <Time at={confirmedAt} />}
      </Banner>
    );
  }
  const confirm = () => write.mutate({ params: { announcementId: id }, body: { edition } });
  return (
    <>
      {write.error === null ? null : <Failure error={write.error} />}
      <ActionBar note="这篇通知需要您确认；请先看完全文和附件。">
        <Button tone="primary" busy={write.isPending} busyText="正在确认" onClick={confirm}>
          确认已知悉
        </Button>
      </ActionBar>
    </>
  );
};

interface EditionProps {
  readonly announcementId: string;
  readonly number: number;
}

const OldEdition = ({ announcementId, number }: EditionProps) => {
  const read = useRead(getEdition, { params: { announcementId, number } });
  return (
    <QueryState of={read} what="旧版">
      {(edition) => (
        <>
          <p className="muted">
            {edition.title}，<Time at={edition.publishedAt} />
          </p>
          <RichText html={edition.bodyHtml} />
          <Attachments announcementId={announcementId} files={edition.attachments} />
        </>
      )}
    </QueryState>
  );
};

const Corrections = ({ announcement }: Props) => {
  const corrections = announcement.editions.filter(({ reason }) => reason !== null);
  const old = announcement.editions.filter(({ number }) => number < announcement.edition);
  if (corrections.length === 0) return null;
  return (
    <>
      <Banner tone="attention" title="更正">
        <ul>
          {corrections.map((edition) => (
            <li key={edition.number}>
              <Time at={edition.publishedAt} />：{edition.reason}
            </li>
          ))}
        </ul>
      </Banner>
      {old.map((edition) => (
        <Disclosure key={edition.number} summary={`更正前的第 ${edition.number} 版`}>
          <OldEdition announcementId={announcement.id} number={edition.number} />
        </Disclosure>
      ))}
    </>
  );
};

const Withdrawn = ({ announcement }: Props) => (
  <Page title={announcement.title} trail={TRAIL}>
    <Banner tone="danger" title="这篇通知已撤回，请不要再按它办理">
      原因：{announcement.withdrawReason}
    </Banner>
  </Page>
);

const Reading = ({ announcement }: Props) => {
  useReading(announcement);
  const isOffice = useHasRole(...ANNOUNCEMENT_EDITORS);
  const { noticeNumber, publishedAt } = announcement;
  const manage = (
    <LinkButton to={`/announcement-register/${announcement.id}`}>查看阅读情况</LinkButton>
  );
  return (
    <Page
      title={announcement.title}
      trail={TRAIL}
      tag={<ReceiptTag receipt={announcement.receipt} mustConfirm={announcement.mustConfirm} />}
      lead={
        <>
          {noticeNumber === null ? '' : `${noticeNumber}　`}
          <Time at={publishedAt} />
          发布{announcement.isPublic ? '，公开' : '，内部'}
        </>
      }
      {...(isOffice ? { action: manage } : {})}
    >
      <Corrections announcement={announcement} />
      <Section title="正文">
        <RichText html={announcement.bodyHtml} />
      </Section>
      <Attachments announcementId={announcement.id} files={announcement.attachments} />
      <Confirmation announcement={announcement} />
    </Page>
  );
};

/** `/desk/announcements/:announcementId`. */
export const AnnouncementPage = () => {
  const { announcementId = '' } = useParams();
  const read = useRead(getAnnouncement, { params: { announcementId } });
  return (
    <QueryState of={read} what="通知公告">
      {(announcement) =>
        announcement.status === 'WITHDRAWN' ? (
          <Withdrawn announcement={announcement} />
        ) : (
          <Reading announcement={announcement} />
        )
      }
    </QueryState>
  );
};
