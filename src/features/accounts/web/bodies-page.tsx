import { useState } from 'react';

import { ORGANIZATION_KINDS } from '../../../kernel/actor.ts';
import { Button } from '../../../ui/action/button.tsx';
import { Flag } from '../../../ui/display/status-tag.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import type { Filter } from '../../../ui/list/address.ts';
import type { Column } from '../../../ui/list/column.ts';
import { List } from '../../../ui/list/list.tsx';
import { useList } from '../../../ui/list/use-list.ts';
import { Empty } from '../../../ui/state/states.tsx';
import { listBodies } from '../people-contract.ts';
import type { BodyRow } from '../people-contract.ts';
import { HandedLinkDialog } from './handed-link.tsx';
import type { HandedLink } from './handed-link.tsx';
import { InviteDialog } from './invite-dialog.tsx';

const FILTERS: readonly Filter[] = [
  { kind: 'search', name: 'q', label: '搜索', placeholder: '单位名称、拼音或首字母' },
  {
    kind: 'select',
    name: 'kind',
    label: '单位类型',
    options: Object.entries(ORGANIZATION_KINDS).map(([value, label]) => ({ value, label })),
  },
  { kind: 'toggle', name: 'withoutAdmin', label: '只看还没有管理员的' },
];

/** The department has no administrator of its own. */
const lacksAdmin = (row: BodyRow): boolean => !row.hasAdmin && row.kind !== 'PROVINCIAL_DEPARTMENT';

const columns = (onInvite: (body: BodyRow) => void): readonly Column<BodyRow>[] => [
  { key: 'name', label: '单位', main: true, sort: 'name', render: (row) => row.name },
  { key: 'kind', label: '单位类型', sort: 'kind', nowrap: true, render: (row) => row.kindLabel },
  {
    key: 'peopleCount',
    label: '在用账号',
    sort: 'peopleCount',
    align: 'end',
    render: (row) => row.peopleCount,
  },
  {
    key: 'hasAdmin',
    label: '管理员',
    render: (row) =>
      lacksAdmin(row) ? <Flag tone="attention">还没有</Flag> : row.hasAdmin ? '有' : '由项目办管理',
  },
  {
    key: 'invite',
    label: '操作',
    render: (row) =>
      row.grantableRoles.length === 0 ? null : (
        <Button small label={`为${row.name}新增人员`} onClick={() => onInvite(row)}>
          新增人员
        </Button>
      ),
  },
];

/** Where nobody can sign in yet: what the office works through when a round opens. */
export const BodiesPage = () => {
  const source = useList(listBodies, { filters: FILTERS });
  const [body, setBody] = useState<BodyRow | undefined>();
  const [handed, setHanded] = useState<HandedLink | null>(null);
  return (
    <Page
      title="各单位账号情况"
      trail={[{ label: '人员管理', to: '/people' }]}
      lead="先为每个单位设一名管理员，此后由单位自己新增本单位人员。"
    >
      <List
        id="accounts.bodies"
        caption="单位"
        source={source}
        columns={columns(setBody)}
        rowKey={(row) => row.id}
        rowTone={(row) => (lacksAdmin(row) ? 'attention' : undefined)}
        empty={
          <Empty title="还没有单位">
            <p>请先在单位管理中导入或新增单位。</p>
          </Empty>
        }
      />
      <InviteDialog
        open={body !== undefined}
        body={body}
        onClose={() => setBody(undefined)}
        onInvited={(link) => {
          setBody(undefined);
          setHanded(link);
        }}
      />
      <HandedLinkDialog handed={handed} onClose={() => setHanded(null)} />
    </Page>
  );
};
