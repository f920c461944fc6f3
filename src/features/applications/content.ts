import { z } from 'zod';
import { optionalText } from '../../kernel/text.ts';

/** The five conditions of 项目办函〔2025〕1号 三, in the notice's order; the words are ours. */
export const CONDITIONS = [
  {
    key: 'major',
    label: '专业与招生',
    help: '开设对应专业（方向），原则上已连续招生 3 年，有相关培训经验',
  },
  { key: 'programme', label: '专业建设', help: '培养方案完备，教学资源满足教学和培训需要' },
  { key: 'teachers', label: '师资队伍', help: '有具备培训能力的专兼职教师和结构化教学团队' },
  { key: 'facilities', label: '场地设备', help: '教学与实训条件满足培训要求，可以租用或共用' },
  { key: 'regulations', label: '推进制度', help: '有比较完善的证书试点工作制度' },
] as const;

export const CONDITION_ANSWERS = {
  MET: '符合',
  MOSTLY_MET: '基本符合',
  NOT_MET: '不符合',
} as const;
export type ConditionAnswer = keyof typeof CONDITION_ANSWERS;

/** Grades that may take part; what one school calls 一年级 is G1 everywhere. */
export const GRADES = {
  G1: '一年级',
  G2: '二年级',
  G3: '三年级',
  G4: '四年级',
  G5: '五年级',
} as const;
export type Grade = keyof typeof GRADES;

/** Above this no institution of the country plans for one certificate; it stops slips of the finger. */
export const HEADCOUNT_LIMIT = 1_000_000;
export const ITEM_LIMIT = 300;

const headcount = z
  .int({ error: '计划人数请填写整数，例如 40' })
  .min(0, { error: '计划人数不能是负数，请填写 1 以上的整数' })
  .max(HEADCOUNT_LIMIT, { error: '计划人数过大，请核对后填写实际计划人数' })
  .nullable();

export const conditionSchema = z.strictObject({
  answer: z.enum(Object.keys(CONDITION_ANSWERS) as [ConditionAnswer]).nullable(),
  explanation: optionalText(2000, '说明'),
});

export const itemSchema = z.strictObject({
  /** Given by the browser, so that remarks and decisions keep their item over saves. */
  id: z.uuid(),
  certificateLevelId: z.uuid({ error: '请选择证书和等级' }),
  institutionMajorIds: z.array(z.uuid()).max(100, { error: '一项最多选择 100 个专业' }),
  grades: z.array(z.enum(Object.keys(GRADES) as [Grade])).max(5),
  plannedHeadcount: headcount,
  siteIntention: z.boolean(),
  threeYearReason: optionalText(500, '不满 3 年的说明'),
  note: optionalText(500, '备注'),
});

/** What the institution fills in. A draft accepts gaps: every text may be empty, every choice open. */
export const contentSchema = z.strictObject({
  leaderName: optionalText(50, '牵头校领导姓名'),
  leaderTitle: optionalText(50, '牵头校领导职务'),
  departmentName: optionalText(100, '负责部门'),
  departmentHead: optionalText(50, '部门负责人'),
  officerName: optionalText(50, '专人姓名'),
  officerTitle: optionalText(50, '专人职务'),
  officePhone: optionalText(30, '办公电话'),
  conditions: z.array(conditionSchema).length(CONDITIONS.length, { error: '五项条件须逐项保存' }),
  statementAccepted: z.boolean(),
  items: z.array(itemSchema).max(ITEM_LIMIT, { error: `一次申报最多 ${ITEM_LIMIT} 项` }),
  /** Reasons for accepted warnings, by `code@field`. */
  acceptedWarnings: z.record(z.string().max(200), optionalText(500, '理由')),
});

const stored = z.string();

/** The same as it is sent out: what was checked and normalized on its way in is not checked again at every reading. */
export const storedContentSchema = contentSchema.extend({
  leaderName: stored,
  leaderTitle: stored,
  departmentName: stored,
  departmentHead: stored,
  officerName: stored,
  officerTitle: stored,
  officePhone: stored,
  conditions: z.array(conditionSchema.extend({ explanation: stored })),
  items: z.array(
    itemSchema.extend({
      id: stored,
      certificateLevelId: stored,
      institutionMajorIds: z.array(stored),
      threeYearReason: stored,
      note: stored,
    }),
  ),
  acceptedWarnings: z.record(stored, stored),
});

export type ApplicationContent = z.output<typeof contentSchema>;
export type ApplicationItemContent = z.output<typeof itemSchema>;

export const emptyContent = (): ApplicationContent => ({
  leaderName: '',
  leaderTitle: '',
  departmentName: '',
  departmentHead: '',
  officerName: '',
  officerTitle: '',
  officePhone: '',
  conditions: CONDITIONS.map(() => ({ answer: null, explanation: '' })),
  statementAccepted: false,
  items: [],
  acceptedWarnings: {},
});
