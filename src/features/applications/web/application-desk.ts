import type { Finding } from '../../../kernel/finding.ts';
import type { Instant } from '../../../kernel/time.ts';
import { ApiError, asApiError } from '../../../ui/api/api-error.ts';
import type { ApplicationContent } from '../content.ts';
import type { ApplicationView } from '../contract.ts';
import type { LocalDraft } from './application-local-draft.ts';
import { type Draft, type Merged, mergeDrafts, sameDraft } from './application-merge.ts';
import { sendable } from './application-sendable.ts';

/** What the server said about the items as they were then. */
interface Found {
  readonly list: readonly Finding[];
  readonly items: ApplicationContent['items'];
}

export interface DeskState {
  /** What stands on the screen. */
  readonly draft: Draft;
  readonly found: Found;
  /** Values that cannot be stored as they are; they exist only on this screen. */
  readonly unsaved: readonly Finding[];
  /** Both changed the same place; nothing is sent until someone chooses. */
  readonly clash: { readonly base: Draft; readonly theirs: Draft } | undefined;
  /** Typed earlier on this device and brought back. */
  readonly restoredAt: Instant | undefined;
  /** Typed, but the application can no longer be edited. */
  readonly stranded: Draft | undefined;
  readonly levelNames: Readonly<Record<string, string>>;
}

export interface SaveAnswer {
  readonly version: number;
  readonly findings: readonly Finding[];
}

export interface DeskPorts {
  readonly save: (
    version: number,
    content: ApplicationContent,
    answers: Readonly<Record<string, string>>,
  ) => Promise<SaveAnswer>;
  /** The record as it is now, past every cache. */
  readonly read: () => Promise<ApplicationView>;
  readonly kept: () => LocalDraft | undefined;
  readonly keep: (kept: LocalDraft) => void;
  readonly drop: () => void;
  readonly now: () => Instant;
  /** Said once when others' changes came in without a question. */
  readonly onMerged: () => void;
}

/** The kit's autosave, as far as the desk drives it. */
export interface Saver {
  readonly push: (draft: Draft) => void;
  readonly flush: () => void;
  readonly resolve: (draft: Draft | undefined) => void;
}

export const draftOf = (view: ApplicationView): Draft => ({
  content: view.content,
  answers: Object.fromEntries(view.remarks.map((remark) => [remark.id, remark.answer])),
});

/** The contract's optional parts may be undefined, a finding's are left out. */
export const findingsFrom = (list: ApplicationView['findings']): Finding[] =>
  list.map(({ source, path, ...finding }) => ({
    ...finding,
    ...(source === undefined ? {} : { source }),
    ...(path === undefined ? {} : { path }),
  }));

const foundIn = (view: ApplicationView): Found => ({
  list: findingsFrom(view.findings),
  items: view.content.items,
});

const stillUnsaved = (): ApiError =>
  new ApiError({
    status: 422,
    code: 'application.unsaved',
    text: '还有内容没有保存，请先处理页面上标出的地方，再继续',
  });

const isEditable = (view: ApplicationView): boolean => view.permittedActions.includes('edit');

interface Waiter {
  readonly resolve: (version: number) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Keeps one application's draft between screen, this device and the server. Rule: what was typed leaves the device's
 * keeping only when the server has it.
 */
export class ApplicationDesk {
  readonly #ports: DeskPorts;
  readonly #listeners = new Set<() => void>();
  #saver: Saver | undefined;
  #state: DeskState;
  #version: number;
  /** What the server has, as far as this screen knows: the base of every merge. */
  #base: Draft;
  /** The draft object that was last sent or loaded. */
  #synced: Draft;
  /** Sent without an answer: the server may have taken the last of them. */
  #inDoubt: Draft[] = [];
  #waiters: Waiter[] = [];
  #isReconciling = false;

  constructor(view: ApplicationView, ports: DeskPorts) {
    this.#ports = ports;
    const draft = draftOf(view);
    this.#version = view.version;
    this.#base = draft;
    this.#synced = draft;
    this.#state = {
      draft,
      found: foundIn(view),
      unsaved: [],
      clash: undefined,
      restoredAt: undefined,
      stranded: undefined,
      levelNames: {},
    };
    this.#restore(isEditable(view));
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): DeskState => this.#state;

  /** Called once the screen stands; sends what was brought back. */
  connect(saver: Saver): void {
    this.#saver = saver;
    if (this.#isDirty && this.#state.clash === undefined && this.#state.stranded === undefined) {
      saver.push(this.#state.draft);
    }
  }

  readonly edit = (change: (content: ApplicationContent) => ApplicationContent): void =>
    this.#type({ ...this.#state.draft, content: change(this.#state.draft.content) });

  readonly answer = (remarkId: string, text: string): void =>
    this.#type({
      ...this.#state.draft,
      answers: { ...this.#state.draft.answers, [remarkId]: text },
    });

  /** The name of a certificate level that was chosen; the record learns it only by saving. */
  readonly learn = (names: Readonly<Record<string, string>>): void =>
    this.#set({ levelNames: { ...this.#state.levelNames, ...names } });

