import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { cleanDocumentHtml, cleanRichText, plainTextOf } from './rich-text.ts';

/** Forms of attack that are public knowledge, one of each kind. */
const PAYLOADS: readonly string[] = [
  '<script>alert(1)</script>',
  '<SCRIPT SRC=//example.org/x.js></SCRIPT>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<img src=x onerror=alert(1)>',
  '<img src="x` `<script>alert(1)</script>"` `>',
  '<IMG """><SCRIPT>alert(1)</SCRIPT>">',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<svg><animate onbegin=alert(1) attributeName=x dur=1s>',
  '<svg><a xlink:href="javascript:alert(1)"><text>a</text></a></svg>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<a href="javascript:alert(1)">点</a>',
  '<a href="JaVaScRiPt:alert(1)">点</a>',
  '<a href="java\tscript:alert(1)">点</a>',
  '<a href="java&#x0A;script:alert(1)">点</a>',
  '<a href="&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)">点</a>',
  '<a href=" &#14; javascript:alert(1)">点</a>',
  '<a href="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">点</a>',
  '<a href="vbscript:msgbox(1)">点</a>',
  '<a href="//example.org">点</a>',
  '<p style="background:url(javascript:alert(1))">字</p>',
  '<p style="position:fixed;inset:0">字</p>',
  '<p onclick="alert(1)" onmouseover=alert(1)>字</p>',
  '<p/onclick=alert(1)>字</p>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="data:text/html,<script>alert(1)</script>"></object>',
  '<embed src="javascript:alert(1)">',
  '<form action="https://example.org"><input name=password><button>提交</button></form>',
  '<button formaction="javascript:alert(1)">X</button>',
  '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
  '<base href="https://example.org/">',
  '<link rel=stylesheet href="https://example.org/x.css">',
  '<style>@import "https://example.org/x.css"; body{background:url(javascript:alert(1))}</style>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<textarea><img title="</textarea><img src=x onerror=alert(1)>"></textarea>',
  '<xmp><p title="</xmp><script>alert(1)</script>">',
  '<template><script>alert(1)</script></template>',
  '<details open ontoggle=alert(1)><summary>x</summary></details>',
  '<video><source onerror=alert(1)></video>',
  '<audio src=x onerror=alert(1)>',
  '<body onload=alert(1)>',
  '<marquee onstart=alert(1)>x</marquee>',
  '<input autofocus onfocus=alert(1)>',
  '<isindex type=image src=1 onerror=alert(1)>',
  '<!--<img src="--><img src=x onerror=alert(1)//">',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<?xml version="1.0"?><script>alert(1)</script>',
  '<img src="data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+">',
  '<a href="https://example.org" target="_blank" ping="https://example.org/p">点</a>',
  '<p id="__proto__" class="btn">字</p>',
  '<li value="1" onclick=alert(1)>一</li>',
];

/** What a browser would act upon: every tag of the result as a parser finds it, judged without running anything. */
const tagsOf = (html: string): string[] =>
  [...html.matchAll(/<(\/?)([a-z0-9]+)((?:\s[^<>]*)?)>/gi)].map(([whole]) => whole);

