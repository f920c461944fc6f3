import type { ApplicationView } from '../src/features/applications/contract.ts';
import { sqlBuilder, type Transaction } from '../src/platform/db/database.ts';
import { VERSION_MARK } from './bare-plan.ts';
import { captureEndpoint } from './capture.ts';
import { type Request, wireOf } from './connection.ts';
import { CONNECTIONS, load, type Pace } from './load.ts';
import { draftInstitutions, idOf, schoolUser, type User } from './province.ts';
import { barePath, type Run, type Scenario, type Stage } from './scenario.ts';

interface Draft {
  readonly id: string;
  readonly user: User;
}

const drafts: readonly Draft[] = draftInstitutions().map((institution) => ({
  id: idOf('application', institution),
  user: schoolUser(institution),
}));

const marked =
  (id: string) =>
  (tx: Transaction): Promise<number> =>
    tx.run(
      sqlBuilder.updateTable('application').set({ version: VERSION_MARK }).where('id', '=', id),
    );

const wireFor = (
  run: Run,
  draft: Draft,
  change: { readonly method: Request['method']; readonly path: string; readonly body: string },
): Buffer =>
  wireOf({
    ...change,
    path: run.side === 'bare' ? barePath(draft.user, change.path) : change.path,
    cookie: `onex=${draft.user.token}`,
  });

/** Everything that a wave of saving or submitting has changed, as it was seeded. */
const restore = async ({ owner }: Stage): Promise<void> => {
  const ids = drafts.map(({ id }) => id);
  await owner.query(
    `update application set status = 'DRAFT', version = 1, submission_count = 0, receipt_number = null,
       submitted_at = null, submitted_by = null, is_new_institution = null, new_item_count = 0
      where id = any ($1)`,
    [ids],
  );
  await owner.query('update application_item set is_new = null where application_id = any ($1)', [
    ids,
  ]);
  await owner.query('delete from application_submission where application_id = any ($1)', [ids]);
  await owner.query('vacuum analyze application, application_item, application_submission');
};

const SAME_STATEMENTS =
  '裸服务在一个事务里执行同样的语句（同样的参数），以库主身份，没有会话、行级安全、校验、审计与日志';

const savePath = (draft: Draft): string => `/api/applications/${draft.id}`;

const createSave = (): Scenario => {
  const users = drafts.slice(0, CONNECTIONS);
  const contents: string[] = [];
  let stageOf: Stage | undefined;
  return {
    key: 'save',
    title: '保存草稿（每人一份，平均 50 项）',
    compared: SAME_STATEMENTS,
    async prepare(stage) {
      stageOf = stage;
      let bytes = 0;
      for (const draft of users) {
        const request = { user: draft.user, at: stage.at, params: { applicationId: draft.id } };
        const seen = await captureEndpoint(stage.database, {
          ...request,
          name: 'applications.get',
        });
        const { content } = seen.output as ApplicationView;
        contents.push(JSON.stringify(content));
        const captured = await captureEndpoint(stage.database, {
          ...request,
          name: 'applications.edit',
          body: { version: VERSION_MARK, content },
          before: marked(draft.id),
        });
        stage.plan.add(`PUT ${barePath(draft.user, savePath(draft))}`, 'json', true, captured);
        bytes += captured.bytes;
      }
      return Math.round(bytes / users.length);
    },
    async run(run) {
      if (stageOf === undefined) throw new Error('not prepared');
      const { rows } = await stageOf.owner.query<{ id: string; version: number }>(
        'select id, version from application where id = any ($1)',
        [users.map(({ id }) => id)],
      );
      const versions = new Map(rows.map(({ id, version }) => [id, version]));
      const end = performance.now() + run.seconds * 1000;
      return await load(run.url, (user, isLastDone) => {
        const draft = users[user];
        if (draft === undefined || performance.now() > end) return undefined;
        const version = (versions.get(draft.id) ?? 0) + (isLastDone === true ? 1 : 0);
        versions.set(draft.id, version);
        const body = `{"version":${version},"content":${contents[user] ?? ''}}`;
        return wireFor(run, draft, { method: 'PUT', path: savePath(draft), body });
      });
    },
  };
};

const submitPath = (draft: Draft): string => `/api/applications/${draft.id}/submit`;

/** The last evening: 50 writes a second (340 institutions in two hours, with retries and a peak). */
const PEAK_PER_SECOND = 50;
const peak: Pace = (user, turn) => ((turn * CONNECTIONS + user) * 1000) / PEAK_PER_SECOND;

interface SubmitKind {
  readonly key: string;
  readonly title: string;
  readonly mostP99?: number;
  readonly pace?: Pace;
}

const createSubmit = ({ pace, ...kind }: SubmitKind): Scenario => {
  let stageOf: Stage | undefined;
  return {
    ...kind,
    compared: SAME_STATEMENTS,
    async prepare(stage) {
      stageOf = stage;
      let bytes = 0;
      for (const draft of drafts) {
        const captured = await captureEndpoint(stage.database, {
          name: 'applications.submit',
          user: draft.user,
          at: stage.at,
          params: { applicationId: draft.id },
          body: { version: VERSION_MARK },
          before: marked(draft.id),
        });
        stage.plan.add(`POST ${barePath(draft.user, submitPath(draft))}`, 'json', true, captured);
        bytes += captured.bytes;
      }
      return Math.round(bytes / drafts.length);
    },
    /** One wave whatever the seconds: 300 drafts over 100 users. */
    async run(run) {
      if (stageOf === undefined) throw new Error('not prepared');
      await restore(stageOf);
      const turns = new Map<number, number>();
      return await load(
        run.url,
        (user) => {
          const turn = turns.get(user) ?? 0;
          turns.set(user, turn + 1);
          const draft = drafts[user + turn * CONNECTIONS];
          if (draft === undefined) return undefined;
          return wireFor(run, draft, {
            method: 'POST',
            path: submitPath(draft),
            body: '{"version":1}',
          });
        },
        pace,
      );
    },
  };
};

export const writeScenarios = (): readonly Scenario[] => [
  createSave(),
  createSubmit({
    key: 'submit',
    title: '提交申报（极限：100 人不停顿，每份只交一次，平均 50 项）',
  }),
  createSubmit({
    key: 'submit-peak',
    title: '提交申报（高峰：100 人，每秒共 50 份，平均 50 项；从应发出的时刻计时）',
    mostP99: 300,
    pace: peak,
  }),
];
