import { useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  use,
  useCallback,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import type { ReactNode } from 'react';

import type { Finding } from '../../../kernel/finding.ts';
import { call } from '../../../ui/api/api-client.ts';
import { readKey } from '../../../ui/api/use-api.ts';
import { showToast } from '../../../ui/feedback/toast.tsx';
import type { Autosave } from '../../../ui/form/use-autosave.ts';
import { useAutosave } from '../../../ui/form/use-autosave.ts';
import { useActor } from '../../../ui/session.tsx';
import { nowInstant } from '../../../ui/time/clock.ts';
import type { ApplicationContent } from '../content.ts';
import {
  type ApplicationView,
  applicationHistory,
  getApplication,
  saveApplication,
} from '../contract.ts';
import { ApplicationDesk, type DeskState, findingsFrom } from './application-desk.ts';
import { rebaseFindings } from './application-items.ts';
import {
  dropForeignDrafts,
  dropLocalDraft,
  keepLocalDraft,
  readLocalDraft,
} from './application-local-draft.ts';
import type { Draft } from './application-merge.ts';
import { SECTIONS, type SectionKey, shownFindings } from './application-sections.ts';
import { namesOf } from './application-text.ts';
import type { Names } from './review-changes.ts';

/** What every page of one application works with. */
export interface ApplicationContextValue {
  readonly view: ApplicationView;
  readonly desk: ApplicationDesk;
  readonly state: DeskState;
  readonly autosave: Autosave<Draft>;
  readonly canEdit: boolean;
  readonly names: Names;
  /** What the server says about the draft, at the places where the items stand now. */
  readonly findings: readonly Finding[];
  /** What the form shows of it. */
  readonly shown: readonly Finding[];
  /** From now on the gaps of these sections are shown too. */
  readonly check: (...sections: readonly SectionKey[]) => void;
  /** Reads the record again after something else than typing changed it. */
  readonly reload: () => void;
  /** What an answer said about the record, until it is read again. */
  readonly patch: (change: Partial<ApplicationView>) => void;
}

const ApplicationContext = createContext<ApplicationContextValue | null>(null);

export const useApplication = (): ApplicationContextValue => {
  const value = use(ApplicationContext);
  if (value === null) throw new Error('useApplication outside the frame of one application');
  return value;
};

const ALL_SECTIONS: readonly SectionKey[] = SECTIONS.map((section) => section.key);

const namesAreKnown = (view: ApplicationView | undefined, content: ApplicationContent): boolean => {
  const known = new Set(view?.items.map((item) => item.certificateLevelId));
  return content.items.every((item) => known.has(item.certificateLevelId));
};

const useDesk = (view: ApplicationView): ApplicationDesk => {
  const { userId } = useActor();
  const client = useQueryClient();
  const [desk] = useState(() => {
    dropForeignDrafts(userId);
    const input = { params: { applicationId: view.id } };
    const key = readKey(getApplication, input);
    return new ApplicationDesk(view, {
      save: async (version, content, remarkAnswers) => {
        const answer = await call(saveApplication, {
          ...input,
          body: { version, content, remarkAnswers },
        });
        const { findings } = answer;
        client.setQueryData<ApplicationView>(
          key,
          (before) => before && { ...before, version: answer.version, content, findings },
        );
        // Only the server knows a newly chosen certificate's name and whether it is new to the institution.
        if (!namesAreKnown(client.getQueryData(key), content))
          void client.invalidateQueries({ queryKey: key });
        void client.invalidateQueries({ queryKey: readKey(applicationHistory, input) });
        return { version: answer.version, findings: findingsFrom(findings) };
      },
      read: () =>
        client.fetchQuery({
          queryKey: key,
          queryFn: () => call(getApplication, input),
          staleTime: 0,
        }),
      kept: () => readLocalDraft(userId, view.id),
      keep: (kept) => keepLocalDraft(userId, view.id, kept),
      drop: () => dropLocalDraft(userId, view.id),
      now: nowInstant,
      onMerged: () => showToast('同事刚才也改了这份申报的其他内容，已和您的合在一起'),
    });
  });
  return desk;
};

/** The same array as long as it says the same, so that a row redraws only when something about it changed. */
const useSteady = <T,>(value: T): T => {
  const text = JSON.stringify(value);
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- the text stands for the value
  return useMemo(() => value, [text]);
};

interface ApplicationDraftProps {
  readonly view: ApplicationView;
  readonly children: ReactNode;
}

/** Holds the draft of one application while its pages come and go. */
export const ApplicationDraft = ({ view, children }: ApplicationDraftProps) => {
  const desk = useDesk(view);
  const state = useSyncExternalStore(desk.subscribe, desk.state);
  const autosave = useAutosave<Draft>(desk.send);
  const client = useQueryClient();
  const isReturned = view.status === 'RETURNED';
  const [checked, setChecked] = useState<readonly SectionKey[]>(isReturned ? ALL_SECTIONS : []);
  const { push, flush, resolve } = autosave;
  useEffect(() => desk.connect({ push, flush, resolve }), [desk, push, flush, resolve]);
  useEffect(() => desk.refresh(view), [desk, view]);
  const isConflict = autosave.state.kind === 'conflict';
  useEffect(() => {
    if (isConflict) void desk.reconcile();
  }, [desk, isConflict]);
  const check = useCallback(
    (...sections: readonly SectionKey[]) =>
      setChecked((before) => [...new Set([...before, ...sections])]),
    [],
  );
  const reload = useCallback(() => {
    void client.invalidateQueries({
      predicate: ({ queryKey }) => String(queryKey[0]).startsWith('applications.'),
    });
  }, [client]);
  const patch = useCallback(
    (change: Partial<ApplicationView>) =>
      client.setQueryData<ApplicationView>(
        readKey(getApplication, { params: { applicationId: view.id } }),
        (before) => before && { ...before, ...change },
      ),
    [client, view.id],
  );
  const { draft, found, unsaved, levelNames } = state;
  const findings = useSteady([
    ...unsaved,
    ...rebaseFindings(found.list, found.items, draft.content.items),
  ]);
  const shown = useSteady(
    shownFindings(draft.content, findings, (section) => checked.includes(section)),
  );
  const names = useMemo(() => namesOf(view, levelNames), [view, levelNames]);
  const value = {
    view,
    desk,
    state,
    autosave,
    canEdit: view.permittedActions.includes('edit'),
    names,
    findings,
    shown,
    check,
    reload,
    patch,
  };
  return <ApplicationContext value={value}>{children}</ApplicationContext>;
};