  /** The record was read again. Unsaved typing goes before; it meets the newer record when it is saved. */
  refresh(view: ApplicationView): void {
    if (view.version === this.#version) this.#set({ found: foundIn(view) });
    if (view.version <= this.#version || this.#isDirty || this.#state.clash !== undefined) return;
    this.#take(view);
  }

  /** An upload or removal of the plan made a new version without touching the content. */
  passed(version: number): void {
    this.#version = Math.max(this.#version, version);
  }

  /** Sends one draft; the autosave calls it, never two at a time. */
  readonly send = async (draft: Draft): Promise<void> => {
    const { draft: sent, unsaved } = sendable(draft, this.#base);
    this.#set({ unsaved });
    try {
      const answer = await this.#ports.save(
        this.#version,
        sent.content,
        this.#changedAnswers(sent),
      );
      this.#version = answer.version;
      this.#base = sent;
      this.#inDoubt = [];
      this.#synced = draft;
      this.#set({ found: { list: answer.findings, items: sent.content.items } });
    } catch (fault) {
      if (asApiError(fault).isTemporary) this.#inDoubt.push(sent);
      this.#release((waiter) => waiter.reject(fault));
      throw fault;
    }
    this.#afterSaving();
  };

  /** After a 409: meets what the others saved. Tries again until the record could be read. */
  async reconcile(): Promise<void> {
    if (this.#isReconciling) return;
    this.#isReconciling = true;
    try {
      const view = await this.#ports.read();
      this.#meet(view);
    } catch (fault) {
      if (!asApiError(fault).isTemporary) throw fault;
      setTimeout(() => void this.reconcile(), 3000);
    } finally {
      this.#isReconciling = false;
    }
  }

  /** Someone chose between two values; everything else of both sides is kept either way. */
  settle(choice: 'mine' | 'theirs'): void {
    const { clash, draft } = this.#state;
    if (clash === undefined) return;
    const merged = mergeDrafts(clash.base, draft, clash.theirs);
    this.#set({ clash: undefined });
    this.#settleOn(choice === 'mine' ? merged.draft : merged.yielding, clash.theirs);
  }

  /** Gives up what could not be saved any more. */
  readonly discardStranded = (): void => {
    this.#ports.drop();
    this.#set({ stranded: undefined });
  };

  /** The version under which everything on the screen is saved; rejects with why it is not. */
  async saved(): Promise<number> {
    const { unsaved, clash } = this.#state;
    if (clash !== undefined || (!this.#isDirty && unsaved.length > 0)) throw stillUnsaved();
    if (!this.#isDirty) return this.#version;
    const version = new Promise<number>((resolve, reject) =>
      this.#waiters.push({ resolve, reject }),
    );
    this.#saver?.flush();
    return await version;
  }

  get #isDirty(): boolean {
    return this.#synced !== this.#state.draft;
  }

  #set(change: Partial<DeskState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  #type(draft: Draft): void {
    this.#set({ draft });
    this.#keep();
    if (this.#state.clash === undefined) this.#saver?.push(draft);
  }

  #keep(): void {
    const { draft, levelNames } = this.#state;
    this.#ports.keep({ draft, base: this.#base, keptAt: this.#ports.now(), levelNames });
  }

  #changedAnswers({ answers }: Draft): Record<string, string> {
    const before = this.#base.answers;
    return Object.fromEntries(
      Object.entries(answers).filter(([id, text]) => id in before && text !== before[id]),
    );
  }

  #afterSaving(): void {
    if (this.#isDirty) return this.#keep();
    if (this.#state.unsaved.length === 0) {
      this.#ports.drop();
      this.#release((waiter) => waiter.resolve(this.#version));
      return;
    }
    this.#keep();
    this.#release((waiter) => waiter.reject(stillUnsaved()));
  }

  #release(by: (waiter: Waiter) => void): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    waiters.forEach(by);
  }

  #take(view: ApplicationView): void {
    const draft = draftOf(view);
    this.#version = view.version;
    this.#base = draft;
    this.#synced = draft;
    this.#set({
      draft,
      unsaved: [],
      found: foundIn(view),
    });
  }

  #restore(editable: boolean): void {
    const kept = this.#ports.kept();
    if (kept === undefined) return;
    const merged = mergeDrafts(kept.base, kept.draft, this.#base);
    if (sameDraft(merged.draft, this.#base)) return this.#ports.drop();
    if (!editable) return this.#set({ stranded: kept.draft });
    this.#set({ draft: merged.draft, restoredAt: kept.keptAt, levelNames: kept.levelNames });
    if (merged.clashes.length > 0) this.#set({ clash: { base: kept.base, theirs: this.#base } });
  }

  #meet(view: ApplicationView): void {
    const mine = this.#state.draft;
    const theirs = draftOf(view);
    // What only came from here is nobody else's change, whatever was typed since.
    const before = this.#inDoubt.find((sent) => sameDraft(sent, theirs)) ?? this.#base;
    this.#inDoubt = [];
    const merged: Merged = mergeDrafts(before, mine, theirs);
    this.#version = view.version;
    this.#base = theirs;
    if (!isEditable(view)) {
      this.#take(view);
      if (!sameDraft(mine, theirs)) this.#set({ stranded: mine });
      this.#saver?.resolve(undefined);
    } else if (merged.clashes.length > 0) {
      this.#set({ clash: { base: before, theirs } });
    } else {
      if (!sameDraft(before, theirs)) this.#ports.onMerged();
      this.#settleOn(merged.draft, theirs);
    }
  }

  #settleOn(draft: Draft, theirs: Draft): void {
    const isNothingNew = sameDraft(draft, theirs);
    this.#set({ draft });
    if (!isNothingNew) {
      this.#keep();
      this.#saver?.resolve(draft);
      return;
    }
    this.#synced = draft;
    this.#saver?.resolve(undefined);
    this.#afterSaving();
  }
}
