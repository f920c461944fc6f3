import { Readable } from 'node:stream';
import { type Actor, SYSTEM } from '../../kernel/actor.ts';
import { addDays, addMinutes, beijingYear, type Instant } from '../../kernel/time.ts';
import {
  type ActionContext,
  approveApplication,
  createApplication,
  endorseApplication,
  moveOwn,
  readApplication,
  rejectApplication,
  returnApplication,
  saveApplication,
  submitApplication,
  uploadPlan,
} from '../../features/applications/index.ts';
import type { ApplicationContent } from '../../features/applications/content.ts';
import { appendAudit, type AuditEntry } from '../../platform/audit.ts';
import type { FileStore } from '../../platform/files/file-store.ts';
import { newId } from '../../platform/random.ts';
import { type FieldMajor, fits } from './fields.ts';
import type { DemoLevel } from './queries.ts';
import { samplePlan } from './sample-plan.ts';
import { demoOpinion, demoReason, departmentName, leaderTitle, personName } from './people.ts';
import type { DemoWorld } from './world.ts';

/** Where an application of the demo stands; each is reached by the real actions in the real order. */
export type Fate =
  | 'draft'
  | 'complete'
  | 'city'
  | 'province'
  | 'returned'
  | 'cityRejected'
  | 'approved'
  | 'partly'
  | 'rejected'
  | 'withdrawn'
  | 'cameBack';

export interface Story {
  readonly roundId: string;
  readonly fate: Fate;
  readonly school: Actor;
  /** Absent where the province reviews directly. */
  readonly city?: Actor;
  readonly province: Actor;
  readonly startedAt: Instant;
  /** Until when a returned application may be mended. */
  readonly correctionDueAt: Instant;
  readonly majors: readonly StoryMajor[];
  readonly levels: readonly DemoLevel[];
}

export interface StoryMajor extends FieldMajor {
  readonly id: string;
  readonly currentStudents: number;
  readonly firstEnrolmentYear: number;
}

interface Teller {
  readonly world: DemoWorld;
  readonly files: FileStore;
}

/** Runs one action as `actor` at `at` and writes its audit rows, as a request would. */
const act = async <T>(
  { world }: Teller,
  actor: Actor,
  at: Instant,
  action: (context: ActionContext & { readonly actor: Actor }) => Promise<T>,
): Promise<T> => {
  const entries: AuditEntry[] = [];
  const result = await action({
    tx: world.tx,
    actor,
    at,
    record: (entry) => void entries.push(entry),
    plan: (job) => void world.told.push(job),
  });
  await appendAudit(
    world.tx,
    { actor, action: 'applications.edit', at, receivedAt: at, outcome: 'done' },
    entries,
  );
  return result;
};

interface Choice {
  readonly level: DemoLevel;
  readonly major: StoryMajor;
}

/** Certificates that the school's majors stand for, major after major until there are enough. */
const chooseItems = ({ world: { random } }: Teller, story: Story): readonly Choice[] => {
  const wanted = random.int(2, 6);
  const turns = random.shuffle(story.majors);
  const chosen: Choice[] = [];
  for (const major of [...turns, ...turns, ...turns]) {
    if (chosen.length === wanted) break;
    const open = story.levels.filter(
      (level) =>
        fits(level.certificateName, major) && !chosen.some((choice) => choice.level === level),
    );
    const [level] = random.shuffle(open);
    if (level !== undefined) chosen.push({ level, major });
  }
  return chosen;
};

const contentFor = (teller: Teller, story: Story, isComplete: boolean): ApplicationContent => {
  const { random } = teller.world;
  return {
    leaderName: personName(random),
    leaderTitle: leaderTitle(random),
    departmentName: departmentName(random),
    departmentHead: personName(random),
    officerName: isComplete ? personName(random) : '',
    officerTitle: isComplete ? '科员' : '',
    officePhone: isComplete ? `0${random.int(290, 919)}-8${random.int(100_000, 999_999)}` : '',
    conditions: [0, 1, 2, 3, 4].map((index) => {
      if (!isComplete && index > 2) return { answer: null, explanation: '' };
      return random.int(1, 6) === 1
        ? { answer: 'MOSTLY_MET' as const, explanation: demoReason(random) }
        : { answer: 'MET' as const, explanation: '' };
    }),
    statementAccepted: isComplete,
    items: chooseItems(teller, story).map(({ level, major }) => ({
      id: newId(story.startedAt),
      certificateLevelId: level.id,
      institutionMajorIds: [major.id],
      grades: random.int(0, 1) === 0 ? ['G2' as const] : ['G2' as const, 'G3' as const],
      plannedHeadcount: Math.min(random.int(3, 12) * 10, major.currentStudents),
      siteIntention: random.int(1, 4) === 1,
      threeYearReason:
        beijingYear(story.startedAt) - major.firstEnrolmentYear < 4 ? demoReason(random) : '',
      note: '',
    })),
    acceptedWarnings: {},
  };
};

