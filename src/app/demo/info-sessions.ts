import type { Actor } from '../../kernel/actor.ts';
import {
  addDays,
  addMinutes,
  beijingDate,
  type Instant,
  startOfBeijingDay,
} from '../../kernel/time.ts';
import { listCatalog } from '../../features/catalog/index.ts';
import {
  answerQuestion,
  askQuestion,
  attendSession,
  createDraft,
  holdPublished,
  publishSubmitted,
  reportHeld,
  shownCode,
  signUpFor,
  submitDraft,
  weekdayText,
} from '../../features/info-sessions/index.ts';
import { appendAudit, type AuditEntry } from '../../platform/audit.ts';
import type { Keyring } from '../../platform/keyring.ts';
import { firstQuestion } from './queries.ts';
import type { DemoWorld } from './world.ts';

type Deed = Parameters<typeof createDraft>[0];

/** Who posts, who lets out, and who comes. */
export interface InfoSessionCast {
  readonly world: DemoWorld;
  readonly keyring: Keyring;
  readonly office: Actor;
  readonly hosts: readonly Actor[];
  readonly schools: readonly Actor[];
}

/** Nobody is told of what lies in the past. */
const as = async <T>(
  { world }: InfoSessionCast,
  actor: Actor,
  at: Instant,
  action: (deed: Deed) => Promise<T>,
): Promise<T> => {
  const entries: AuditEntry[] = [];
  const record = (entry: AuditEntry) => void entries.push(entry);
  const result = await action({ tx: world.tx, actor, at, record, plan: () => undefined });
  const moment = { actor, action: 'demo', at, receivedAt: at, outcome: 'done' } as const;
  await appendAudit(world.tx, moment, entries);
  return result;
};

interface Telling {
  readonly host: Actor;
  readonly startsAt: Instant;
  readonly title: (certificate: string) => string;
  readonly stage: 'SUBMITTED' | 'PUBLISHED';
}

const certificatesOf = async ({ world }: InfoSessionCast, host: Actor) => {
  const page = { page: 1, pageSize: 3, sort: 'name' };
  const filters = { evaluationOrganizationId: host.organizationId, status: 'ACTIVE' };
  return (await listCatalog(world.tx, { ...page, ...filters })).rows;
};

/** Posts one, as its host and the office would have done a week before. */
const post = async (cast: InfoSessionCast, telling: Telling, at: Instant): Promise<string> => {
  const certificates = await certificatesOf(cast, telling.host);
  const name = certificates[0]?.shortName ?? '';
  const id = await as(cast, telling.host, at, (deed) =>
    createDraft(deed, {
      title: telling.title(name),
      summary: `介绍${name}职业技能等级标准、课证融通的做法、师资培训安排和考点要求，并回答院校提问。\n\n内容为演示，与任何真实的说明会无关。`,
      certificateIds: certificates.map((certificate) => certificate.id),
      startsAt: telling.startsAt,
      endsAt: addMinutes(telling.startsAt, 90),
      platform: '腾讯会议（演示）',
      joinUrl: 'https://meeting.example.cn/demo',
      joinNote: '会议号 000-000-000（演示）',
      speaker: '培训部（演示）',
      contactNote: '029-88880000',
    }),
  );
  await as(cast, telling.host, at, (deed) => submitDraft(deed, { id, version: 1 }));
  if (telling.stage === 'PUBLISHED')
    await as(cast, cast.office, addMinutes(at, 120), (deed) =>
      publishSubmitted(deed, { id, version: 2 }),
    );
  return id;
};

const signUpAll = async (
  cast: InfoSessionCast,
  id: string,
  people: readonly Actor[],
  at: Instant,
): Promise<void> => {
  for (const person of people) await as(cast, person, at, (deed) => signUpFor(deed, id));
};

/** One that took place: some came, one asked, the recording is there. */
const hold = async (cast: InfoSessionCast, id: string, startsAt: Instant, host: Actor) => {
  const during = addMinutes(startsAt, 30);
  const endsAt = addMinutes(startsAt, 90);
  const shown = shownCode(cast.keyring, { id, status: 'PUBLISHED', startsAt, endsAt }, during);
  for (const person of cast.schools.slice(0, 9))
    await as(cast, person, during, (deed) =>
      attendSession({ ...deed, keyring: cast.keyring }, id, shown.code ?? ''),
    );
  const [asker] = cast.schools;
  if (asker !== undefined)
    await as(cast, asker, addMinutes(startsAt, 80), (deed) =>
      askQuestion(deed, id, {
        question: '首次申报的院校，教师培训可以在备案之后参加吗？',
        certificateId: null,
      }),
    );
  await as(cast, host, endsAt, (deed) => holdPublished(deed, id));
  const question = await firstQuestion(cast.world.tx, id);
  await as(cast, host, addDays(endsAt, 1), async (deed) => {
    await answerQuestion(
      deed,
      { sessionId: id, questionId: question.id },
      '可以。建议在开课前完成；培训安排会在本平台的通知里公布。（演示）',
    );
    await reportHeld(
      deed,
      { id, version: 4 },
      { url: 'https://video.example.cn/demo', note: '演示' },
    );
  });
};

/** A session that took place, two to come at the same time, and one that waits for the office. */
export const tellInfoSessions = async (cast: InfoSessionCast, at: Instant): Promise<void> => {
  const [first, second = first] = cast.hosts;
  if (first === undefined || second === undefined) return;
  // On a working day: nobody holds them at the weekend.
  const afternoon = (days: number): Instant => {
    const then = addMinutes(startOfBeijingDay(beijingDate(addDays(at, days))), 15 * 60);
    const isWeekend = ['星期六', '星期日'].includes(weekdayText(then));
    return isWeekend ? afternoon(days + Math.sign(days)) : then;
  };
  const title = (certificate: string) => `${certificate}证书线上说明会`;
  const past = { host: first, startsAt: afternoon(-12), title, stage: 'PUBLISHED' } as const;
  const held = await post(cast, past, addDays(at, -20));
  await signUpAll(cast, held, cast.schools.slice(0, 12), addDays(at, -15));
  await hold(cast, held, past.startsAt, first);
  for (const [host, stage] of [
    [first, 'PUBLISHED'],
    [second, 'PUBLISHED'],
    [second, 'SUBMITTED'],
  ] as const) {
    const days = stage === 'SUBMITTED' ? 9 : 4;
    const again = (certificate: string) => `${certificate}证书答疑会`;
    const coming = { host, stage, startsAt: afternoon(days), title: again };
    const id = await post(cast, coming, addDays(at, -3));
    if (stage === 'PUBLISHED')
      await signUpAll(cast, id, cast.schools.slice(0, host === first ? 8 : 3), addDays(at, -1));
  }
};
