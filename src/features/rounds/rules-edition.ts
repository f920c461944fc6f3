import { z } from 'zod';

/**
 * The configurable rules by which one round is judged. They differ between provinces and years, so each round keeps
 * its own edition; it is frozen when the round is published. A round stored before a rule existed has its default.
 */
export const roundRules = z.strictObject({
  /** 三.1 "原则上已连续招生 3 年" is soft: a warning that asks for a reason, or nothing at all, never a bar (A6). */
  threeYearRule: z.enum(['warn', 'off']).default('warn'),
  /** Persons per certificate level below which a reason is asked for; `null`: no minimum (A11). */
  minimumHeadcount: z
    .int({ error: '请填写整数人数，不设下限请留空' })
    .min(1, { error: '请填写 1 以上的人数，不设下限请留空' })
    .max(10_000, { error: '请填写 10000 以内的人数' })
    .nullable()
    .default(null),
  /** Characters that an opinion of "退回" or "不予通过" has at least (A14). */
  minimumOpinionLength: z
    .int({ error: '请填写整数字数' })
    .min(1, { error: '请填写 1 至 200 之间的字数' })
    .max(200, { error: '请填写 1 至 200 之间的字数' })
    .default(10),
  /** Days an institution has to mend a returned application; they may end after the closing. */
  correctionDays: z
    .int({ error: '请填写整数天数' })
    .min(1, { error: '请填写 1 至 60 之间的天数' })
    .max(60, { error: '请填写 1 至 60 之间的天数' })
    .default(5),
  /** Planned persons per current student of the majors above which a reason is asked for (A12). */
  headcountPerStudentLimit: z
    .number({ error: '请填写倍数，例如 1' })
    .min(0.1, { error: '请填写 0.1 至 10 之间的倍数' })
    .max(10, { error: '请填写 0.1 至 10 之间的倍数' })
    .default(1),
});

export type RoundRules = z.output<typeof roundRules>;

export const defaultRoundRules = (): RoundRules => roundRules.parse({});

export const ROUND_RULE_LABELS: Readonly<Record<keyof RoundRules, string>> = {
  threeYearRule: '连续招生不满 3 年时',
  minimumHeadcount: '每个证书等级的人数下限（人）',
  minimumOpinionLength: '退回或不予通过的意见字数下限（字）',
  correctionDays: '退回后的修改期限（天）',
  headcountPerStudentLimit: '计划人数与在校生数之比的上限（倍）',
};

export const THREE_YEAR_RULES: Readonly<Record<RoundRules['threeYearRule'], string>> = {
  warn: '提示并要求说明理由',
  off: '不检查',
};
