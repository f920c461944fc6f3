import type { Actor, AnyActor } from '../../kernel/actor.ts';
import {
  addDays,
  addMinutes,
  beijingDate,
  type Instant,
  isBefore,
  startOfBeijingDay,
  toInstant,
} from '../../kernel/time.ts';
import { cancelFiling, composeEdition, confirmEdition } from '../../features/filings/index.ts';
import {
  importOrganizations,
  institutionMajorsOf,
  reviewingBureauOf,
} from '../../features/organizations/index.ts';
import { concludeRound, createRound, getRound, publishRound } from '../../features/rounds/index.ts';
import { createRoundEndpoint } from '../../features/rounds/contract.ts';
import { appendAudit, type AuditEntry } from '../../platform/audit.ts';
import type { Transaction } from '../../platform/db/database.ts';
import type { FileStore } from '../../platform/files/file-store.ts';
import type { Keyring } from '../../platform/keyring.ts';
import { type RequestDesk, tellAccountRequests } from './account-requests.ts';
import { tellCommunications } from './communications.ts';
import {
  addEvaluatorContacts,
  addSchoolContacts,
  confirmSchoolContacts,
  tellDeadContacts,
} from './contacts.ts';
import { tellInfoSessions } from './info-sessions.ts';
import { OFFICIALS } from './personas.ts';
import {
  activeLevels,
  bodiesWithoutPeople,
  busiestEvaluators,
  type DemoInstitution,
  type DemoLevel,
  demoInstitutions,
  demoMajors,
  firstFiling,
} from './queries.ts';
import { loadReference } from './reference.ts';
import type { RoundPlanGiven } from './round-plan.ts';
import { demoRounds } from './rounds.ts';
import { addInstitutionMajors, addInventedSchools } from './schools.ts';
import { addSchoolPeople } from './school-people.ts';
import { type Fate, tellStory } from './stories.ts';
import { tellLatest } from './messages.ts';
import type { DemoPlan } from './plan.ts';
import { addPerson, bodyOf, type DemoPersona, type DemoWorld, openWorld } from './world.ts';

const BODIES = [
  { kind: 'PROJECT_OFFICE', code: 'demo-office', name: '1+X 证书试点项目办公室（演示）' },
  { kind: 'PROVINCIAL_DEPARTMENT', code: 'demo-department', name: '省教育厅职成处（演示）' },
];

const as = async <T>(
  tx: Transaction,
  actor: AnyActor,
  at: Instant,
  action: (record: (entry: AuditEntry) => void) => Promise<T>,
): Promise<T> => {
  const entries: AuditEntry[] = [];
  const result = await action((entry) => void entries.push(entry));
  await appendAudit(tx, { actor, action: 'demo', at, receivedAt: at, outcome: 'done' }, entries);
  return result;
};

const openDemoRound = async (
  tx: Transaction,
  office: Actor,
  given: RoundPlanGiven,
  options: { readonly publish: boolean; readonly today: Instant },
): Promise<string> => {
  const plan = createRoundEndpoint.body.parse(given);
  const [planned, lately] = [addDays(plan.opensAt, -20), addDays(options.today, -1)];
  const at = isBefore(planned, lately) ? planned : lately;
  return await as(tx, office, at, async (record) => {
    const id = await createRound({ tx, actor: office, at, record }, plan);
    if (options.publish) await publishRound({ tx, actor: office, at, record }, { id, version: 1 });
    return id;
  });
};

interface Cast {
  readonly world: DemoWorld;
  readonly files: FileStore;
  readonly keyring: Keyring;
  readonly at: Instant;
  readonly officials: ReadonlyMap<string, Actor>;
  /** The first reviewer of each bureau, by organization id. */
  readonly cityReviewers: ReadonlyMap<string, Actor>;
  readonly schools: readonly DemoInstitution[];
  readonly schoolAdmins: ReadonlyMap<string, Actor>;
  readonly levels: readonly DemoLevel[];
  /** The class of every major of the catalogue, by code. */
  readonly classNames: ReadonlyMap<string, string>;
}

const official = (cast: Cast, loginName: string): Actor => {
  const actor = cast.officials.get(loginName);
  if (actor === undefined) throw new Error(`no demo official ${loginName}`);
  return actor;
};

const addOfficials = async (world: DemoWorld, at: Instant): Promise<Map<string, Actor>> => {
  const officials = new Map<string, Actor>();
  for (const { loginName, organization, roles, group, label } of OFFICIALS) {
    const body = bodyOf(world, organization.kind, organization.code);
    officials.set(loginName, await addPerson(world, body, { loginName, roles }, at));
    const isBureau = organization.kind === 'CITY_BUREAU';
    world.personas.push({
      loginName,
      group,
      label: isBureau ? `${label}（${body.name}）` : label,
    });
  }
  return officials;
};

