import { loadavg } from 'node:os';
import type { Comparison, Measured } from './measure.ts';
import type { Scenario, Wording } from './scenario.ts';

export interface Verdict {
  readonly text: string;
  readonly met: boolean;
}

const line = (text = ''): void => void process.stdout.write(`${text}\n`);

/** Chinese signs take two places on a terminal. */
const widthOf = (text: string): number =>
  Array.from(text).reduce((sum, sign) => sum + ((sign.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1), 0);
const right = (text: string, width: number): string =>
  ' '.repeat(Math.max(0, width - widthOf(text))) + text;
const left = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - widthOf(text)));

const REQUESTS: Wording = { unit: '请求', size: '答复约', bare: '裸服务' };

const headOf = ({ unit }: Wording): string[] => [
  `${unit}/秒`,
  'p50 毫秒',
  'p99 毫秒',
  '服务 CPU 秒/千次',
  '数据库 CPU 秒/千次',
  `${unit}数`,
  '错误',
];
const WIDTHS = [10, 10, 10, 18, 20, 10, 6];

const cells = (measured: Measured): string[] => [
  measured.perSecond.toFixed(0),
  measured.p50.toFixed(0),
  measured.p99.toFixed(0),
  measured.serverCpu.toFixed(2),
  measured.databaseCpu.toFixed(2),
  String(measured.requests),
  String(measured.errors),
];

const row = (name: string, texts: readonly string[]): string =>
  `  ${left(name, 8)}${texts.map((text, index) => right(text, WIDTHS[index] ?? 10)).join('')}`;

const percent = (share: number): string => `${Math.round(share * 100)}%`;

const atLeast = (name: string, value: number, least: number): Verdict => ({
  text: `${name}：${value.toFixed(2)}，应不低于 ${least}`,
  met: value >= least,
});

export const atMost = (name: string, value: number, most: number, unit: string): Verdict => ({
  text: `${name}：${value.toFixed(unit === '秒' ? 2 : 0)} ${unit}，应不超过 ${most} ${unit}`,
  met: value <= most,
});

/** Prints one comparison and judges it. */
export const reportComparison = (
  scenario: Pick<Scenario, 'key' | 'title' | 'compared' | 'leastRatio' | 'mostP99'>,
  bytes: number,
  found: Comparison,
  wording: Wording = REQUESTS,
): Verdict[] => {
  const { product, bare, ratio } = found;
  line(`\n${scenario.key}　${scenario.title}，${wording.size} ${(bytes / 1024).toFixed(1)} KB`);
  line(`  对照：${scenario.compared}`);
  line(row('', headOf(wording)));
  line(row('产品', cells(product)));
  line(row(wording.bare, cells(bare)));
  const cpu = (bare.serverCpu + bare.databaseCpu) / (product.serverCpu + product.databaseCpu);
  line(
    `  吞吐之比 ${ratio.toFixed(2)}（按 CPU 用量 ${cpu.toFixed(2)}）；其间其他程序占用本机 ${percent(found.othersShare)} 的 CPU`,
  );
  return [
    {
      text: `${scenario.key} 没有错误：${product.errors + bare.errors} 个`,
      met: product.errors + bare.errors === 0,
    },
    ...(scenario.leastRatio === undefined
      ? []
      : [atLeast(`${scenario.key} 吞吐之比`, ratio, scenario.leastRatio)]),
    ...(scenario.mostP99 === undefined
      ? []
      : [atMost(`${scenario.key} 100 人同时的 p99`, product.p99, scenario.mostP99, '毫秒')]),
  ];
};

/** Prints every judgement; returns whether all targets are met. */
export const reportVerdicts = (verdicts: readonly Verdict[]): boolean => {
  line('\n目标');
  for (const { text, met } of verdicts) line(`  ${met ? '✔' : '✖ 未达到'} ${text}`);
  const missed = verdicts.filter(({ met }) => !met).length;
  line(missed === 0 ? '\n全部达到目标。' : `\n有 ${missed} 项未达到目标。`);
  const [load = 0] = loadavg();
  line(`本机当前负载 ${load.toFixed(1)}；负载高时绝对数值不可信，以比值和 CPU 用量为准。`);
  return missed === 0;
};

export { line };
