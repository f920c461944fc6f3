import { useMemo, useState } from 'react';

import { scopeOf } from '../../../kernel/actor.ts';
import type { OutputOf } from '../../../kernel/endpoint.ts';
import { Button, LinkButton } from '../../../ui/action/button.tsx';
import { Day } from '../../../ui/display/time-text.tsx';
import { Page, Row } from '../../../ui/layout/page.tsx';
import type { Filter } from '../../../ui/list/address.ts';
import type { Column } from '../../../ui/list/column.ts';
import { List } from '../../../ui/list/list.tsx';
import { useList } from '../../../ui/list/use-list.ts';
import { useActor, useHasRole } from '../../../ui/session.tsx';
import { Empty, NoPermission } from '../../../ui/state/states.tsx';
import {
  type JurisdictionRow,
  listJurisdictions,
  listWithoutBureau,
} from '../jurisdiction-contract.ts';
import { JURISDICTION_STATES } from '../labels.ts';
import { PROVINCIAL_READERS, REGISTER_EDITORS, REGISTER_READERS } from '../policy.ts';
import {
  AssignDialog,
  type AssignTarget,
  EndDialog,
  type EndTarget,
} from './jurisdiction-dialogs.tsx';
import { choicesOf, useBureauChoices } from './organization-choices.ts';
import { JurisdictionTag } from './organization-tags.tsx';

const SEARCH: Filter = {
  kind: 'search',
  name: 'q',
  label: '搜索院校',
  placeholder: '院校名称、拼音或编码',
};
const STATE: Filter = {
  kind: 'select',
  name: 'state',
  label: '状态',
  options: choicesOf(JURISDICTION_STATES),
};

const COLUMNS: readonly Column<JurisdictionRow>[] = [
  {
    key: 'institution',
    label: '院校',
    main: true,
    sort: 'institutionName',
    render: (row) => row.institutionName,
  },
  { key: 'kind', label: '院校类型', render: (row) => row.institutionKindLabel },
  { key: 'area', label: '所在地', nowrap: true, render: (row) => row.areaName },
  { key: 'bureau', label: '管辖部门', sort: 'bureauName', render: (row) => row.bureauName },
  {
    key: 'from',
    label: '开始',
    sort: 'validFrom',
    nowrap: true,
    render: (row) => <Day on={row.validFrom} />,
  },
  {
    key: 'to',
    label: '结束（不含当日）',
    nowrap: true,
    render: (row) => (row.validTo === null ? '' : <Day on={row.validTo} />),
  },
  { key: 'note', label: '说明', optional: true, render: (row) => row.note },
  {
    key: 'state',
    badge: true,
    label: '状态',
    nowrap: true,
    render: (row) => <JurisdictionTag state={row.state} />,
  },
];

const Jurisdictions = () => {
  const isProvince = scopeOf(useActor()).kind === 'all';
  const mayEdit = useHasRole(...REGISTER_EDITORS);
  const bureaus = useBureauChoices();
  const filters = useMemo<readonly Filter[]>(
    () =>
      isProvince
        ? [SEARCH, { kind: 'select', name: 'bureauId', label: '管辖部门', options: bureaus }, STATE]
        : [SEARCH, STATE],
    [isProvince, bureaus],
  );
  const source = useList(listJurisdictions, { filters });
  const [assigning, setAssigning] = useState<AssignTarget | null>(null);
  const [ending, setEnding] = useState<EndTarget | null>(null);
  const columns = useMemo<readonly Column<JurisdictionRow>[]>(() => {
    if (!mayEdit) return COLUMNS;
    const actions: Column<JurisdictionRow> = {
      key: 'actions',
      label: '操作',
      render: (row) =>
        row.validTo !== null ? null : (
          <Row>
            <Button small label={`改派${row.institutionName}`} onClick={() => setAssigning(row)}>
              改派
            </Button>
            <Button
              small
              tone="quiet"
              label={`结束对${row.institutionName}的管辖`}
              onClick={() => setEnding(row)}
            >
              结束
            </Button>
          </Row>
        ),
    };
    return [...COLUMNS, actions];
  }, [mayEdit]);
  return (
    <Page
      title="管辖关系"
      lead="哪所院校由哪个市级教育行政部门初审。以本表为准，不按行政区划推算。"
      action={
        isProvince ? (
          <LinkButton to="/jurisdictions/missing">待指定管辖的院校</LinkButton>
        ) : undefined
      }
    >
      <List
        id="organizations.jurisdictions"
        caption="管辖关系"
        source={source}
        columns={columns}
        defaultSort="institutionName"
        rowKey={(row) => row.id}
        rowHref={(row) => `/organizations/${row.institutionId}`}
        empty={
          <Empty title="还没有管辖关系">
            <p>项目办在院校页面“指定管辖部门”，或用“导入”一次导入。</p>
          </Empty>
        }
      />
      <AssignDialog target={assigning} onClose={() => setAssigning(null)} />
      <EndDialog target={ending} onClose={() => setEnding(null)} />
    </Page>
  );
};

