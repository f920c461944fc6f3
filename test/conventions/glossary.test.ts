import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { accountRequestWorkflow } from '../../src/features/accounts/request-status.ts';
import { accountWorkflow } from '../../src/features/accounts/status.ts';
import { announcementWorkflow, RECEIPT_STATES } from '../../src/features/announcements/status.ts';
import { CONDITION_ANSWERS, GRADES } from '../../src/features/applications/content.ts';
import { REVIEW_GROUPS } from '../../src/features/applications/review-groups.ts';
import { applicationWorkflow } from '../../src/features/applications/status.ts';
import { certificateExit } from '../../src/features/catalog/status.ts';
import {
  CONTACT_CHANGES,
  CONTACT_REPORTS,
  CONTACT_STATES,
  DEAD_GROUPS,
  DUTIES,
  PURPOSES,
} from '../../src/features/contacts/labels.ts';
import {
  DOCUMENT_CATEGORIES,
  documentWorkflow,
  TEXT_STATUSES,
  VISIBILITIES,
} from '../../src/features/documents/status.ts';
import {
  FETCH_FORMATS,
  filingsWorkflow,
  LEVELS,
  ROW_CHANGES,
} from '../../src/features/filings/status.ts';
import {
  CHANNELS,
  DELIVERY_KINDS,
  DELIVERY_STATUSES,
  MEDIA,
} from '../../src/features/notifications/labels.ts';
import { infoSessionWorkflow } from '../../src/features/info-sessions/status.ts';
import {
  AFFILIATIONS,
  INSTITUTION_KINDS,
  JURISDICTION_STATES,
  MAJOR_STATUSES,
  ORGANIZATION_STATUSES,
  REVIEW_ROUTES,
} from '../../src/features/organizations/labels.ts';
import { ROUND_ACTIONS } from '../../src/features/rounds/policy.ts';
import {
  EXTENSION_STATES,
  ROUND_PHASES,
  ROUND_STATUSES,
} from '../../src/features/rounds/status.ts';
import { ORGANIZATION_KINDS, ROLES } from '../../src/kernel/actor.ts';
import { IMPORT_STATUSES } from '../../src/kernel/import.ts';
import type { Workflow } from '../../src/kernel/workflow.ts';
import { OWNERS } from './owners.ts';
import { productFiles, ROOT, withoutComments } from './source-files.ts';

type Words = Readonly<Record<string, string>>;
type AnyWorkflow = Workflow<string, string, string>;

const statesOf = ({ states }: AnyWorkflow): Words =>
  Object.fromEntries(Object.entries(states).map(([state, { office }]) => [state, office]));
const verbsOf = ({ transitions }: AnyWorkflow): Words =>
  Object.fromEntries(transitions.map(({ verb, label }) => [verb, label]));
const labelsOf = (entries: Readonly<Record<string, { readonly label: string }>>): Words =>
  Object.fromEntries(Object.entries(entries).map(([key, { label }]) => [key, label]));

