import { useMemo, useState } from 'react';

import { hasRole } from '../../../kernel/actor.ts';
import {
  addDays,
  epochMs,
  formatDeadline,
  type Instant,
  isBefore,
  remaining,
} from '../../../kernel/time.ts';
import { Button } from '../../../ui/action/button.tsx';
import { Flag } from '../../../ui/display/status-tag.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import type { Filter } from '../../../ui/list/address.ts';
import type { Column } from '../../../ui/list/column.ts';
import { GroupTabs } from '../../../ui/list/group-tabs.tsx';
import { List } from '../../../ui/list/list.tsx';
import { useActor } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Empty, Loading } from '../../../ui/state/states.tsx';
import { useNow } from '../../../ui/time/use-now.ts';
import type { QueueRow } from '../review-contract.ts';
import { REVIEW_GROUP_NAMES, REVIEW_GROUPS, type ReviewGroup } from '../review-groups.ts';
import { APPLICATION_STATUSES } from '../status.ts';
import { OverseersOnly } from './review-frame.tsx';
import { BulkDialog } from './bulk-dialog.tsx';
import { type BulkVerb, bulkVerbsFor } from './bulk-verbs.ts';
import {
  ApplicationTag,
  KIND_OPTIONS,
  NO_BUREAU,
  shortBureau,
  shortKind,
  statusOptions,
  verbLabel,
} from './review-labels.tsx';
import { type QueueGroup, useReviewQueue } from './review-queue.ts';
import { type Choice, useBureauFilter, useRoundChoices } from './review-choices.ts';

const SUBMITTED_STATUSES = APPLICATION_STATUSES.filter((status) => status !== 'DRAFT');

const filtersOf = (rounds: readonly Choice[], bureaus: readonly Choice[]): readonly Filter[] => [
  { kind: 'search', name: 'q', label: '搜索', placeholder: '院校名称、拼音或回执号' },
  { kind: 'select', name: 'roundId', label: '轮次', options: rounds },
  { kind: 'select', name: 'institutionKind', label: '办学类型', options: KIND_OPTIONS },
  ...(bureaus.length === 0
    ? []
    : [{ kind: 'select' as const, name: 'bureauId', label: '初审单位', options: bureaus }]),
  { kind: 'select', name: 'status', label: '状态', options: statusOptions(SUBMITTED_STATUSES) },
  { kind: 'toggle', name: 'isNew', label: '含首次申报' },
];

const DAY_MS = 86_400_000;

const overdueText = (now: Instant, dueAt: Instant): string => {
  const days = Math.floor((epochMs(now) - epochMs(dueAt)) / DAY_MS);
  return days < 1 ? '已超期' : `已超期 ${days} 天`;
};

const Due = ({ row, now }: { readonly row: QueueRow; readonly now: Instant }) => {
  switch (row.group) {
    case 'overdue':
      return <Flag tone="danger">{overdueText(now, row.dueAt)}</Flag>;
    case 'dueSoon':
      return <Flag tone="attention">{remaining(now, row.dueAt)}</Flag>;
    case 'cameBack':
    case 'fresh':
      return <>{remaining(now, row.dueAt)}</>;
    case 'waiting':
      return row.correctionDueAt === null ? (
        <span className="muted">—</span>
      ) : (
        <>修改期{remaining(now, row.correctionDueAt)}</>
      );
    default:
      return <span className="muted">—</span>;
  }
};

/** Days before its correction deadline from which a returned application is worth a call to the institution. */
const CORRECTION_SOON_DAYS = 2;

/** The list's words stand in Beijing time throughout. */
const shortDeadline = (at: Instant): string => formatDeadline(at).replace('（北京时间）', '');

const CorrectionDue = ({ at, now }: { readonly at: Instant | null; readonly now: Instant }) => {
  if (at === null) return <span className="muted">—</span>;
  const isSoon = isBefore(at, addDays(now, CORRECTION_SOON_DAYS));
  const left = remaining(now, at);
  return (
    <>
      {isSoon ? <Flag tone="attention">{left}</Flag> : left}
      <span className="muted">，{shortDeadline(at)}</span>
    </>
  );
};