const fill = async (teller: Teller, story: Story, applicationId: string): Promise<number> => {
  const isComplete = story.fate !== 'draft';
  const content = contentFor(teller, story, isComplete);
  const saved = await act(teller, story.school, addMinutes(story.startedAt, 40), (context) =>
    saveApplication(context, { applicationId, version: 1, content, remarkAnswers: {} }),
  );
  if (!isComplete) return saved.version;
  const file = await teller.files.receive(Readable.from([await samplePlan()]), {
    accept: ['pdf'],
    maxBytes: 1024 * 1024,
    originalName: '试点工作方案（演示）.pdf',
  });
  const uploaded = await act(teller, story.school, addMinutes(story.startedAt, 55), (context) =>
    uploadPlan(context, { applicationId, file }),
  );
  return uploaded.version;
};

const RETURNED: readonly Fate[] = ['returned', 'cameBack'];

/** The city's part: what the fate asks for where the school has a bureau; otherwise nothing happened there. */
const reviewInCity = async (teller: Teller, story: Story, target: Target): Promise<Target> => {
  const { city, fate } = story;
  if (city === undefined || fate === 'city' || RETURNED.includes(fate)) return target;
  const at = addDays(story.startedAt, 3);
  const opinion = demoOpinion(teller.world.random, fate === 'cityRejected' ? 'reject' : 'approve');
  const moved = await act(teller, city, at, (context) =>
    fate === 'cityRejected'
      ? rejectApplication(context, { ...target, verb: 'rejectByCity', opinion, items: [] })
      : endorseApplication(context, { ...target, opinion, items: [] }),
  );
  return { ...target, version: moved.version };
};

interface Target {
  readonly applicationId: string;
  readonly version: number;
}

const sendBack = async (teller: Teller, story: Story, target: Target): Promise<Target> => {
  const at = addDays(story.startedAt, 4);
  const opinion = demoOpinion(teller.world.random, 'return');
  const moved = await act(teller, story.city ?? story.province, at, (context) =>
    returnApplication(context, {
      ...target,
      verb: story.city === undefined ? 'returnByProvince' : 'returnByCity',
      opinion,
      correctionDueAt: story.correctionDueAt,
      remarks: [
        { field: 'conditions[2].explanation', text: '请补充双师型教师人数和培训证书情况。' },
        { field: 'items[0].plannedHeadcount', text: '请按上年取证情况重新测算人数。' },
      ],
    }),
  );
  return { ...target, version: moved.version };
};

const answerAndResubmit = async (teller: Teller, story: Story, target: Target): Promise<void> => {
  const content = { ...contentFor(teller, story, true), departmentName: '教务处（实训管理科）' };
  const saved = await act(teller, story.school, addDays(story.startedAt, 6), (context) =>
    saveApplication(context, { ...target, content, remarkAnswers: {} }),
  );
  await act(teller, story.school, addDays(story.startedAt, 6), (context) =>
    submitApplication(context, { ...target, version: saved.version }),
  );
};

const decide = async (
  teller: Teller,
  story: Story,
  target: Target,
  itemIds: readonly string[],
): Promise<void> => {
  const at = addDays(story.startedAt, 5);
  const { random } = teller.world;
  const context = { ...target, items: [] };
  const province = <T>(
    action: (context: ActionContext & { readonly actor: Actor }) => Promise<T>,
  ) => act(teller, story.province, at, action);
  switch (story.fate) {
    case 'approved':
      await province((given) =>
        approveApplication(given, { ...context, verb: 'approve', opinion: '' }),
      );
      return;
    case 'partly': {
      const [first = ''] = itemIds;
      const opinion = demoOpinion(random, 'partly');
      const items = [{ itemId: first, accepted: false, opinion }];
      await province((given) =>
        approveApplication(given, { ...target, items, verb: 'approveInPart', opinion }),
      );
      return;
    }
    case 'rejected': {
      const opinion = demoOpinion(random, 'reject');
      await province((given) => rejectApplication(given, { ...context, verb: 'reject', opinion }));
      return;
    }
    case 'returned':
      await sendBack(teller, story, target);
      return;
    case 'cameBack':
      await answerAndResubmit(teller, story, await sendBack(teller, story, target));
      return;
    default:
  }
};

const UNSUBMITTED: readonly Fate[] = ['draft', 'complete'];

/** Tells one story from the first click to where it stands today. */
export const tellStory = async (teller: Teller, story: Story): Promise<void> => {
  const { id } = await act(teller, story.school, story.startedAt, (context) =>
    createApplication(context, { roundId: story.roundId, copyFromLast: false }),
  );
  const version = await fill(teller, story, id);
  if (UNSUBMITTED.includes(story.fate)) return;
  const submittedAt = addDays(story.startedAt, 1);
  await act(teller, story.school, submittedAt, (context) =>
    submitApplication(context, { applicationId: id, version }),
  );
  const submitted = { applicationId: id, version: version + 1 };
  if (story.fate === 'withdrawn') {
    await act(teller, story.school, addDays(story.startedAt, 2), (context) =>
      moveOwn(context, { ...submitted, verb: 'withdraw', reason: '证书选择需要重新论证' }),
    );
    return;
  }
  const reviewed = await reviewInCity(teller, story, submitted);
  await decide(teller, story, reviewed, await itemIdsOf(teller, id));
};

const itemIdsOf = async ({ world }: Teller, applicationId: string): Promise<string[]> =>
  (await readApplication(world.tx, SYSTEM, applicationId)).items.map((item) => item.id);
