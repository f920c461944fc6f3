import { z } from 'zod';
import { endpoint } from '../../kernel/endpoint.ts';
import { characterCount, normalizeCode, optionalText, shortText } from '../../kernel/text.ts';
import { linesOfText } from './contact-lines.ts';

const MOST_LINES = 10;
const MOST_IN_LINE = 100;

const oneLine = (max: number, label: string) =>
  optionalText(max, label).refine((text) => !text.includes('\n'), {
    error: '请写在一行内，不要换行',
  });

/** What the province says of itself; '' and null stand for what nobody has written yet. */
const settings = z.strictObject({
  title: shortText(30, '平台名称'),
  provinceName: oneLine(20, '省（区、市）名称'),
  officeName: oneLine(50, '项目办名称'),
  /** One way to reach the office a line, `标签：内容`. */
  contactText: optionalText(MOST_LINES * (MOST_IN_LINE + 1), '联系方式').superRefine(
    (text, context) => {
      const lines = linesOfText(text);
      if (lines.length > MOST_LINES) {
        context.addIssue({ code: 'custom', message: `请写在 ${MOST_LINES} 行以内` });
      }
      const long = lines.findIndex(
        ({ label, value }) => characterCount(label + value) > MOST_IN_LINE,
      );
      if (long >= 0) {
        context.addIssue({
          code: 'custom',
          message: `请把第 ${long + 1} 行缩短到 ${MOST_IN_LINE} 个字以内`,
        });
      }
    },
  ),
  /** Begins every filing number given from now on; '' until the office has chosen one. */
  numberPrefix: z
    .string({ error: '请填写备案号前缀' })
    .overwrite(normalizeCode)
    .refine((text) => /^[A-Z0-9]{0,12}$/.test(text), {
      error: '请用 12 个以内的字母和数字，如 SN1X',
    }),
  /** Certificates published nationwide, for comparing the catalog with. */
  catalogTarget: z
    .int({ error: '请填写整数' })
    .min(1, { error: '请填写 1 以上的整数' })
    .max(100_000, { error: '请填写 100000 以下的整数' })
    .nullable(),
});

/** `version` stands for the content that somebody has seen. */
const known = settings.extend({ version: z.string().max(64) });

export const getProvince = endpoint({
  name: 'province.get',
  method: 'GET',
  path: '/api/province',
  summary: '本省设置：平台名称、单位名称、联系方式、备案号前缀、公布的证书数',
  output: known,
});

export const saveProvince = endpoint({
  name: 'province.save',
  method: 'PUT',
  path: '/api/province',
  summary: '修改本省设置',
  body: known,
  output: known,
});
