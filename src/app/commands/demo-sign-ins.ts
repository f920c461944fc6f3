import { DEMO_PASSWORD, type DemoResult } from '../demo/load.ts';

/** Terminals show a Chinese character in two columns. */
const columns = (text: string): number =>
  Array.from(text).reduce((sum, sign) => sum + (sign.charCodeAt(0) > 0xff ? 2 : 1), 0);

/** Who can sign in to the demo and how, for the terminal. */
export const demoSignIns = ({ personas }: DemoResult): string => {
  const width = Math.max(...personas.map(({ loginName }) => columns(loginName)));
  const lines = personas.map(
    ({ label, loginName }) => `  ${loginName}${' '.repeat(width - columns(loginName))}  ${label}\n`,
  );
  return `演示账号（登录名与身份），密码均为 ${DEMO_PASSWORD}：\n${lines.join('')}`;
};
