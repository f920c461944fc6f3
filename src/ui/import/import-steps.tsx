import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import {
  type ImportColumn,
  type ImportEndpoints,
  type ImportRun,
  isImportUnderWay,
  MAX_IMPORT_BYTES,
  MAX_IMPORT_ROWS,
} from '../../kernel/import.ts';
import { DownloadLink } from '../action/button.tsx';
import { buildUrl } from '../api/url.ts';
import { useRead, useWrite } from '../api/use-api.ts';
import { Banner } from '../feedback/banner.tsx';
import { Disclosure } from '../feedback/disclosure.tsx';
import { FileField } from '../form/file-field.tsx';
import { Form } from '../form/form.tsx';
import { Section } from '../layout/page.tsx';
import type { Column } from '../list/column.ts';
import { DataTable } from '../list/data-table.tsx';
import { QueryState } from '../state/query-state.tsx';
import { RunState } from './run-state.tsx';

const HELP_COLUMNS: readonly Column<ImportColumn>[] = [
  { key: 'label', label: '列名', main: true, render: (row) => row.label },
  {
    key: 'required',
    label: '必填',
    nowrap: true,
    render: (row) => (row.required === true ? '是' : ''),
  },
  { key: 'help', label: '怎么填', render: (row) => row.help },
  { key: 'example', label: '示例', render: (row) => row.example },
];

interface Target {
  readonly endpoints: ImportEndpoints;
  readonly register: string;
  /** Chinese, what the rows are. */
  readonly title: string;
  readonly columns: readonly ImportColumn[];
}

interface ImportStepsProps extends Target {
  /** The run shown, '' for none: it stands in the page's address, so that a reload finds it again. */
  readonly runId: string;
  readonly onRun: (runId: string) => void;
}

interface FileStepProps extends Target {
  readonly run: ImportRun | null;
  readonly onRun: (runId: string) => void;
}

const FileStep = ({ endpoints, register, title, columns, run, onRun }: FileStepProps) => (
  <Section
    title="2. 文件"
    action={
      <DownloadLink href={buildUrl(endpoints.template.path, { register })} small>
        下载模板
      </DownloadLink>
    }
  >
    <Disclosure summary={`${columns.length} 列的填写说明`}>
      <DataTable
        caption={`${title}的列`}
        columns={HELP_COLUMNS}
        rows={columns}
        rowKey={(row) => row.key}
        empty={null}
      />
    </Disclosure>
    <Form label="选择文件">
      <FileField<ImportRun>
        name="file"
        label="填好的文件"
        required
        help={`Excel 文件请先另存为“CSV UTF-8（逗号分隔）”；最多 ${MAX_IMPORT_ROWS} 行。`}
        accept={['.csv']}
        maxBytes={MAX_IMPORT_BYTES}
        uploadUrl={buildUrl(endpoints.check.path, { register })}
        value={run}
        onChange={(next) => onRun(next?.id ?? '')}
      />
    </Form>
  </Section>
);

/** Reads a run until it stands still; then everything else on the screen may be out of date. */
const useRun = (endpoints: ImportEndpoints, runId: string) => {
  const client = useQueryClient();
  const read = useRead(
    endpoints.get,
    { params: { runId } },
    { enabled: runId !== '', pollWhile: ({ status }) => isImportUnderWay(status) },
  );
  const status = read.data?.status;
  useEffect(() => {
    if (status === 'DONE') void client.invalidateQueries({ refetchType: 'none' });
    if (status !== undefined && !isImportUnderWay(status))
      void client.invalidateQueries({ queryKey: [endpoints.list.name] });
  }, [client, endpoints, status]);
  return read;
};

/** Template, file, check, result, import: the same for every register. */
export const ImportSteps = ({ runId, onRun, ...target }: ImportStepsProps) => {
  const { endpoints } = target;
  const read = useRun(endpoints, runId);
  const params = { runId };
  const options = { invalidates: [endpoints.get, endpoints.list] };
  const start = useWrite(endpoints.start, options);
  const cancel = useWrite(endpoints.cancel, options);
  const refusal = start.error ?? cancel.error;
  return (
    <>
      <FileStep {...target} run={read.data ?? null} onRun={onRun} />
      {refusal === null ? null : (
        <Banner tone="danger" title="没有做成">
          {refusal.text}
        </Banner>
      )}
      {runId === '' ? null : (
        <QueryState of={read} what="检查结果">
          {(run) => (
            <RunState
              run={run}
              problemsHref={buildUrl(endpoints.problems.path, params)}
              start={{ run: () => start.mutate({ params }), isPending: start.isPending }}
              cancel={{ run: () => cancel.mutate({ params }), isPending: cancel.isPending }}
            />
          )}
        </QueryState>
      )}
    </>
  );
};
