import { Link, useParams } from 'react-router';

import type { FileRow } from '../../../kernel/file-row.ts';
import { Button } from '../../../ui/action/button.tsx';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { FileLink } from '../../../ui/display/file-link.tsx';
import { deedEvent, HistorySection } from '../../../ui/display/history-section.tsx';
import { SummaryList } from '../../../ui/display/summary-list.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { FileField } from '../../../ui/form/file-field.tsx';
import { Page, Section } from '../../../ui/layout/page.tsx';
import type { Filter } from '../../../ui/list/address.ts';
import type { Column } from '../../../ui/list/column.ts';
import { List } from '../../../ui/list/list.tsx';
import { useList } from '../../../ui/list/use-list.ts';
import { useHasRole } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Empty, Failure } from '../../../ui/state/states.tsx';
import { getSession, removeMaterial, type SessionDetail, sessionHistory } from '../contract.ts';
import { PARTICIPANTS } from '../policy.ts';
import { MATERIAL_BYTES, spanLine } from '../rules.ts';
import { infoSessionWorkflow, OPEN_STATUSES } from '../status.ts';
import { type AttendeeRow, listAttendees } from '../take-part-contract.ts';
import { Questions } from './questions.tsx';
import { SessionActions } from './session-actions.tsx';
import { OwnFlags, SessionTag } from './session-words.tsx';
import { Clashes, CodePanel, TakePart } from './take-part.tsx';
import './info-sessions.css';

interface Props {
  readonly session: SessionDetail;
}

const External = ({ href, children }: { readonly href: string; readonly children: string }) => (
  <a href={href} rel="noreferrer" target="_blank">
    {children}
    <span className="hidden">（在新窗口打开）</span>
  </a>
);

const Facts = ({ session }: Props) => (
  <Section title="时间和参会方式">
    <SummaryList
      items={[
        { term: '时间', value: `${spanLine(session)}（北京时间）` },
        { term: '评价组织', value: session.organizationName },
        {
          term: '证书',
          value: session.certificates.map(({ id, name }, index) => (
            <span key={id}>
              {index === 0 ? '' : '、'}
              <Link to={`/catalog/${id}`}>{name}</Link>
            </span>
          )),
        },
        { term: '主讲', value: session.speaker },
        { term: '平台', value: session.platform },
        {
          term: '参会链接',
          value:
            session.joinUrl === '' ? (
              ''
            ) : (
              <External href={session.joinUrl}>{session.joinUrl}</External>
            ),
        },
        { term: '会议号和密码', value: session.joinNote },
        { term: '咨询联系人', value: session.contactNote },
        ...(session.recordingUrl === ''
          ? []
          : [
              {
                term: '回放',
                value: (
                  <>
                    <External href={session.recordingUrl}>观看回放</External>{' '}
                    {session.recordingNote}
                  </>
                ),
              },
            ]),
      ]}
    />
  </Section>
);

const hrefOf = (session: SessionDetail, material: FileRow): string =>
  `/api/info-sessions/${session.id}/materials/${material.id}`;

