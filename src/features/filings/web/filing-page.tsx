import { useState } from 'react';
import { useParams } from 'react-router';

import { addDaysToDate } from '../../../kernel/time.ts';
import { Button } from '../../../ui/action/button.tsx';
import { useRead } from '../../../ui/api/use-api.ts';
import { deedEvent, HistorySection } from '../../../ui/display/history-section.tsx';
import { SummaryList } from '../../../ui/display/summary-list.tsx';
import { Day } from '../../../ui/display/time-text.tsx';
import { ReasonDialog } from '../../../ui/feedback/reason-dialog.tsx';
import { Page, Section } from '../../../ui/layout/page.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { kindLabel } from '../../rounds/status.ts';
import {
  cancelFilingEndpoint,
  type FilingDetail,
  filingHistory,
  getFilingEndpoint,
} from '../contract.ts';
import { levelLabel } from '../status.ts';
import { actionLabel, FilingTag } from './filing-words.tsx';

interface FilingProps {
  readonly filing: FilingDetail;
}

interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

const CancelDialog = ({ filing, open, onClose }: FilingProps & DialogProps) => (
  <ReasonDialog
    title="取消备案？"
    open={open}
    onClose={onClose}
    endpoint={cancelFilingEndpoint}
    input={(reason) => ({
      params: { filingId: filing.id },
      body: { version: filing.version, reason },
    })}
    invalidates={['filings']}
    done="备案已取消，下一版名单会标为移出"
    confirmLabel="取消这项备案"
    busyText="正在取消"
    danger
    label="取消原因"
  >
    <p>
      {filing.institutionName}的{filing.certificateName}（{levelLabel(filing.level)}
      ）将不再备案，不能恢复。已公布的名单不变，下一版标为移出。
    </p>
  </ReasonDialog>
);

const Facts = ({ filing }: FilingProps) => (
  <Section title="备案内容">
    <SummaryList
      items={[
        { term: '院校', value: filing.institutionName },
        { term: '院校类型', value: kindLabel(filing.institutionKind) },
        { term: '所在地', value: filing.areaName },
        { term: '证书（等级）', value: `${filing.certificateName}（${levelLabel(filing.level)}）` },
        { term: '培训评价组织', value: filing.evaluationOrganizationName },
        { term: '专业', value: filing.majorNames.join('、') },
        { term: '试点人数', value: `${filing.headcount} 人` },
        { term: '首次备案', value: filing.isNew ? '是' : '否' },
        { term: '轮次', value: filing.roundTitle },
        {
          term: '有效期',
          value: (
            <>
              <Day on={filing.validFrom} /> 至 <Day on={addDaysToDate(filing.validTo, -1)} />
            </>
          ),
        },
        ...(filing.cancelReason === null ? [] : [{ term: '取消原因', value: filing.cancelReason }]),
      ]}
    />
  </Section>
);

const FilingHistory = ({ filing }: FilingProps) => (
  <HistorySection
    read={useRead(filingHistory, { params: { filingId: filing.id } })}
    eventOf={(row) =>
      deedEvent(row, actionLabel(row.action), row.reason === null ? null : `原因：${row.reason}`)
    }
    empty={
      <Empty title="备案之后没有变动">
        <p>取消或到期会记在这里。</p>
      </Empty>
    }
  />
);

const FilingView = ({ filing }: FilingProps) => {
  const [isCancelling, setCancelling] = useState(false);
  const mayCancel = filing.permittedActions.includes('cancel');
  return (
    <Page
      title={filing.filingNumber}
      trail={[{ label: '备案查询', to: '/filings' }]}
      tag={<FilingTag status={filing.status} />}
      {...(mayCancel
        ? {
            action: (
              <Button tone="danger" onClick={() => setCancelling(true)}>
                取消备案
              </Button>
            ),
          }
        : {})}
    >
      <Facts filing={filing} />
      <FilingHistory filing={filing} />
      <CancelDialog filing={filing} open={isCancelling} onClose={() => setCancelling(false)} />
    </Page>
  );
};

/** `/desk/filings/:filingId`. */
export const FilingPage = () => {
  const { filingId = '' } = useParams();
  const read = useRead(getFilingEndpoint, { params: { filingId } });
  return (
    <QueryState of={read} what="备案">
      {(filing) => <FilingView filing={filing} />}
    </QueryState>
  );
};
