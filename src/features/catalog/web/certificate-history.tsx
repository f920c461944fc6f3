import type { OutputOf } from '../../../kernel/endpoint.ts';
import { useRead } from '../../../ui/api/use-api.ts';
import { Compare, type ComparedField } from '../../../ui/display/compare.tsx';
import { History } from '../../../ui/display/history.tsx';
import { Section } from '../../../ui/layout/page.tsx';
import { QueryState } from '../../../ui/state/query-state.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { certificateHistory } from '../contract.ts';
import { certificateExit } from '../status.ts';

const ACTION_LABELS: Readonly<Record<string, string>> = {
  'catalog.create': '登记证书',
  'catalog.update': '修改信息',
  'catalog.addLevel': '登记等级',
  'catalog.removeLevel': '删除等级',
  'catalog.replaceMajors': '修改适用专业',
  'catalog.applyImport': '导入',
  ...Object.fromEntries(
    certificateExit.transitions.map(({ verb, label }) => [`catalog.${verb}`, label]),
  ),
};

const FIELD_LABELS: Readonly<Record<string, string>> = {
  short_name: '证书名称',
  name: '证书全称',
  batch: '批次',
  batch_basis: '批次依据',
  standard_code: '标准编号',
  standard_url: '标准链接',
  sector: '领域',
  trust: '可信度',
  source: '来源',
  note: '备注',
};

const isChange = (value: unknown): value is { readonly from: unknown; readonly to: unknown } =>
  typeof value === 'object' && value !== null && 'from' in value && 'to' in value;

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

const comparedFields = (detail: Readonly<Record<string, unknown>>): ComparedField[] =>
  Object.entries(detail).flatMap(([key, value]) => {
    const label = FIELD_LABELS[key];
    return label === undefined || !isChange(value)
      ? []
      : [{ label, before: textOf(value.from), after: textOf(value.to) }];
  });

const eventOf = (line: OutputOf<typeof certificateHistory>['rows'][number]) => {
  const fields = comparedFields(line.detail);
  return {
    id: line.id,
    at: line.occurredAt,
    actor: line.organizationName === null ? line.who : `${line.who}（${line.organizationName}）`,
    title: ACTION_LABELS[line.action] ?? line.action,
    ...(line.reason === null ? {} : { detail: `原因：${line.reason}` }),
    ...(fields.length === 0 ? {} : { changes: <Compare caption="改动" fields={fields} /> }),
  };
};

export const CertificateHistory = ({ id }: { readonly id: string }) => {
  const read = useRead(certificateHistory, { params: { id } });
  return (
    <Section title="办理记录">
      <QueryState
        of={read}
        what="办理记录"
        empty={{ when: ({ rows }) => rows.length === 0, show: <Empty title="登记以来没有改动" /> }}
      >
        {({ rows }) => <History events={rows.toReversed().map(eventOf)} />}
      </QueryState>
    </Section>
  );
};
