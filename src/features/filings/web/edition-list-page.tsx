import { LinkButton } from '../../../ui/action/button.tsx';
import { useRead } from '../../../ui/api/use-api.ts';
import { StatusTag } from '../../../ui/display/status-tag.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { Page, Section } from '../../../ui/layout/page.tsx';
import type { Column } from '../../../ui/list/column.ts';
import { DataTable } from '../../../ui/list/data-table.tsx';
import { List } from '../../../ui/list/list.tsx';
import { useList } from '../../../ui/list/use-list.ts';
import { useHasRole } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Empty, NoPermission } from '../../../ui/state/states.tsx';
import { listRounds, type RoundRow } from '../../rounds/contract.ts';
import { ROUND_PHASES } from '../../rounds/status.ts';
import { type DeskEdition, listEditions } from '../edition-contract.ts';
import { FILING_READERS, PREVIEW_READERS } from '../policy.ts';
import { changesText, editionPath } from './edition-words.tsx';

const COLUMNS: readonly Column<DeskEdition>[] = [
  {
    key: 'roundTitle',
    label: '名单',
    main: true,
    render: (row) => `${row.roundTitle}，第\u00a0${row.number}\u00a0版`,
  },
  {
    key: 'isCurrent',
    label: '版本',
    nowrap: true,
    render: (row) =>
      row.isCurrent ? (
        <StatusTag tone="done">最新</StatusTag>
      ) : (
        <StatusTag tone="neutral">旧版</StatusTag>
      ),
  },
  {
    key: 'confirmedAt',
    label: '确认时间',
    sort: 'confirmedAt',
    nowrap: true,
    render: (row) => <Time at={row.confirmedAt} />,
  },
  {
    key: 'rowCount',
    label: '条数',
    align: 'end',
    sort: 'rowCount',
    render: (row) => row.rowCount,
  },
  { key: 'changes', label: '与上一版相比', render: changesText },
  {
    key: 'confirmerName',
    label: '确认人',
    optional: true,
    render: (row) => row.confirmerName ?? row.confirmedBy,
  },
];

const ROUND_COLUMNS: readonly Column<RoundRow>[] = [
  { key: 'title', label: '轮次', main: true, render: (row) => row.title },
  {
    key: 'phase',
    label: '阶段',
    nowrap: true,
    render: (row) => (
      <StatusTag tone={ROUND_PHASES[row.phase].tone}>{ROUND_PHASES[row.phase].label}</StatusTag>
    ),
  },
  {
    key: 'preview',
    label: '操作',
    render: (row) => (
      <LinkButton to={`/filed-lists/${row.id}/preview`} small>
        预览下一版
      </LinkButton>
    ),
  },
];

/** Before a round begins there is nothing to list. */
const canHaveEdition = (round: RoundRow): boolean =>
  round.status !== 'DRAFT' && round.phase !== 'UPCOMING';

const NextEditions = () => {
  const read = useRead(listRounds, { query: { pageSize: 20 } });
  return (
    <Section title="生成新的一版" note="先预览，核对无误后由项目办管理员确认。">
      <QueryState of={read} what="申报轮次">
        {({ rows }) => (
          <DataTable
            caption="可以生成名单的轮次"
            columns={ROUND_COLUMNS}
            rows={rows.filter(canHaveEdition)}
            rowKey={(row) => row.id}
            empty={
              <Empty title="还没有发布轮次">
                <p>轮次发布、审核通过之后，可以在这里生成备案名单。</p>
              </Empty>
            }
          />
        )}
      </QueryState>
    </Section>
  );
};

const Editions = () => {
  const isOffice = useHasRole(...PREVIEW_READERS);
  const source = useList(listEditions);
  return (
    <Page
      title="备案名单"
      lead="审核通过并经项目办确认的备案。每确认一次生成新的一版，旧版保留可查；公众在首页也能看到。"
    >
      {isOffice ? <NextEditions /> : null}
      <List
        id="filings.editions"
        caption="备案名单版本"
        source={source}
        columns={COLUMNS}
        defaultSort="-confirmedAt"
        rowKey={(row) => `${row.roundId} ${row.number}`}
        rowHref={(row) => editionPath(row)}
        empty={
          <Empty title="还没有备案名单">
            <p>项目办确认后会出现在这里。</p>
          </Empty>
        }
      />
    </Page>
  );
};

/** `/desk/filed-lists`. */
export const EditionListPage = () =>
  useHasRole(...FILING_READERS) ? (
    <Editions />
  ) : (
    <Page title="备案名单">
      <NoPermission>评价组织请从“备案院校”查看本组织证书的名单。</NoPermission>
    </Page>
  );