const WRITTEN_TAG =
  /^<(?:\/?(?:p|h2|h3|strong|em|u|s|ul|li|blockquote)|br \/|hr \/|\/?ol(?: start="[^"]*")?|\/a|a(?: href="(?:https?:|mailto:|tel:|\/(?!\/)|#|[^":]*")[^"]*"?)?(?: rel="noopener noreferrer nofollow")?)>$/;

const judge = (html: string): void => {
  const tags = tagsOf(html);
  for (const tag of tags) assert.match(tag, WRITTEN_TAG, html);
  // What stands between the tags is text: every other angle bracket is an entity.
  const rest = html.replaceAll(/<\/?[a-z0-9]+(?:\s[^<>]*)?>/gi, '');
  assert.doesNotMatch(rest, /[<>]/, html);
  // In the text itself such words are only words.
  const inTags = tags.join('\n');
  assert.doesNotMatch(inTags, /javascript:|vbscript:|data:|\son[a-z]+\s*=|srcdoc|style=/i, html);
};

describe('rich text', () => {
  it('keeps what the editor can make', () => {
    const written =
      '<h2>安排</h2><p>一、<strong>时间</strong>、<em>地点</em>、<u>要求</u>、<s>旧文</s><br />二行</p>' +
      '<ul><li><p>甲</p></li></ul><ol start="3"><li><p>乙</p></li></ol><blockquote><p>引</p></blockquote><hr />';
    assert.equal(cleanRichText(written), written);
    assert.equal(
      cleanRichText('<p><a href="https://example.org/a?b=1&amp;c=2" class="x">网址</a></p>'),
      '<p><a href="https://example.org/a?b=1&amp;c=2" rel="noopener noreferrer nofollow">网址</a></p>',
    );
    assert.match(cleanRichText('<a href="/catalog">目录</a>'), /href="\/catalog"/);
  });

  it('has a judge that sees what it should see', () => {
    for (const bad of [
      '<script>a',
      '<p onclick="x">',
      '<a href="javascript:x">',
      '<p class="x">',
    ]) {
      assert.throws(() => judge(bad), { name: 'AssertionError' });
    }
  });

  for (const payload of PAYLOADS) {
    it(`lets nothing act: ${payload.slice(0, 60)}`, () => {
      for (const html of [payload, `<p>前${payload}后</p>`, `${payload}${payload}`]) {
        judge(cleanRichText(html));
      }
    });
  }

  it('turns whatever comes into the same clean text, and clean text into itself', () => {
    const part = fc.oneof(
      fc.constantFrom(...PAYLOADS, '<p>', '</p>', '<', '>', '"', '&lt;'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const clean = cleanRichText(parts.join(''));
        judge(clean);
        assert.equal(cleanRichText(clean), clean);
      }),
      { numRuns: 300 },
    );
  });

  it('reads as plain text with a line for each paragraph', () => {
    assert.equal(
      plainTextOf(
        cleanRichText('<h2>标题</h2><p>一 &lt;b&gt; &amp; 二<br>三</p><ul><li>四</li></ul>'),
      ),
      '标题\n一 <b> & 二\n三\n四',
    );
    assert.equal(plainTextOf(''), '');
    assert.equal(plainTextOf(cleanRichText('<script>alert(1)</script>')), '');
  });

  it('takes 300,000 characters in time', () => {
    const long = `<p>${'申报'.repeat(150_000)}</p>`;
    assert.equal(cleanRichText(long), long);
    assert.equal(plainTextOf(long).length, 300_000);
    assert.ok(cleanRichText('<b>'.repeat(50_000)).length < 2_000_000);
  });
});

describe('a converted document', () => {
  it('keeps tables and pictures that it carries within itself, and no others', () => {
    const kept = '<table><tbody><tr><td colspan="2">甲</td></tr></tbody></table>';
    assert.equal(cleanDocumentHtml(kept), kept);
    const picture = '<img src="data:image/png;base64,iVBORw0KGgo=" alt="图" />';
    assert.equal(cleanDocumentHtml(picture), picture);
    for (const src of [
      'https://example.org/a.png',
      'data:image/svg+xml;base64,PHN2Zz4=',
      'data:text/html,x',
      'javascript:alert(1)',
      'file:///etc/passwd',
    ]) {
      assert.doesNotMatch(cleanDocumentHtml(`<p>甲<img src="${src}"></p>`), /<img/, src);
    }
  });

  it('lets nothing act either', () => {
    for (const payload of PAYLOADS) {
      assert.doesNotMatch(
        cleanDocumentHtml(`<p>${payload}</p>`),
        /<(?:script|svg|iframe|object|embed|form|style|meta|base|link)\b|javascript:|<[^>]*\son\w+\s*=/i,
        payload,
      );
    }
  });
});
