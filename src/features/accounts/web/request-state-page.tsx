import { useState } from 'react';

import type { OutputOf } from '../../../kernel/endpoint.ts';
import { Button, LinkButton } from '../../../ui/action/button.tsx';
import { useWrite } from '../../../ui/api/use-api.ts';
import { StatusTag } from '../../../ui/display/status-tag.tsx';
import { SummaryList } from '../../../ui/display/summary-list.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { ErrorSummary, Form } from '../../../ui/form/form.tsx';
import { TextField } from '../../../ui/form/text-fields.tsx';
import { Page, Row, Section } from '../../../ui/layout/page.tsx';
import { readRequestState } from '../request-contract.ts';
import { accountRequestWorkflow } from '../request-status.ts';

type State = OutputOf<typeof readRequestState>;

const NEXT: Readonly<Record<State['status'], string>> = {
  PENDING: '正在等待核对授权书，通常两个工作日内办理。',
  APPROVED: '请向本单位管理员或项目办领取激活链接，72 小时内打开并设置密码。',
  REFUSED: '请按理由改好后重新申请。',
};

const Result = ({ state }: { readonly state: State }) => (
  <Section title="办理结果">
    <SummaryList
      items={[
        { term: '受理号', value: state.receiptNumber },
        { term: '单位', value: state.organizationName },
        { term: '提交时间', value: <Time at={state.sentAt} /> },
        {
          term: '状态',
          value: (
            <StatusTag tone={accountRequestWorkflow.states[state.status].tone}>
              {state.statusLabel}
            </StatusTag>
          ),
        },
        ...(state.decidedAt === null
          ? []
          : [{ term: '办理时间', value: <Time at={state.decidedAt} /> }]),
        ...(state.reason === null ? [] : [{ term: '理由', value: state.reason }]),
        { term: '接下来', value: NEXT[state.status] },
      ]}
    />
    {state.status === 'REFUSED' ? (
      <Row>
        <LinkButton to="/account-request">重新申请</LinkButton>
      </Row>
    ) : null}
  </Section>
);

/** What the receipt number tells; neither name nor telephone stands here. */
export const RequestStatePage = () => {
  const [receiptNumber, setReceiptNumber] = useState('');
  const read = useWrite(readRequestState);
  return (
    <Page title="查询账号申请" trail={[{ label: '申请账号', to: '/account-request' }]}>
      <Section title="查询">
        <Form
          error={read.error}
          label="查询"
          onSubmit={() => read.mutate({ body: { receiptNumber } })}
        >
          <ErrorSummary />
          <TextField
            name="receiptNumber"
            label="受理号"
            required
            width="medium"
            help="提交成功页上的编号，例如 ZH-7K2M-4XQ9-T3WD；大小写和横线随意。"
            value={receiptNumber}
            onChange={setReceiptNumber}
          />
          <Row>
            <Button type="submit" tone="primary" busy={read.isPending} busyText="正在查询">
              查询
            </Button>
          </Row>
        </Form>
      </Section>
      {read.data === undefined ? null : <Result state={read.data} />}
    </Page>
  );
};