/** What the institution must keep stands where the reader's own deadline stands otherwise. */
const dueColumn = (group: QueueGroup | undefined, now: Instant): Column<QueueRow> =>
  group === 'waiting'
    ? {
        key: 'correctionDueAt',
        label: '修改截止',
        sort: 'correctionDueAt',
        nowrap: true,
        render: (row) => <CorrectionDue at={row.correctionDueAt} now={now} />,
      }
    : {
        key: 'dueAt',
        label: '期限',
        sort: 'dueAt',
        nowrap: true,
        render: (row) => <Due row={row} now={now} />,
      };

const columnsOf = (
  group: QueueGroup | undefined,
  now: Instant,
  withBureau: boolean,
): readonly Column<QueueRow>[] => [
  {
    key: 'institutionName',
    label: '院校',
    main: true,
    sort: 'institutionName',
    render: (row) => row.institutionName,
  },
  {
    key: 'status',
    badge: true,
    label: '状态',
    nowrap: true,
    render: (row) => <ApplicationTag status={row.status} />,
  },
  dueColumn(group, now),
  {
    key: 'institutionKind',
    label: '办学类型',
    nowrap: true,
    render: (row) => shortKind(row.institutionKind),
  },
  {
    key: 'areaName',
    label: '所在地',
    hideOnPhone: true,
    optional: withBureau,
    render: (row) => row.areaName,
  },
  ...(withBureau
    ? [
        {
          key: 'bureau',
          label: '初审单位',
          nowrap: true,
          render: (row: QueueRow) =>
            row.reviewingBureauName === null ? NO_BUREAU : shortBureau(row.reviewingBureauName),
        },
      ]
    : []),
  {
    key: 'itemCount',
    label: '证书项数',
    align: 'end',
    sort: 'itemCount',
    render: (row) => row.itemCount,
  },
  {
    key: 'newItemCount',
    label: '首次申报',
    align: 'end',
    render: (row) => (row.newItemCount === 0 ? '' : row.newItemCount),
  },
  {
    key: 'plannedHeadcount',
    label: '计划人数',
    align: 'end',
    sort: 'plannedHeadcount',
    render: (row) => row.plannedHeadcount,
  },
  {
    key: 'submissionCount',
    label: '提交次数',
    nowrap: true,
    render: (row) =>
      row.submissionCount > 1 ? (
        <Flag tone="attention">第 {row.submissionCount} 次</Flag>
      ) : (
        `第 ${row.submissionCount} 次`
      ),
  },
  {
    key: 'submittedAt',
    label: '提交时间',
    sort: 'submittedAt',
    nowrap: true,
    hideOnPhone: true,
    optional: group === 'waiting',
    render: (row) => (row.submittedAt === null ? '' : <Time at={row.submittedAt} />),
  },
  {
    key: 'receiptNumber',
    label: '回执号',
    nowrap: true,
    optional: true,
    hideOnPhone: true,
    render: (row) => row.receiptNumber,
  },
];

const TONES: Partial<Record<QueueRow['group'], 'danger' | 'attention'>> = {
  overdue: 'danger',
  dueSoon: 'attention',
};

const EMPTY_TEXTS: Record<QueueGroup, string> = {
  overdue: '没有超期的申报。超过审核截止时间仍未办理的会列在这里。',
  dueSoon: '三天内没有到期的申报。',
  cameBack: '没有修改后重新提交的申报。院校按退回意见修改并重新提交后，会列在这里。',
  fresh: '没有等待审核的申报。院校提交后会出现在这里。',
  waiting: '没有等待院校修改的申报。退回修改的申报在院校重新提交之前列在这里。',
  elsewhere: '没有在其他环节办理的申报。',
  done: '还没有办结的申报。作出决定后会列在这里。',
  all: '还没有收到申报。院校提交后会出现在这里。',
};

interface ElsewhereProps {
  readonly counts: Readonly<Record<ReviewGroup, number>>;
  readonly onChoose: (group: ReviewGroup) => void;
}

/** The first group with a match: a filter stays when the group changes, and its match may be in another. */
const elsewhere = ({ counts, onChoose }: ElsewhereProps) => {
  const name = REVIEW_GROUP_NAMES.find((one) => counts[one] > 0);
  if (name === undefined) return undefined;
  return (
    <p>
      这一组没有，符合条件的有 {counts[name]} 件在“{REVIEW_GROUPS[name]}”。
      <Button tone="quiet" small onClick={() => onChoose(name)}>
        去看这 {counts[name]} 件
      </Button>
    </p>
  );
};

