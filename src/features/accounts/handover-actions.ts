import { z } from 'zod';
import { type Actor, ROLES } from '../../kernel/actor.ts';
import { DomainError } from '../../kernel/error.ts';
import { addDays, type Instant, isBefore } from '../../kernel/time.ts';
import type { Read, Transaction } from '../../platform/db/database.ts';
import { type HandoverMove, handoverSources } from '../../platform/handover.ts';
import type { PlannedJob } from '../../platform/jobs.ts';
import { tell } from '../../platform/notice.ts';
import { newId } from '../../platform/random.ts';
import { roleSchema } from './contract.ts';
import { personNotFound } from './errors.ts';
import {
  activePeopleOf,
  findHandover,
  insertHandover,
  listHandovers,
  markUndone,
  type MovedItem,
} from './handover-queries.ts';
import { lockPerson, type PeopleCall } from './people-actions.ts';
import { findPerson, openAccounts, type PersonRecord, updateAccount } from './people-queries.ts';
import { targetOf } from './people-rows.ts';
import { checkRoles, rankRefusal } from './rules.ts';
import { endSessions } from './sign-in-queries.ts';

/** Long enough to notice a mistake; after that the colleague's own work would be torn apart. */
const UNDO_DAYS = 30;

/** Roles are this feature's own: what somebody may do in the body goes over with the work. */
const ROLE_SOURCE = 'accounts.role';
const ROLE_GROUP = '角色';

const movedItems = z.array(z.object({ source: z.string(), id: z.string(), label: z.string() }));

const keyOf = (item: MovedItem): string => `${item.source}/${item.id}`;

type HandoverCall = PeopleCall & { plan(job: PlannedJob): void };

/** Everything that names the account now, with the group it stands in. */
const itemsOf = async (
  read: Read,
  record: PersonRecord,
  at: Instant,
): Promise<(MovedItem & { readonly group: string })[]> => {
  const roles = z
    .array(roleSchema)
    .parse(record.roles)
    .map((role) => ({
      source: ROLE_SOURCE,
      id: role,
      label: ROLES[role],
      group: ROLE_GROUP,
    }));
  const others = [];
  for (const source of handoverSources()) {
    const items = await source.list(read, record.id, at);
    others.push(
      ...items.map(({ id, label }) => ({ source: source.name, id, label, group: source.label })),
    );
  }
  return [...roles, ...others];
};

const getReachable = async (read: Read, actor: Actor, id: string): Promise<PersonRecord> => {
  await openAccounts(read, actor);
  const record = await findPerson(read, actor, id);
  if (record === undefined) throw personNotFound();
  return record;
};

/** What can be handed over, to whom, and what was. */
export const getHandover = async (read: Read, actor: Actor, id: string, at: Instant) => {
  const record = await getReachable(read, actor, id);
  const people = await activePeopleOf(read, record.organization_id);
  const past = await listHandovers(read, id);
  return {
    items: (await itemsOf(read, record, at)).map((item) => ({
      key: keyOf(item),
      group: item.group,
      label: item.label,
    })),
    candidates: people
      .filter((one) => one.id !== id)
      .map((one) => ({
        id: one.id,
        name: one.name,
        roleLabels: z
          .array(roleSchema)
          .parse(one.roles)
          .map((role) => ROLES[role])
          .join('、'),
      })),
    past: past.map((line) => ({
      id: line.id,
      to: line.to_name,
      labels: movedItems.parse(line.items).map(({ label }) => label),
      reason: line.reason,
      at: line.created_at,
      mayUndo: line.undone_at === null && isBefore(at, addDays(line.created_at, UNDO_DAYS)),
      undoneAt: line.undone_at,
    })),
  };
};

/** Gives or takes roles; what somebody may do changed, so they sign in again (assurance A7). */
const setRoles = async (
  tx: Transaction,
  record: PersonRecord,
  roles: readonly string[],
  move: Pick<HandoverMove, 'at' | 'by'>,
): Promise<void> => {
  const parsed = z.array(roleSchema).parse(roles);
  await updateAccount(tx, record, { roles: parsed }, { at: move.at, by: move.by });
  await endSessions(tx, record.id, move.at);
};

const moveBySources = async (
  tx: Transaction,
  items: readonly MovedItem[],
  move: Omit<HandoverMove, 'ids'>,
): Promise<MovedItem[]> => {
  const moved: MovedItem[] = [];
  for (const source of handoverSources()) {
    const mine = items.filter((item) => item.source === source.name);
    if (mine.length === 0) continue;
    const ids = await source.move(tx, { ...move, ids: mine.map(({ id }) => id) });
    moved.push(...mine.filter(({ id }) => ids.includes(id)));
  }
  return moved;
};

const notToThatPerson = (): DomainError =>
  new DomainError(
    'unprocessable',
    'accounts.handover_to_stranger',
    '请选择同一单位、状态正常的另一位同事接手',
    { field: 'toAccountId' },
  );

/** Also of somebody suspended or gone, but never of a rank that the actor could not grant. */
const lockRanked = async (call: HandoverCall, id: string): Promise<PersonRecord> => {
  const record = await lockPerson(call, id);
  const refused = rankRefusal(call.actor, targetOf(record));
  if (refused !== undefined) throw refused;
  return record;
};

/** Both people, the leaver within reach and of a rank that the actor could grant. */
const bothOf = async (call: HandoverCall, id: string, toId: string) => {
  const { tx, actor } = call;
  const from = await lockRanked(call, id);
  const to = await findPerson(tx, actor, toId);
  const isFit =
    to !== undefined &&
    to.id !== from.id &&
    to.organization_id === from.organization_id &&
    to.status === 'ACTIVE';
  if (!isFit) throw notToThatPerson();
  return { from, to };
};

