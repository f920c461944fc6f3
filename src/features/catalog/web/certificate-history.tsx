import type { OutputOf } from '../../../kernel/endpoint.ts';
import { useRead } from '../../../ui/api/use-api.ts';
import { changedFields, Compare } from '../../../ui/display/compare.tsx';
import { HistorySection } from '../../../ui/display/history-section.tsx';
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

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

const eventOf = (line: OutputOf<typeof certificateHistory>['rows'][number]) => {
  const fields = changedFields(line.detail, FIELD_LABELS, textOf);
  return {
    id: line.id,
    at: line.occurredAt,
    actor: line.organizationName === null ? line.who : `${line.who}（${line.organizationName}）`,
    title: ACTION_LABELS[line.action] ?? line.action,
    ...(line.reason === null ? {} : { detail: `原因：${line.reason}` }),
    ...(fields.length === 0 ? {} : { changes: <Compare caption="改动" fields={fields} /> }),
  };
};

export const CertificateHistory = ({ id }: { readonly id: string }) => (
  <HistorySection
    read={useRead(certificateHistory, { params: { id } })}
    eventOf={eventOf}
    empty={<Empty title="登记以来没有改动" />}
  />
);
