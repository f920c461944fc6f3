import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { html, paragraphs } from './html.ts';

describe('html', () => {
  it('escapes what people typed and keeps what html made', () => {
    const name = `<b>"甲" & '乙'</b>`;
    const inner = html`<i>${name}</i>`;
    assert.equal(
      html`<p title="${name}">${inner}</p>`.text,
      '<p title="&lt;b&gt;&quot;甲&quot; &amp; &#39;乙&#39;&lt;/b&gt;"><i>&lt;b&gt;&quot;甲&quot; &amp; &#39;乙&#39;&lt;/b&gt;</i></p>',
    );
  });

  it('leaves out what is missing and joins lists, deep ones too', () => {
    assert.equal(
      html`${null}${undefined}${false}${0}${['a', [html`<b>${1}</b>`, '&']]}`.text,
      '0a<b>1</b>&amp;',
    );
  });

  it('lets no text become markup, whatever it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const printed = html`${text}`.text;
        assert.doesNotMatch(printed, /[<>"']/);
        assert.doesNotMatch(printed, /&(?!amp;|lt;|gt;|quot;|#39;)/);
      }),
    );
  });
});

describe('paragraphs', () => {
  it('keeps lines and paragraphs as typed', () => {
    assert.equal(html`${paragraphs('一\n二\n\n<三>')}`.text, '<p>一<br />二</p><p>&lt;三&gt;</p>');
  });
});
