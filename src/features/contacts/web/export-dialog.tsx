import { useState } from 'react';

import type { Finding } from '../../../kernel/finding.ts';
import { Button } from '../../../ui/action/button.tsx';
import { ProvenDownload } from '../../../ui/action/proven-download.tsx';
import { useRead } from '../../../ui/api/use-api.ts';
import { buildUrl } from '../../../ui/api/url.ts';
import { Time } from '../../../ui/display/time-text.tsx';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { Disclosure } from '../../../ui/feedback/disclosure.tsx';
import { ErrorSummary, Form } from '../../../ui/form/form.tsx';
import { Row } from '../../../ui/layout/page.tsx';
import type { FilterValue } from '../../../ui/list/address.ts';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { exportContacts, listContactExports } from '../reveal-contract.ts';
import { NO_PURPOSE, PurposeFields, purposeFindings } from './purpose-fields.tsx';

type Filters = Readonly<Record<string, FilterValue>>;

const Earlier = () => {
  const read = useRead(listContactExports, {});
  return (
    <QueryState of={read} what="导出记录">
      {({ rows, leftToday }) => (
        <>
          <p>今天还可以导出 {leftToday} 次。</p>
          <Disclosure summary={`最近的导出（${rows.length} 次）`}>
            <ul>
              {rows.map((row) => (
                <li key={row.id}>
                  <Time at={row.at} />，{row.organizationName}
                  {row.who}，{row.rowCount} 条，{row.purpose}
                </li>
              ))}
            </ul>
          </Disclosure>
        </>
      )}
    </QueryState>
  );
};

const ExportForm = ({ filters, onClose }: { filters: Filters; onClose: () => void }) => {
  const [draft, setDraft] = useState(NO_PURPOSE);
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const [href, setHref] = useState('');
  const submit = () => {
    const found = purposeFindings(draft);
    setFindings(found);
    setHref(found.length > 0 ? '' : buildUrl(exportContacts.path, {}, { ...filters, ...draft }));
  };
  return (
    <Form findings={findings} label="导出完整号码" onSubmit={submit}>
      <ErrorSummary />
      <p>
        按通讯录当前的筛选导出，含完整手机和邮箱。每次导出记入审计并计数，每一行写有导出的单位和人。不需要号码的，请用列表上方的“导出
        CSV”。
      </p>
      <PurposeFields
        draft={draft}
        set={(next) => {
          setDraft(next);
          setHref('');
        }}
      />
      <Earlier />
      <Row>
        <Button onClick={onClose}>关闭</Button>
        {href === '' ? (
          <Button type="submit" tone="primary">
            准备文件
          </Button>
        ) : (
          <ProvenDownload href={href}>下载 CSV</ProvenDownload>
        )}
      </Row>
    </Form>
  );
};

interface Props {
  readonly open: boolean;
  readonly filters: Filters;
  readonly onClose: () => void;
}

export const ExportDialog = ({ open, filters, onClose }: Props) => (
  <Dialog title="导出完整号码" open={open} onClose={onClose}>
    <ExportForm filters={filters} onClose={onClose} />
  </Dialog>
);
