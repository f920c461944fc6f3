import { ORGANIZATION_KINDS } from '../../../kernel/actor.ts';
import { Button } from '../../../ui/action/button.tsx';
import { useWrite } from '../../../ui/api/use-api.ts';
import { Flag } from '../../../ui/display/status-tag.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import type { Filter } from '../../../ui/list/address.ts';
import type { Column } from '../../../ui/list/column.ts';
import { List } from '../../../ui/list/list.tsx';
import { useList } from '../../../ui/list/use-list.ts';
import { useHasRole } from '../../../ui/session.tsx';
import { Empty, NoPermission } from '../../../ui/state/states.tsx';
import { type DeadRow, listDeadContacts, nudgeOrganizations } from '../contract.ts';
import { DEAD_GROUPS, DUTIES, keysOf } from '../labels.ts';
import { DIRECTORY_READERS, FOLLOWERS } from '../policy.ts';
import { optionsOf } from './contact-words.tsx';

const FILTERS: readonly Filter[] = [
  { kind: 'search', name: 'q', label: '搜索', placeholder: '姓名或单位，可用拼音' },
  { kind: 'select', name: 'group', label: '情况', options: optionsOf(DEAD_GROUPS) },
  { kind: 'select', name: 'duty', label: '职责', options: optionsOf(DUTIES) },
  {
    kind: 'select',
    name: 'organizationKind',
    label: '单位类型',
    options: optionsOf(ORGANIZATION_KINDS),
  },
];

const COLUMNS: readonly Column<DeadRow>[] = [
  {
    key: 'organization',
    label: '单位',
    main: true,
    sort: 'organizationName',
    render: (row) => row.organizationName,
  },
  { key: 'kind', label: '单位类型', render: (row) => row.organizationKindLabel },
  { key: 'duty', label: '职责', nowrap: true, render: (row) => row.dutyLabel },
  { key: 'name', label: '姓名', nowrap: true, render: (row) => row.name },
  {
    key: 'group',
    label: '情况',
    nowrap: true,
    render: (row) => (
      <Flag tone="attention">{row.reportLabel === '' ? row.groupLabel : row.reportLabel}</Flag>
    ),
  },
  {
    key: 'since',
    label: '何时起',
    sort: 'since',
    nowrap: true,
    render: (row) => (row.since === null ? '' : <Time at={row.since} dateOnly />),
  },
];

const Dead = () => {
  const source = useList(listDeadContacts, { filters: FILTERS });
  const mayFollow = useHasRole(...FOLLOWERS);
  const nudge = useWrite(nudgeOrganizations, {
    onSuccess: ({ told }) => showToast(`已提醒 ${told} 个单位，同一天只提醒一次`),
  });
  return (
    <Page
      title="失效联系人"
      trail={[{ label: '通讯录', to: '/contacts/directory' }]}
      lead="没有登记、从未确认、逾期未确认、联系不上、离任无人接替的。勾选后可以提醒单位更新。"
    >
      {nudge.error === null ? null : (
        <Banner tone="danger" title="没有提醒">
          {nudge.error.text}
        </Banner>
      )}
      <List
        id="contacts.dead"
        caption="失效联系人"
        source={source}
        columns={COLUMNS}
        defaultSort="organizationName"
        rowKey={(row) => row.key}
        rowHref={(row) => `/contacts/organizations/${row.organizationId}`}
        groups={{
          name: 'group',
          of: (data) => [
            { value: '', label: '全部' },
            ...keysOf(DEAD_GROUPS).map((group) => ({
              value: group,
              label: DEAD_GROUPS[group],
              count: data?.counts[group],
            })),
          ],
        }}
        {...(mayFollow
          ? {
              bulk: {
                actions: (rows: readonly DeadRow[], clear: () => void) => (
                  <Button
                    tone="primary"
                    busy={nudge.isPending}
                    onClick={() =>
                      nudge.mutate(
                        {
                          body: {
                            organizationIds: [...new Set(rows.map((row) => row.organizationId))],
                          },
                        },
                        { onSuccess: clear },
                      )
                    }
                  >
                    提醒单位更新
                  </Button>
                ),
              },
            }
          : {})}
        empty={
          <Empty title="没有失效的联系人">
            <p>各单位的联系人都在有效期内确认过。</p>
          </Empty>
        }
      />
    </Page>
  );
};

export const DeadContactsPage = () =>
  useHasRole(...DIRECTORY_READERS) ? (
    <Dead />
  ) : (
    <Page title="失效联系人">
      <NoPermission>供项目办、省教育厅和市级教育局使用。</NoPermission>
    </Page>
  );
