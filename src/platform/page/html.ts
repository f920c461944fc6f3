/**
 * HTML that is safe to send: made only by `markup`, which escapes whatever is not Html itself. A text template with a
 * marker for "do not escape" (such as ghtml's `!${}`) needs that marker at every nested part, and one too many is a
 * hole; here the type of a part decides, so nobody ever has to say it.
 */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Nothing is printed for null, undefined and false, so that a part may be left out by a condition. */
export type Part = Html | string | number | null | undefined | false | readonly Part[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeText = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);

const print = (part: Part): string => {
  if (part === null || part === undefined || part === false) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'string') return escapeText(part);
  return typeof part === 'number' ? String(part) : part.map(print).join('');
};

/**
 * Attributes must stand in quotes; addresses are built by us or checked to be http(s). The name is not `html`, because
 * formatters wrap the lines of such templates, and a line break between two Chinese characters shows as a space.
 */
export const markup = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(strings.reduce((text, literal, index) => text + print(parts[index - 1]) + literal));

/** Text as people typed it, an empty line between paragraphs. */
export const paragraphs = (text: string): Part =>
  text
    .split(/\n\s*\n/)
    .filter((block) => block.trim() !== '')
    .map(
      (block) =>
        markup`<p>${block.split('\n').map((line, index) => [index > 0 && markup`<br />`, line])}</p>`,
    );