interface Bulk {
  readonly verb: BulkVerb;
  readonly rows: readonly QueueRow[];
  readonly clear: () => void;
}

interface ReviewListProps {
  readonly rounds: readonly Choice[];
  readonly bureaus: readonly Choice[];
}

const ReviewList = ({ rounds, bureaus }: ReviewListProps) => {
  const filters = useMemo(() => filtersOf(rounds, bureaus), [rounds, bureaus]);
  const { group, setGroup, search, source } = useReviewQueue(filters);
  const now = useNow(60);
  const actor = useActor();
  const columns = useMemo(
    () => columnsOf(group, now, bureaus.length > 0),
    [group, now, bureaus.length],
  );
  const [bulk, setBulk] = useState<Bulk>();
  if (group === undefined && source.error === null) return <Loading what="审核工作" />;
  const counts = source.data?.groups;
  const isReviewer = hasRole(actor, 'city_reviewer', 'provincial_reviewer');
  const tabs = [
    ...REVIEW_GROUP_NAMES.map((name) => ({
      value: name,
      label: REVIEW_GROUPS[name],
      count: counts?.[name],
      urgent: name === 'overdue',
    })),
    { value: 'all', label: '全部' },
  ];
  return (
    <>
      <GroupTabs
        name="group"
        groups={tabs}
        state={{ ...source.state, filters: { group: group ?? 'all' } }}
        setState={(next) => setGroup(String(next.filters['group'] ?? 'all'))}
      />
      {/* Cards have headings of the third level. */}
      <h2 className="hidden">申报</h2>
      <List
        key={group}
        id="applications.review"
        caption="申报审核列表"
        source={source}
        columns={columns}
        rowKey={(row) => row.id}
        rowHref={(row) => `/review/${row.id}?${search}`}
        rowTone={(row) => TONES[row.group]}
        empty={
          <Empty title="这一组没有申报">
            <p>{EMPTY_TEXTS[group ?? 'all']}</p>
          </Empty>
        }
        elsewhere={counts === undefined ? undefined : elsewhere({ counts, onChoose: setGroup })}
        {...(isReviewer
          ? {
              bulk: {
                actions: (rows: readonly QueueRow[], clear: () => void) => (
                  <BulkButtons
                    rows={rows}
                    onChoose={(verb, chosen) => setBulk({ verb, rows: chosen, clear })}
                  />
                ),
              },
            }
          : {})}
      />
      {bulk === undefined ? null : (
        <BulkDialog
          verb={bulk.verb}
          rows={bulk.rows}
          onClose={(wasDone) => {
            if (wasDone) bulk.clear();
            setBulk(undefined);
          }}
        />
      )}
    </>
  );
};

interface BulkButtonsProps {
  readonly rows: readonly QueueRow[];
  readonly onChoose: (verb: BulkVerb, rows: readonly QueueRow[]) => void;
}

const BulkButtons = ({ rows, onChoose }: BulkButtonsProps) => {
  const verbs = bulkVerbsFor(useActor(), rows);
  if (verbs.length === 0) return <span className="muted">所选申报没有可以批量办理的操作</span>;
  return verbs.map((verb) => (
    <Button
      key={verb}
      tone={verb === 'approve' || verb === 'endorse' ? 'primary' : 'secondary'}
      onClick={() => onChoose(verb, rows)}
    >
      批量{verbLabel(verb)}
    </Button>
  ));
};

const ReviewWork = () => {
  const rounds = useRoundChoices();
  const bureaus = useBureauFilter();
  return (
    <Page title="审核工作" lead="按要办的事分组；勾选多件可以批量办理，点院校名称逐件办理。">
      <QueryState of={rounds} what="申报轮次">
        {(choices) => <ReviewList rounds={choices} bureaus={bureaus} />}
      </QueryState>
    </Page>
  );
};

/** `/desk/review`: what waits for the reader's decision, by what needs doing. */
export const ReviewListPage = () => (
  <OverseersOnly title="审核工作">
    <ReviewWork />
  </OverseersOnly>
);
