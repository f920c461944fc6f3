export interface ContactLine {
  /** '' where the office wrote none. */
  readonly label: string;
  readonly value: string;
}

// A digit before the colon is a time of day: “周一至周五 9:00—17:00” has no label.
const LABELLED = /^(?<label>[^：:]{0,19}[^：:\d\s])\s*[：:]\s*(?<value>.+)$/u;

/** “电话：029-…” as typed, one a line, to label and value; empty lines are left out. */
export const linesOfText = (text: string): ContactLine[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const { label = '', value = line } = LABELLED.exec(line)?.groups ?? {};
      return { label, value };
    });

/** The reverse. */
export const textOfLines = (lines: readonly ContactLine[]): string =>
  lines.map(({ label, value }) => (label === '' ? value : `${label}：${value}`)).join('\n');
