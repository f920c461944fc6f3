import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { WORKFLOW_PAGES } from '../../src/app/workflows.ts';
import {
  ACCOUNT_STATUSES,
  ACCOUNT_VERBS,
  accountWorkflow,
} from '../../src/features/accounts/status.ts';
import {
  accountRequestWorkflow,
  REQUEST_STATUSES,
  REQUEST_VERBS,
} from '../../src/features/accounts/request-status.ts';
import {
  ANNOUNCEMENT_STATUSES,
  ANNOUNCEMENT_VERBS,
  announcementWorkflow,
} from '../../src/features/announcements/status.ts';
import {
  APPLICATION_STATUSES,
  APPLICATION_VERBS,
  applicationWorkflow,
} from '../../src/features/applications/status.ts';
import { CERTIFICATE_STATUSES, certificateExit } from '../../src/features/catalog/status.ts';
import {
  DOCUMENT_STATUSES,
  DOCUMENT_VERBS,
  documentWorkflow,
} from '../../src/features/documents/status.ts';
import { FILING_STATUSES, filingsWorkflow } from '../../src/features/filings/status.ts';
import {
  infoSessionWorkflow,
  SESSION_STATUSES,
  SESSION_VERBS,
} from '../../src/features/info-sessions/status.ts';
import { ROLES } from '../../src/kernel/actor.ts';
import type { Transition, Workflow } from '../../src/kernel/workflow.ts';
import { ROOT } from './source-files.ts';

type AnyTransition = Transition<string, string, string>;
type AnyWorkflow = Workflow<string, string, string>;

/** Every workflow of the product with the statuses its tables may hold and, where named, its verbs. */
const WORKFLOWS: readonly {
  readonly workflow: AnyWorkflow;
  readonly statuses: readonly string[];
  readonly verbs?: readonly string[];
  /** States in which a record may stay for good though a way out is open for a time: nothing waits for it any more. */
  readonly resting: readonly string[];
}[] = [
  { workflow: accountWorkflow, statuses: ACCOUNT_STATUSES, verbs: ACCOUNT_VERBS, resting: [] },
  {
    workflow: accountRequestWorkflow,
    statuses: REQUEST_STATUSES,
    verbs: REQUEST_VERBS,
    resting: [],
  },
  {
    workflow: announcementWorkflow,
    statuses: ANNOUNCEMENT_STATUSES,
    verbs: ANNOUNCEMENT_VERBS,
    resting: [],
  },
  {
    workflow: applicationWorkflow,
    statuses: APPLICATION_STATUSES,
    verbs: APPLICATION_VERBS,
    resting: ['WITHDRAWN', 'LAPSED'],
  },
  { workflow: certificateExit, statuses: CERTIFICATE_STATUSES, resting: [] },
  {
    workflow: documentWorkflow,
    statuses: DOCUMENT_STATUSES,
    verbs: DOCUMENT_VERBS,
    resting: [],
  },
  { workflow: filingsWorkflow, statuses: FILING_STATUSES, resting: [] },
  {
    workflow: infoSessionWorkflow,
    statuses: SESSION_STATUSES,
    verbs: SESSION_VERBS,
    resting: [],
  },
];

const CHINESE = /^[\u4e00-\u9fff，、（）]+$/;

const reachable = (workflow: AnyWorkflow): Set<string> => {
  const seen = new Set([workflow.initial]);
  for (const state of seen) {
    for (const row of workflow.transitions)
      if (row.from.includes(state)) row.to.forEach((to) => seen.add(to));
  }
  return seen;
};

type Demand = readonly [
  fault: string,
  isMet: (workflow: AnyWorkflow, row: AnyTransition) => boolean,
];

const DOERS: readonly string[] = [...Object.keys(ROLES), 'system'];
const distinct = (names: readonly string[]): boolean => new Set(names).size === names.length;

