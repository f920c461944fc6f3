import type { SeededRandom } from './seeded-random.ts';

// Words rather than usual given names, so that nobody real is meant; rare characters and 「·」 are there on purpose.
const SURNAMES = ['言', '路', '安', '白', '青', '木', '石', '江', '云', '禾', '田', '方', '南宫', '东方', '𠮷', '阿依'] as const;
const GIVEN = [
  '知行', '采薇', '望舒', '清和', '见山', '听雨', '长风', '思齐', '怀瑾', '若谷', '明远', '守拙', '㐂来', '星河',
  '以墨', '南乔', '北辰', '未央', '景行', '时雨',
] as const;
const JOINED = ['·古丽', '·明珠', '·扎西'] as const;

/** An invented name. */
export const personName = (random: SeededRandom): string => {
  const surname = random.pick(SURNAMES);
  return surname === '阿依' ? `${surname}${random.pick(JOINED)}` : `${surname}${random.pick(GIVEN)}`;
};

export const leaderTitle = (random: SeededRandom): string =>
  random.pick(['校长', '副校长', '院长', '副院长', '党委副书记']);

export const departmentName = (random: SeededRandom): string =>
  random.pick(['教务处', '实训处', '继续教育学院', '产教融合办公室', '培训中心']);

/** Why a condition is only mostly met, or a young major applies all the same. */
export const demoReason = (random: SeededRandom): string =>
  random.pick([
    '与合作企业共用实训场地，协议有效期覆盖本轮试点。',
    '专业由成熟专业群分出，师资和设备已经齐备。',
    '已派教师参加评价组织的师资培训，另聘两名企业专家。',
    '教学资源正在完善，开课前可以全部到位。',
  ]);

const OPINIONS = {
  approve: ['条件齐备，规模合理，同意申报。', '与往年执行情况相符，同意按计划人数试点。'],
  partly: ['部分证书与所设专业关联不足，其余同意；请下一轮补充论证。', '实训条件只能支撑其中几项，其余同意。'],
  return: ['请按逐条批注补充师资和人数测算依据后重新提交。', '计划人数与在校生规模不匹配，请核对后重新提交。'],
  reject: ['所报证书与开设专业不对应，本轮不予通过，建议下一轮重新选择。', '实训条件不足且无共用协议，本轮不予通过。'],
} as const satisfies Record<string, readonly [string, ...string[]]>;

/** A reviewer's opinion, long enough for every rule about opinions. */
export const demoOpinion = (random: SeededRandom, kind: keyof typeof OPINIONS): string => random.pick(OPINIONS[kind]);