/** The roles that the colleague does not have yet. */
const giveRoles = async (
  { tx, actor, receivedAt: at }: HandoverCall,
  to: PersonRecord,
  chosen: readonly MovedItem[],
): Promise<MovedItem[]> => {
  const roles = chosen
    .filter((item) => item.source === ROLE_SOURCE && !to.roles.includes(item.id))
    .map(({ source, id, label }) => ({ source, id, label }));
  if (roles.length === 0) return [];
  const all = z.array(roleSchema).parse([...to.roles, ...roles.map(({ id }) => id)]);
  checkRoles(actor, targetOf(to).body, all);
  await setRoles(tx, to, all, { at, by: actor.userId });
  return roles;
};

const nothingMoved = (): DomainError =>
  new DomainError(
    'conflict',
    'accounts.handover_stale',
    '所选的一项也没有移交：已不在此人名下（可能刚被别人移交或已办结），或接手的同事自己已有。请刷新页面，按最新的清单办理',
  );

/**
 * Hands what was ticked to a colleague of the same body, in one step. What is not the leaver's any more since the list
 * was shown, or what the colleague has already, is left where it is and named in `missedKeys`.
 * @throws DomainError conflict when that is all of it
 */
export const handOver = async (
  call: HandoverCall,
  id: string,
  input: {
    readonly toAccountId: string;
    readonly keys: readonly string[];
    readonly reason: string;
  },
): Promise<{ moved: number; missedKeys: string[] }> => {
  const { tx, actor, receivedAt: at } = call;
  const { from, to } = await bothOf(call, id, input.toAccountId);
  const chosen = (await itemsOf(tx, from, at)).filter((item) => input.keys.includes(keyOf(item)));
  const roles = await giveRoles(call, to, chosen);
  const move = { from: from.id, to: to.id, at, by: actor.userId };
  const moved = [...roles, ...(await moveBySources(tx, chosen, move))];
  if (moved.length === 0) throw nothingMoved();
  const handoverId = newId(at);
  await insertHandover(tx, {
    id: handoverId,
    from: from.id,
    to: to.id,
    organizationId: from.organization_id,
    items: moved,
    reason: input.reason,
    at,
    by: actor,
  });
  const detail = { to: to.id, items: moved.map(keyOf) };
  call.record({ subjectKind: 'account', subjectId: from.id, reason: input.reason, detail });
  call.plan(
    tell({
      event: 'accounts.handedOver',
      key: handoverId,
      to: [{ accountId: to.id }],
      title: `${from.name}的工作已移交给您`,
      lines: [
        `共 ${moved.length} 项：${moved
          .map(({ label }) => label)
          .slice(0, 10)
          .join('、')}。`,
        roles.length > 0 ? '您的角色有变动，请重新登录。' : '请登录后查看待办。',
      ],
      path: '/desk',
    }),
  );
  const movedKeys = moved.map(keyOf);
  return {
    moved: moved.length,
    missedKeys: input.keys.filter((key) => !movedKeys.includes(key)),
  };
};

const openHandover = async (tx: Transaction, handoverId: string, fromId: string, at: Instant) => {
  const line = await findHandover(tx, handoverId, fromId);
  if (line?.undone_at === null && isBefore(at, addDays(line.created_at, UNDO_DAYS))) return line;
  const text = `这次移交已经撤回，或已超过 ${UNDO_DAYS} 天，不能撤回；请改为反向移交`;
  throw new DomainError('conflict', 'accounts.handover_closed', text);
};

/** What the colleague would keep without the roles that came with the work; `undefined` when they stay. */
const rolesWithout = (
  to: PersonRecord | undefined,
  given: readonly string[],
): string[] | undefined => {
  const left = to?.roles.filter((role) => !given.includes(role)) ?? [];
  // The body's only administrator is not undone by taking back the work.
  return given.length === 0 || left.length === 0 || to?.is_last_admin === true ? undefined : left;
};

const isRoleTaken = (item: MovedItem, left: readonly string[] | undefined): boolean =>
  item.source === ROLE_SOURCE && left !== undefined;

/** Takes a hand-over back: the roles that came with it, and what the colleague still holds. */
export const undoHandover = async (
  call: HandoverCall,
  id: string,
  handoverId: string,
): Promise<{ moved: number; missedLabels: string[] }> => {
  const { tx, actor, receivedAt: at } = call;
  const from = await lockRanked(call, id);
  const line = await openHandover(tx, handoverId, id, at);
  const items = movedItems.parse(line.items);
  const to = await findPerson(tx, actor, line.to_account_id);
  const given = items.filter(({ source }) => source === ROLE_SOURCE).map((item) => item.id);
  const left = rolesWithout(to, given);
  if (to !== undefined && left !== undefined)
    await setRoles(tx, to, left, { at, by: actor.userId });
  const move = { from: line.to_account_id, to: from.id, at, by: actor.userId };
  const moved = await moveBySources(tx, items, move);
  await markUndone(tx, handoverId, { at, accountId: actor.userId });
  const back = [...items.filter((item) => isRoleTaken(item, left)), ...moved].map(keyOf);
  call.record({
    subjectKind: 'account',
    subjectId: from.id,
    detail: { handoverId, items: back },
  });
  return {
    moved: back.length,
    missedLabels: items.filter((item) => !back.includes(keyOf(item))).map(({ label }) => label),
  };
};
