import type { ReactNode } from 'react';

import { Button } from '../../../ui/action/button.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { TableFrame } from '../../../ui/list/table-frame.tsx';
import { AFFILIATIONS, INSTITUTION_KINDS } from '../../organizations/labels.ts';
import { CONDITION_ANSWERS, CONDITIONS } from '../content.ts';
import { applicationWorkflow } from '../status.ts';
import { useApplication } from './application-draft.tsx';
import { plannedTotal } from './application-items.ts';
import { ApplicationPage } from './application-page.tsx';
import { gradesText, majorsText } from './application-text.ts';

const labelOf = (labels: Readonly<Record<string, string>>, key: string): string =>
  labels[key] ?? key;

interface CellProps {
  readonly label: string;
  readonly children: ReactNode;
  readonly wide?: boolean;
}

const Cell = ({ label, children, wide = false }: CellProps) => (
  <>
    <th scope="row">{label}</th>
    <td colSpan={wide ? 3 : 1}>{children}</td>
  </>
);

const InstitutionPart = () => {
  const { view, state } = useApplication();
  const { content } = state.draft;
  const { institution } = view;
  return (
    <TableFrame label="一、院校与负责人">
      <table className="application-sheet">
        <caption>一、院校与负责人</caption>
        <tbody>
          <tr>
            <Cell label="院校名称">{institution.name}</Cell>
            <Cell label="院校标识码">{institution.code}</Cell>
          </tr>
          <tr>
            <Cell label="办学类型">{labelOf(INSTITUTION_KINDS, institution.kind)}</Cell>
            <Cell label="隶属与所在地">
              {labelOf(AFFILIATIONS, institution.affiliation)} {institution.areaName}
            </Cell>
          </tr>
          <tr>
            <Cell label="牵头校领导">{content.leaderName}</Cell>
            <Cell label="职务">{content.leaderTitle}</Cell>
          </tr>
          <tr>
            <Cell label="负责部门">{content.departmentName}</Cell>
            <Cell label="部门负责人">{content.departmentHead}</Cell>
          </tr>
          <tr>
            <Cell label="专人">
              {content.officerName} {content.officerTitle}
            </Cell>
            <Cell label="办公电话">{content.officePhone}</Cell>
          </tr>
          <tr>
            <Cell label="是否首次参加">{view.isNewInstitution ? '是' : '否'}</Cell>
            <Cell label="试点工作方案">
              {view.planFile === null
                ? '未上传'
                : `已上传${view.planFile.pageCount === null ? '' : ` ${view.planFile.pageCount} 页`}`}
            </Cell>
          </tr>
        </tbody>
      </table>
    </TableFrame>
  );
};

const ConditionsPart = () => {
  const { content } = useApplication().state.draft;
  return (
    <TableFrame label="二、五项条件自查">
      <table className="application-sheet">
        <caption>二、五项条件自查</caption>
        <thead>
          <tr>
            <th scope="col" data-column="condition">
              条件
            </th>
            <th scope="col" data-column="answer">
              自查
            </th>
            <th scope="col">说明</th>
          </tr>
        </thead>
        <tbody>
          {CONDITIONS.map((condition, index) => {
            const given = content.conditions[index];
            const answer = given?.answer ?? null;
            return (
              <tr key={condition.key}>
                <th scope="row">
                  {index + 1}. {condition.label}
                </th>
                <td>{answer === null ? '' : CONDITION_ANSWERS[answer]}</td>
                <td>{given?.explanation}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </TableFrame>
  );
};

const newText = (isNew: boolean | undefined): string =>
  isNew === undefined ? '' : isNew ? '首次' : '延续';

const ItemsPart = () => {
  const { view, state, names } = useApplication();
  const { items } = state.draft.content;
  return (
    <TableFrame label="三、申报证书明细">
      <table className="application-sheet">
        <caption>三、申报证书明细</caption>
        <thead>
          <tr>
            <th scope="col">序号</th>
            <th scope="col">证书与等级</th>
            <th scope="col">培训评价组织</th>
            <th scope="col">对应专业</th>
            <th scope="col">年级</th>
            <th scope="col">人数</th>
            <th scope="col">类别</th>
            <th scope="col">站点</th>
            <th scope="col">说明与备注</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item, index) => {
            const facts = view.items.find(
              (one) => one.certificateLevelId === item.certificateLevelId,
            );
            return (
              <tr key={item.id}>
                <td>{index + 1}</td>
                <td>{names.level(item.certificateLevelId)}</td>
                <td>{facts?.evaluationOrganizationName}</td>
                <td>{majorsText(item, names)}</td>
                <td>{gradesText(item.grades)}</td>
                <td data-align="end">{item.plannedHeadcount}</td>
                <td>{newText(facts?.isNew)}</td>
                <td>{item.siteIntention ? '申请' : ''}</td>
                <td>
                  {[item.threeYearReason, item.note].filter((text) => text !== '').join('；')}
                </td>
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={5}>
              合计
            </th>
            <td data-align="end">{plannedTotal(items)}</td>
            <td colSpan={3}>共 {items.length} 项</td>
          </tr>
        </tfoot>
      </table>
    </TableFrame>
  );
};

const SealBox = ({ title }: { readonly title: string }) => (
  <div className="application-seal">
    <p>{title}</p>
    <p>（盖章）</p>
    <p>年&emsp;月&emsp;日</p>
  </div>
);

/** `/applications/:id/print`: the application as a sheet of paper, with room for the seals. */
export const ApplicationPrintPage = () => {
  const { view, state } = useApplication();
  const isSubmitted = view.receiptNumber !== null && view.submittedAt !== null;
  return (
    <ApplicationPage
      title="申报表"
      action={
        <Button icon="print" tone="primary" onClick={() => window.print()}>
          打印
        </Button>
      }
    >
      <div className="application-paper">
        <h2>1+X 证书试点申报表</h2>
        <p className="application-paper-head">
          <span>{view.round.title}</span>
          <span>
            {isSubmitted
              ? `回执号 ${view.receiptNumber ?? ''}`
              : `${applicationWorkflow.states[view.status].applicant}，此件仅供校内核对`}
          </span>
        </p>
        <InstitutionPart />
        <ConditionsPart />
        <ItemsPart />
        <p>
          承诺：所填内容和上传的材料真实、完整，已经学校同意，并对此负责。
          {state.draft.content.statementAccepted
            ? '（已在系统中作出承诺）'
            : '（尚未在系统中作出承诺）'}
        </p>
        <div className="application-seals">
          <SealBox title="学校意见" />
          {view.reviewingBureauName === null ? null : (
            <SealBox title={`${view.reviewingBureauName}初审意见`} />
          )}
          <SealBox title="省级审核意见" />
        </div>
        {isSubmitted && view.submittedAt !== null ? (
          <p className="muted">
            提交时间 <Time at={view.submittedAt} />
            （北京时间），第 {view.submissionCount} 次提交
          </p>
        ) : null}
      </div>
    </ApplicationPage>
  );
};
