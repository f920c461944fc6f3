import { Banner } from '../../../ui/feedback/banner.tsx';
import { StatusTag } from '../../../ui/display/status-tag.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { Section } from '../../../ui/layout/page.tsx';
import type { Column } from '../../../ui/list/column.ts';
import { DataTable } from '../../../ui/list/data-table.tsx';
import type { Instant } from '../../../kernel/time.ts';
import type { ApplicationView } from '../contract.ts';
import type { ApplicationStatus } from '../status.ts';
import { useApplication } from './application-draft.tsx';
import type { ItemFacts } from './section-item-fields.tsx';
import { NewnessTag } from './section-item-fields.tsx';
import { certificateLabel } from './review-fields.ts';

type StepState = 'done' | 'now' | 'ahead' | 'stopped';

interface Step {
  readonly label: string;
  readonly state: StepState;
  readonly at?: Instant | undefined;
  readonly note?: string | undefined;
}

const STEP_WORDS: Record<StepState, string> = {
  done: '已完成',
  now: '进行中',
  ahead: '未到',
  stopped: '已停止',
};

/** How far each status has come: 0 filling in, 1 city, 2 province, 3 filing, 4 filed. */
const REACHED: Record<ApplicationStatus, number> = {
  DRAFT: 0,
  RETURNED: 0,
  WITHDRAWN: 0,
  LAPSED: 0,
  CITY_REVIEW: 1,
  CITY_REJECTED: 1,
  PROVINCIAL_REVIEW: 2,
  REJECTED: 2,
  APPROVED: 3,
  PARTIALLY_APPROVED: 3,
  FILED: 4,
};

const STOPPED: readonly ApplicationStatus[] = ['CITY_REJECTED', 'REJECTED', 'WITHDRAWN', 'LAPSED'];

const lastDecision = (view: ApplicationView, stage: 'CITY_REVIEW' | 'PROVINCIAL_REVIEW') =>
  view.decisions.findLast((decision) => decision.stage === stage && !decision.revoked);

/** Where the application stands on its way; without city review where the province reviews directly (四.2). */
const stepsOf = (view: ApplicationView): Step[] => {
  const reached = REACHED[view.status];
  const city = lastDecision(view, 'CITY_REVIEW');
  const province = lastDecision(view, 'PROVINCIAL_REVIEW');
  const state = (level: number): StepState => {
    if (reached > level || view.status === 'FILED') return 'done';
    if (reached < level) return 'ahead';
    return STOPPED.includes(view.status) ? 'stopped' : 'now';
  };
  const done = (level: number, at: Instant | undefined) => (reached > level ? { at } : {});
  return [
    { label: '填报并提交', state: state(0), ...done(0, view.submittedAt ?? undefined) },
    ...(view.reviewingBureauName === null
      ? []
      : [
          {
            label: '市级初审',
            state: state(1),
            note: view.reviewingBureauName,
            ...done(1, city?.decidedAt),
          },
        ]),
    { label: '省级审核', state: state(2), ...done(2, province?.decidedAt) },
    { label: '备案', state: state(3) },
  ];
};

export const Course = () => {
  const { view } = useApplication();
  return (
    <ol className="application-steps" aria-label="办理进度">
      {stepsOf(view).map((step) => (
        <li
          key={step.label}
          data-state={step.state}
          aria-current={step.state === 'now' ? 'step' : undefined}
        >
          <strong>{step.label}</strong>
          <span>{STEP_WORDS[step.state]}</span>
          {step.note === undefined ? null : <span className="muted">{step.note}</span>}
          {step.at === undefined ? null : (
            <span className="muted">
              <Time at={step.at} />
            </span>
          )}
        </li>
      ))}
    </ol>
  );
};

interface Words {
  readonly tone: 'info' | 'attention' | 'danger';
  readonly title: string;
  readonly text: string;
}

const withdrawn: Words = {
  tone: 'attention',
  title: '申报已撤回，不再审核',
  text: '截止时间以前可以重新填报，原来填写的内容都在。',
};

