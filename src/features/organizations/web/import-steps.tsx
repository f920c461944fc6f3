import { useState } from 'react';

import { Button, DownloadLink } from '../../../ui/action/button.tsx';
import type { ApiError } from '../../../ui/api/api-error.ts';
import { Stat, Stats } from '../../../ui/display/stat.tsx';
import { Flag } from '../../../ui/display/status-tag.tsx';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { Disclosure } from '../../../ui/feedback/disclosure.tsx';
import { FieldShell, useField } from '../../../ui/form/field.tsx';
import { ErrorSummary, Form } from '../../../ui/form/form.tsx';
import { Row, Section } from '../../../ui/layout/page.tsx';
import type { Column } from '../../../ui/list/column.ts';
import { DataTable } from '../../../ui/list/data-table.tsx';
import { type ImportAnswer, MAX_IMPORT_BYTES } from '../import-contract.ts';
import type { ImportColumn } from '../import-labels.ts';
import { base64Of } from './file-content.ts';

interface FileBody {
  readonly fileName: string;
  readonly content: string;
}

/** A write of the page around, whichever feature's endpoint it is. */
interface Step {
  readonly run: (body: FileBody) => void;
  readonly data: ImportAnswer | undefined;
  readonly error: ApiError | null;
  readonly isPending: boolean;
  readonly reset: () => void;
}

interface Props {
  readonly title: string;
  readonly columns: readonly ImportColumn[];
  readonly templateHref: string;
  readonly check: Step;
  readonly apply: Step;
}

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

const ColumnHelp = ({ title, columns }: Pick<Props, 'title' | 'columns'>) => (
  <Disclosure summary={`${columns.length} 列的填写说明`}>
    <DataTable
      caption={`${title}的列`}
      columns={HELP_COLUMNS}
      rows={columns}
      rowKey={(row) => row.key}
      empty={null}
    />
  </Disclosure>
);

interface PickerProps {
  /** '' while no file is chosen. */
  readonly fileName: string;
  readonly onFile: (file: File | undefined) => void;
  readonly error: string;
}

/** The kit's own file field sends a file as soon as it is chosen; this one only takes it. */
const FilePicker = ({ fileName, onFile, error }: PickerProps) => {
  const field = {
    name: 'content',
    label: '填好的 CSV 文件',
    required: true,
    help: `CSV，不超过 ${MAX_IMPORT_BYTES / 1024} KB、10000 行；Excel 文件请先另存为 CSV。`,
    error,
  };
  const wiring = useField(field);
  return (
    <FieldShell field={field} wiring={wiring}>
      <div className="file-drop">
        <input
          {...wiring.control}
          className="hidden"
          type="file"
          accept=".csv,text/csv"
          onChange={(event) => {
            const file = event.target.files?.[0];
            // The same file may be chosen again after it was mended.
            event.target.value = '';
            onFile(file);
          }}
        />
        <label className="button" htmlFor={wiring.control.id}>
          选择文件
        </label>
        <span className="muted" role="status">
          {fileName === '' ? '还没有选择文件' : fileName}
        </span>
      </div>
    </FieldShell>
  );
};

type Problem = ImportAnswer['problems'][number];

const PROBLEM_COLUMNS: readonly Column<Problem & { readonly key: string }>[] = [
  {
    key: 'severity',
    label: '类别',
    nowrap: true,
    render: (row) =>
      row.severity === 'error' ? (
        <Flag tone="danger">错误</Flag>
      ) : (
        <Flag tone="attention">提醒</Flag>
      ),
  },
  {
    key: 'line',
    label: '行',
    align: 'end',
    nowrap: true,
    render: (row) => (row.line === 0 ? '整个文件' : row.line),
  },
  { key: 'column', label: '列', nowrap: true, render: (row) => row.column },
  { key: 'text', label: '怎么改', main: true, render: (row) => row.text },
];

