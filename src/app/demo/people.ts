import type { SeededRandom } from './seeded-random.ts';

// Words rather than usual given names, so that nobody real is meant; rare characters and 「·」 are there on purpose.
const SURNAMES = [
  '言',
  '路',
  '安',
  '白',
  '青',
  '木',
  '石',
  '江',
  '云',
  '禾',
  '田',
  '方',
  '南宫',
  '东方',
  '𠮷',
  '阿依',
] as const;
const GIVEN = [
  '知行',
  '采薇',
  '望舒',
  '清和',
  '见山',
  '听雨',
  '长风',
  '思齐',
  '怀瑾',
  '若谷',
  '明远',
  '守拙',
  '㐂来',
  '星河',
  '以墨',
  '南乔',
  '北辰',
  '未央',
  '景行',
  '时雨',
] as const;
const JOINED = ['·古丽', '·明珠', '·扎西'] as const;

/** An invented name. */
export const personName = (random: SeededRandom): string => {
  const surname = random.pick(SURNAMES);
  return surname === '阿依'
    ? `${surname}${random.pick(JOINED)}`
    : `${surname}${random.pick(GIVEN)}`;
};

export const leaderTitle = (random: SeededRandom): string =>
  random.pick([
    '校长',
    '副校长',
    '院长',
    '副院长',
    '党委书记',
    '党委副书记',
    '教学副校长',
    '教学副院长',
  ]);

const DEPARTMENTS = [
  '教务处',
  '教务科',
  '实训处',
  '实习实训中心',
  '继续教育学院',
  '培训中心',
  '产教融合办公室',
  '职业技能鉴定中心',
  '校企合作处',
  '质量管理办公室',
] as const;

export const departmentName = (random: SeededRandom): string => random.pick(DEPARTMENTS);

/** Why a condition is only mostly met, or a young major applies all the same: each fits either question. */
export const demoReason = (random: SeededRandom): string =>
  random.pick([
    '与合作企业共用实训场地，协议有效期覆盖本轮试点。',
    '专业由成熟专业群分出，师资和设备已经齐备。',
    '已派教师参加评价组织的师资培训，另聘两名企业专家。',
    '教学资源正在完善，开课前可以全部到位。',
    '同专业群的其他专业连续招生多年，课程与本证书的职业技能要求基本一致。',
    '本专业与骨干企业联合开办，企业承担技能模块教学，实训条件满足培训需要。',
    '新建实训室已通过验收，设备清单见试点工作方案附表。',
    '专任教师还缺一名，已列入本年度招聘计划，开班前到岗。',
  ]);

const OPINIONS = {
  approve: [
    '条件齐备，规模合理，同意申报。',
    '与往年执行情况相符，同意按计划人数试点。',
    '专业对应准确，师资和实训条件满足培训需要，同意。',
    '试点工作方案完整，牵头人和负责部门明确，同意上报。',
    '各项佐证齐全，计划人数与在校生规模相称，同意。',
    '已电话核实共用实训场地的协议，情况属实，同意申报。',
  ],
  partly: [
    '部分证书与所设专业关联不足，其余同意；请下一轮补充论证。',
    '实训条件只能支撑其中几项，其余同意。',
    '高级证书的师资尚未到位，本轮先同意初级和中级。',
    '一项证书上年未组织考核，本轮暂不通过，其余同意。',
  ],
  return: [
    '请按逐条批注补充师资和人数测算依据后重新提交。',
    '计划人数与在校生规模不匹配，请核对后重新提交。',
    '试点工作方案缺少考核安排和经费预算，请补充盖章后重新提交。',
    '首次招生年份与上报的专业信息不一致，请核实更正。',
    '共用实训场地未附协议，请上传协议或改写说明。',
  ],
  reject: [
    '所报证书与开设专业不对应，本轮不予通过，建议下一轮重新选择。',
    '实训条件不足且无共用协议，本轮不予通过。',
    '对应专业已停止招生，没有可参加培训的学生，不予通过。',
    '上一轮备案证书均未组织培训考核，且未说明原因，本轮不予通过。',
  ],
} as const satisfies Record<string, readonly [string, ...string[]]>;

/** A reviewer's opinion of at least ten characters, as returning and rejecting require. */
export const demoOpinion = (random: SeededRandom, kind: keyof typeof OPINIONS): string =>
  random.pick(OPINIONS[kind]);