/** By the code name in the section's heading: every word of the code with the office's word for it. */
const SECTIONS: Readonly<Record<string, Words>> = {
  ROLES,
  ORGANIZATION_KINDS,
  ORGANIZATION_STATUSES,
  INSTITUTION_KINDS,
  AFFILIATIONS,
  REVIEW_ROUTES,
  JURISDICTION_STATES,
  MAJOR_STATUSES,
  LEVELS,
  CONDITION_ANSWERS,
  GRADES,
  ROUND_STATUSES,
  ROUND_PHASES: labelsOf(ROUND_PHASES),
  ROUND_ACTIONS,
  DUTIES,
  CONTACT_STATES,
  CONTACT_CHANGES,
  CONTACT_REPORTS,
  DEAD_GROUPS,
  PURPOSES,
  EXTENSION_STATES,
  REVIEW_GROUPS,
  ROW_CHANGES,
  FETCH_FORMATS,
  IMPORT_STATUSES,
  CHANNELS,
  MEDIA,
  DELIVERY_STATUSES,
  DELIVERY_KINDS,
  'accountWorkflow.states': statesOf(accountWorkflow),
  'accountWorkflow.transitions': verbsOf(accountWorkflow),
  'accountRequestWorkflow.states': statesOf(accountRequestWorkflow),
  'accountRequestWorkflow.transitions': verbsOf(accountRequestWorkflow),
  DOCUMENT_CATEGORIES,
  VISIBILITIES,
  TEXT_STATUSES,
  'documentWorkflow.states': statesOf(documentWorkflow),
  'documentWorkflow.transitions': verbsOf(documentWorkflow),
  RECEIPT_STATES,
  'announcementWorkflow.states': statesOf(announcementWorkflow),
  'announcementWorkflow.transitions': verbsOf(announcementWorkflow),
  'applicationWorkflow.states': statesOf(applicationWorkflow),
  'applicationWorkflow.transitions': verbsOf(applicationWorkflow),
  'certificateExit.states': statesOf(certificateExit),
  'certificateExit.transitions': verbsOf(certificateExit),
  'infoSessionWorkflow.states': statesOf(infoSessionWorkflow),
  'infoSessionWorkflow.transitions': verbsOf(infoSessionWorkflow),
  'filingsWorkflow.states': statesOf(filingsWorkflow),
  'filingsWorkflow.transitions': verbsOf(filingsWorkflow),
};

interface Line {
  readonly office: string;
  readonly code: string;
  readonly source: string;
}

/** Sections of the page by the code name in their heading, or by the heading itself. */
const readGlossary = (): Map<string, Line[]> => {
  const sections = new Map<string, Line[]>();
  let lines: Line[] = [];
  for (const text of readFileSync(join(ROOT, 'docs/glossary.md'), 'utf8').split('\n')) {
    const heading = /^##+ (.+)$/.exec(text)?.[1];
    if (heading !== undefined) {
      lines = [];
      sections.set(/`([^`]+)`/.exec(heading)?.[1] ?? heading, lines);
    }
    const [office, code, source] = text
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    const word = /^`([^`]+)`$/.exec(code ?? '')?.[1];
    if (office !== undefined && word !== undefined)
      lines.push({ office, code: word, source: source ?? '' });
  }
  return sections;
};

describe('the glossary', () => {
  const glossary = readGlossary();
  const section = (name: string): Line[] =>
    glossary.get(name) ?? assert.fail(`docs/glossary.md has no section ${name}`);

  for (const [name, words] of Object.entries(SECTIONS)) {
    test(`has every word of ${name} as the screen says it, and no other`, () => {
      const onPaper = Object.fromEntries(section(name).map(({ code, office }) => [code, office]));
      assert.deepEqual(onPaper, { ...words });
      assert.equal(section(name).length, Object.keys(words).length, 'a word stands twice');
    });
  }

  test('has every table', () => {
    assert.deepEqual(
      section('数据表')
        .map(({ code }) => code)
        .toSorted(),
      Object.keys(OWNERS).toSorted(),
    );
  });

  test('names only words that the code uses, each once', () => {
    const code = productFiles()
      .map(({ text }) => withoutComments(text))
      .join('\n');
    const terms = section('业务用语');
    assert.ok(terms.length >= 40, String(terms.length));
    assert.equal(new Set(terms.map((line) => line.code)).size, terms.length);
    assert.deepEqual(
      terms.filter((line) => !new RegExp(`\\b${line.code}\\b`).test(code)),
      [],
    );
    assert.equal(/\bpreliminaryReview\b/.test(code), false, 'the search finds what is not there');
  });

  test('says of every line in which clause or rule it has its place', () => {
    for (const [name, lines] of glossary) {
      for (const { office, source, code } of lines) {
        assert.match(office, /[\u4e00-\u9fff]/, `${name} ${code}`);
        if (name === '业务用语' || name === '数据表')
          assert.notEqual(source, '', `${name} ${code}`);
      }
    }
  });

  test('has no section that nothing holds it to', () => {
    const known = [...Object.keys(SECTIONS), '数据表', '业务用语'];
    assert.deepEqual(
      [...glossary.keys()].filter(
        (name) => !known.includes(name) && (glossary.get(name)?.length ?? 0) > 0,
      ),
      [],
    );
  });
});
