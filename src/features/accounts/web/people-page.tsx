import { useState } from 'react';

import { ORGANIZATION_KINDS, ROLES, ROLES_OF_KIND } from '../../../kernel/actor.ts';
import type { Actor, OrganizationKind } from '../../../kernel/actor.ts';
import { Button, LinkButton } from '../../../ui/action/button.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { Page, Row } from '../../../ui/layout/page.tsx';
import type { Filter } from '../../../ui/list/address.ts';
import type { Column } from '../../../ui/list/column.ts';
import { List } from '../../../ui/list/list.tsx';
import { useList } from '../../../ui/list/use-list.ts';
import { useActor, useHasRole } from '../../../ui/session.tsx';
import { Empty, NoPermission } from '../../../ui/state/states.tsx';
import { listPeople } from '../people-contract.ts';
import type { PersonRow } from '../people-contract.ts';
import { managesAll } from '../rules.ts';
import { PEOPLE_ADMINS } from '../status.ts';
import { HandedLinkDialog } from './handed-link.tsx';
import type { HandedLink } from './handed-link.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { LINK_OPTIONS, STATUS_OPTIONS } from './labels.ts';
import { PersonFlags, PersonStatus } from './person-tags.tsx';

const optionsOf = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

const SEARCH = { kind: 'search', name: 'q', label: '搜索' } as const;
const STATUS = { kind: 'select', name: 'status', label: '状态', options: STATUS_OPTIONS } as const;
const LINK = { kind: 'select', name: 'link', label: '激活链接', options: LINK_OPTIONS } as const;

const ALL_FILTERS: readonly Filter[] = [
  { ...SEARCH, placeholder: '姓名、登录名或单位' },
  {
    kind: 'select',
    name: 'organizationKind',
    label: '单位类型',
    options: optionsOf(ORGANIZATION_KINDS),
  },
  { kind: 'select', name: 'role', label: '角色', options: optionsOf(ROLES) },
  STATUS,
  LINK,
];

const ownFilters = (kind: OrganizationKind): readonly Filter[] => [
  { ...SEARCH, placeholder: '姓名或登录名' },
  {
    kind: 'select',
    name: 'role',
    label: '角色',
    options: ROLES_OF_KIND[kind].map((role) => ({ value: role, label: ROLES[role] })),
  },
  STATUS,
  LINK,
];

/** One constant list of filters for each kind of body. */
const FILTERS_OF_KIND = Object.fromEntries(
  (Object.keys(ORGANIZATION_KINDS) as OrganizationKind[]).map((kind) => [kind, ownFilters(kind)]),
) as Record<OrganizationKind, readonly Filter[]>;

const filtersFor = (actor: Actor): readonly Filter[] =>
  managesAll(actor) ? ALL_FILTERS : FILTERS_OF_KIND[actor.organizationKind];

const NAME: Column<PersonRow> = {
  key: 'name',
  label: '姓名',
  main: true,
  sort: 'name',
  render: (row) => row.name,
};

const ORGANIZATION: Column<PersonRow> = {
  key: 'organizationName',
  label: '单位',
  sort: 'organizationName',
  render: (row) => row.organizationName,
};

const REST: readonly Column<PersonRow>[] = [
  {
    key: 'loginName',
    label: '登录名',
    sort: 'loginName',
    nowrap: true,
    render: (row) => row.loginName,
  },
  { key: 'roles', label: '角色', render: (row) => row.roleLabels },
  {
    key: 'status',
    badge: true,
    label: '状态',
    sort: 'status',
    render: (row) => (
      <>
        <PersonStatus row={row} /> <PersonFlags row={row} />
      </>
    ),
  },
  {
    key: 'lastSignInAt',
    label: '最近登录',
    sort: 'lastSignInAt',
    nowrap: true,
    render: (row) => (row.lastSignInAt === null ? '从未' : <Time at={row.lastSignInAt} />),
  },
  {
    key: 'createdAt',
    label: '创建时间',
    sort: 'createdAt',
    nowrap: true,
    optional: true,
    render: (row) => <Time at={row.createdAt} dateOnly />,
  },
];

const ALL_COLUMNS: readonly Column<PersonRow>[] = [NAME, ORGANIZATION, ...REST];
const OWN_COLUMNS: readonly Column<PersonRow>[] = [NAME, ...REST];

const NotYours = () => (
  <Page title="人员管理">
    <NoPermission>人员由本单位管理员管理；需要新增或变更人员，请联系他们。</NoPermission>
  </Page>
);

export const PeoplePage = () => (useHasRole(...PEOPLE_ADMINS) ? <People /> : <NotYours />);

const People = () => {
  const actor = useActor();
  const isAll = managesAll(actor);
  const source = useList(listPeople, { filters: filtersFor(actor) });
  const [isInviting, setInviting] = useState(false);
  const [handed, setHanded] = useState<HandedLink | null>(null);
  return (
    <Page
      title="人员管理"
      lead={isAll ? '全省各单位的账号。' : `${actor.organizationName}的账号。`}
      action={
        <Row>
          {isAll ? <LinkButton to="/people/organizations">各单位账号情况</LinkButton> : null}
          <Button tone="primary" onClick={() => setInviting(true)}>
            新增人员
          </Button>
        </Row>
      }
    >
      <List
        id={isAll ? 'accounts.people.all' : 'accounts.people.own'}
        caption="人员"
        source={source}
        columns={isAll ? ALL_COLUMNS : OWN_COLUMNS}
        rowKey={(row) => row.id}
        rowHref={(row) => `/people/${row.id}`}
        rowTone={(row) => (row.link === 'EXPIRED' ? 'attention' : undefined)}
        empty={
          <Empty title="还没有人员">
            <p>点“新增人员”，把生成的一次性链接交给本人，本人设置密码后即可登录。</p>
          </Empty>
        }
      />
      <InviteDialog
        open={isInviting}
        onClose={() => setInviting(false)}
        onInvited={(link) => {
          setInviting(false);
          setHanded(link);
        }}
      />
      <HandedLinkDialog handed={handed} onClose={() => setHanded(null)} />
    </Page>
  );
};