const Materials = ({ session }: Props) => {
  const mayChange =
    session.isHost && session.status !== 'SUBMITTED' && session.status !== 'CANCELLED';
  const read = useRead(getSession, { params: { sessionId: session.id } });
  const remove = useWrite(removeMaterial, { invalidates: [getSession] });
  if (session.materials.length === 0 && !mayChange) return null;
  return (
    <Section title="材料" {...(mayChange ? { note: 'PPT 请另存为 PDF 后上传。' } : {})}>
      {remove.error === null ? null : <Failure error={remove.error} />}
      <ul className="info-session-files">
        {session.materials.map((material) => (
          <li key={material.id}>
            <FileLink
              href={hrefOf(session, material)}
              name={material.originalName}
              byteCount={material.byteCount}
              pageCount={material.pageCount}
            />{' '}
            {mayChange ? (
              <Button
                small
                tone="quiet"
                label={`移除${material.originalName}`}
                onClick={() =>
                  remove.mutate({ params: { sessionId: session.id, materialId: material.id } })
                }
              >
                移除
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {mayChange ? (
        <FileField<FileRow>
          key={session.materials.length}
          name="file"
          label="添加材料"
          value={null}
          onChange={() => void read.refetch()}
          uploadUrl={`/api/info-sessions/${session.id}/materials`}
          accept={['.pdf', '.docx', '.xlsx', '.jpg', '.jpeg', '.png']}
          maxBytes={MATERIAL_BYTES}
        />
      ) : null}
    </Section>
  );
};

const FILTERS: readonly Filter[] = [
  { kind: 'search', name: 'q', label: '搜索', placeholder: '院校名称' },
  {
    kind: 'select',
    name: 'state',
    label: '签到',
    options: [
      { value: 'attended', label: '已签到' },
      { value: 'absent', label: '未签到' },
    ],
  },
];

const COLUMNS: readonly Column<AttendeeRow>[] = [
  {
    key: 'institution',
    label: '院校',
    main: true,
    sort: 'institutionName',
    render: (row) => row.institutionName,
  },
  { key: 'name', label: '姓名', render: (row) => row.name ?? '' },
  {
    key: 'signedUpAt',
    label: '报名时间',
    sort: 'signedUpAt',
    nowrap: true,
    render: (row) => (row.signedUpAt === null ? '' : <Time at={row.signedUpAt} />),
  },
  {
    key: 'attendedAt',
    label: '签到时间',
    sort: 'attendedAt',
    nowrap: true,
    render: (row) => (row.attendedAt === null ? '' : <Time at={row.attendedAt} />),
  },
];

const Attendees = ({ session, title }: Props & { readonly title: string }) => {
  const params = { sessionId: session.id };
  const source = useList(listAttendees, { filters: FILTERS, params });
  // Names are not the host's to see.
  const columns = session.isHost ? COLUMNS.filter(({ key }) => key !== 'name') : COLUMNS;
  return (
    <Section title={title} framed={false}>
      <List
        id="info-sessions.attendees"
        caption={title}
        source={source}
        columns={columns}
        defaultSort="institutionName"
        rowKey={(row) => row.accountId}
        empty={<Empty title="还没有人报名" />}
      />
    </Section>
  );
};

const DEEDS: Readonly<Record<string, string>> = {
  create: '新建',
  update: '修改',
  attach: '添加材料',
  detach: '移除材料',
  report: '登记回放',
  ask: '收到提问',
  answer: '答复提问',
  hide: '撤下问答',
  show: '恢复问答',
};

const deedLabel = (action: string): string => {
  const verb = action.replace(/^.*\./, '');
  const row = infoSessionWorkflow.transitions.find((transition) => transition.verb === verb);
  return row?.label ?? DEEDS[verb] ?? verb;
};

const Deeds = ({ session }: Props) => (
  <HistorySection
    read={useRead(sessionHistory, { params: { sessionId: session.id } })}
    eventOf={(row) => deedEvent(row, deedLabel(row.action), row.reason)}
  />
);

const Notice = ({ session }: Props) => {
  const { status, reason } = session;
  if (reason === '') return null;
  if (status === 'CANCELLED')
    return (
      <Banner tone="danger" title="这场说明会已取消">
        原因：{reason}
      </Banner>
    );
  if (status === 'RETURNED')
    return (
      <Banner tone="attention" title="项目办退回修改">
        原因：{reason}
      </Banner>
    );
  return status === 'PUBLISHED' ? (
    <Banner tone="attention" title="这场说明会有过变更">
      说明：{reason}。请以本页的时间和参会方式为准。
    </Banner>
  ) : null;
};

/** What follows once it is out. */
const Course = ({ session }: Props) => {
  const isParticipant = useHasRole(...PARTICIPANTS);
  return (
    <>
      <Questions session={session} />
      {session.isKeeper ? <Attendees session={session} title="报名和签到名单" /> : null}
      {isParticipant ? <Attendees session={session} title="本校报名和签到" /> : null}
    </>
  );
};

/** What comes before the words: signing up, or the code. */
const Meeting = ({ session }: Props) => {
  const isParticipant = useHasRole(...PARTICIPANTS);
  if (isParticipant) return <TakePart session={session} />;
  return session.isKeeper && session.status !== 'CANCELLED' ? (
    <CodePanel session={session} />
  ) : null;
};

const SessionView = ({ session }: Props) => {
  const isOpen = OPEN_STATUSES.some((status) => status === session.status);
  return (
    <Page
      title={session.title}
      trail={[{ label: '说明会', to: '/info-sessions' }]}
      tag={<SessionTag status={session.status} />}
      flags={<OwnFlags row={session} />}
      {...(session.isKeeper ? { action: <SessionActions session={session} /> } : {})}
    >
      <Notice session={session} />
      <Clashes session={session} />
      <Facts session={session} />
      {isOpen ? <Meeting session={session} /> : null}
      <Section title="内容">
        <p className="info-session-text">{session.summary}</p>
      </Section>
      <Materials session={session} />
      {isOpen ? <Course session={session} /> : null}
      {session.isKeeper ? <Deeds session={session} /> : null}
    </Page>
  );
};

/** `/desk/info-sessions/:sessionId`. */
export const SessionPage = () => {
  const { sessionId = '' } = useParams();
  const read = useRead(getSession, { params: { sessionId } });
  return (
    <QueryState of={read} what="说明会">
      {(session) => <SessionView key={session.id} session={session} />}
    </QueryState>
  );
};
