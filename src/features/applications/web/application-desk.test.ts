import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { errorFinding, type Finding } from '../../../kernel/finding.ts';
import { toInstant } from '../../../kernel/time.ts';
import { ApiError } from '../../../ui/api/api-error.ts';
import { AutosaveQueue, type AutosaveState } from '../../../ui/form/autosave-queue.ts';
import { type ApplicationContent, emptyContent } from '../content.ts';
import type { ApplicationView } from '../contract.ts';
import { ApplicationDesk, type DeskPorts } from './application-desk.ts';
import type { LocalDraft } from './application-local-draft.ts';

const AT = toInstant('2025-03-01T02:00:00.000Z');

/** A server with one application; `isDown` refuses every call as a lost connection does. */
const server = {
  version: 1,
  content: emptyContent(),
  editable: true,
  isDown: false,
  saves: 0,
  /** Saves, and its answer is lost on the way. */
  isMute: false,
  findings: [] as Finding[],
};

const lost = () => new ApiError({ status: 0, code: 'network', text: '' });
const changed = () => new ApiError({ status: 409, code: 'application.changed', text: '' });

const view = (): ApplicationView =>
  ({
    version: server.version,
    content: server.content,
    findings: server.findings,
    remarks: [],
    permittedActions: server.editable ? ['edit'] : [],
  }) as unknown as ApplicationView;

let device: LocalDraft | undefined;
let merges = 0;

const ports: DeskPorts = {
  save: async (version, content) => {
    if (server.isDown) throw lost();
    if (version !== server.version || !server.editable) throw changed();
    server.saves += 1;
    server.version += 1;
    server.content = content;
    if (server.isMute) throw lost();
    return { version: server.version, findings: [] };
  },
  read: async () => {
    if (server.isDown) throw lost();
    return view();
  },
  kept: () => device,
  keep: (kept) => {
    device = kept;
  },
  drop: () => {
    device = undefined;
  },
  now: () => AT,
  onMerged: () => {
    merges += 1;
  },
};

/** A desk wired to the kit's own autosave, as the screen wires it. */
const open = () => {
  const desk = new ApplicationDesk(view(), ports);
  let state: AutosaveState = { kind: 'idle' };
  const queue = new AutosaveQueue({
    save: desk.send,
    delayMs: 0,
    onState: (next) => {
      state = next;
      if (next.kind === 'conflict') void desk.reconcile();
    },
  });
  desk.connect({
    push: (draft) => queue.push(draft),
    flush: () => queue.flush(),
    resolve: (draft) => queue.resolve(draft),
  });
  return { desk, queue, kind: () => state.kind };
};

const tick = () => new Promise((resolve) => setTimeout(resolve, 20));
const set = (change: Partial<ApplicationContent>) => (content: ApplicationContent) => ({
  ...content,
  ...change,
});

/** A colleague at another desk saves. */
const colleague = (change: Partial<ApplicationContent>) => {
  server.version += 1;
  server.content = { ...server.content, ...change };
};

beforeEach(() => {
  Object.assign(server, {
    version: 1,
    content: emptyContent(),
    editable: true,
    isDown: false,
    isMute: false,
    saves: 0,
    findings: [],
  });
  device = undefined;
  merges = 0;
});

test('what is typed stays on the device until the server has it', async () => {
  const { desk } = open();
  desk.edit(set({ leaderName: '林知远' }));
  assert.equal(device?.draft.content.leaderName, '林知远');
  await tick();
  assert.equal(server.content.leaderName, '林知远');
  assert.equal(device, undefined);
});

test('after a reload without connection the typing comes back and is sent', async () => {
  server.isDown = true;
  const first = open();
  first.desk.edit(set({ leaderName: '林知远' }));
  await tick();
  assert.equal(first.kind(), 'retrying');
  first.queue.resolve(undefined);
  server.isDown = false;
  const second = open();
  assert.equal(second.desk.state().draft.content.leaderName, '林知远');
  assert.equal(second.desk.state().restoredAt, AT);
  await tick();
  assert.equal(server.content.leaderName, '林知远');
  assert.equal(device, undefined);
});

test('a colleague in another field is no question', async () => {
  const { desk } = open();
  colleague({ officerName: '苏未央' });
  desk.edit(set({ leaderName: '林知远' }));
  await tick();
  await tick();
  assert.equal(desk.state().clash, undefined);
  assert.equal(merges, 1);
  assert.deepEqual([server.content.leaderName, server.content.officerName], ['林知远', '苏未央']);
  assert.equal(desk.state().draft.content.officerName, '苏未央');
});

