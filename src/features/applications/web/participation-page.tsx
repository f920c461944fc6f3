import { useMemo, useState } from 'react';
import { Link, useParams } from 'react-router';

import { scopeOf } from '../../../kernel/actor.ts';
import { Button } from '../../../ui/action/button.tsx';
import { call } from '../../../ui/api/api-client.ts';
import { useRead } from '../../../ui/api/use-api.ts';
import { Time } from '../../../ui/display/time-text.tsx';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { TextArea } from '../../../ui/form/text-fields.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import type { Filter, ListState } from '../../../ui/list/address.ts';
import type { Column } from '../../../ui/list/column.ts';
import { List } from '../../../ui/list/list.tsx';
import { type RowOf, useList } from '../../../ui/list/use-list.ts';
import { useActor } from '../../../ui/session.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { getRoundEndpoint } from '../../rounds/contract.ts';
import type { RoundDetail } from '../../rounds/contract.ts';
import {
  PARTICIPATION_GROUP_NAMES,
  PARTICIPATION_GROUPS,
  PARTICIPATION_STATUSES,
} from '../participation-groups.ts';
import { listParticipation } from '../review-contract.ts';
import { PhaseFlags, PhaseTag } from './dashboard-page.tsx';
import { type Choice, useBureauFilter } from './review-choices.ts';
import { RecordPage } from './review-frame.tsx';
import {
  ApplicationTag,
  KIND_OPTIONS,
  kindLabel,
  NO_BUREAU,
  statusOptions,
} from './review-labels.tsx';

type Row = RowOf<typeof listParticipation>;

const GROUP_OPTIONS = PARTICIPATION_GROUP_NAMES.map((value) => ({
  value,
  label: PARTICIPATION_GROUPS[value].label,
}));

const filtersOf = (bureaus: readonly Choice[]): readonly Filter[] => [
  { kind: 'search', name: 'q', label: '搜索', placeholder: '院校名称或拼音' },
  { kind: 'select', name: 'group', label: '进度', options: GROUP_OPTIONS },
  { kind: 'select', name: 'institutionKind', label: '办学类型', options: KIND_OPTIONS },
  ...(bureaus.length === 0
    ? []
    : [{ kind: 'select' as const, name: 'bureauId', label: '初审单位', options: bureaus }]),
  { kind: 'select', name: 'status', label: '状态', options: statusOptions(PARTICIPATION_STATUSES) },
];

/** A bureau reads an application from its first submission on; the province reads drafts too. */
const isReadable = (row: Row, seesDrafts: boolean): boolean =>
  row.applicationId !== null && (seesDrafts || row.submittedAt !== null);

const columnsOf = (seesDrafts: boolean): readonly Column<Row>[] => [
  {
    key: 'institutionName',
    label: '院校',
    main: true,
    sort: 'institutionName',
    render: (row) =>
      isReadable(row, seesDrafts) ? (
        <Link to={`/review/${row.applicationId}`} className="row-link">
          {row.institutionName}
        </Link>
      ) : (
        row.institutionName
      ),
  },
  {
    key: 'status',
    badge: true,
    label: '进度',
    sort: 'status',
    nowrap: true,
    render: (row) => <ApplicationTag status={row.status} />,
  },
  { key: 'institutionKind', label: '办学类型', render: (row) => kindLabel(row.institutionKind) },
  { key: 'areaName', label: '所在地', render: (row) => row.areaName },
  { key: 'bureauName', label: '初审单位', render: (row) => row.bureauName ?? NO_BUREAU },
  {
    key: 'submittedAt',
    label: '提交时间',
    sort: 'submittedAt',
    nowrap: true,
    render: (row) =>
      row.submittedAt === null ? <span className="muted">—</span> : <Time at={row.submittedAt} />,
  },
  { key: 'itemCount', label: '证书项数', align: 'end', render: (row) => row.itemCount },
  {
    key: 'plannedHeadcount',
    label: '计划人数',
    align: 'end',
    render: (row) => row.plannedHeadcount,
  },
];

const PAGE = 100;

/** Every institution that has not started, under the other filters of the list. */
const namesNotStarted = async (roundId: string, state: ListState): Promise<readonly string[]> => {
  const { q, bureauId, institutionKind } = state.filters;
  const text = (value: typeof q) => (typeof value === 'string' ? value : undefined);
  const names: string[] = [];
  for (let page = 1; ; page += 1) {
    const query = {
      group: 'notStarted',
      q: text(q),
      bureauId: text(bureauId),
      institutionKind: text(institutionKind),
      page,
      pageSize: PAGE,
    } as const;
    const answer = await call(listParticipation, { params: { roundId }, query });
    names.push(...answer.rows.map((row) => row.institutionName));
    if (answer.rows.length === 0 || names.length >= answer.total) return names;
  }
};

const clipboardTook = async (text: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Plain http and some built-in browsers have no clipboard.
    return false;
  }
};

/** Names one below the other, as a chat group wants them. */
const CopyNames = ({ roundId, state }: { readonly roundId: string; readonly state: ListState }) => {
  const [isBusy, setBusy] = useState(false);
  const [shown, setShown] = useState<string>();
  const copy = async () => {
    setBusy(true);
    try {
      const names = await namesNotStarted(roundId, state);
      const text = names.join('\n');
      if (names.length === 0) showToast('没有尚未开始的院校');
      else if (await clipboardTook(text)) showToast(`已复制 ${names.length} 所尚未开始的院校名称`);
      else setShown(text);
    } catch {
      showToast('没有取到名单，请检查网络后再试');
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button tone="primary" busy={isBusy} busyText="正在取名单" onClick={() => void copy()}>
        复制尚未开始的院校
      </Button>
      <Dialog title="尚未开始的院校" open={shown !== undefined} onClose={() => setShown(undefined)}>
        <TextArea
          name="names"
          label="请全选后复制"
          readOnly
          rows={12}
          value={shown ?? ''}
          onChange={() => undefined}
        />
      </Dialog>
    </>
  );
};

const Participation = ({ round }: { readonly round: RoundDetail }) => {
  const bureaus = useBureauFilter();
  const filters = useMemo(() => filtersOf(bureaus), [bureaus]);
  const seesDrafts = scopeOf(useActor()).kind === 'all';
  const columns = useMemo(() => columnsOf(seesDrafts), [seesDrafts]);
  const source = useList(listParticipation, { filters, params: { roundId: round.id } });
  return (
    <Page
      title={`院校名单：${round.title}`}
      trail={[
        { label: '申报轮次', to: '/rounds' },
        { label: '申报进度', to: `/rounds/${round.id}/dashboard` },
      ]}
      tag={<PhaseTag round={round} />}
      flags={<PhaseFlags round={round} />}
      action={<CopyNames roundId={round.id} state={source.state} />}
      lead="本轮应申报的每一所院校到了哪一步，含尚未开始的。"
    >
      {/* Cards have headings of the third level. */}
      <h2 className="hidden">院校</h2>
      <List
        id="applications.participation"
        caption="院校申报进度"
        source={source}
        columns={columns}
        rowKey={(row) => row.institutionId}
        empty={
          <Empty title="没有应申报的院校">
            <p>登记了本轮面向的办学类型的院校后，会列在这里。</p>
          </Empty>
        }
      />
    </Page>
  );
};

/** `/desk/rounds/:roundId/participation`. */
export const ParticipationPage = () => {
  const { roundId = '' } = useParams();
  const read = useRead(getRoundEndpoint, { params: { roundId } });
  return (
    <RecordPage of={read} what="申报轮次" title="院校名单">
      {(round) => <Participation round={round} />}
    </RecordPage>
  );
};
