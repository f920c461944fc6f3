import type { ReactNode } from 'react';

import {
  IMPORT_STATUSES,
  type ImportRun,
  type ImportRunDetail,
  type ImportStatus,
} from '../../kernel/import.ts';
import { Button, DownloadLink } from '../action/button.tsx';
import { Stat, Stats } from '../display/stat.tsx';
import { Flag, StatusTag, type Tone } from '../display/status-tag.tsx';
import { Banner } from '../feedback/banner.tsx';
import { ProgressBar } from '../feedback/progress-bar.tsx';
import { Row, Section } from '../layout/page.tsx';
import type { Column } from '../list/column.ts';
import { DataTable } from '../list/data-table.tsx';

const TONES: Readonly<Record<ImportStatus, Tone>> = {
  CHECKING: 'neutral',
  CHECKED: 'brand',
  WAITING: 'neutral',
  RUNNING: 'brand',
  DONE: 'done',
  FAILED: 'danger',
  CANCELLED: 'neutral',
};

/** What a checked file waits for depends on what was found in it. */
const checkedTag = ({ errorCount, created, changed }: ImportRun): [Tone, string] => {
  if (errorCount > 0) return ['danger', '有错误'];
  return created + changed === 0 ? ['neutral', '没有变化'] : ['brand', IMPORT_STATUSES.CHECKED];
};

export const ImportStatusTag = ({ run }: { readonly run: ImportRun }) => {
  const { status } = run;
  const [tone, text] =
    status === 'CHECKED' ? checkedTag(run) : [TONES[status], IMPORT_STATUSES[status]];
  return <StatusTag tone={tone}>{text}</StatusTag>;
};

type Problem = ImportRunDetail['problems'][number];

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
    label: '文件中的行',
    align: 'end',
    nowrap: true,
    render: (row) => (row.line === 0 ? '整个文件' : row.line),
  },
  { key: 'column', label: '列', nowrap: true, render: (row) => row.column },
  { key: 'text', label: '怎么改', main: true, render: (row) => row.text },
];

interface ProblemsProps {
  readonly run: ImportRunDetail;
  readonly href: string;
}

const Problems = ({ run, href }: ProblemsProps) => {
  const total = run.errorCount + run.warningCount;
  if (run.problems.length === 0) return null;
  const rows = run.problems.map((problem, index) => ({ ...problem, key: String(index) }));
  return (
    <>
      <Row>
        <DownloadLink href={href} small>
          下载全部 {total} 处（CSV）
        </DownloadLink>
        {rows.length < total ? <span className="muted">下面列出前 {rows.length} 处</span> : null}
      </Row>
      <DataTable
        caption="错误和提醒"
        columns={PROBLEM_COLUMNS}
        rows={rows}
        rowKey={(row) => row.key}
        empty={null}
      />
    </>
  );
};

const Figures = ({ run }: { readonly run: ImportRun }) => (
  <Stats>
    <Stat figure={run.created} label="新增" />
    <Stat figure={run.changed} label="修改" />
    <Stat figure={run.same} label="不变" />
    <Stat
      figure={run.errorCount}
      label="错误"
      {...(run.errorCount > 0 ? { tone: 'danger' as const } : {})}
    />
  </Stats>
);

interface Step {
  readonly run: () => void;
  readonly isPending: boolean;
}

interface RunStateProps {
  readonly run: ImportRunDetail;
  readonly problemsHref: string;
  readonly start: Step;
  readonly cancel: Step;
}

const UnderWay = ({ run, cancel }: Pick<RunStateProps, 'run' | 'cancel'>) => {
  const total = run.created + run.changed;
  const isWriting = run.status === 'RUNNING' && run.written < total;
  const label = run.status === 'RUNNING' && !isWriting ? '正在完成' : IMPORT_STATUSES[run.status];
  return run.isCancelling ? (
    <ProgressBar label="正在取消，已写入的会全部撤回" />
  ) : (
    <ProgressBar
      label={isWriting ? `${label}：${run.written} / ${total} 行` : `${label}……`}
      share={isWriting ? run.written / total : undefined}
      onCancel={cancel.run}
    />
  );
};

const Checked = ({ run, problemsHref, start, cancel }: RunStateProps) => {
  const count = run.created + run.changed;
  const hasErrors = run.errorCount > 0;
  return (
    <>
      <Figures run={run} />
      {hasErrors ? (
        <p>有一处错误，整个文件都不会导入。请按下面的说明改好文件，在上面点“更换”重新上传。</p>
      ) : null}
      {!hasErrors && count === 0 ? <p>文件内容都已登记，不需要导入。</p> : null}
      <Problems run={run} href={problemsHref} />
      {!hasErrors && count > 0 ? (
        <Row>
          <Button tone="primary" busy={start.isPending} busyText="正在开始" onClick={start.run}>
            导入 {count} 行
          </Button>
          <Button tone="quiet" busy={cancel.isPending} busyText="正在取消" onClick={cancel.run}>
            不导入
          </Button>
        </Row>
      ) : null}
    </>
  );
};

const contentOf = (props: RunStateProps): ReactNode => {
  const { run, problemsHref } = props;
  switch (run.status) {
    case 'CHECKING':
    case 'WAITING':
    case 'RUNNING':
      return <UnderWay {...props} />;
    case 'CHECKED':
      return <Checked {...props} />;
    case 'DONE':
      return (
        <Banner tone="success" title="已导入">
          新增 {run.created} 行，修改 {run.changed} 行，{run.same} 行没有变化。
        </Banner>
      );
    case 'FAILED':
      return (
        <>
          <Banner tone="danger" title="没有导入">
            {run.failure}
          </Banner>
          <Problems run={run} href={problemsHref} />
        </>
      );
    case 'CANCELLED':
      return (
        <Banner tone="info" title="已取消">
          一行也没有导入，数据没有改动。
        </Banner>
      );
  }
};

/** What one file would change or has changed, how far it is, and what can be done now. */
export const RunState = (props: RunStateProps) => (
  <Section title="3. 检查与导入" action={<ImportStatusTag run={props.run} />}>
    {contentOf(props)}
  </Section>
);
