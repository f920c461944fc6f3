import { useState } from 'react';
import { useParams } from 'react-router';

import { ORGANIZATION_KINDS, scopeOf } from '../../../kernel/actor.ts';
import { Button, LinkButton } from '../../../ui/action/button.tsx';
import { Menu } from '../../../ui/action/menu.tsx';
import { useRead } from '../../../ui/api/use-api.ts';
import { Flag } from '../../../ui/display/status-tag.tsx';
import { SummaryList } from '../../../ui/display/summary-list.tsx';
import { Day } from '../../../ui/display/time-text.tsx';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { Page, Row, Section } from '../../../ui/layout/page.tsx';
import type { Column } from '../../../ui/list/column.ts';
import { DataTable } from '../../../ui/list/data-table.tsx';
import { useActor } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { getOrganization, getOwnOrganization, type OrganizationDetail } from '../contract.ts';
import { AFFILIATIONS, INSTITUTION_KINDS, REVIEW_ROUTES } from '../labels.ts';
import {
  AssignDialog,
  type AssignTarget,
  EndDialog,
  type EndTarget,
} from './jurisdiction-dialogs.tsx';
import { InstitutionMajors } from './institution-majors.tsx';
import { OrganizationHistory } from './organization-history.tsx';
import { JurisdictionTag, OrganizationTag } from './organization-tags.tsx';
import { StatusDialog } from './status-dialog.tsx';

interface PartProps {
  readonly organization: OrganizationDetail;
}

const Facts = ({ organization }: PartProps) => {
  const { institution } = organization;
  const ofInstitution =
    institution === null
      ? []
      : [
          { term: '院校类型', value: INSTITUTION_KINDS[institution.institutionKind] },
          { term: '隶属关系', value: AFFILIATIONS[institution.affiliation] },
          { term: '审核路线', value: REVIEW_ROUTES[institution.reviewRoute] },
          { term: '院校标识码', value: institution.institutionCode },
          { term: '办学性质', value: institution.ownership },
          { term: '地址', value: institution.address },
        ];
  return (
    <Section title="基本信息">
      <SummaryList
        items={[
          { term: '单位类型', value: ORGANIZATION_KINDS[organization.kind] },
          { term: '单位编码', value: organization.code },
          { term: '简称', value: organization.shortName },
          { term: '曾用名', value: organization.formerNames.join('；') || '无' },
          { term: '所在地', value: organization.areaName },
          { term: '统一社会信用代码', value: organization.creditCode },
          ...ofInstitution,
          { term: '信息来源', value: organization.source },
          { term: '可信度', value: organization.trust },
        ]}
      />
    </Section>
  );
};

type Period = OrganizationDetail['jurisdictions'][number];

const PERIOD_COLUMNS: readonly Column<Period>[] = [
  { key: 'bureau', label: '管辖部门', main: true, render: (row) => row.bureauName },
  { key: 'from', label: '开始', nowrap: true, render: (row) => <Day on={row.validFrom} /> },
  {
    key: 'to',
    label: '结束（不含当日）',
    nowrap: true,
    render: (row) => (row.validTo === null ? '' : <Day on={row.validTo} />),
  },
  { key: 'note', label: '说明', render: (row) => row.note },
  {
    key: 'state',
    badge: true,
    label: '状态',
    nowrap: true,
    render: (row) => <JurisdictionTag state={row.state} />,
  },
];

