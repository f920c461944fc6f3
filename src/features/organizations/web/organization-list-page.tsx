import { useMemo } from 'react';

import { scopeOf } from '../../../kernel/actor.ts';
import { LinkButton } from '../../../ui/action/button.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import type { Filter } from '../../../ui/list/address.ts';
import type { Column } from '../../../ui/list/column.ts';
import { List } from '../../../ui/list/list.tsx';
import { useList } from '../../../ui/list/use-list.ts';
import { useActor, useHasRole } from '../../../ui/session.tsx';
import { Empty, NoPermission } from '../../../ui/state/states.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { listOrganizations, type OrganizationRow } from '../contract.ts';
import { REVIEW_ROUTES } from '../labels.ts';
import { REGISTER_EDITORS, REGISTER_READERS } from '../policy.ts';
import {
  AFFILIATION_CHOICES,
  INSTITUTION_KIND_CHOICES,
  KIND_CHOICES,
  STATUS_CHOICES,
  useAreaChoices,
  useBureauChoices,
} from './organization-choices.ts';
import { OrganizationTag } from './organization-tags.tsx';

const COLUMNS: readonly Column<OrganizationRow>[] = [
  {
    key: 'name',
    label: '单位名称',
    main: true,
    sort: 'name',
    render: (row) => row.name,
  },
  {
    key: 'kind',
    label: '类型',
    sort: 'kind',
    render: (row) => row.institutionKindLabel || row.kindLabel,
  },
  { key: 'affiliation', label: '隶属', nowrap: true, render: (row) => row.affiliationLabel },
  { key: 'area', label: '所在地', sort: 'area', nowrap: true, render: (row) => row.areaName },
  { key: 'bureau', label: '管辖部门', render: (row) => row.bureauName },
  {
    key: 'route',
    label: '审核路线',
    optional: true,
    render: (row) => (row.reviewRoute === null ? '' : REVIEW_ROUTES[row.reviewRoute]),
  },
  {
    key: 'majors',
    label: '在招专业',
    align: 'end',
    render: (row) => (row.institutionKind === null ? '' : row.majorCount),
  },
  {
    key: 'code',
    label: '编码',
    sort: 'code',
    nowrap: true,
    optional: true,
    render: (row) => row.code,
  },
  { key: 'trust', label: '可信度', optional: true, render: (row) => row.trust },
  {
    key: 'updatedAt',
    label: '更新时间',
    sort: 'updatedAt',
    nowrap: true,
    optional: true,
    render: (row) => <Time at={row.updatedAt} dateOnly />,
  },
  {
    key: 'status',
    badge: true,
    label: '状态',
    nowrap: true,
    render: (row) => <OrganizationTag status={row.status} />,
  },
];

const SEARCH: Filter = {
  kind: 'search',
  name: 'q',
  label: '搜索',
  placeholder: '名称、拼音、曾用名或编码',
};

const useFilters = (isProvince: boolean): readonly Filter[] => {
  const areas = useAreaChoices();
  const bureaus = useBureauChoices();
  return useMemo<readonly Filter[]>(() => {
    const common: readonly Filter[] = [
      SEARCH,
      {
        kind: 'tags',
        name: 'institutionKind',
        label: '院校类型',
        options: INSTITUTION_KIND_CHOICES,
      },
      { kind: 'select', name: 'affiliation', label: '隶属', options: AFFILIATION_CHOICES },
    ];
    if (!isProvince) return common;
    return [
      ...common,
      { kind: 'select', name: 'kind', label: '类型', options: KIND_CHOICES },
      { kind: 'select', name: 'areaCode', label: '所在地', options: areas },
      { kind: 'select', name: 'bureauId', label: '管辖部门', options: bureaus },
      { kind: 'select', name: 'status', label: '状态', options: STATUS_CHOICES },
    ];
  }, [areas, bureaus, isProvince]);
};

const Organizations = () => {
  const isProvince = scopeOf(useActor()).kind === 'all';
  const mayEdit = useHasRole(...REGISTER_EDITORS);
  const source = useList(listOrganizations, { filters: useFilters(isProvince) });
  return (
    <Page
      title="单位目录"
      lead={isProvince ? '教育行政部门、院校和培训评价组织。' : '本局和由本局管辖的院校。'}
      action={
        mayEdit ? (
          <LinkButton to="/organizations/new" tone="primary">
            登记单位
          </LinkButton>
        ) : undefined
      }
    >
      <List
        id="organizations.list"
        caption="单位"
        source={source}
        columns={COLUMNS}
        defaultSort="name"
        rowKey={(row) => row.id}
        rowHref={(row) => `/organizations/${row.id}`}
        empty={
          <Empty title="还没有单位">
            <p>项目办登记或导入后会出现在这里。</p>
          </Empty>
        }
      />
    </Page>
  );
};

export const OrganizationListPage = () =>
  useHasRole(...REGISTER_READERS) ? (
    <Organizations />
  ) : (
    <Page title="单位目录">
      <NoPermission>单位目录由项目办和教育行政部门查看；本单位的信息在“本单位信息”。</NoPermission>
    </Page>
  );