const DEMANDS: readonly Demand[] = [
  ['no Chinese label', (_, row) => CHINESE.test(row.label)],
  ['the verb is no identifier', (_, row) => /^[a-z][A-Za-z]*$/.test(row.verb)],
  [
    'from, to or by is empty',
    (_, row) => row.from.length > 0 && row.to.length > 0 && row.by.length > 0,
  ],
  [
    'unknown state',
    ({ states }, row) => [...row.from, ...row.to].every((state) => state in states),
  ],
  ['named twice', (_, row) => distinct(row.from) && distinct(row.to) && distinct(row.by)],
  ['unknown doer', (_, row) => row.by.every((doer) => DOERS.includes(doer))],
  [
    'names an unknown verb',
    ({ transitions }, row) =>
      [...(row.notAfterOwn ?? []), ...(row.notOnceDone ?? [])].every((named) =>
        transitions.some(({ verb }) => verb === named),
      ),
  ],
  [
    'unknown limit',
    ({ limits }, row) =>
      [row.before, row.after].every((limit) => limit === undefined || limit in limits),
  ],
  [
    'leaves a final state',
    ({ states }, row) => row.from.every((state) => states[state]?.final !== true),
  ],
  [
    'system shares a verb with people',
    (_, row) => !row.by.includes('system') || row.by.length === 1,
  ],
  [
    'system cannot give a reason',
    (_, row) => !row.by.includes('system') || row.reason !== 'required',
  ],
];

/** Everything that is wrong with one row, as words. */
const faultsOf = (workflow: AnyWorkflow, row: AnyTransition): string[] =>
  DEMANDS.filter(([, isMet]) => !isMet(workflow, row)).map(([fault]) => fault);

describe('every workflow is whole', () => {
  test('each workflow table of the sources is looked at here', () => {
    const tables = globSync('src/features/**/*.ts', { cwd: ROOT }).flatMap((path) => {
      const text = readFileSync(join(ROOT, path), 'utf8');
      return [...text.matchAll(/(?:satisfies|:) Workflow</g)].map(() => path);
    });
    assert.equal(tables.length, WORKFLOWS.length, tables.join('\n'));
  });

  test('each has its page for the office', () => {
    const pages = WORKFLOW_PAGES.map(({ page }) => page.split('\n')[0]);
    const missing = WORKFLOWS.map(({ workflow }) => `# ${workflow.title}`).filter(
      (title) => !pages.includes(title),
    );
    assert.deepEqual(missing, []);
  });

  for (const { workflow, statuses, verbs, resting } of WORKFLOWS) {
    describe(workflow.title, () => {
      const names = workflow.transitions.map(({ verb }) => verb);

      test('its states are those of the type, in words for both sides', () => {
        assert.deepEqual(Object.keys(workflow.states).toSorted(), [...statuses].toSorted());
        for (const [state, label] of Object.entries(workflow.states)) {
          assert.match(label.office, CHINESE, state);
          assert.match(label.applicant, CHINESE, state);
        }
        const words = Object.values(workflow.states).map(({ office }) => office);
        assert.equal(new Set(words).size, words.length, 'two states share a word');
      });

      test('its verbs are those of the type, each once', () => {
        assert.equal(new Set(names).size, names.length);
        if (verbs !== undefined) assert.deepEqual(names.toSorted(), [...verbs].toSorted());
      });

      test('every state is reached from the first', () => {
        assert.deepEqual([...reachable(workflow)].toSorted(), [...statuses].toSorted());
      });

      test('every state that is not final has a way out, and no final one has', () => {
        for (const state of statuses) {
          const out = workflow.transitions.filter(
            (row) => row.from.includes(state) && row.to.some((to) => to !== state),
          );
          assert.equal(out.length === 0, workflow.states[state]?.final === true, state);
        }
      });

      test('a state that people can leave only for a time is ended by the system, or is a resting place', () => {
        const stuck = statuses.filter((state) => {
          const rows = workflow.transitions.filter((row) => row.from.includes(state));
          return rows.length > 0 && rows.every((row) => row.before !== undefined);
        });
        assert.deepEqual(stuck.toSorted(), [...resting].toSorted());
      });

      test('every row names who, from where, to where, and nothing unknown', () => {
        const faults = workflow.transitions.map((row) => [row.verb, ...faultsOf(workflow, row)]);
        assert.deepEqual(
          faults.filter((fault) => fault.length > 1),
          [],
        );
      });
    });
  }

  test('a faulty row is found', () => {
    const row: AnyTransition = {
      verb: 'x y',
      label: 'x',
      from: ['NO', 'FILED'],
      to: ['NO', 'NO'],
      by: ['system', 'auditor'],
      reason: 'required',
      before: 'noLimit',
      notAfterOwn: ['noVerb'],
    };
    const empty: AnyTransition = { ...row, by: [] };
    const stranger = { ...row, by: ['nobody'] } as unknown as AnyTransition;
    const faults = [row, empty, stranger].flatMap((one) => faultsOf(applicationWorkflow, one));
    assert.deepEqual([...new Set(faults)].toSorted(), DEMANDS.map(([fault]) => fault).toSorted());
  });
});