const addCityReviewers = async (
  world: DemoWorld,
  officials: ReadonlyMap<string, Actor>,
  at: Instant,
): Promise<Map<string, Actor>> => {
  const reviewers = new Map<string, Actor>();
  for (const actor of officials.values()) {
    if (actor.roles.includes('city_reviewer')) reviewers.set(actor.organizationId, actor);
  }
  for (const body of world.bodies.filter(({ kind }) => kind === 'CITY_BUREAU')) {
    if (reviewers.has(body.id)) continue;
    const person = { loginName: `city-${body.code}`, roles: ['city_reviewer'] as const };
    reviewers.set(body.id, await addPerson(world, body, person, at));
  }
  return reviewers;
};

/** Who takes part: the secondary schools, the vocational colleges, and a few universities. */
const participants = (institutions: readonly DemoInstitution[]): DemoInstitution[] => {
  const some = (kind: string, count: number) =>
    institutions.filter(({ institutionKind }) => institutionKind === kind).slice(0, count);
  return [
    ...some('SECONDARY_VOCATIONAL', 70),
    ...some('HIGHER_VOCATIONAL', 24),
    ...some('VOCATIONAL_UNDERGRADUATE', 3),
    ...some('APPLIED_UNDERGRADUATE', 6),
  ];
};

const storyOf = async (
  cast: Cast,
  roundId: string,
  school: DemoInstitution,
  fate: Fate,
  startedAt: Instant,
) => {
  const { tx } = cast.world;
  const actor = cast.schoolAdmins.get(school.id);
  if (actor === undefined) throw new Error(`no demo administrator for ${school.name}`);
  const bureau = await reviewingBureauOf(tx, school.id, beijingDate(cast.at));
  const city = bureau === undefined ? undefined : cast.cityReviewers.get(bureau.bureauId);
  const majors = (await institutionMajorsOf(tx, school.id)).map((major) => ({
    ...major,
    name: major.majorName,
    className: cast.classNames.get(major.majorCode) ?? '',
  }));
  return {
    roundId,
    fate,
    school: actor,
    ...(city === undefined ? {} : { city }),
    province: official(cast, 'province'),
    startedAt,
    correctionDueAt: startOfBeijingDay(beijingDate(addDays(cast.at, 6))),
    majors,
    levels: cast.levels,
  };
};

/** Tells a story for each school in turn, the fates repeating; `start` is the first school's first click. */
const tellStories = async (
  cast: Cast,
  roundId: string,
  schools: readonly DemoInstitution[],
  fates: readonly Fate[],
  start: Instant,
): Promise<void> => {
  for (const [index, school] of schools.entries()) {
    const fate = fates[index % fates.length];
    if (fate === undefined) continue;
    const startedAt = addMinutes(start, (index * 37) % 4000);
    await tellStory(
      { world: cast.world, files: cast.files },
      await storyOf(cast, roundId, school, fate, startedAt),
    );
  }
};

const adminsOf = (cast: Cast, count: number): Actor[] =>
  cast.schools.slice(0, count).flatMap(({ id }) => cast.schoolAdmins.get(id) ?? []);

const confirmList = async (
  cast: Cast,
  roundId: string,
  at: Instant,
  note: string,
): Promise<void> => {
  const { tx } = cast.world;
  const office = official(cast, 'office');
  const composition = await composeEdition(tx, await getRound(tx, roundId), at);
  await as(tx, office, at, (record) =>
    confirmEdition(
      { tx, actor: office, at, record },
      {
        roundId,
        expectedRowCount: composition.counts.rowCount,
        previewHash: composition.contentHash,
        note,
      },
    ),
  );
};

/** Created as version 1, published as version 2. */
const PUBLISHED_VERSION = 2;

const FILED_FATES: readonly Fate[] = [
  'approved',
  'approved',
  'approved',
  'partly',
  'approved',
  'rejected',
];
const REVIEW_FATES: readonly Fate[] = [
  'approved',
  'province',
  'city',
  'partly',
  'returned',
  'province',
  'approved',
  'cityRejected',
  'cameBack',
  'rejected',
  'city',
];
const OPEN_FATES: readonly Fate[] = [
  'draft',
  'complete',
  'city',
  'province',
  'returned',
  'withdrawn',
  'draft',
];

/** Last year's round from the first application to the second edition of its list. */
const tellFiledRound = async (cast: Cast, plan: RoundPlanGiven): Promise<void> => {
  const { tx } = cast.world;
  const office = official(cast, 'office');
  const roundId = await openDemoRound(tx, office, plan, { publish: true, today: cast.at });
  const round = await getRound(tx, roundId);
  await tellStories(
    cast,
    roundId,
    cast.schools.slice(0, 64),
    FILED_FATES,
    addDays(round.opensAt, 4),
  );
  const confirmedAt = addDays(round.provincialReviewDueAt, 1);
  await confirmList(cast, roundId, confirmedAt, '');
  const cancelledAt = addDays(confirmedAt, 20);
  const filing = await firstFiling(tx, roundId);
  await as(tx, office, cancelledAt, (record) =>
    cancelFiling(
      { tx, actor: office, at: cancelledAt, record },
      filing,
      '院校专业调整，申请取消该项备案',
    ),
  );
  await confirmList(cast, roundId, addDays(cancelledAt, 1), '取消一项备案');
  const concludedAt = addDays(cancelledAt, 2);
  await as(tx, office, concludedAt, (record) =>
    concludeRound(
      { tx, actor: office, at: concludedAt, record },
      { id: roundId, version: PUBLISHED_VERSION },
    ),
  );
};

