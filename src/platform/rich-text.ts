import sanitizeHtml from 'sanitize-html';

/** Addresses that may be followed from a text: the web, mail, telephone, and pages of this site. */
const SCHEMES = ['http', 'https', 'mailto', 'tel'];

/** Tags whose content is no text either; everything else that is not allowed loses its tag and keeps its text. */
const SILENT = [
  'script',
  'style',
  'textarea',
  'option',
  'noscript',
  'noembed',
  'noframes',
  'iframe',
  'template',
  'title',
  'xmp',
  'plaintext',
  'svg',
  'math',
];

const link = (_tag: string, attribs: sanitizeHtml.Attributes): sanitizeHtml.Tag => {
  const href = attribs['href'];
  return {
    tagName: 'a',
    attribs: { ...(href === undefined ? {} : { href }), rel: 'noopener noreferrer nofollow' },
  };
};

const BASE: sanitizeHtml.IOptions = {
  disallowedTagsMode: 'discard',
  nonTextTags: SILENT,
  allowedSchemes: SCHEMES,
  allowedSchemesAppliedToAttributes: ['href', 'src'],
  allowProtocolRelative: false,
  allowedStyles: {},
  allowedClasses: {},
  nestingLimit: 50,
  enforceHtmlBoundary: false,
};

const TEXT_TAGS = [
  'p',
  'br',
  'h2',
  'h3',
  'strong',
  'em',
  'u',
  's',
  'ul',
  'ol',
  'li',
  'blockquote',
  'hr',
  'a',
];

/** What the editor can make, and nothing else: no class, no style, no picture, no table. */
const WRITTEN: sanitizeHtml.IOptions = {
  ...BASE,
  allowedTags: TEXT_TAGS,
  allowedAttributes: { a: ['href', 'rel'], ol: ['start'] },
  transformTags: { a: link, b: 'strong', i: 'em', strike: 's', del: 's', h1: 'h2', h4: 'h3' },
};

/** A word processor's document: tables and pictures that it carries within itself come along. */
const CONVERTED: sanitizeHtml.IOptions = {
  ...BASE,
  allowedTags: [
    ...TEXT_TAGS,
    'h4',
    'h5',
    'h6',
    'sup',
    'sub',
    'table',
    'thead',
    'tbody',
    'tr',
    'th',
    'td',
    'img',
  ],
  allowedAttributes: {
    a: ['href', 'rel'],
    ol: ['start'],
    th: ['colspan', 'rowspan'],
    td: ['colspan', 'rowspan'],
    img: ['src', 'alt'],
  },
  allowedSchemesByTag: { img: ['data'] },
  // Of the data addresses only pictures that cannot carry a script: no SVG.
  exclusiveFilter: ({ tag, attribs }) =>
    tag === 'img' && !/^data:image\/(?:png|jpeg|gif);base64,/i.test(attribs['src'] ?? ''),
  transformTags: { a: link, b: 'strong', i: 'em', strike: 's', del: 's', h1: 'h2' },
};

/** Tags that were nested wrongly are put right only when the cleaned text is read again. */
const MOST_READINGS = 5;

const clean = (html: string, options: sanitizeHtml.IOptions): string => {
  let text = html;
  for (let reading = 0; reading < MOST_READINGS; reading += 1) {
    const next = sanitizeHtml(text, options).trim();
    if (next === text) break;
    text = next;
  }
  return text;
};

/** Rich text as an editor sends it, cleaned by a strict list of what is allowed; clean text stays as it is. */
export const cleanRichText = (html: string): string => clean(html, WRITTEN);

/** HTML made from a document of a word processor, cleaned. */
export const cleanDocumentHtml = (html: string): string => clean(html, CONVERTED);

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': ' ',
};

/** The text of cleaned HTML, a line for each paragraph. */
export const plainTextOf = (html: string): string =>
  sanitizeHtml(html.replace(/<br \/>|<hr \/>|<\/(?:p|h[2-6]|li|blockquote|tr|td|th)>/g, '$&\n'), {
    ...BASE,
    allowedTags: [],
    allowedAttributes: {},
  })
    .replace(/&(?:amp|lt|gt|quot|#39|nbsp);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/[ \t]*\n\s*/g, '\n')
    .trim();
