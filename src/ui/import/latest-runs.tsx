import type { ImportEndpoints, ImportRun } from '../../kernel/import.ts';
import { useRead } from '../api/use-api.ts';
import { Time } from '../display/time-text.tsx';
import { Section } from '../layout/page.tsx';
import type { Column } from '../list/column.ts';
import { DataTable } from '../list/data-table.tsx';
import { QueryState } from '../state/query-state.tsx';
import { ImportStatusTag } from './run-state.tsx';

const resultOf = ({ status, created, changed, same, errorCount }: ImportRun): string => {
  if (status === 'CHECKING') return '';
  const counts = `新增 ${created}，修改 ${changed}，不变 ${same}`;
  return errorCount > 0 ? `${counts}，错误 ${errorCount}` : counts;
};

interface LatestRunsProps {
  readonly endpoints: ImportEndpoints;
  /** Chinese title of a register; undefined for one that is no longer there. */
  readonly titleOf: (register: string) => string | undefined;
  readonly hrefOf: (run: ImportRun) => string;
}

const columnsOf = (titleOf: LatestRunsProps['titleOf']): readonly Column<ImportRun>[] => [
  { key: 'file', label: '文件', main: true, render: (run) => run.originalName },
  { key: 'register', label: '内容', render: (run) => titleOf(run.register) ?? run.register },
  { key: 'status', label: '状态', render: (run) => <ImportStatusTag run={run} /> },
  { key: 'result', label: '行数', render: resultOf },
  { key: 'who', label: '经办人', nowrap: true, render: (run) => run.requestedBy },
  { key: 'at', label: '上传时间', nowrap: true, render: (run) => <Time at={run.createdAt} /> },
];

/** Who brought which file when, and what came of it; each leads back to its result. */
export const LatestRuns = ({ endpoints, titleOf, hrefOf }: LatestRunsProps) => {
  const read = useRead(endpoints.list, {});
  return (
    <Section title="最近的导入">
      <QueryState of={read} what="最近的导入">
        {({ rows }) => (
          <DataTable
            caption="最近的导入"
            columns={columnsOf(titleOf)}
            rows={rows}
            rowKey={(run) => run.id}
            rowHref={hrefOf}
            empty={<p className="muted">还没有导入过文件。</p>}
          />
        )}
      </QueryState>
    </Section>
  );
};