const Jurisdictions = ({ organization }: PartProps) => {
  const [assigning, setAssigning] = useState<AssignTarget | null>(null);
  const [ending, setEnding] = useState<EndTarget | null>(null);
  const { id, name, jurisdictions, institution, mayEdit } = organization;
  const open = jurisdictions.find(({ validTo }) => validTo === null);
  const isCity = institution?.reviewRoute === 'CITY';
  const start = () =>
    setAssigning({ institutionId: id, institutionName: name, bureauName: open?.bureauName ?? '' });
  const action = mayEdit ? (
    <Row>
      <Button small onClick={start}>
        {open === undefined ? '指定管辖部门' : '改派'}
      </Button>
      {open === undefined ? null : (
        <Button small tone="quiet" onClick={() => setEnding({ ...open, institutionName: name })}>
          结束管辖
        </Button>
      )}
    </Row>
  ) : undefined;
  return (
    <Section
      title="管辖"
      note={isCity ? '由管辖部门初审后报省级审核。' : '由省级直接审核，管辖关系不影响审核。'}
      {...(action === undefined ? {} : { action })}
    >
      {isCity && open === undefined ? (
        <Banner tone="attention" title="还没有指定管辖部门">
          应由市级初审的院校，指定管辖部门后才能提交申报。
        </Banner>
      ) : null}
      <DataTable
        caption="管辖沿革"
        columns={PERIOD_COLUMNS}
        rows={jurisdictions}
        rowKey={(row) => row.id}
        empty={<Empty title="没有管辖记录" />}
      />
      <AssignDialog target={assigning} onClose={() => setAssigning(null)} />
      <EndDialog target={ending} onClose={() => setEnding(null)} />
    </Section>
  );
};

const RelatedLinks = ({ organization }: PartProps) => {
  const isProvince = scopeOf(useActor()).kind === 'all';
  if (organization.kind === 'CITY_BUREAU') {
    const to = isProvince ? `/organizations?bureauId=${organization.id}` : '/organizations';
    return (
      <Section title="管辖的院校">
        <LinkButton to={to}>查看 {organization.institutionCount} 所院校</LinkButton>
      </Section>
    );
  }
  if (organization.kind !== 'EVALUATION_ORGANIZATION') return null;
  return (
    <Section title="证书">
      <LinkButton to={`/catalog?evaluationOrganizationId=${organization.id}`}>
        查看该组织的证书
      </LinkButton>
    </Section>
  );
};

const EditActions = ({ organization }: PartProps) => {
  const [isAsking, setAsking] = useState(false);
  const isActive = organization.status === 'ACTIVE';
  const actions = [
    {
      key: 'status',
      label: isActive ? '停用' : '恢复',
      danger: isActive,
      onAction: () => setAsking(true),
    },
  ];
  return (
    <Row>
      <LinkButton to={`/organizations/${organization.id}/edit`} tone="primary">
        修改信息
      </LinkButton>
      {organization.kind === 'PROJECT_OFFICE' ? null : <Menu label="更多操作" actions={actions} />}
      <StatusDialog open={isAsking} organization={organization} onClose={() => setAsking(false)} />
    </Row>
  );
};

interface ViewProps extends PartProps {
  /** Reached by one's own menu item: no way up to a register that one may not read. */
  readonly isOwn: boolean;
}

const OrganizationView = ({ organization, isOwn }: ViewProps) => (
  <Page
    title={isOwn ? '本单位信息' : organization.name}
    tag={<OrganizationTag status={organization.status} />}
    {...(isOwn ? { lead: `${organization.name}。信息有误请联系项目办更正。` } : {})}
    {...(isOwn ? {} : { trail: [{ label: '单位目录', to: '/organizations' }] })}
    {...(organization.trust === '低'
      ? { flags: <Flag tone="attention">来源可信度低，请核对</Flag> }
      : {})}
    {...(organization.mayEdit ? { action: <EditActions organization={organization} /> } : {})}
  >
    <Facts organization={organization} />
    {organization.kind === 'INSTITUTION' ? <Jurisdictions organization={organization} /> : null}
    {organization.kind === 'INSTITUTION' && !isOwn ? (
      <InstitutionMajors institutionId={organization.id} />
    ) : null}
    <RelatedLinks organization={organization} />
    <OrganizationHistory id={organization.id} />
  </Page>
);

export const OrganizationPage = () => {
  const { id = '' } = useParams();
  const read = useRead(getOrganization, { params: { id } });
  return (
    <QueryState of={read} what="单位">
      {(organization) => <OrganizationView organization={organization} isOwn={false} />}
    </QueryState>
  );
};

export const OwnOrganizationPage = () => {
  const read = useRead(getOwnOrganization, {});
  return (
    <QueryState of={read} what="本单位信息">
      {(organization) => <OrganizationView organization={organization} isOwn />}
    </QueryState>
  );
};
