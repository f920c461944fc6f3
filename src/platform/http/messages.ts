import { z } from 'zod';

const chinese = z.locales.zhCN();

/** What a contract says of a value when it names no words of its own: what to do, not which type was expected. */
const wordsOf: NonNullable<typeof chinese.localeError> = (issue) => {
  if (issue.code === 'invalid_type') {
    return issue.input === undefined || issue.input === null
      ? '缺少这一项，请填写'
      : '填写的内容类型不对，请核对后重新填写';
  }
  if (issue.code === 'unrecognized_keys') return `不认识的内容：${issue.keys.join('、')}`;
  if (issue.code === 'invalid_value') return '不在可选的范围内，请重新选择';
  return chinese.localeError?.(issue);
};

/** Tells Zod, for the whole process. */
export const speakChinese = (): void => {
  z.config({ localeError: wordsOf });
};
