import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { markup, paragraphs } from './html.ts';

describe('markup', () => {
  it('escapes what people typed and keeps what markup made', () => {
    const name = `<b>"甲" & '乙'</b>`;
    const inner = markup`<i>${name}</i>`;
    assert.equal(
      markup`<p title="${name}">${inner}</p>`.text,
      '<p title="&lt;b&gt;&quot;甲&quot; &amp; &#39;乙&#39;&lt;/b&gt;"><i>&lt;b&gt;&quot;甲&quot; &amp; &#39;乙&#39;&lt;/b&gt;</i></p>',
    );
  });

  it('leaves out what is missing and joins lists, deep ones too', () => {
    assert.equal(
      markup`${null}${undefined}${false}${0}${['a', [markup`<b>${1}</b>`, '&']]}`.text,
      '0a<b>1</b>&amp;',
    );
  });

  it('lets no text become markup, whatever it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const printed = markup`${text}`.text;
        assert.doesNotMatch(printed, /[<>"']/);
        assert.doesNotMatch(printed, /&(?!amp;|lt;|gt;|quot;|#39;)/);
      }),
    );
  });
});

describe('paragraphs', () => {
  it('keeps lines and paragraphs as typed', () => {
    assert.equal(
      markup`${paragraphs('一\n二\n\n<三>')}`.text,
      '<p>一<br />二</p><p>&lt;三&gt;</p>',
    );
  });
});
