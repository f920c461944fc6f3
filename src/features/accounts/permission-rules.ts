import { type Actor, type Role, ROLES } from '../../kernel/actor.ts';
import type { Transition, Workflow } from '../../kernel/workflow.ts';

type AnyWorkflow = Workflow<string, string, string>;

/** A workflow of the product with the clause that it obeys; `app/workflows.ts` has them all. */
export interface SourcedWorkflow {
  readonly workflow: AnyWorkflow;
  readonly source: string;
}

export interface Colleague {
  readonly name: string;
  readonly roles: readonly string[];
}

type Row = Transition<string, string, string>;

const rolesOf = (row: Row): Role[] => row.by.filter((doer): doer is Role => doer !== 'system');

const namesOf = (roles: readonly Role[]): string => roles.map((role) => ROLES[role]).join('、');

const quoted = (workflow: AnyWorkflow, verbs: readonly string[]): string =>
  verbs
    .map((verb) => workflow.transitions.find((row) => row.verb === verb)?.label ?? verb)
    .map((label) => `“${label}”`)
    .join('、');

/** Everything that binds the verb besides the role, in the office's words. */
const conditionsOf = (workflow: AnyWorkflow, row: Row): string[] => [
  `状态为${row.from.map((state) => `“${workflow.states[state]?.office ?? state}”`).join('或')}时`,
  ...(row.before === undefined ? [] : [`在${workflow.limits[row.before] ?? '截止时间'}之前`]),
  ...(row.after === undefined ? [] : [`到${workflow.limits[row.after] ?? '开始时间'}之后`]),
  ...(row.notAfterOwn === undefined
    ? []
    : [`自己没有办过${quoted(workflow, row.notAfterOwn)}（双人办理）`]),
  ...(row.notOnceDone === undefined ? [] : [`本件还没有${quoted(workflow, row.notOnceDone)}`]),
  ...(row.recusal === true ? ['与该院校没有任职关系（回避）'] : []),
  ...(row.reason === 'required' ? ['写明理由'] : []),
];

const verbOf = (
  { workflow }: SourcedWorkflow,
  row: Row,
  actor: Actor,
  colleagues: readonly Colleague[],
) => {
  const roles = rolesOf(row);
  const own = actor.roles.filter((role) => roles.includes(role));
  const may = own.length > 0;
  const isBySystem = roles.length === 0;
  const who = colleagues.filter((one) => one.roles.some((role) => roles.some((r) => r === role)));
  return {
    label: row.label,
    may,
    rule: isBySystem
      ? '由系统按时间或本人的链接自动办理'
      : may
        ? `您的角色“${namesOf(own)}”可以办理`
        : `须由${namesOf(roles)}办理`,
    conditions: conditionsOf(workflow, row),
    colleagues: may || isBySystem ? [] : who.map(({ name }) => name).slice(0, 8),
  };
};

/** For each verb of a workflow whether this person may, which rule says so, and who next door may instead. */
export const explain = (
  sourced: SourcedWorkflow,
  actor: Actor,
  colleagues: readonly Colleague[],
) => ({
  title: sourced.workflow.title,
  source: sourced.source,
  verbs: sourced.workflow.transitions.map((row) => verbOf(sourced, row, actor, colleagues)),
});
