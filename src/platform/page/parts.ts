import { beijingDate, formatDate, formatDeadline, type Instant } from '../../kernel/time.ts';
import { type Html, markup, type Part } from './html.ts';

export type Tone = 'neutral' | 'brand' | 'done' | 'attention' | 'danger';

export const tag = (label: string, tone: Tone): Html =>
  markup`<span class="tag" data-tone="${tone}">${label}</span>`;

/** An exclusive instant in words: the last day counts in full. */
export const deadline = (at: Instant): Html =>
  markup`<time datetime="${at}">${formatDeadline(at)}</time>`;

export const day = (at: Instant): Html =>
  markup`<time datetime="${at}">${formatDate(beijingDate(at))}</time>`;

/** A list of names and values. */
export const facts = (rows: readonly (readonly [label: string, value: Part] | false)[]): Html =>
  markup`<dl class="facts">
${rows.map((row) => row !== false && markup`<div><dt>${row[0]}</dt><dd>${row[1]}</dd></div>\n`)}</dl>`;

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export const selectField = (
  name: string,
  label: string,
  choices: readonly Choice[],
  chosen: string | undefined,
): Html =>
  markup`<div>
<label for="f-${name}">${label}</label>
<select class="input" id="f-${name}" name="${name}">
<option value="">全部</option>
${choices.map(
  ({ value, label: text }) =>
    markup`<option value="${value}"${chosen === value && markup` selected`}>${text}</option>`,
)}</select>
</div>`;

export const searchField = (label: string, hint: string, typed: string | undefined): Html =>
  markup`<div class="search-wide">
<label for="f-q">${label}</label>
<input class="input" id="f-q" name="q" type="search" maxlength="60" placeholder="${hint}" value="${typed ?? ''}" />
</div>`;

/** The address of the same list with one thing changed; what is not given is left out. */
export const addressOf = (
  path: string,
  query: Readonly<Record<string, string | number | undefined>>,
): string => {
  const given = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') given.set(key, String(value));
  }
  return given.size === 0 ? path : `${path}?${given.toString()}`;
};

export const paging = (
  path: string,
  query: Readonly<Record<string, string | number | undefined>>,
  state: { readonly page: number; readonly pages: number },
): Part => {
  const { page, pages } = state;
  if (pages <= 1) return false;
  const to = (number: number): string =>
    addressOf(path, { ...query, page: number === 1 ? undefined : number });
  return markup`<nav class="paging" aria-label="翻页">
${page > 1 && markup`<a class="button" rel="prev" href="${to(page - 1)}">上一页</a>`}
<span>第 ${page} 页，共 ${pages} 页</span>
${page < pages && markup`<a class="button" rel="next" href="${to(page + 1)}">下一页</a>`}
</nav>`;
};
