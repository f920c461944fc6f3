import { useState } from 'react';

import { errorFinding, warningFinding } from '../../../kernel/finding.ts';
import type { Finding } from '../../../kernel/finding.ts';
import type { DateOnly, Instant } from '../../../kernel/time.ts';
import { Button } from '../../../ui/action/button.tsx';
import type { UploadedFile } from '../../../ui/api/upload.ts';
import {
  CheckboxField,
  CheckboxGroup,
  RadioGroup,
  SelectField,
} from '../../../ui/form/choice-fields.tsx';
import { ComboField, MultiComboField } from '../../../ui/form/combo-field.tsx';
import { DateField, DateTimeField } from '../../../ui/form/date-fields.tsx';
import { FileField } from '../../../ui/form/file-field.tsx';
import { ErrorSummary, Fieldset, Form } from '../../../ui/form/form.tsx';
import { NumberField, TextArea, TextField } from '../../../ui/form/text-fields.tsx';
import type { ComboOption } from '../../../ui/form/use-options.ts';
import { SAMPLE_ROWS } from './sample-rows.ts';

const SCHOOLS: readonly ComboOption[] = SAMPLE_ROWS.map((row) => ({
  value: row.id,
  label: row.name,
  hint: row.code,
}));

const ROUTES = [
  { value: 'new', label: '首次申报', hint: '还要上传试点工作方案' },
  { value: 'again', label: '继续申报' },
];

const GROUNDS = [
  { value: 'teachers', label: '教师' },
  { value: 'rooms', label: '场地' },
  { value: 'rules', label: '制度' },
  { value: 'other', label: '其他', disabled: true },
];

const START = {
  name: '',
  phone: '029-88668866',
  headcount: null as number | null,
  reason: '',
  route: '',
  grounds: [] as string[],
  level: '',
  agreed: false,
  signedOn: '' as DateOnly | '',
  meetingAt: '' as Instant | '',
  school: null as ComboOption | null,
  partners: SCHOOLS.slice(3, 5) as readonly ComboOption[],
  plan: {
    id: 'sample',
    originalName: '试点工作方案（盖章扫描件）.pdf',
    byteCount: 3_412_009,
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    pageCount: 12,
  } as UploadedFile | null,
  proof: null as UploadedFile | null,
};

type Draft = typeof START;

const SOURCE = '示例办法〔2025〕1号 三.1';

/** The shape of a feature's `rules.ts`: pure, findings with source. */
const check = (draft: Draft): readonly Finding[] => {
  const findings: Finding[] = [];
  if (draft.name.trim() === '') findings.push(errorFinding('kit.name', 'name', '请填写负责人姓名'));
  if (draft.headcount === null) {
    findings.push(errorFinding('kit.count', 'headcount', '请填写计划人数', SOURCE));
  } else if (draft.headcount > 500) {
    findings.push(
      warningFinding('kit.many', 'headcount', '比去年多一倍以上，请在说明中写明理由', SOURCE),
    );
  }
  if (draft.route === '') findings.push(errorFinding('kit.route', 'route', '请选择申报方式'));
  if (!draft.agreed) findings.push(errorFinding('kit.agreed', 'agreed', '请确认内容属实后勾选'));
  return findings;
};

interface PartProps {
  readonly draft: Draft;
  readonly set: (change: Partial<Draft>) => void;
}

const KitPerson = ({ draft, set }: PartProps) => (
  <Fieldset legend="负责人" help="公示时只显示姓名和单位。">
    <TextField
      name="name"
      label="姓名"
      width="medium"
      required
      value={draft.name}
      onChange={(name) => set({ name })}
    />
    <TextField
      name="phone"
      label="办公电话"
      help="带区号，如 029-88668866"
      type="tel"
      width="medium"
      value={draft.phone}
      onChange={(phone) => set({ phone })}
    />
  </Fieldset>
);

const KitPlan = ({ draft, set }: PartProps) => (
  <Fieldset legend="计划">
    <NumberField
      name="headcount"
      label="计划人数"
      help="本年度参加培训的学生数"
      unit="人"
      required
      value={draft.headcount}
      onChange={(headcount) => set({ headcount })}
    />
    <SelectField
      name="level"
      label="等级"
      value={draft.level}
      onChange={(level) => set({ level })}
      options={[
        { value: '1', label: '初级' },
        { value: '2', label: '中级' },
        { value: '3', label: '高级' },
      ]}
    />
    <RadioGroup
      name="route"
      label="申报方式"
      required
      value={draft.route}
      onChange={(route) => set({ route })}
      options={ROUTES}
    />
    <CheckboxGroup
      name="grounds"
      label="具备的条件"
      inline
      value={draft.grounds}
      onChange={(grounds) => set({ grounds })}
      options={GROUNDS}
    />
    <TextArea
      name="reason"
      label="说明"
      help="写明依据，不写个人信息"
      max={200}
      value={draft.reason}
      onChange={(reason) => set({ reason })}
    />
  </Fieldset>
);

const KitPartners = ({ draft, set }: PartProps) => (
  <Fieldset legend="时间与单位">
    <DateField
      name="signedOn"
      label="签订日期"
      value={draft.signedOn}
      onChange={(signedOn) => set({ signedOn })}
    />
    <DateTimeField
      name="meetingAt"
      label="说明会时间"
      defaultTime="09:00"
      value={draft.meetingAt}
      onChange={(meetingAt) => set({ meetingAt })}
    />
    <ComboField
      name="school"
      label="牵头单位"
      help="输入名称或代码"
      value={draft.school}
      onChange={(school) => set({ school })}
      options={SCHOOLS}
    />
    <MultiComboField
      name="partners"
      label="合作单位"
      value={draft.partners}
      onChange={(partners) => set({ partners })}
      options={SCHOOLS}
    />
  </Fieldset>
);

const KitFiles = ({ draft, set }: PartProps) => (
  <Fieldset legend="材料">
    <FileField
      name="plan"
      label="试点工作方案"
      help="加盖公章的扫描件。"
      accept={['.pdf']}
      maxBytes={20 * 1024 * 1024}
      uploadUrl="/api/kit/file"
      value={draft.plan}
      onChange={(plan) => set({ plan })}
    />
    <FileField
      name="proof"
      label="其他证明"
      accept={['.pdf', '.jpg', '.png']}
      maxBytes={5 * 1024 * 1024}
      uploadUrl="/api/kit/file"
      value={draft.proof}
      onChange={(proof) => set({ proof })}
    />
    <TextField
      name="locked"
      label="由系统带出"
      readOnly
      value="东川市"
      onChange={() => undefined}
    />
    <CheckboxField
      name="agreed"
      label="以上内容属实，已经本单位审核同意。"
      required
      value={draft.agreed}
      onChange={(agreed) => set({ agreed })}
    />
  </Fieldset>
);

export const KitForm = () => {
  const [draft, setDraft] = useState<Draft>(START);
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const part: PartProps = {
    draft,
    set: (change) => setDraft((before) => ({ ...before, ...change })),
  };
  return (
    <Form label="示例表单" findings={findings} onSubmit={() => setFindings(check(draft))}>
      <ErrorSummary />
      <KitPerson {...part} />
      <KitPlan {...part} />
      <KitPartners {...part} />
      <KitFiles {...part} />
      <div className="row">
        <Button type="submit" tone="primary">
          检查并提交
        </Button>
      </div>
    </Form>
  );
};
