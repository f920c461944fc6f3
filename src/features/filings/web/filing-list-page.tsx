import { useMemo } from 'react';

import { useRead } from '../../../ui/api/use-api.ts';
import { Page } from '../../../ui/layout/page.tsx';
import type { Filter } from '../../../ui/list/address.ts';
import type { Column } from '../../../ui/list/column.ts';
import { List } from '../../../ui/list/list.tsx';
import { useList } from '../../../ui/list/use-list.ts';
import { useHasRole } from '../../../ui/session.tsx';
import { Empty, NoPermission } from '../../../ui/state/states.tsx';
import { listRounds } from '../../rounds/contract.ts';
import { kindLabel } from '../../rounds/status.ts';
import { type FilingRow, listFilings } from '../contract.ts';
import { FILING_READERS } from '../policy.ts';
import { FILING_STATUSES, filingsWorkflow, levelLabel } from '../status.ts';
import { FilingTag } from './filing-words.tsx';
import { LEVEL_FILTER, SEARCH } from './row-columns.tsx';

const STATUS_FILTER: Filter = {
  kind: 'select',
  name: 'status',
  label: '状态',
  options: FILING_STATUSES.map((status) => ({
    value: status,
    label: filingsWorkflow.states[status].office,
  })),
};

const NEW_FILTER: Filter = {
  kind: 'select',
  name: 'isNew',
  label: '首次备案',
  options: [
    { value: 'yes', label: '首次' },
    { value: 'no', label: '延续' },
  ],
};

/** The words that every certificate ends in say nothing in a list; the page of the filing and the files have them. */
const shortCertificateName = (name: string): string => name.replace(/职业技能等级证书$/, '');

const COLUMNS: readonly Column<FilingRow>[] = [
  {
    key: 'institutionName',
    label: '院校',
    main: true,
    sort: 'institutionName',
    render: (row) => row.institutionName,
  },
  {
    key: 'certificateName',
    label: '证书（等级）',
    sort: 'certificateName',
    render: (row) => `${shortCertificateName(row.certificateName)}（${levelLabel(row.level)}）`,
  },
  { key: 'majorNames', label: '专业', render: (row) => row.majorNames.join('、') },
  {
    key: 'headcount',
    label: '试点人数',
    align: 'end',
    sort: 'headcount',
    render: (row) => row.headcount,
  },
  {
    key: 'evaluationOrganizationName',
    label: '培训评价组织',
    render: (row) => row.evaluationOrganizationName,
  },
  {
    key: 'filingNumber',
    label: '备案号',
    sort: 'filingNumber',
    nowrap: true,
    render: (row) => row.filingNumber,
  },
  { key: 'roundTitle', label: '轮次', optional: true, render: (row) => row.roundTitle },
  { key: 'areaName', label: '所在地', optional: true, render: (row) => row.areaName },
  {
    key: 'institutionKind',
    label: '院校类型',
    optional: true,
    render: (row) => kindLabel(row.institutionKind),
  },
  {
    key: 'status',
    badge: true,
    label: '状态',
    nowrap: true,
    render: (row) => <FilingTag status={row.status} />,
  },
];

const Filings = () => {
  const rounds = useRead(listRounds, { query: { pageSize: 50 } });
  const filters = useMemo<readonly Filter[]>(
    () => [
      SEARCH,
      {
        kind: 'select',
        name: 'roundId',
        label: '轮次',
        options: (rounds.data?.rows ?? []).map(({ id, title }) => ({ value: id, label: title })),
      },
      STATUS_FILTER,
      LEVEL_FILTER,
      NEW_FILTER,
    ],
    [rounds.data],
  );
  const source = useList(listFilings, { filters });
  return (
    <Page title="备案查询" lead="您管理范围内的每一条备案及其当前状态。">
      <List
        id="filings.list"
        caption="备案"
        source={source}
        columns={COLUMNS}
        defaultSort="filingNumber"
        rowKey={(row) => row.id}
        rowHref={(row) => `/filings/${row.id}`}
        empty={
          <Empty title="还没有备案">
            <p>申报审核通过、项目办确认名单之后会出现在这里。</p>
          </Empty>
        }
      />
    </Page>
  );
};

/** `/desk/filings`. */
export const FilingListPage = () =>
  useHasRole(...FILING_READERS) ? (
    <Filings />
  ) : (
    <Page title="备案查询">
      <NoPermission>评价组织请从“备案院校”查看本组织证书的名单。</NoPermission>
    </Page>
  );
