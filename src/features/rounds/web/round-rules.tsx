import { SummaryList } from '../../../ui/display/summary-list.tsx';
import { ROUND_RULE_LABELS, type RoundRules, THREE_YEAR_RULES } from '../rules-edition.ts';

const NO_MINIMUM = '不设下限';

export const RoundRulesList = ({ rules }: { readonly rules: RoundRules }) => (
  <SummaryList
    terms="long"
    items={[
      { term: ROUND_RULE_LABELS.threeYearRule, value: THREE_YEAR_RULES[rules.threeYearRule] },
      {
        term: ROUND_RULE_LABELS.minimumHeadcount,
        value: rules.minimumHeadcount ?? NO_MINIMUM,
      },
      { term: ROUND_RULE_LABELS.headcountPerStudentLimit, value: rules.headcountPerStudentLimit },
      { term: ROUND_RULE_LABELS.minimumOpinionLength, value: rules.minimumOpinionLength },
      { term: ROUND_RULE_LABELS.correctionDays, value: rules.correctionDays },
    ]}
  />
);
