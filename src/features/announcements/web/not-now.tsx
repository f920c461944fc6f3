import { LinkButton } from '../../../ui/action/button.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import type { AnnouncementRecord } from '../register-contract.ts';
import { type AnnouncementStatus, announcementWorkflow } from '../status.ts';

interface Way {
  readonly text: string;
  readonly label: string;
  /** Below the announcement's own page. */
  readonly to: '' | '/edit' | '/correct';
}

const WAYS: Record<AnnouncementStatus, Way> = {
  DRAFT: { text: '草稿可以直接修改。', label: '修改', to: '/edit' },
  SCHEDULED: { text: '请先取消定时，变回草稿后再修改。', label: '打开通知', to: '' },
  PUBLISHED: {
    text: '内容有误请办理更正：旧版保留，收件人会收到通知。',
    label: '更正',
    to: '/correct',
  },
  WITHDRAWN: { text: '不能恢复，请另写一篇。', label: '打开通知', to: '' },
  ARCHIVED: { text: '归档的通知不再修改，请另写一篇。', label: '打开通知', to: '' },
};

interface Props {
  readonly title: string;
  readonly record: AnnouncementRecord;
}

/** The reader may do it, the state does not let them: says which state, and what to do instead. */
export const NotNow = ({ title, record }: Props) => {
  const { text, label, to } = WAYS[record.status];
  const path = `/announcement-register/${record.id}`;
  return (
    <Page
      title={title}
      trail={[
        { label: '发布通知', to: '/announcement-register' },
        { label: record.title, to: path },
      ]}
    >
      <Empty
        title={`这篇通知现在是“${announcementWorkflow.states[record.status].office}”，不能${title}`}
        action={
          <LinkButton to={`${path}${to}`} tone="primary">
            {label}
          </LinkButton>
        }
      >
        <p>{text}</p>
      </Empty>
    </Page>
  );
};