export const JurisdictionListPage = () =>
  useHasRole(...REGISTER_READERS) ? (
    <Jurisdictions />
  ) : (
    <Page title="管辖关系">
      <NoPermission>本单位由哪个部门管辖，请看“本单位信息”。</NoPermission>
    </Page>
  );

type Missing = OutputOf<typeof listWithoutBureau>['rows'][number];

const MISSING_FILTERS: readonly Filter[] = [SEARCH];

const MISSING_COLUMNS: readonly Column<Missing>[] = [
  { key: 'name', label: '院校', main: true, sort: 'name', render: (row) => row.name },
  { key: 'kind', label: '院校类型', render: (row) => row.institutionKindLabel },
  { key: 'affiliation', label: '隶属', nowrap: true, render: (row) => row.affiliationLabel },
  { key: 'area', label: '所在地', sort: 'area', nowrap: true, render: (row) => row.areaName },
];

const WithoutBureau = () => {
  const mayEdit = useHasRole(...REGISTER_EDITORS);
  const source = useList(listWithoutBureau, { filters: MISSING_FILTERS });
  const [assigning, setAssigning] = useState<AssignTarget | null>(null);
  const columns = useMemo<readonly Column<Missing>[]>(() => {
    if (!mayEdit) return MISSING_COLUMNS;
    const action: Column<Missing> = {
      key: 'action',
      label: '操作',
      render: ({ id, name }) => (
        <Button
          small
          label={`为${name}指定管辖部门`}
          onClick={() => setAssigning({ institutionId: id, institutionName: name, bureauName: '' })}
        >
          指定
        </Button>
      ),
    };
    return [...MISSING_COLUMNS, action];
  }, [mayEdit]);
  return (
    <Page
      title="待指定管辖的院校"
      trail={[{ label: '管辖关系', to: '/jurisdictions' }]}
      lead="市属、县（区）属和民办中职由市级初审；没有指定管辖部门的，不能提交申报。"
    >
      <List
        id="organizations.withoutBureau"
        caption="待指定管辖的院校"
        source={source}
        columns={columns}
        defaultSort="name"
        rowKey={(row) => row.id}
        rowHref={(row) => `/organizations/${row.id}`}
        empty={
          <Empty title="都已指定">
            <p>新登记的地方中职，或管辖结束而没有接续的院校，会出现在这里。</p>
          </Empty>
        }
      />
      <AssignDialog target={assigning} onClose={() => setAssigning(null)} />
    </Page>
  );
};

export const WithoutBureauPage = () =>
  useHasRole(...PROVINCIAL_READERS) ? (
    <WithoutBureau />
  ) : (
    <Page title="待指定管辖的院校">
      <NoPermission>管辖关系由项目办指定。</NoPermission>
    </Page>
  );