test('the same field is a question, and nothing is sent before the answer', async () => {
  const { desk } = open();
  colleague({ leaderName: '苏未央', officerName: '文以宁' });
  desk.edit(set({ leaderName: '林知远' }));
  await tick();
  await tick();
  assert.notEqual(desk.state().clash, undefined);
  desk.edit(set({ leaderTitle: '校长' }));
  await tick();
  assert.equal(server.content.leaderName, '苏未央');
  desk.settle('mine');
  await tick();
  assert.deepEqual(
    [server.content.leaderName, server.content.leaderTitle, server.content.officerName],
    ['林知远', '校长', '文以宁'],
  );
  assert.equal(device, undefined);
});

test('taking theirs keeps what else was typed', async () => {
  const { desk } = open();
  colleague({ leaderName: '苏未央' });
  desk.edit(set({ leaderName: '林知远', leaderTitle: '校长' }));
  await tick();
  await tick();
  desk.settle('theirs');
  await tick();
  assert.deepEqual([server.content.leaderName, server.content.leaderTitle], ['苏未央', '校长']);
});

test('an answer that was lost on the way is no conflict', async () => {
  const { desk } = open();
  desk.edit(set({ leaderName: '林知远' }));
  server.version += 1;
  server.content = { ...server.content, leaderName: '林知远' };
  await tick();
  await tick();
  assert.equal(desk.state().clash, undefined);
  assert.equal(await desk.saved(), 2);
  assert.equal(device, undefined);
});

test('typing on after a lost answer is no conflict with oneself', async () => {
  const { desk, queue } = open();
  server.isMute = true;
  desk.edit(set({ leaderName: '林' }));
  await tick();
  assert.equal(server.content.leaderName, '林');
  server.isMute = false;
  desk.edit(set({ leaderName: '林知远' }));
  queue.flush();
  await tick();
  await tick();
  assert.equal(desk.state().clash, undefined);
  assert.equal(merges, 0);
  assert.equal(server.content.leaderName, '林知远');
  assert.equal(device, undefined);
});

test('a colleague after a lost answer is asked about all the same', async () => {
  const { desk, queue } = open();
  server.isMute = true;
  desk.edit(set({ leaderName: '林' }));
  await tick();
  server.isMute = false;
  colleague({ leaderName: '苏未央' });
  desk.edit(set({ leaderName: '林知远' }));
  queue.flush();
  await tick();
  await tick();
  assert.notEqual(desk.state().clash, undefined);
  assert.equal(server.content.leaderName, '苏未央');
});

test('what can no longer be saved is shown, not thrown away', async () => {
  const { desk } = open();
  server.version += 1;
  server.editable = false;
  desk.edit(set({ leaderName: '林知远' }));
  await tick();
  await tick();
  assert.equal(desk.state().stranded?.content.leaderName, '林知远');
  assert.notEqual(device, undefined);
  assert.equal(new ApplicationDesk(view(), ports).state().stranded?.content.leaderName, '林知远');
  desk.discardStranded();
  assert.equal(device, undefined);
});

test('submitting waits for the last save and hears of its failure', async () => {
  const { desk } = open();
  desk.edit(set({ leaderName: '林知远' }));
  assert.equal(await desk.saved(), 2);
  server.isDown = true;
  desk.edit(set({ leaderName: '林' }));
  await assert.rejects(desk.saved(), { code: 'network' });
});

test('a value that cannot be stored holds up submitting, but not the other values', async () => {
  const { desk } = open();
  desk.edit(set({ leaderName: '长'.repeat(51), officerName: '苏未央' }));
  await assert.rejects(desk.saved(), { code: 'application.unsaved' });
  await assert.rejects(desk.saved(), { code: 'application.unsaved' });
  assert.equal(server.content.officerName, '苏未央');
  assert.equal(server.content.leaderName, '');
  assert.equal(desk.state().unsaved[0]?.field, 'leaderName');
  assert.notEqual(device, undefined);
  desk.edit(set({ leaderName: '林知远' }));
  assert.equal(await desk.saved(), 3);
  assert.equal(device, undefined);
});

test('a record read again replaces the screen only when nothing is unsaved', async () => {
  const { desk } = open();
  colleague({ officerName: '苏未央' });
  desk.refresh(view());
  assert.equal(desk.state().draft.content.officerName, '苏未央');
  desk.edit(set({ leaderName: '林知远' }));
  colleague({ officerName: '文以宁' });
  desk.refresh(view());
  assert.equal(desk.state().draft.content.officerName, '苏未央');
});

test('after an upload the record says what is still missing', () => {
  server.findings = [errorFinding('application.plan_required', 'planFile', '')];
  const { desk } = open();
  assert.equal(desk.state().found.list.length, 1);
  server.version += 1;
  server.findings = [];
  desk.passed(server.version);
  desk.refresh(view());
  assert.deepEqual(desk.state().found.list, []);
});
