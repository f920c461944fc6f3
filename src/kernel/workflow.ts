import { DomainError } from './error.ts';
import { type AnyActor, type Role, ROLES } from './actor.ts';
import { formatDeadline, type Instant, isBefore } from './time.ts';

/** `system` carries out what nobody has to press a button for, such as a deadline that has passed. */
export type Doer = Role | 'system';

/** One row of a workflow: the verb, where it may start, where it leads, who may do it and what binds it. */
export interface Transition<State extends string, Verb extends string, Limit extends string> {
  readonly verb: Verb;
  /** The word on the button. */
  readonly label: string;
  readonly from: readonly State[];
  /** Where it leads; with several, the feature's action chooses by a rule it names. */
  readonly to: readonly [State, ...State[]];
  readonly by: readonly Doer[];
  readonly reason: 'required' | 'optional' | 'none';
  /** Allowed only before this exclusive instant of the record. */
  readonly before?: Limit;
  /** Allowed only at or after this instant of the record. */
  readonly after?: Limit;
  /** Four eyes: refused to a person who did one of these verbs on the same record. */
  readonly notAfterOwn?: readonly Verb[];
  /** Refused once anybody has done one of these verbs on the same record. */
  readonly notOnceDone?: readonly Verb[];
  /** Refused to a person who belongs to the institution concerned (回避). */
  readonly recusal?: true;
}

export interface StateLabel {
  /** What the office reads. */
  readonly office: string;
  /** What the applicant reads. */
  readonly applicant: string;
  readonly tone: 'neutral' | 'brand' | 'done' | 'attention' | 'danger';
  /** A final state has no way out. */
  readonly final?: true;
}

export interface Workflow<State extends string, Verb extends string, Limit extends string> {
  /** Feature name, used as prefix of error codes. */
  readonly name: string;
  readonly title: string;
  readonly initial: State;
  readonly states: Readonly<Record<State, StateLabel>>;
  readonly limits: Readonly<Record<Limit, string>>;
  readonly transitions: readonly Transition<State, Verb, Limit>[];
}

/** What the engine has to know of one record. */
export interface Subject<State extends string, Verb extends string, Limit extends string> {
  readonly status: State;
  /** `null`: this record has no such limit. */
  readonly limits: Readonly<Record<Limit, Instant | null>>;
  /** Who did which verb on this record. */
  readonly deeds: readonly { readonly verb: Verb; readonly userId: string }[];
  readonly institutionId: string;
}

const verbRow = <S extends string, V extends string, L extends string>(
  workflow: Workflow<S, V, L>,
  verb: V,
): Transition<S, V, L> => {
  const row = workflow.transitions.find((transition) => transition.verb === verb);
  if (row === undefined) throw new Error(`${workflow.name} has no verb ${verb}`);
  return row;
};

const isDoer = (actor: AnyActor, by: readonly Doer[]): boolean => {
  if (actor.kind === 'system') return by.includes('system');
  return actor.kind === 'person' && actor.roles.some((role) => by.includes(role));
};

const doerLabels = (by: readonly Doer[]): string =>
  by.map((doer) => (doer === 'system' ? '系统' : ROLES[doer])).join('、');

const isConcerned = (actor: AnyActor, institutionId: string): boolean =>
  actor.kind === 'person' &&
  (actor.organizationId === institutionId ||
    actor.affiliatedInstitutionIds.includes(institutionId));

/** What `transit` throws, in plain form: a page asks it of every verb, and an error that nobody throws has its price. */
export type Refusal = Pick<DomainError, 'kind' | 'code' | 'text'>;

/** Made only when somebody will read it. */
type Obstacle = () => Refusal;

/** Why the verb is refused now, or `undefined` when it is permitted. Pure; the order is role, state, time, person. */
export const refusal = <S extends string, V extends string, L extends string>(
  workflow: Workflow<S, V, L>,
  subject: Subject<S, V, L>,
  actor: AnyActor,
  verb: V,
  at: Instant,
): Refusal | undefined => obstacle(workflow, subject, actor, verbRow(workflow, verb), at)?.();

const obstacle = <S extends string, V extends string, L extends string>(
  workflow: Workflow<S, V, L>,
  subject: Subject<S, V, L>,
  actor: AnyActor,
  row: Transition<S, V, L>,
  at: Instant,
): Obstacle | undefined => {
  const code = (reason: string): string => `${workflow.name}.${reason}`;
  if (!isDoer(actor, row.by)) {
    return () => {
      const text = `您没有“${row.label}”的权限，请联系：${doerLabels(row.by)}`;
      return { kind: 'forbidden', code: code('not_permitted'), text };
    };
  }
  if (!row.from.includes(subject.status)) {
    return () => {
      const now = workflow.states[subject.status].office;
      const text = `当前状态为“${now}”，不能“${row.label}”，请刷新页面查看最新状态`;
      return { kind: 'conflict', code: code('wrong_state'), text };
    };
  }
  return (
    timeObstacle(workflow, subject, row, at) ??
    courseObstacle(workflow, subject, row) ??
    personObstacle(workflow, subject, row, actor)
  );
};

