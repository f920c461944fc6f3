import { useEffect, useState } from 'react';
import { Navigate, useLocation } from 'react-router';

import { Button, LinkButton } from '../../../ui/action/button.tsx';
import { useRead } from '../../../ui/api/use-api.ts';
import { SummaryList } from '../../../ui/display/summary-list.tsx';
import { Time } from '../../../ui/display/time-text.tsx';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { Section } from '../../../ui/layout/page.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { type ApplicationView, submissionContent } from '../contract.ts';
import type { ApplicationStatus } from '../status.ts';
import { useApplication } from './application-draft.tsx';
import { hashText } from './hash-text.ts';
import { plannedTotal } from './application-items.ts';
import { ApplicationPage } from './application-page.tsx';
import { homePath } from './application-paths.ts';

/** Only right after submitting, and not again when the page is reloaded or opened from elsewhere. */
const useJustSubmitted = (): boolean => {
  const { reload } = useApplication();
  const { state } = useLocation();
  const [isFresh] = useState(
    () =>
      typeof state === 'object' &&
      state !== null &&
      'submitted' in state &&
      state.submitted === true,
  );
  useEffect(() => {
    if (!isFresh) return;
    history.replaceState({ ...history.state, usr: null }, '');
    reload();
  }, [isFresh, reload]);
  return isFresh;
};

const ReceiptFacts = ({ view }: { readonly view: ApplicationView }) => {
  const read = useRead(submissionContent, {
    params: { applicationId: view.id, number: view.submissionCount },
  });
  return (
    <QueryState of={read} what="回执">
      {(submission) => (
        <SummaryList
          items={[
            {
              term: '回执号',
              value: <strong className="application-receipt-number">{view.receiptNumber}</strong>,
            },
            { term: '院校', value: `${view.institution.name}（${view.institution.code}）` },
            { term: '申报轮次', value: view.round.title },
            {
              term: '提交时间',
              value: (
                <>
                  <Time at={submission.submittedAt} />
                  （北京时间）
                </>
              ),
            },
            { term: '提交次数', value: `第 ${submission.number} 次` },
            {
              term: '申报内容',
              value: `${submission.content.items.length} 项证书，计划 ${plannedTotal(submission.content.items)} 人`,
            },
            {
              term: '接收单位',
              value: view.reviewingBureauName ?? '省级直接审核',
            },
            {
              term: '内容校验码',
              value: <code className="application-hash">{hashText(submission.contentHash)}</code>,
            },
          ]}
        />
      )}
    </QueryState>
  );
};

const SUPERSEDED: Readonly<Partial<Record<ApplicationStatus, string>>> = {
  DRAFT: '申报已撤回并重新填报，还没有重新提交',
  WITHDRAWN: '申报已撤回',
  RETURNED: '申报已退回修改，还没有重新提交',
  LAPSED: '申报已逾期关闭',
};

/** A receipt proves one submission; what became of it since must stand beside it. */
const Superseded = ({ status }: { readonly status: ApplicationStatus }) => {
  const what = SUPERSEDED[status];
  return what === undefined ? null : (
    <Banner tone="attention" title={`这是上一次提交的回执，${what}`} />
  );
};

/** `/applications/:id/receipt`: the proof of submission, made to be printed. */
export const ReceiptPage = () => {
  const { view } = useApplication();
  const isFresh = useJustSubmitted();
  if (view.receiptNumber === null) return <Navigate to={homePath(view.id)} replace />;
  return (
    <ApplicationPage
      title="提交回执"
      action={
        <>
          <Button icon="print" onClick={() => window.print()}>
            打印回执
          </Button>
          <LinkButton to={homePath(view.id)}>查看申报</LinkButton>
        </>
      }
    >
      {isFresh ? (
        <Banner tone="success" title={`已提交，回执号 ${view.receiptNumber}`}>
          <p>请打印或记下回执号。审核进度在“试点申报”中查看，退回修改时会提醒您。</p>
        </Banner>
      ) : null}
      <Superseded status={view.status} />
      <div className="application-receipt">
        <Section title="1+X 证书试点申报提交回执" id="receipt">
          <ReceiptFacts view={view} />
          <p className="muted">
            本回执表明系统已于上述时间收到申报，不代表审核通过。内容校验码由提交的全部内容和方案文件算出，内容有任何变动都会不同。
          </p>
        </Section>
      </div>
    </ApplicationPage>
  );
};
