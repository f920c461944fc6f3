import { useMemo } from 'react';

import { LinkButton } from '../../../ui/action/button.tsx';
import { useRead } from '../../../ui/api/use-api.ts';
import { Time } from '../../../ui/display/time-text.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import type { Filter, FilterOption } from '../../../ui/list/address.ts';
import type { Column } from '../../../ui/list/column.ts';
import { List } from '../../../ui/list/list.tsx';
import { useList } from '../../../ui/list/use-list.ts';
import { useActor, useHasRole } from '../../../ui/session.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { listOrganizations } from '../../organizations/contract.ts';
import { type CertificateRow, listCertificates } from '../contract.ts';
import { BATCH_UNKNOWN, BATCHES, LEVEL_LABELS, LEVELS_MISSING, TRUSTS } from '../levels.ts';
import { CATALOG_EDITORS, CATALOG_OBSERVERS } from '../policy.ts';
import { CERTIFICATE_STATUSES, certificateExit } from '../status.ts';
import { CertificateTag, LevelsMissing, TrustFlag } from './certificate-tags.tsx';
import { Completeness } from './completeness.tsx';

const COLUMNS: readonly Column<CertificateRow>[] = [
  { key: 'name', label: '证书', main: true, sort: 'name', render: (row) => row.shortName },
  {
    key: 'levels',
    label: '等级',
    nowrap: true,
    render: (row) => row.levelLabels || <LevelsMissing status={row.status} />,
  },
  {
    key: 'organization',
    label: '培训评价组织',
    sort: 'organization',
    render: (row) => row.evaluationOrganizationName,
  },
  { key: 'batch', label: '批次', sort: 'batch', nowrap: true, render: (row) => row.batchLabel },
  { key: 'basis', label: '批次依据', optional: true, render: (row) => row.batchBasis },
  { key: 'trust', label: '可信度', nowrap: true, render: (row) => <TrustFlag trust={row.trust} /> },
  { key: 'source', label: '来源', optional: true, render: (row) => row.source },
  {
    key: 'code',
    label: '编码',
    sort: 'code',
    nowrap: true,
    optional: true,
    render: (row) => row.code,
  },
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
    sort: 'status',
    nowrap: true,
    render: (row) => <CertificateTag status={row.status} />,
  },
];

const choicesOf = (labels: Readonly<Record<string, string>>): readonly FilterOption[] =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

const FILTERS: readonly Filter[] = [
  {
    kind: 'search',
    name: 'q',
    label: '搜索',
    placeholder: '证书或评价组织，可用拼音',
  },
  {
    kind: 'select',
    name: 'batch',
    label: '批次',
    options: [...choicesOf(BATCHES), { value: 'unknown', label: BATCH_UNKNOWN }],
  },
  {
    kind: 'select',
    name: 'level',
    label: '等级',
    options: [...choicesOf(LEVEL_LABELS), { value: 'none', label: LEVELS_MISSING }],
  },
  {
    kind: 'select',
    name: 'status',
    label: '状态',
    options: CERTIFICATE_STATUSES.map((value) => ({
      value,
      label: certificateExit.states[value].office,
    })),
  },
  { kind: 'select', name: 'trust', label: '可信度', options: choicesOf(TRUSTS) },
];

const NONE: readonly FilterOption[] = [];

/** The province chooses among all organizations, an organization finds its own certificates. */
const useOrganizationChoices = (): readonly FilterOption[] => {
  const actor = useActor();
  const isProvince = useHasRole(...CATALOG_OBSERVERS);
  const query = { kind: 'EVALUATION_ORGANIZATION', pageSize: 100 } as const;
  const { data } = useRead(listOrganizations, { query }, { enabled: isProvince });
  return useMemo(() => {
    if (actor.organizationKind === 'EVALUATION_ORGANIZATION') {
      return [{ value: actor.organizationId, label: '本单位' }];
    }
    return data?.rows.map(({ id, name }) => ({ value: id, label: name })) ?? NONE;
  }, [actor, data]);
};

const useFilters = (): readonly Filter[] => {
  const organizations = useOrganizationChoices();
  return useMemo(
    () =>
      organizations.length === 0
        ? FILTERS
        : [
            ...FILTERS,
            {
              kind: 'select',
              name: 'evaluationOrganizationId',
              label: '评价组织',
              options: organizations,
            } as const,
          ],
    [organizations],
  );
};

export const CatalogListPage = () => {
  const mayEdit = useHasRole(...CATALOG_EDITORS);
  const isObserver = useHasRole(...CATALOG_OBSERVERS);
  const source = useList(listCertificates, { filters: useFilters() });
  return (
    <Page
      title="证书目录"
      lead="职业技能等级证书。登记等级以后院校才能选择；内容来自公开资料，每一条都注明来源和可信度。"
      action={
        mayEdit ? (
          <LinkButton to="/catalog/new" tone="primary">
            登记证书
          </LinkButton>
        ) : undefined
      }
    >
      {isObserver ? <Completeness /> : null}
      <List
        id="catalog.list"
        caption="证书"
        source={source}
        columns={COLUMNS}
        defaultSort="name"
        rowKey={(row) => row.id}
        rowHref={(row) => `/catalog/${row.id}`}
        rowTone={(row) => (row.status === 'EXITING' ? 'attention' : undefined)}
        empty={
          <Empty title="目录还是空的">
            <p>项目办登记或导入证书后会出现在这里。</p>
          </Empty>
        }
      />
    </Page>
  );
};
