import type { Actor } from '../../kernel/actor.ts';
import { addDays, beijingDate, type Instant } from '../../kernel/time.ts';
import {
  confirmContacts,
  endContact,
  registerContact,
  reportContact,
} from '../../features/contacts/index.ts';
import { appendAudit, type AuditEntry } from '../../platform/audit.ts';
import type { Keyring } from '../../platform/keyring.ts';
import { contactsToConfirm } from './queries.ts';
import { personName } from './people.ts';
import type { DemoWorld } from './world.ts';

type Doing = Parameters<typeof registerContact>[0];
type Registration = Parameters<typeof registerContact>[1];

/** What the demo's contacts are kept with: nobody is told of what lies in the past. */
export interface ContactDesk {
  readonly world: DemoWorld;
  readonly keyring: Keyring;
}

const as = async <T>(
  { world, keyring }: ContactDesk,
  actor: Actor,
  at: Instant,
  action: (doing: Doing) => Promise<T>,
): Promise<T> => {
  const entries: AuditEntry[] = [];
  const result = await action({
    tx: world.tx,
    actor,
    at,
    keyring,
    record: (entry) => void entries.push(entry),
    plan: () => undefined,
  });
  const moment = { actor, action: 'demo', at, receivedAt: at, outcome: 'done' } as const;
  await appendAudit(world.tx, moment, entries);
  return result;
};

let lastNumber = 0;

/** 138 0000 xxxx: nobody's number. */
const invented = (): { readonly mobile: string; readonly mailbox: string } => {
  lastNumber += 1;
  const number = String(lastNumber).padStart(4, '0');
  return { mobile: `1380000${number}`, mailbox: `contact${number}@example.cn` };
};

const PEOPLE = {
  LEADER: ['校长办公室', '副校长'],
  DEPARTMENT_HEAD: ['教务处', '处长'],
  OFFICER: ['教务处', '干事'],
  FINANCE: ['财务处', '科长'],
  EXAMINATION: ['考务中心', '主任'],
} as const;

type Duty = keyof typeof PEOPLE;

const register = async (
  desk: ContactDesk,
  actor: Actor,
  duty: Duty,
  at: Instant,
): Promise<string> => {
  const [department, title] = PEOPLE[duty];
  const body: Registration = {
    duty,
    name: personName(desk.world.random),
    department,
    title,
    landline: '029-88880000',
    ...invented(),
    validFrom: beijingDate(at),
  };
  const { id } = await as(desk, actor, at, (doing) => registerContact(doing, body));
  return id;
};

/** Every school names its people before the first round; a few name all five. */
export const addSchoolContacts = async (
  desk: ContactDesk,
  schools: readonly Actor[],
  at: Instant,
): Promise<void> => {
  lastNumber = 0;
  for (const [index, actor] of schools.entries()) {
    for (const duty of ['LEADER', 'DEPARTMENT_HEAD', 'OFFICER'] as const)
      await register(desk, actor, duty, at);
    if (index % 4 !== 0) continue;
    await register(desk, actor, 'FINANCE', at);
    await register(desk, actor, 'EXAMINATION', at);
  }
};

/** One tap in each round. */
export const confirmSchoolContacts = async (
  desk: ContactDesk,
  schools: readonly Actor[],
  at: Instant,
): Promise<void> => {
  for (const actor of schools) {
    const contacts = await contactsToConfirm(desk.world.tx, actor.organizationId);
    await as(desk, actor, at, (doing) => confirmContacts(doing, { contacts }));
  }
};

/** What the office's list of dead contacts is for: somebody gone, somebody who cannot be reached. */
export const tellDeadContacts = async (
  desk: ContactDesk,
  people: { readonly schools: readonly Actor[]; readonly office: Actor },
  at: Instant,
): Promise<void> => {
  const [gone, unreachable] = people.schools;
  if (gone === undefined || unreachable === undefined) return;
  const leave = addDays(at, -20);
  for (const { id, version } of await contactsToConfirm(desk.world.tx, gone.organizationId))
    await as(desk, gone, leave, (doing) =>
      endContact(doing, id, { version, validTo: beijingDate(leave), reason: '岗位调整' }),
    );
  const [first] = await contactsToConfirm(desk.world.tx, unreachable.organizationId);
  if (first === undefined) return;
  await as(desk, people.office, addDays(at, -3), (doing) =>
    reportContact(doing, first.id, {
      version: first.version,
      kind: 'PHONE_DEAD',
      reason: '通知申报事项时电话打不通',
    }),
  );
};

/** Those who answer for certificates name who does their business here. */
export const addEvaluatorContacts = async (
  desk: ContactDesk,
  actor: Actor,
  at: Instant,
): Promise<void> => {
  await register(desk, actor, 'OFFICER', at);
  await register(desk, actor, 'EXAMINATION', at);
};
