import { CheckboxField, SelectField } from '../../../ui/form/choice-fields.tsx';
import { ComboField } from '../../../ui/form/combo-field.tsx';
import { Fieldset } from '../../../ui/form/form.tsx';
import { TextArea, TextField } from '../../../ui/form/text-fields.tsx';
import type { ComboOption } from '../../../ui/form/use-options.ts';
import { AFFILIATION_CHOICES, INSTITUTION_KIND_CHOICES } from './organization-choices.ts';
import type { OrganizationDraft } from './organization-draft.ts';

interface Props {
  readonly draft: OrganizationDraft;
  readonly onChange: (change: Partial<OrganizationDraft>) => void;
}

interface FactProps extends Props {
  readonly divisions: readonly ComboOption[];
  /** The name differs from the registered one. */
  readonly isRename: boolean;
}

export const FactFields = ({ draft, onChange, divisions, isRename }: FactProps) => (
  <Fieldset legend="名称和所在地">
    <TextField
      name="name"
      label="单位名称"
      required
      help="公章上的全称。"
      value={draft.name}
      onChange={(name) => onChange({ name })}
    />
    {isRename ? (
      <CheckboxField
        name="isNameCorrection"
        label="只是更正错字，原来的写法不作为曾用名"
        value={draft.isNameCorrection}
        onChange={(isNameCorrection) => onChange({ isNameCorrection })}
      />
    ) : null}
    <TextField
      name="shortName"
      label="简称"
      width="medium"
      value={draft.shortName}
      onChange={(shortName) => onChange({ shortName })}
    />
    <TextArea
      name="formerNames"
      label="曾用名"
      help="每行一个；按曾用名也能查到。"
      rows={2}
      value={draft.formerNames}
      onChange={(formerNames) => onChange({ formerNames })}
    />
    <ComboField
      name="areaCode"
      label="所在地"
      placeholder="输入市、县（区）名称或代码"
      help="仅说明位置；由谁初审以管辖关系为准。"
      options={divisions}
      value={draft.area}
      onChange={(area) => onChange({ area })}
    />
    <TextField
      name="creditCode"
      label="统一社会信用代码"
      width="medium"
      value={draft.creditCode}
      onChange={(creditCode) => onChange({ creditCode })}
    />
  </Fieldset>
);

export const InstitutionFields = ({ draft, onChange }: Props) => (
  <Fieldset
    legend="院校"
    help="院校类型和隶属关系决定审核路线：地方中职先由市级初审，其余由省级直接审核。"
  >
    <SelectField
      name="institution.institutionKind"
      label="院校类型"
      required
      options={INSTITUTION_KIND_CHOICES}
      value={draft.institutionKind}
      onChange={(institutionKind) => onChange({ institutionKind })}
    />
    <SelectField
      name="institution.affiliation"
      label="隶属关系"
      required
      options={AFFILIATION_CHOICES}
      value={draft.affiliation}
      onChange={(affiliation) => onChange({ affiliation })}
    />
    <TextField
      name="institution.institutionCode"
      label="院校标识码"
      width="medium"
      help="10 位数字。更名的院校代码不变，请修改原有单位，不要重新登记。"
      value={draft.institutionCode}
      onChange={(institutionCode) => onChange({ institutionCode })}
    />
    <TextField
      name="institution.ownership"
      label="办学性质"
      width="short"
      help="如公办、民办。"
      value={draft.ownership}
      onChange={(ownership) => onChange({ ownership })}
    />
    <TextField
      name="institution.address"
      label="地址"
      value={draft.address}
      onChange={(address) => onChange({ address })}
    />
  </Fieldset>
);

export const CodeField = ({ draft, onChange }: Props) => (
  <TextField
    name="code"
    label="单位编码"
    width="medium"
    help="登记后不再改变，导入靠它找到这个单位。留空时，院校用院校标识码，其他单位用统一社会信用代码。"
    value={draft.code}
    onChange={(code) => onChange({ code })}
  />
);

const TRUSTS = [
  { value: '高', label: '高' },
  { value: '中', label: '中' },
  { value: '低', label: '低' },
] as const;

export const SourceFields = ({ draft, onChange }: Props) => (
  <Fieldset legend="信息来源">
    <TextField
      name="source"
      label="来源"
      help="文件、网站或电话核实。"
      value={draft.source}
      onChange={(source) => onChange({ source })}
    />
    <SelectField
      name="trust"
      label="可信度"
      prompt="未评定"
      options={TRUSTS}
      value={draft.trust}
      onChange={(trust) => onChange({ trust })}
    />
  </Fieldset>
);

export const WarningField = ({ draft, onChange }: Props) => (
  <TextField
    name="warningReason"
    label="确认无误的说明"
    required
    help="有提醒的内容确实无误时，写明依据后可以保存，说明会留在办理记录里。"
    value={draft.warningReason}
    onChange={(warningReason) => onChange({ warningReason })}
  />
);