const Problems = ({ answer }: { readonly answer: ImportAnswer }) => {
  const rows = answer.problems.map((problem, index) => ({ ...problem, key: String(index) }));
  if (rows.length === 0) return null;
  return (
    <>
      {answer.problems.length < answer.errorCount ? (
        <p className="muted">只列出前 {answer.problems.length} 处，改好后再检查会列出其余的。</p>
      ) : null}
      <DataTable
        caption="检查结果"
        columns={PROBLEM_COLUMNS}
        rows={rows}
        rowKey={(row) => row.key}
        empty={null}
      />
    </>
  );
};

const Figures = ({ answer }: { readonly answer: ImportAnswer }) => (
  <Stats>
    <Stat figure={answer.created} label="新增" />
    <Stat figure={answer.changed} label="修改" />
    <Stat figure={answer.same} label="不变" />
    <Stat
      figure={answer.errorCount}
      label="错误"
      {...(answer.errorCount > 0 ? { tone: 'danger' as const } : {})}
    />
  </Stats>
);

interface ResultProps {
  readonly answer: ImportAnswer;
  readonly apply: Step;
  readonly onApply: () => void;
}

const CheckResult = ({ answer, apply, onApply }: ResultProps) => {
  const isReady = answer.errorCount === 0;
  const nothing = answer.created + answer.changed === 0;
  return (
    <Section
      title="3. 检查结果"
      note={isReady ? '' : '改好文件后重新选择；有一处错误，整个文件都不会导入。'}
    >
      <Figures answer={answer} />
      <Problems answer={answer} />
      {isReady && nothing ? <p>文件内容都已登记，不需要导入。</p> : null}
      {isReady && !nothing ? (
        <Row>
          <Button tone="primary" busy={apply.isPending} busyText="正在导入" onClick={onApply}>
            导入 {answer.created + answer.changed} 行
          </Button>
        </Row>
      ) : null}
    </Section>
  );
};

const doneText = ({ created, changed, same }: ImportAnswer): string =>
  `新增 ${created} 行，修改 ${changed} 行，${same} 行没有变化。`;

const usePicked = ({ check, apply }: Pick<Props, 'check' | 'apply'>) => {
  const [body, setBody] = useState<FileBody | null>(null);
  const [error, setError] = useState('');
  const pick = async (file: File | undefined): Promise<void> => {
    check.reset();
    apply.reset();
    setBody(null);
    if (file === undefined) return;
    const tooLarge = file.size > MAX_IMPORT_BYTES;
    setError(
      tooLarge ? `文件超过 ${MAX_IMPORT_BYTES / 1024} KB，请拆成几个文件，每个都带列名` : '',
    );
    if (tooLarge) return;
    try {
      setBody({ fileName: file.name, content: await base64Of(file) });
    } catch {
      setError('浏览器读不到这个文件，可能已被移动或正被其他程序占用，请重新选择');
    }
  };
  return { body, error, setError, pick };
};

/** Template, file, check, result, import: the same for every register. */
export const ImportSteps = ({ title, columns, templateHref, check, apply }: Props) => {
  const { body, error, setError, pick } = usePicked({ check, apply });
  const runCheck = () => {
    apply.reset();
    if (body === null) setError(error === '' ? '请选择文件' : error);
    else check.run(body);
  };
  return (
    <>
      <Section
        title="2. 文件"
        action={
          <DownloadLink href={templateHref} small>
            下载模板
          </DownloadLink>
        }
      >
        <ColumnHelp title={title} columns={columns} />
        <Form error={check.error} onSubmit={runCheck} label="选择文件">
          <ErrorSummary />
          <FilePicker
            fileName={body?.fileName ?? ''}
            onFile={(file) => void pick(file)}
            error={error}
          />
          <Row>
            <Button type="submit" busy={check.isPending} busyText="正在检查">
              检查
            </Button>
          </Row>
        </Form>
      </Section>
      {apply.error === null ? null : (
        <Banner tone="danger" title="没有导入">
          {apply.error.text}
        </Banner>
      )}
      {apply.data === undefined ? null : (
        <Banner tone="success" title="已导入">
          {doneText(apply.data)}
        </Banner>
      )}
      {check.data === undefined || apply.data !== undefined ? null : (
        <CheckResult
          answer={check.data}
          apply={apply}
          onApply={() => {
            if (body !== null) apply.run(body);
          }}
        />
      )}
    </>
  );
};