/** What the state means for the institution and what it can do now. */
const WORDS: Readonly<Partial<Record<ApplicationStatus, Words>>> = {
  CITY_REJECTED: {
    tone: 'danger',
    title: '市级初审不通过',
    text: '省级可以调取复核；如有疑问请联系初审单位。',
  },
  REJECTED: { tone: 'danger', title: '审核不通过', text: '如有疑问请联系项目办。' },
  APPROVED: {
    tone: 'info',
    title: '各项证书均已审核通过',
    text: '项目办确认备案名单后，备案结果会显示在这里，不另行发文。',
  },
  PARTIALLY_APPROVED: {
    tone: 'info',
    title: '部分证书通过或核减了人数',
    text: '各项结果见下。项目办确认备案名单后，备案结果会显示在这里。',
  },
  FILED: {
    tone: 'info',
    title: '已备案',
    text: '通过的证书已列入备案名单，可以按核定人数组织试点。',
  },
  WITHDRAWN: withdrawn,
  LAPSED: {
    tone: 'danger',
    title: '截止时间已过，申报没有提交，已自动关闭',
    text: '填写的内容都在。确有原因请联系项目办申请延期，延期后可以继续填报。',
  },
};

export const StateBanner = () => {
  const { view } = useApplication();
  const words = WORDS[view.status];
  if (words === undefined) return null;
  const opinion = view.decisions.findLast((decision) => !decision.revoked)?.opinion ?? '';
  return (
    <Banner tone={words.tone} title={words.title}>
      <p>{words.text}</p>
      {opinion === '' ? null : <p className="application-own-words">审核意见：{opinion}</p>}
    </Banner>
  );
};

const CITY_WORDS = { ENDORSED: '同意', NOT_ENDORSED: '不同意' } as const;

const Verdict = ({ item }: { readonly item: ItemFacts }) => {
  if (item.provincialDecision === null) return <span className="muted">待定</span>;
  return item.provincialDecision === 'APPROVED' ? (
    <StatusTag tone="done">通过</StatusTag>
  ) : (
    <StatusTag tone="danger">不通过</StatusTag>
  );
};

interface Line {
  readonly item: ItemFacts;
  readonly planned: number | null;
}

const certificate: Column<Line> = {
  key: 'name',
  label: '证书与等级',
  main: true,
  render: ({ item }) => (
    <span className="application-certificate">
      {certificateLabel(item)} <NewnessTag facts={item} />
    </span>
  ),
};
const planned: Column<Line> = {
  key: 'planned',
  label: '计划人数',
  align: 'end',
  render: (line) => line.planned,
};
const city: Column<Line> = {
  key: 'city',
  label: '市级意见',
  render: ({ item }) => (
    <>
      {item.cityDecision === null ? (
        <span className="muted">待定</span>
      ) : (
        CITY_WORDS[item.cityDecision]
      )}
      {item.cityOpinion === '' ? null : <p className="application-own-words">{item.cityOpinion}</p>}
    </>
  ),
};
const verdict: Column<Line> = {
  key: 'verdict',
  label: '省级决定',
  render: ({ item }) => <Verdict item={item} />,
};
/** Only once the province has decided. */
const approval: readonly Column<Line>[] = [
  {
    key: 'approved',
    label: '核定人数',
    align: 'end',
    render: ({ item }) => item.approvedHeadcount ?? <span className="muted">—</span>,
  },
  { key: 'opinion', label: '意见', render: ({ item }) => item.provincialOpinion },
];

/** The decisions item by item, as soon as there are any. */
export const ItemDecisions = () => {
  const { view } = useApplication();
  const hasCity = view.items.some((item) => item.cityDecision !== null);
  const hasProvince = view.items.some((item) => item.provincialDecision !== null);
  if (!hasCity && !hasProvince) return null;
  const plannedOf = new Map(view.content.items.map((item) => [item.id, item.plannedHeadcount]));
  const lines = view.items.map((item) => ({ item, planned: plannedOf.get(item.id) ?? null }));
  const sum = (of: (line: Line) => number | null) =>
    lines.reduce((total, line) => total + (of(line) ?? 0), 0);
  return (
    <Section title="逐项审核结果" id="decisions">
      <DataTable
        caption="逐项审核结果"
        columns={[
          certificate,
          planned,
          ...(hasCity ? [city] : []),
          verdict,
          ...(hasProvince ? approval : []),
        ]}
        rows={lines}
        rowKey={({ item }) => item.id}
        totals={{
          planned: sum((line) => line.planned),
          approved: sum((line) => line.item.approvedHeadcount),
        }}
        empty={null}
      />
    </Section>
  );
};
