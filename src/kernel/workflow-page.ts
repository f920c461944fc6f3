import { ROLES } from './actor.ts';
import type { Doer, Transition, Workflow } from './workflow.ts';

const doer = (who: Doer): string => (who === 'system' ? '系统' : ROLES[who]);

const REASONS = { required: '必填', optional: '选填', none: '—' } as const;

const conditionsOf = <S extends string, V extends string, L extends string>(
  workflow: Workflow<S, V, L>,
  row: Transition<S, V, L>,
): string => {
  const labelOf = (verb: V): string =>
    workflow.transitions.find((other) => other.verb === verb)?.label ?? verb;
  const parts = [
    row.before === undefined ? '' : `${workflow.limits[row.before]}之前`,
    row.after === undefined ? '' : `${workflow.limits[row.after]}起`,
    row.recusal === true ? '本校人员回避' : '',
    row.notAfterOwn === undefined
      ? ''
      : `本人办理过“${row.notAfterOwn.map(labelOf).join('、')}”的不得办理`,
    row.notOnceDone === undefined ? '' : `已“${row.notOnceDone.map(labelOf).join('、')}”后不能办理`,
  ];
  return parts.filter((part) => part !== '').join('；') || '—';
};

/** Such a verb changes the record and leaves its state as it is, e.g. filling in a draft. */
const keepsState = <S extends string, V extends string, L extends string>({
  from,
  to,
}: Transition<S, V, L>): boolean =>
  from.length === to.length && from.every((state) => to.includes(state));

/** A Markdown page of the workflow: diagram, statuses, and who may do what when. The office reads it, tests hold it. */
export const workflowPage = <S extends string, V extends string, L extends string>(
  workflow: Workflow<S, V, L>,
): string => {
  const states = Object.keys(workflow.states) as S[];
  const office = (state: S): string => workflow.states[state].office;
  const arrows = workflow.transitions
    .filter((row) => !keepsState(row))
    .flatMap((row) =>
      row.from.flatMap((from) => row.to.map((to) => `  ${from} --> ${to}: ${row.label}`)),
    );
  const target = (row: Transition<S, V, L>): string =>
    keepsState(row) ? '不变' : row.to.map(office).join(' 或 ');
  const finals = states.filter((state) => workflow.states[state].final === true);
  return [
    `# ${workflow.title}`,
    '',
    '本页由程序的状态表生成，不要手改。',
    '',
    '```mermaid',
    'stateDiagram-v2',
    ...states.map((state) => `  state "${office(state)}" as ${state}`),
    `  [*] --> ${workflow.initial}`,
    ...new Set(arrows),
    ...finals.map((state) => `  ${state} --> [*]`),
    '```',
    '',
    '## 状态',
    '',
    '| 状态 | 办理单位看到 | 申报单位看到 |',
    '|---|---|---|',
    ...states.map(
      (state) => `| \`${state}\` | ${office(state)} | ${workflow.states[state].applicant} |`,
    ),
    '',
    '## 谁可以做什么',
    '',
    '| 动作 | 从 | 到 | 谁 | 理由 | 条件 |',
    '|---|---|---|---|---|---|',
    ...workflow.transitions.map(
      (row) =>
        `| ${row.label} \`${row.verb}\` | ${row.from.map(office).join('、')} | ${target(row)} | ` +
        `${row.by.map(doer).join('、')} | ${REASONS[row.reason]} | ${conditionsOf(workflow, row)} |`,
    ),
    '',
  ].join('\n');
};