const tellRunningRounds = async (
  cast: Cast,
  rounds: ReturnType<typeof demoRounds>,
): Promise<void> => {
  const { tx } = cast.world;
  const office = official(cast, 'office');
  const review = await openDemoRound(tx, office, rounds.review, { publish: true, today: cast.at });
  const reviewed = await getRound(tx, review);
  await confirmSchoolContacts(cast, adminsOf(cast, 77), addDays(reviewed.opensAt, 1));
  await tellStories(
    cast,
    review,
    cast.schools.slice(0, 77),
    REVIEW_FATES,
    addDays(reviewed.opensAt, 6),
  );
  const open = await openDemoRound(tx, office, rounds.open, { publish: true, today: cast.at });
  const opened = await getRound(tx, open);
  await confirmSchoolContacts(cast, adminsOf(cast, 56), addMinutes(opened.opensAt, 30));
  await tellStories(
    cast,
    open,
    cast.schools.slice(0, 56),
    OPEN_FATES,
    addMinutes(opened.opensAt, 60),
  );
  await openDemoRound(tx, office, rounds.upcoming, { publish: true, today: cast.at });
  await openDemoRound(tx, office, rounds.draft, { publish: false, today: cast.at });
};

const addEvaluators = async (cast: Cast): Promise<Actor[]> => {
  const { world, at } = cast;
  const actors: Actor[] = [];
  const busiest = await busiestEvaluators(world.tx, 2);
  for (const [index, { code }] of busiest.entries()) {
    const body = bodyOf(world, 'EVALUATION_ORGANIZATION', code);
    const loginName = `org-${index + 1}`;
    const actor = await addPerson(world, body, { loginName, roles: ['org_admin'] }, at);
    await addEvaluatorContacts(cast, actor, at);
    actors.push(actor);
    world.personas.push({
      loginName,
      group: '培训评价组织',
      label: `评价组织：查看本组织证书的备案院校（${body.name}）`,
    });
  }
  return actors;
};

/** At the school of the first persona, and where nobody could open the account but the office. */
const askForAccounts = async (
  desk: RequestDesk,
  schools: readonly DemoInstitution[],
): Promise<void> => {
  const [school] = schools;
  const [other] = await bodiesWithoutPeople(desk.world.tx, 'INSTITUTION');
  const [evaluator] = await bodiesWithoutPeople(desk.world.tx, 'EVALUATION_ORGANIZATION');
  if (school === undefined || other === undefined || evaluator === undefined) return;
  await tellAccountRequests(desk, {
    school: school.code,
    other: other.code,
    evaluator: evaluator.code,
  });
};

/** Builds the whole demo in the given transaction; returns the people of the sign-in page. */
export const buildDemo = async (plan: DemoPlan): Promise<DemoPersona[]> => {
  const { tx, at } = plan;
  await loadReference(tx, plan.province, at);
  await importOrganizations(tx, BODIES, { actorId: null, at });
  await addInventedSchools(tx, at);
  const schools = participants(await demoInstitutions(tx));
  const world = await openWorld(tx, plan.passwordHash);
  const majors = await demoMajors(tx);
  await addInstitutionMajors(tx, world.random, schools, majors, at);
  const officials = await addOfficials(world, at);
  const cast: Cast = {
    world,
    files: plan.files,
    keyring: plan.keyring,
    at,
    officials,
    cityReviewers: await addCityReviewers(world, officials, at),
    schools: world.random.shuffle(schools),
    schoolAdmins: new Map(),
    levels: await activeLevels(tx),
    classNames: new Map(majors.map(({ code, className }) => [code, className])),
  };
  const schoolAdmins = await addSchoolPeople(world, cast.schools, at);
  const complete = { ...cast, schoolAdmins };
  const rounds = demoRounds(at);
  const everybody = adminsOf(complete, complete.schools.length);
  await addSchoolContacts(complete, everybody, addDays(toInstant(rounds.filed.opensAt), -10));
  await tellFiledRound(complete, rounds.filed);
  await tellRunningRounds(complete, rounds);
  const office = official(complete, 'office');
  await tellDeadContacts(complete, { schools: everybody.slice(-2), office }, at);
  const tellers = { world, files: plan.files, office, at };
  await tellCommunications({ ...tellers, schools: [...schoolAdmins.values()] });
  const hosts = await addEvaluators(complete);
  await askForAccounts({ ...tellers, keyring: plan.keyring }, cast.schools);
  await tellInfoSessions({ ...complete, office, hosts, schools: everybody }, at);
  await tellLatest(world, at);
  return [...world.personas];
};
