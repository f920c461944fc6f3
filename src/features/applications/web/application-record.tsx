import type { ReactNode } from 'react';

import { formatBeijing } from '../../../kernel/time.ts';
import { LinkButton } from '../../../ui/action/button.tsx';
import { useRead } from '../../../ui/api/use-api.ts';
import { FileLink } from '../../../ui/display/file-link.tsx';
import { SummaryList } from '../../../ui/display/summary-list.tsx';
import { Section } from '../../../ui/layout/page.tsx';
import type { Column } from '../../../ui/list/column.ts';
import { DataTable } from '../../../ui/list/data-table.tsx';
import { type ApplicationItemContent, CONDITION_ANSWERS, CONDITIONS } from '../content.ts';
import { applicationFacts } from '../review-contract.ts';
import { useApplication } from './application-draft.tsx';
import { plannedOf, plannedTotal } from './application-items.ts';
import { fieldPath, useFormMode } from './application-paths.ts';
import { type SectionKey, sectionLabel } from './application-sections.ts';
import { gradesText, majorsText, PEOPLE_FIELDS, PEOPLE_LABELS } from './application-text.ts';
import { levelLabel } from './review-fields.ts';
import { Evaluator, type ItemFacts, NewnessTag } from './section-item-fields.tsx';
import { planUrl } from './section-plan.tsx';

const useChangePath = () => {
  const { view, canEdit } = useApplication();
  const mode = useFormMode();
  return (section: SectionKey, field?: string): { readonly changeTo?: string } =>
    canEdit ? { changeTo: fieldPath(view.id, mode, section, field) } : {};
};

interface PartProps {
  readonly section: SectionKey;
  /** Where the lines have no links of their own. */
  readonly changeable?: boolean;
  readonly note?: ReactNode;
  readonly children: ReactNode;
}

const Part = ({ section, note, changeable = false, children }: PartProps) => {
  const { changeTo } = useChangePath()(section);
  return (
    <Section
      title={sectionLabel(section)}
      note={note}
      action={
        changeTo === undefined || !changeable ? undefined : (
          <LinkButton to={changeTo} small>
            修改<span className="hidden">{sectionLabel(section)}</span>
          </LinkButton>
        )
      }
    >
      {children}
    </Section>
  );
};

const People = () => {
  const { content } = useApplication().state.draft;
  const change = useChangePath();
  return (
    <Part section="people">
      <SummaryList
        items={PEOPLE_FIELDS.map((field) => ({
          term: PEOPLE_LABELS[field],
          value: content[field],
          ...change('people', field),
        }))}
      />
    </Part>
  );
};

const Conditions = () => {
  const { content } = useApplication().state.draft;
  const change = useChangePath();
  return (
    <Part section="conditions">
      <SummaryList
        items={CONDITIONS.map((condition, index) => {
          const given = content.conditions[index];
          const answer = given?.answer ?? null;
          return {
            term: `${index + 1}. ${condition.label}`,
            value:
              answer === null ? null : (
                <>
                  {CONDITION_ANSWERS[answer]}
                  {given?.explanation === '' ? null : `\n${given?.explanation ?? ''}`}
                </>
              ),
            ...change('conditions', `conditions[${index}].answer`),
          };
        })}
      />
    </Part>
  );
};

interface ItemLine {
  readonly item: ApplicationItemContent;
  readonly name: string;
  readonly facts: ItemFacts | undefined;
  readonly majors: string;
  readonly last: { readonly planned: number | null; readonly filed: number | null } | undefined;
}

const open = (text: string) => (text === '' ? <span className="muted">未填写</span> : text);

const changeText = ({ item, last }: ItemLine): string => {
  if (last === undefined || (last.planned === null && last.filed === null)) return '上轮未报';
  const before = last.filed ?? last.planned ?? 0;
  const basis =
    last.filed === null ? `上轮计划 ${last.planned ?? 0} 人` : `上轮备案 ${last.filed} 人`;
  const difference = (plannedOf(item) ?? 0) - before;
  if (difference === 0) return `${basis}，相同`;
  return `${basis}，${difference > 0 ? '多' : '少'} ${Math.abs(difference)} 人`;
};

/** A line ends between two grades, never within one. */
const Grades = ({ item }: Pick<ItemLine, 'item'>) => (
  <span className="phrases">{open(gradesText(item.grades))}</span>
);

