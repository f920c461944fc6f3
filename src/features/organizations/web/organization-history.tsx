import type { OutputOf } from '../../../kernel/endpoint.ts';
import { formatDate, isDateOnly } from '../../../kernel/time.ts';
import { useRead } from '../../../ui/api/use-api.ts';
import { changedFields, Compare } from '../../../ui/display/compare.tsx';
import { HistorySection } from '../../../ui/display/history-section.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { organizationHistory } from '../contract.ts';
import { AFFILIATIONS, INSTITUTION_KINDS } from '../labels.ts';

const ACTION_LABELS: Readonly<Record<string, string>> = {
  'organizations.create': '登记单位',
  'organizations.update': '修改信息',
  'organizations.close': '停用',
  'organizations.reopen': '恢复',
  'organizations.assignBureau': '指定管辖部门',
  'organizations.endJurisdiction': '结束管辖',
  'organizations.applyImport': '导入',
};

const FIELD_LABELS: Readonly<Record<string, string>> = {
  name: '单位名称',
  short_name: '简称',
  former_names: '曾用名',
  area_code: '行政区划代码',
  credit_code: '统一社会信用代码',
  source: '来源',
  trust: '可信度',
  institution_kind: '院校类型',
  affiliation: '隶属关系',
  institution_code: '院校标识码',
  ownership: '办学性质',
  address: '地址',
};

const VALUE_LABELS: Readonly<Record<string, string>> = { ...INSTITUTION_KINDS, ...AFFILIATIONS };

const textOf = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(textOf).join('；');
  return typeof value === 'string' ? (VALUE_LABELS[value] ?? value) : '';
};

type Line = OutputOf<typeof organizationHistory>['rows'][number];

const dayOf = (value: unknown): string => (isDateOnly(value) ? formatDate(value) : '');

const sentenceOf = ({ action, detail, reason }: Line): string => {
  const why = reason === null ? '' : `原因：${reason}`;
  if (dayOf(detail['validFrom']) !== '') {
    return `自${dayOf(detail['validFrom'])}起由${textOf(detail['bureau'])}管辖。${why}`;
  }
  if (action === 'organizations.endJurisdiction') {
    return `自${dayOf(detail['validTo'])}起不再管辖。${why}`;
  }
  return why;
};

const eventOf = (line: Line) => {
  const fields = changedFields(line.detail, FIELD_LABELS, textOf);
  const sentence = sentenceOf(line);
  const body = line.organizationName;
  return {
    id: line.id,
    at: line.occurredAt,
    actor: body === null || body === line.who ? line.who : `${line.who}（${body}）`,
    title: ACTION_LABELS[line.action] ?? line.action,
    ...(sentence === '' ? {} : { detail: sentence }),
    ...(fields.length === 0 ? {} : { changes: <Compare caption="改动" fields={fields} /> }),
  };
};

export const OrganizationHistory = ({ id }: { readonly id: string }) => (
  <HistorySection
    read={useRead(organizationHistory, { params: { id } })}
    eventOf={eventOf}
    empty={<Empty title="登记以来没有改动" />}
  />
);
