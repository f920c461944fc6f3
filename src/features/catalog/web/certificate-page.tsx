import { useState } from 'react';
import { Link, useParams } from 'react-router';

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
import { useHasRole } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { type CertificateDetail, getCertificate, type MajorHint } from '../contract.ts';
import { CATALOG_OBSERVERS } from '../policy.ts';
import { NOT_YET_CHOSEN } from '../levels.ts';
import { certificateExit, type CertificateVerb, isOpenForApplication } from '../status.ts';
import { CertificateAnswers } from './certificate-answers.tsx';
import { CertificateHistory } from './certificate-history.tsx';
import { CertificateTag, TrustFlag } from './certificate-tags.tsx';
import { ExitDialog } from './exit-dialog.tsx';
import { LevelSection } from './level-section.tsx';
import { MajorsDialog } from './majors-dialog.tsx';

interface PartProps {
  readonly certificate: CertificateDetail;
}

const Standard = ({ certificate }: PartProps) => {
  const { standardCode, standardUrl } = certificate;
  if (standardUrl === '') return <>{standardCode}</>;
  return (
    <a href={standardUrl} rel="noreferrer" target="_blank">
      {standardCode === '' ? '查看标准' : standardCode}
      <span className="hidden">（在新窗口打开）</span>
    </a>
  );
};

const Facts = ({ certificate }: PartProps) => {
  const mayOpenOrganization = useHasRole(...CATALOG_OBSERVERS);
  const { evaluationOrganizationName: owner, evaluationOrganizationId: ownerId } = certificate;
  const hasStandard = certificate.standardCode !== '' || certificate.standardUrl !== '';
  return (
    <Section title="基本信息">
      <SummaryList
        items={[
          { term: '全称', value: certificate.name },
          { term: '编码', value: certificate.code },
          {
            term: '培训评价组织',
            value: mayOpenOrganization ? (
              <Link to={`/organizations/${ownerId}`}>{owner}</Link>
            ) : (
              owner
            ),
          },
          { term: '批次', value: certificate.batchLabel },
          { term: '批次依据', value: certificate.batchBasis },
          {
            term: '职业技能等级标准',
            value: hasStandard ? <Standard certificate={certificate} /> : '',
          },
          { term: '领域', value: certificate.sector },
          { term: '来源', value: certificate.source },
          { term: '可信度', value: <TrustFlag trust={certificate.trust} /> },
          ...(certificate.note === '' ? [] : [{ term: '备注', value: certificate.note }]),
        ]}
      />
    </Section>
  );
};

const MAJOR_COLUMNS: readonly Column<MajorHint>[] = [
  { key: 'name', label: '专业', main: true, render: (row) => row.majorName },
  { key: 'code', label: '专业代码', nowrap: true, render: (row) => row.majorCode },
  { key: 'level', label: '层次', nowrap: true, render: (row) => row.educationLevel },
  { key: 'source', label: '来源', render: (row) => row.source },
  { key: 'trust', label: '可信度', nowrap: true, render: (row) => <TrustFlag trust={row.trust} /> },
];

const Majors = ({ certificate }: PartProps) => {
  const [isEditing, setEditing] = useState(false);
  return (
    <Section
      title="适用专业"
      note="仅供选择专业时参考，不限制申报。"
      {...(certificate.mayEdit
        ? {
            action: (
              <Button small onClick={() => setEditing(true)}>
                修改
              </Button>
            ),
          }
        : {})}
    >
      <DataTable
        caption="适用专业"
        columns={MAJOR_COLUMNS}
        rows={certificate.majors}
        rowKey={(row) => row.majorCode}
        empty={
          <Empty title="没有公开的适用专业">
            <p>可在职业技能等级标准中查看。</p>
          </Empty>
        }
      />
      <MajorsDialog open={isEditing} certificate={certificate} onClose={() => setEditing(false)} />
    </Section>
  );
};

const ExitNotice = ({ certificate }: PartProps) => {
  const { status, statusReason, statusOn } = certificate;
  if (status === 'ACTIVE') return null;
  return (
    <Banner tone="attention" title={certificateExit.states[status].applicant}>
      {statusOn === null ? null : (
        <>
          自<Day on={statusOn} />
          起。
        </>
      )}
      {statusReason === '' ? '' : `原因：${statusReason}。`}已备案的试点和已发的证书不受影响。
    </Banner>
  );
};

const labelOf = (verb: CertificateVerb): string =>
  certificateExit.transitions.find((row) => row.verb === verb)?.label ?? verb;

const EditActions = ({ certificate }: PartProps) => {
  const [verb, setVerb] = useState<CertificateVerb | null>(null);
  const actions = certificate.permittedActions.map((one) => ({
    key: one,
    label: labelOf(one),
    danger: one !== 'restore',
    onAction: () => setVerb(one),
  }));
  return (
    <Row>
      <LinkButton to={`/catalog/${certificate.id}/edit`} tone="primary">
        修改信息
      </LinkButton>
      {actions.length === 0 ? null : <Menu label="退出目录" actions={actions} />}
      <ExitDialog verb={verb} certificate={certificate} onClose={() => setVerb(null)} />
    </Row>
  );
};

const CertificateView = ({ certificate }: PartProps) => {
  const isObserver = useHasRole(...CATALOG_OBSERVERS);
  return (
    <Page
      title={certificate.shortName}
      trail={[{ label: '证书目录', to: '/catalog' }]}
      tag={<CertificateTag status={certificate.status} />}
      {...(isOpenForApplication(certificate.status) && certificate.levels.length === 0
        ? { flags: <Flag tone="attention">{NOT_YET_CHOSEN}</Flag> }
        : {})}
      {...(certificate.mayEdit ? { action: <EditActions certificate={certificate} /> } : {})}
    >
      <ExitNotice certificate={certificate} />
      <Facts certificate={certificate} />
      <LevelSection certificate={certificate} />
      <Majors certificate={certificate} />
      <CertificateAnswers certificateId={certificate.id} />
      {isObserver ? <CertificateHistory id={certificate.id} /> : null}
    </Page>
  );
};

export const CertificatePage = () => {
  const { id = '' } = useParams();
  const read = useRead(getCertificate, { params: { id } });
  return (
    <QueryState of={read} what="证书">
      {(certificate) => <CertificateView certificate={certificate} />}
    </QueryState>
  );
};
