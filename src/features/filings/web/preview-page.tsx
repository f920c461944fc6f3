import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';

import { errorFinding, type Finding } from '../../../kernel/finding.ts';
import { Button, LinkButton } from '../../../ui/action/button.tsx';
import { useRead, useWrite } from '../../../ui/api/use-api.ts';
import { Stat, Stats } from '../../../ui/display/stat.tsx';
import { SummaryList } from '../../../ui/display/summary-list.tsx';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { ErrorSummary, Form } from '../../../ui/form/form.tsx';
import { NumberField, TextArea } from '../../../ui/form/text-fields.tsx';
import { Page, Row, Section } from '../../../ui/layout/page.tsx';
import type { Filter } from '../../../ui/list/address.ts';
import { List } from '../../../ui/list/list.tsx';
import { useList } from '../../../ui/list/use-list.ts';
import { useHasRole } from '../../../ui/session.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import {
  confirmEditionEndpoint,
  type EditionPreview,
  previewEdition,
  previewRows,
} from '../edition-contract.ts';
import { CONFIRMERS } from '../policy.ts';
import { editionPath } from './edition-words.tsx';
import { CHANGE_FILTER, ROW_COLUMNS, SEARCH } from './row-columns.tsx';

const FILTERS: readonly Filter[] = [SEARCH, CHANGE_FILTER];

/** The rows that are not stored yet have one order only. */
const COLUMNS = ROW_COLUMNS.map(({ sort: _sort, ...column }) => column);

interface PreviewProps {
  readonly preview: EditionPreview;
}

const Figures = ({ preview }: PreviewProps) => (
  <Stats>
    <Stat figure={preview.rowCount} label="本版条数" />
    <Stat figure={preview.addedCount} label="新增" />
    <Stat figure={preview.changedCount} label="变更" />
    <Stat
      figure={preview.removedCount}
      label="移出"
      {...(preview.removedCount > 0 ? { tone: 'attention' as const } : {})}
    />
    <Stat figure={preview.sameCount} label="不变" />
  </Stats>
);

const StillOpen = ({ preview }: PreviewProps) =>
  preview.openApplicationCount === 0 ? null : (
    <Banner
      tone="attention"
      title={`还有 ${preview.openApplicationCount} 件申报没有审完`}
      action={
        <LinkButton to={`/rounds/${preview.roundId}/dashboard`} small>
          查看进度
        </LinkButton>
      }
    >
      它们不在本版名单里，审核通过后要再确认一版。
    </Banner>
  );

const rangeText = ({ firstNumber, lastNumber }: EditionPreview): string => {
  if (firstNumber === null) return '本版没有新编的备案号';
  return firstNumber === lastNumber ? firstNumber : `${firstNumber} 至 ${lastNumber}`;
};

interface ConfirmProps extends PreviewProps {
  readonly onOutdated: () => void;
}

const ConfirmForm = ({ preview, onOutdated }: ConfirmProps) => {
  const [count, setCount] = useState<number | null>(null);
  const [note, setNote] = useState('');
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const navigate = useNavigate();
  const write = useWrite(confirmEditionEndpoint, {
    invalidates: ['filings', 'applications', 'rounds'],
    onSuccess: (edition) => {
      showToast(`第 ${edition.number} 版备案名单已确认`);
      void navigate(editionPath(edition));
    },
  });
  const submit = () => {
    const text = `请填写上面看到的本版条数`;
    const found =
      count === preview.rowCount
        ? []
        : [errorFinding('filings.row_count_mismatch', 'expectedRowCount', text)];
    setFindings(found);
    if (found.length > 0 || count === null) return;
    write.mutate({
      params: { roundId: preview.roundId },
      body: { expectedRowCount: count, previewHash: preview.previewHash, note },
    });
  };
  return (
    <Form findings={findings} error={write.error} onSubmit={submit} label="确认名单">
      <ErrorSummary />
      {write.error?.status === 409 ? (
        <Row>
          <Button onClick={onOutdated}>重新预览</Button>
        </Row>
      ) : null}
      <NumberField
        name="expectedRowCount"
        label="本版条数"
        required
        help="请亲手填写，以免误点"
        unit="条"
        value={count}
        onChange={setCount}
      />
      <TextArea
        name="note"
        label="版本说明"
        help="随名单公开；可以不填"
        rows={3}
        max={500}
        value={note}
        onChange={setNote}
      />
      <Row>
        <Button type="submit" tone="primary" busy={write.isPending} busyText="正在确认，请稍候">
          {`确认第 ${preview.number} 版备案名单`}
        </Button>
      </Row>
    </Form>
  );
};

const ConfirmSection = ({ preview, onOutdated }: ConfirmProps) => {
  const mayConfirm = useHasRole(...CONFIRMERS);
  if (!preview.hasChanges) {
    return (
      <Banner title={preview.number === 1 ? '还没有可以备案的申报' : '与上一版相比没有变化'}>
        {preview.number === 1
          ? '省级审核通过以后，再来确认第 1 版。'
          : '有新的审核结果或取消备案之后，才需要生成新的一版。'}
      </Banner>
    );
  }
  return (
    <Section
      title="确认"
      note="确认后立即公布，申报转为“已备案”，备案号和名单不能再改；有误只能取消备案后再出新版。"
    >
      {mayConfirm ? (
        <ConfirmForm key={preview.previewHash} preview={preview} onOutdated={onOutdated} />
      ) : (
        <p>名单由项目办管理员确认。</p>
      )}
    </Section>
  );
};

const PreviewRows = ({ roundId }: { readonly roundId: string }) => {
  const source = useList(previewRows, { filters: FILTERS, params: { roundId } });
  return (
    <List
      id="filings.preview"
      caption="下一版名单的内容"
      source={source}
      columns={COLUMNS}
      rowKey={(row) => String(row.position)}
      rowTone={(row) => (row.change === 'REMOVED' ? 'danger' : undefined)}
      empty={
        <Empty title="还没有可以备案的申报">
          <p>省级审核通过的申报项会出现在这里。</p>
        </Empty>
      }
    />
  );
};

const PreviewView = ({ preview, onOutdated }: ConfirmProps) => (
  <Page
    title={`预览：第 ${preview.number} 版备案名单`}
    trail={[
      { label: '备案名单', to: '/filed-lists' },
      { label: preview.roundTitle, to: `/rounds/${preview.roundId}` },
    ]}
    lead="这是此刻确认会公布的内容，还没有生效。"
  >
    <StillOpen preview={preview} />
    <Figures preview={preview} />
    <Section title="将要发生的变化">
      <SummaryList
        items={[
          { term: '转为已备案的申报', value: `${preview.applicationCount} 件` },
          { term: '新编备案号', value: rangeText(preview) },
          { term: '内容摘要（SHA-256）', value: <code>{preview.previewHash}</code> },
        ]}
      />
    </Section>
    <PreviewRows roundId={preview.roundId} />
    <ConfirmSection preview={preview} onOutdated={onOutdated} />
  </Page>
);

/** `/desk/filed-lists/:roundId/preview`. */
export const PreviewPage = () => {
  const { roundId = '' } = useParams();
  const read = useRead(previewEdition, { params: { roundId } });
  return (
    <QueryState of={read} what="名单预览">
      {(preview) => <PreviewView preview={preview} onOutdated={() => void read.refetch()} />}
    </QueryState>
  );
};
