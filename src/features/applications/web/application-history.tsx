import { useState } from 'react';
import { useSearchParams } from 'react-router';

import type { OutputOf } from '../../../kernel/endpoint.ts';
import { useRead } from '../../../ui/api/use-api.ts';
import { Compare } from '../../../ui/display/compare.tsx';
import { History, type HistoryEvent } from '../../../ui/display/history.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { SelectField } from '../../../ui/form/choice-fields.tsx';
import { Form } from '../../../ui/form/form.tsx';
import { Tabs } from '../../../ui/layout/tabs.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { applicationHistory, submissionContent } from '../contract.ts';
import { useApplication } from './application-draft.tsx';
import { ApplicationPage } from './application-page.tsx';
import { changesBetweenSubmissions } from './review-changes.ts';
import { actionLabel } from './review-labels.tsx';

type Row = OutputOf<typeof applicationHistory>['rows'][number];

const whoText = ({ who, organizationName }: Row): string =>
  organizationName === null || organizationName === who ? who : `${who}（${organizationName}）`;

const isSave = (row: Row): boolean => row.action === 'applications.edit';

/** Saving happens by itself every few seconds: a run of it by one person is one line. */
const eventsOf = (rows: readonly Row[]): HistoryEvent[] => {
  const runs: { first: Row; last: Row; count: number }[] = [];
  for (const row of rows) {
    const run = runs.at(-1);
    if (run !== undefined && isSave(row) && isSave(run.last) && run.last.who === row.who) {
      run.last = row;
      run.count += 1;
    } else {
      runs.push({ first: row, last: row, count: 1 });
    }
  }
  return runs.reverse().map(({ first, last, count }) => ({
    id: last.id,
    at: last.occurredAt,
    actor: whoText(last),
    title: count > 1 ? `填报，自动保存 ${count} 次` : actionLabel(last.action),
    ...(count > 1
      ? {
          detail: (
            <>
              从 <Time at={first.occurredAt} /> 到 <Time at={last.occurredAt} />
            </>
          ),
        }
      : last.reason === null || last.reason === ''
        ? {}
        : { detail: last.reason }),
  }));
};

const Deeds = () => {
  const { view } = useApplication();
  const read = useRead(applicationHistory, { params: { applicationId: view.id } });
  return (
    <QueryState
      of={read}
      what="办理经过"
      empty={{ when: ({ rows }) => rows.length === 0, show: <Empty title="还没有记录" /> }}
    >
      {({ rows }) => <History events={eventsOf(rows)} />}
    </QueryState>
  );
};

const useSubmission = (number: number) => {
  const { view } = useApplication();
  return useRead(
    submissionContent,
    { params: { applicationId: view.id, number } },
    { enabled: number > 0 },
  );
};

const Comparison = ({ earlier, later }: { readonly earlier: number; readonly later: number }) => {
  const before = useSubmission(earlier);
  const after = useSubmission(later);
  return (
    <QueryState of={before} what="较早的提交">
      {(old) => (
        <QueryState of={after} what="较晚的提交">
          {(now) => (
            <>
              <p className="muted">
                第 {old.number} 次 <Time at={old.submittedAt} />
                ，第 {now.number} 次 <Time at={now.submittedAt} />
                （北京时间）。只列出有变化的内容，包括更换的试点工作方案。
              </p>
              <Compare
                caption={`第 ${old.number} 次与第 ${now.number} 次提交的对照`}
                fields={changesBetweenSubmissions(old, now)}
                beforeLabel={`第 ${old.number} 次提交`}
                afterLabel={`第 ${now.number} 次提交`}
              />
            </>
          )}
        </QueryState>
      )}
    </QueryState>
  );
};

const numbersUpTo = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    value: String(index + 1),
    label: `第 ${index + 1} 次提交`,
  }));

const Submissions = () => {
  const { view } = useApplication();
  const count = view.submissionCount;
  const [pair, setPair] = useState({ earlier: Math.max(1, count - 1), later: count });
  if (count < 2) {
    return (
      <Empty title="还没有可以对照的两次提交">
        <p>退回修改后重新提交的，可以在这里对照前后两次的内容。</p>
      </Empty>
    );
  }
  return (
    <>
      <Form label="选择对照的两次提交">
        <div className="row">
          <SelectField
            name="earlier"
            label="较早的"
            prompt={null}
            value={String(pair.earlier)}
            options={numbersUpTo(count)}
            onChange={(value) => setPair({ ...pair, earlier: Number(value) })}
          />
          <SelectField
            name="later"
            label="较晚的"
            prompt={null}
            value={String(pair.later)}
            options={numbersUpTo(count)}
            onChange={(value) => setPair({ ...pair, later: Number(value) })}
          />
        </div>
      </Form>
      <Comparison {...pair} />
    </>
  );
};

/** `/applications/:id/history`: who did what, and what changed between two submissions. */
export const ApplicationHistoryPage = () => {
  const [search, setSearch] = useSearchParams();
  return (
    <ApplicationPage title="办理经过">
      <Tabs
        label="办理经过"
        selected={search.get('tab') ?? 'deeds'}
        onSelect={(tab) => setSearch(tab === 'deeds' ? {} : { tab }, { replace: true })}
        items={[
          { key: 'deeds', label: '办理记录', content: <Deeds /> },
          { key: 'compare', label: '前后对照', content: <Submissions /> },
        ]}
      />
    </ApplicationPage>
  );
};
