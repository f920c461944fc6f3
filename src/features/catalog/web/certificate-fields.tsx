import { call } from '../../../ui/api/api-client.ts';
import { CheckboxGroup, SelectField } from '../../../ui/form/choice-fields.tsx';
import { ComboField } from '../../../ui/form/combo-field.tsx';
import { Fieldset } from '../../../ui/form/form.tsx';
import { TextArea, TextField } from '../../../ui/form/text-fields.tsx';
import type { ComboOption } from '../../../ui/form/use-options.ts';
import { searchOrganizations } from '../../organizations/contract.ts';
import { BATCH_UNKNOWN, BATCHES, GRADES, LEVEL_LABELS } from '../levels.ts';
import type { CertificateDraft } from './certificate-draft.ts';
import { TRUST_OPTIONS } from './level-section.tsx';

interface Props {
  readonly draft: CertificateDraft;
  readonly onChange: (change: Partial<CertificateDraft>) => void;
}

const BATCH_OPTIONS = Object.entries(BATCHES).map(([value, label]) => ({ value, label }));
const LEVEL_OPTIONS = GRADES.map((grade) => ({ value: String(grade), label: LEVEL_LABELS[grade] }));

const findOrganizations = async (
  text: string,
  signal: AbortSignal,
): Promise<readonly ComboOption[]> => {
  const query = { q: text, kind: 'EVALUATION_ORGANIZATION' } as const;
  const { options } = await call(searchOrganizations, { query }, { signal });
  return options.map(({ id, name, hint }) => ({ value: id, label: name, hint }));
};

export const MainFields = ({ draft, onChange }: Props) => (
  <Fieldset legend="证书">
    <TextField
      name="shortName"
      label="证书名称"
      required
      help="不带“职业技能等级证书”。"
      value={draft.shortName}
      onChange={(shortName) => onChange({ shortName })}
    />
    <TextField
      name="name"
      label="证书全称"
      help="留空时为名称加“职业技能等级证书”。"
      value={draft.name}
      onChange={(name) => onChange({ name })}
    />
    <ComboField
      name="evaluationOrganizationId"
      label="培训评价组织"
      required
      placeholder="输入名称、拼音或首字母"
      options={findOrganizations}
      value={draft.organization}
      onChange={(organization) => onChange({ organization })}
    />
    <SelectField
      name="batch"
      label="批次"
      prompt={BATCH_UNKNOWN}
      options={BATCH_OPTIONS}
      value={draft.batch}
      onChange={(batch) => onChange({ batch })}
    />
    <TextField
      name="batchBasis"
      label="批次依据"
      help="怎么知道是这一批：名单所列、按编号推断等。"
      value={draft.batchBasis}
      onChange={(batchBasis) => onChange({ batchBasis })}
    />
    <TextField
      name="standardCode"
      label="标准编号"
      width="medium"
      value={draft.standardCode}
      onChange={(standardCode) => onChange({ standardCode })}
    />
    <TextField
      name="standardUrl"
      label="标准链接"
      type="url"
      help="以 http:// 或 https:// 开头。"
      value={draft.standardUrl}
      onChange={(standardUrl) => onChange({ standardUrl })}
    />
    <TextField
      name="sector"
      label="领域"
      width="medium"
      value={draft.sector}
      onChange={(sector) => onChange({ sector })}
    />
  </Fieldset>
);

/** What is given once and later changed elsewhere (levels) or never (code). */
export const NumberingFields = ({ draft, onChange }: Props) => (
  <Fieldset legend="等级和编码">
    <CheckboxGroup
      name="levels"
      label="等级"
      inline
      help="只勾选有来源的等级，以后可以补登。"
      options={LEVEL_OPTIONS}
      value={draft.levels}
      onChange={(levels) => onChange({ levels })}
    />
    <TextField
      name="code"
      label="证书编码"
      width="medium"
      help="登记后不再改变；留空由系统编号。"
      value={draft.code}
      onChange={(code) => onChange({ code })}
    />
  </Fieldset>
);

export const SourceFields = ({ draft, onChange }: Props) => (
  <Fieldset legend="来源">
    <TextField
      name="source"
      label="来源"
      help="文件、网站或标准文本。"
      value={draft.source}
      onChange={(source) => onChange({ source })}
    />
    <SelectField
      name="trust"
      label="可信度"
      prompt="未评定"
      options={TRUST_OPTIONS}
      value={draft.trust}
      onChange={(trust) => onChange({ trust })}
    />
    <TextArea
      name="note"
      label="备注"
      rows={3}
      max={500}
      value={draft.note}
      onChange={(note) => onChange({ note })}
    />
  </Fieldset>
);