const CERTIFICATE: Column<ItemLine> = {
  key: 'name',
  label: '证书与等级',
  main: true,
  render: ({ name, facts }) => (
    <span className="application-certificate">
      {name} <NewnessTag facts={facts} />
      <Evaluator facts={facts} />
    </span>
  ),
};

const COLUMNS: readonly Column<ItemLine>[] = [
  CERTIFICATE,
  { key: 'majors', label: '对应专业', render: ({ majors }) => open(majors) },
  { key: 'grades', label: '参与年级', render: ({ item }) => <Grades item={item} /> },
  {
    key: 'headcount',
    label: '计划人数',
    align: 'end',
    render: ({ item }) => plannedOf(item) ?? <span className="muted">未填写</span>,
  },
  { key: 'change', label: '较上一轮', render: (line) => changeText(line) },
  { key: 'site', label: '申请站点', render: ({ item }) => (item.siteIntention ? '是' : '否') },
  {
    key: 'note',
    label: '说明与备注',
    render: ({ item }) => (
      <>
        {item.threeYearReason === '' ? null : <p>不满 3 年：{item.threeYearReason}</p>}
        {item.note}
      </>
    ),
  },
];

const useItemLines = (): { lines: ItemLine[]; lastTitle: string | null; dropped: string[] } => {
  const { view, state, names } = useApplication();
  const facts = useRead(applicationFacts, { params: { applicationId: view.id } });
  const { items } = state.draft.content;
  const rows = facts.data?.rows ?? [];
  const lines = items.map((item) => {
    const row = rows.find((one) => one.certificateLevelId === item.certificateLevelId);
    return {
      item,
      name: names.level(item.certificateLevelId),
      facts: view.items.find((one) => one.certificateLevelId === item.certificateLevelId),
      majors: majorsText(item, names),
      last: row === undefined ? undefined : { planned: row.lastPlanned, filed: row.lastFiled },
    };
  });
  const now = new Set(items.map((item) => item.certificateLevelId));
  const dropped = rows
    .filter((row) => row.lastPlanned !== null && !now.has(row.certificateLevelId))
    .map(
      (row) =>
        `${row.certificateName}（${levelLabel(row.level)}，${row.lastFiled === null ? `计划 ${row.lastPlanned ?? 0}` : `备案 ${row.lastFiled}`} 人）`,
    );
  return { lines, lastTitle: facts.data?.lastRoundTitle ?? null, dropped };
};

const Items = () => {
  const { content } = useApplication().state.draft;
  const { lines, lastTitle, dropped } = useItemLines();
  const reasons = Object.entries(content.acceptedWarnings).filter(([, reason]) => reason !== '');
  const total = plannedTotal(content.items);
  return (
    <Part section="items" changeable note={`共 ${lines.length} 项，计划 ${total} 人`}>
      <DataTable
        caption="申报证书明细"
        columns={lastTitle === null ? COLUMNS.filter((column) => column.key !== 'change') : COLUMNS}
        rows={lines}
        rowKey={({ item }) => item.id}
        totals={{ headcount: total }}
        empty={<p className="muted">还没有添加证书</p>}
      />
      {reasons.length === 0 ? null : (
        <ul className="application-reasons">
          {reasons.map(([key, reason]) => (
            <li key={key}>
              第 {Number(/items\[(\d+)\]/.exec(key)?.[1] ?? 0) + 1} 项计划人数的理由：{reason}
            </li>
          ))}
        </ul>
      )}
      {dropped.length === 0 ? null : (
        <p className="muted">
          “{lastTitle}”报过而本轮没有报的：{dropped.join('、')}
        </p>
      )}
    </Part>
  );
};

const Plan = () => {
  const { view } = useApplication();
  const { planFile } = view;
  return (
    <Part section="plan" changeable>
      {planFile === null ? (
        <p className="muted">
          {view.items.some((item) => item.isNew) ? '还没有上传' : '没有上传（本次不是必须）'}
        </p>
      ) : (
        <FileLink
          href={planUrl(view.id)}
          name={planFile.name}
          byteCount={planFile.byteCount}
          pageCount={planFile.pageCount ?? undefined}
          note={`上传于 ${formatBeijing(planFile.uploadedAt)}`}
        />
      )}
    </Part>
  );
};

/** All answers of an application, each with a way to change it while it can be changed. */
export const ApplicationRecordView = () => (
  <>
    <People />
    <Conditions />
    <Items />
    <Plan />
  </>
);