const courseObstacle = <S extends string, V extends string, L extends string>(
  workflow: Workflow<S, V, L>,
  subject: Subject<S, V, L>,
  row: Transition<S, V, L>,
): Obstacle | undefined => {
  const blocking = subject.deeds.find((deed) => row.notOnceDone?.includes(deed.verb) === true);
  if (blocking === undefined) return undefined;
  return () => {
    const done = verbRow(workflow, blocking.verb).label;
    const text = `本件已经“${done}”，不能再“${row.label}”；如有需要请联系审核单位退回`;
    return { kind: 'conflict', code: `${workflow.name}.already_under_way`, text };
  };
};

const timeObstacle = <S extends string, V extends string, L extends string>(
  workflow: Workflow<S, V, L>,
  subject: Subject<S, V, L>,
  { label, before, after }: Transition<S, V, L>,
  at: Instant,
): Obstacle | undefined => {
  const end = before === undefined ? null : subject.limits[before];
  if (before !== undefined && end !== null && !isBefore(at, end)) {
    return () => {
      const text = `${workflow.limits[before]}已过（${formatDeadline(end)}），不能“${label}”；确有原因请联系项目办申请延期`;
      return { kind: 'unprocessable', code: `${workflow.name}.too_late`, text };
    };
  }
  const start = after === undefined ? null : subject.limits[after];
  if (after !== undefined && start !== null && isBefore(at, start)) {
    return () => {
      const text = `${workflow.limits[after]}为 ${formatDeadline(start)}，届时才能“${label}”`;
      return { kind: 'unprocessable', code: `${workflow.name}.too_early`, text };
    };
  }
  return undefined;
};

const personObstacle = <S extends string, V extends string, L extends string>(
  workflow: Workflow<S, V, L>,
  subject: Subject<S, V, L>,
  row: Transition<S, V, L>,
  actor: AnyActor,
): Obstacle | undefined => {
  if (row.recusal === true && isConcerned(actor, subject.institutionId)) {
    const text = '您与该院校有任职关系，应当回避，请由其他审核员办理';
    return () => ({ kind: 'forbidden', code: `${workflow.name}.recusal`, text });
  }
  const own = row.notAfterOwn ?? [];
  if (
    actor.kind === 'person' &&
    subject.deeds.some((deed) => deed.userId === actor.userId && own.includes(deed.verb))
  ) {
    const text = `您已办理过本件的前一环节，“${row.label}”须由另一人办理`;
    return () => ({ kind: 'forbidden', code: `${workflow.name}.four_eyes`, text });
  }
  return undefined;
};

/**
 * Carries out the table's part of a verb and returns the state it leads to.
 * `choose` names the target where the row has several; a missing required reason is a refusal.
 */
export const transit = <S extends string, V extends string, L extends string>(
  workflow: Workflow<S, V, L>,
  subject: Subject<S, V, L>,
  actor: AnyActor,
  step: {
    readonly verb: V;
    readonly at: Instant;
    readonly reason?: string | undefined;
    readonly choose?: S;
  },
): S => {
  const refused = refusal(workflow, subject, actor, step.verb, step.at);
  if (refused !== undefined) throw new DomainError(refused.kind, refused.code, refused.text);
  const row = verbRow(workflow, step.verb);
  if (row.reason === 'required' && (step.reason ?? '').trim() === '') {
    const text = `请填写“${row.label}”的理由`;
    throw new DomainError('unprocessable', `${workflow.name}.reason_required`, text, {
      field: 'reason',
    });
  }
  const target = step.choose ?? row.to[0];
  if (!row.to.includes(target))
    throw new Error(`${workflow.name}.${step.verb} cannot lead to ${target}`);
  return target;
};

/** The verbs the screen may offer on this row, in table order. */
export const permittedVerbs = <S extends string, V extends string, L extends string>(
  workflow: Workflow<S, V, L>,
  subject: Subject<S, V, L>,
  actor: AnyActor,
  at: Instant,
): V[] =>
  workflow.transitions
    .filter((row) => obstacle(workflow, subject, actor, row, at) === undefined)
    .map((row) => row.verb);
