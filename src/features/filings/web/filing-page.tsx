import { useState } from 'react';
import { useParams } from 'react-router';

import { addDaysToDate } from '../../../kernel/time.ts';
import { Button } from '../../../ui/action/button.tsx';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { History } from '../../../ui/display/history.tsx';
import { SummaryList } from '../../../ui/display/summary-list.tsx';
import { Day } from '../../../ui/display/time-text.tsx';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { ErrorSummary, Form } from '../../../ui/form/form.tsx';
import { TextArea } from '../../../ui/form/text-fields.tsx';
import { Page, Row, Section } from '../../../ui/layout/page.tsx';
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

const CancelForm = ({ filing, onClose }: FilingProps & { readonly onClose: () => void }) => {
  const [reason, setReason] = useState('');
  const write = useWrite(cancelFilingEndpoint, {
    invalidates: ['filings'],
    onSuccess: () => {
      onClose();
      showToast('备案已取消，下一版名单会标为移出');
    },
  });
  return (
    <Form
      error={write.error}
      label="取消备案"
      onSubmit={() =>
        write.mutate({
          params: { filingId: filing.id },
          body: { version: filing.version, reason },
        })
      }
    >
      <ErrorSummary />
      <p>
        {filing.institutionName}的{filing.certificateName}（{levelLabel(filing.level)}
        ）将不再备案，不能恢复。已公布的名单不变，下一版标为移出。
      </p>
      <TextArea
        name="reason"
        label="取消原因"
        required
        rows={3}
        max={500}
        value={reason}
        onChange={setReason}
      />
      <Row>
        <Button onClick={onClose}>不，返回</Button>
        <Button type="submit" tone="danger" busy={write.isPending} busyText="正在取消">
          取消这项备案
        </Button>
      </Row>
    </Form>
  );
};

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

const FilingHistory = ({ filing }: FilingProps) => {
  const read = useRead(filingHistory, { params: { filingId: filing.id } });
  return (
    <Section title="办理记录">
      <QueryState
        of={read}
        what="办理记录"
        empty={{
          when: ({ rows }) => rows.length === 0,
          show: (
            <Empty title="备案之后没有变动">
              <p>取消或到期会记在这里。</p>
            </Empty>
          ),
        }}
      >
        {({ rows }) => (
          <History
            events={rows.toReversed().map((row) => ({
              id: row.id,
              at: row.occurredAt,
              actor: row.who,
              title: actionLabel(row.action),
              ...(row.reason === null ? {} : { detail: `原因：${row.reason}` }),
            }))}
          />
        )}
      </QueryState>
    </Section>
  );
};

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
      <Dialog title="取消备案？" open={isCancelling} onClose={() => setCancelling(false)}>
        <CancelForm filing={filing} onClose={() => setCancelling(false)} />
      </Dialog>
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
