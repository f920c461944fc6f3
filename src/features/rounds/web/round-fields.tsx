import { formatBeijing, formatDeadline, type Instant } from '../../../kernel/time.ts';
import { SummaryList } from '../../../ui/display/summary-list.tsx';
import { CheckboxGroup, RadioGroup } from '../../../ui/form/choice-fields.tsx';
import { DateTimeField } from '../../../ui/form/date-fields.tsx';
import { Fieldset } from '../../../ui/form/form.tsx';
import { NumberField, TextArea, TextField } from '../../../ui/form/text-fields.tsx';
import { ROUND_RULE_LABELS, THREE_YEAR_RULES } from '../rules-edition.ts';
import { ELIGIBLE_KINDS, type EligibleKind } from '../status.ts';
import type { RoundDraft } from './round-draft.ts';
import { kindsText } from './round-words.tsx';

interface FieldsProps {
  readonly draft: RoundDraft;
  readonly set: (change: Partial<RoundDraft>) => void;
}

const KINDS = (Object.keys(ELIGIBLE_KINDS) as EligibleKind[]).map((kind) => ({
  value: kind,
  label: ELIGIBLE_KINDS[kind],
}));

const isKind = (value: string): value is EligibleKind => value in ELIGIBLE_KINDS;

const Identity = ({ draft, set }: FieldsProps) => (
  <>
    <NumberField
      name="year"
      label="年度"
      required
      unit="年"
      value={draft.year}
      onChange={(year) => set({ year })}
    />
    <NumberField
      name="sequence"
      label="批次"
      required
      help="1 表示第一批"
      value={draft.sequence}
      onChange={(sequence) => set({ sequence })}
    />
    <TextField
      name="noticeNumber"
      label="文号"
      width="medium"
      help="申报通知的文号，没有可以不填"
      value={draft.noticeNumber}
      onChange={(noticeNumber) => set({ noticeNumber })}
    />
    <CheckboxGroup
      name="eligibleKinds"
      label="可以申报的院校"
      required
      options={KINDS}
      value={draft.eligibleKinds}
      onChange={(kinds) => set({ eligibleKinds: kinds.filter(isKind) })}
    />
  </>
);

export const PlanFields = ({
  draft,
  set,
  isPublished = false,
}: FieldsProps & { readonly isPublished?: boolean }) => (
  <Fieldset legend="基本信息">
    <TextField
      name="title"
      label="名称"
      required
      help="院校和公众看到的名称，如“2025年第一批 1+X 证书试点申报”"
      value={draft.title}
      onChange={(title) => set({ title })}
    />
    {isPublished ? (
      <SummaryList
        items={[
          { term: '年度和批次', value: `${draft.year} 年第 ${draft.sequence} 批` },
          { term: '文号', value: draft.noticeNumber },
          { term: '可以申报的院校', value: kindsText(draft.eligibleKinds) },
        ]}
      />
    ) : (
      <Identity draft={draft} set={set} />
    )}
    <TextArea
      name="guidance"
      label="申报说明"
      help="写给院校看的要点；空一行分段"
      max={5000}
      value={draft.guidance}
      onChange={(guidance) => set({ guidance })}
    />
  </Fieldset>
);

const deadlineHelp = (at: Instant | ''): string =>
  at === '' ? '选日期就是当天全天有效' : `即 ${formatDeadline(at)}`;

export const TimeFields = ({ draft, set }: FieldsProps) => (
  <Fieldset legend="时间" help="截止时间不含填写的那一刻，24:00 表示当天全天有效。">
    <DateTimeField
      name="opensAt"
      label="申报开始"
      required
      defaultTime="00:00"
      help={draft.opensAt === '' ? '从这一刻起可以提交' : `即 ${formatBeijing(draft.opensAt)}`}
      value={draft.opensAt}
      onChange={(opensAt) => set({ opensAt })}
    />
    <DateTimeField
      name="closesAt"
      label="申报截止"
      required
      deadline
      help={deadlineHelp(draft.closesAt)}
      value={draft.closesAt}
      onChange={(closesAt) => set({ closesAt })}
    />
    <DateTimeField
      name="cityReviewDueAt"
      label="市级初审截止"
      required
      deadline
      help={deadlineHelp(draft.cityReviewDueAt)}
      value={draft.cityReviewDueAt}
      onChange={(cityReviewDueAt) => set({ cityReviewDueAt })}
    />
    <DateTimeField
      name="provincialReviewDueAt"
      label="省级审核截止"
      required
      deadline
      help={deadlineHelp(draft.provincialReviewDueAt)}
      value={draft.provincialReviewDueAt}
      onChange={(provincialReviewDueAt) => set({ provincialReviewDueAt })}
    />
  </Fieldset>
);

const THREE_YEAR_OPTIONS = (['warn', 'off'] as const).map((value) => ({
  value,
  label: THREE_YEAR_RULES[value],
}));

export const RuleFields = ({ draft, set }: FieldsProps) => (
  <Fieldset legend="审核规则" help="发布后不能再改。除字数下限外都只提示，不拦截提交。">
    <RadioGroup
      name="rules.threeYearRule"
      label={ROUND_RULE_LABELS.threeYearRule}
      options={THREE_YEAR_OPTIONS}
      value={draft.threeYearRule}
      onChange={(value) => set({ threeYearRule: value === 'off' ? 'off' : 'warn' })}
    />
    <NumberField
      name="rules.minimumHeadcount"
      label={ROUND_RULE_LABELS.minimumHeadcount}
      help="低于下限的请院校说明理由；不设下限请留空"
      unit="人"
      value={draft.minimumHeadcount}
      onChange={(minimumHeadcount) => set({ minimumHeadcount })}
    />
    <TextField
      name="rules.headcountPerStudentLimit"
      label={ROUND_RULE_LABELS.headcountPerStudentLimit}
      help="超过的请院校说明理由，可以填小数，如 1.5"
      required
      width="short"
      value={draft.headcountPerStudentLimit}
      onChange={(headcountPerStudentLimit) => set({ headcountPerStudentLimit })}
    />
    <NumberField
      name="rules.minimumOpinionLength"
      label={ROUND_RULE_LABELS.minimumOpinionLength}
      required
      unit="字"
      value={draft.minimumOpinionLength}
      onChange={(minimumOpinionLength) => set({ minimumOpinionLength })}
    />
    <NumberField
      name="rules.correctionDays"
      label={ROUND_RULE_LABELS.correctionDays}
      help="可以晚于申报截止时间"
      required
      unit="天"
      value={draft.correctionDays}
      onChange={(correctionDays) => set({ correctionDays })}
    />
  </Fieldset>
);
