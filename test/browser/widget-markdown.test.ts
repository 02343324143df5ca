import { expect } from 'chai';
import fc from 'fast-check';
import { type Inline, parseInline, parseMarkdown, safeHref, toPlainText, typeset } from '../../src/widget/markdown.js';

const hrefs = (nodes: readonly Inline[]): string[] =>
  nodes.flatMap((node) =>
    typeof node === 'string' || node.kind === 'br' ? [] : [...(node.kind === 'link' ? [node.href] : []), ...hrefs(node.children)],
  );

describe('widget markdown', () => {
  it('reads paragraphs, lists and a sources line', () => {
    const blocks = parseMarkdown(
      'Un **mot** fort.\n\n- un\n- deux\n  suite\n\n3. trois\n4. quatre\n\n*Source : [Guide](https://a.fr/x_(1)) (CUF, 2020).*',
    );
    expect(blocks.map((block) => block.kind)).to.deep.equal(['p', 'ul', 'ol', 'quiet']);
    expect(blocks[1]).to.deep.include({ items: [['un'], ['deux', { kind: 'br' }, 'suite']] });
    expect(blocks[2]).to.deep.include({ start: 3 });
    expect(blocks[3]).to.deep.equal({
      kind: 'quiet',
      children: [`Source\u00a0: `, { kind: 'link', href: 'https://a.fr/x_(1)', children: ['Guide'] }, ' (CUF, 2020).'],
    });
  });

  it('keeps one list when blank lines separate its items', () => {
    expect(parseMarkdown('1. a\n\n2. b')).to.have.length(1);
  });

  it('leaves what is not Markdown as it is', () => {
    for (const text of ['2 * 3 * 4', 'nom_de_fichier', '**seul', '[sans suite', 'a * b', '[x](y)']) {
      expect(parseInline(text), text).to.deep.equal([text]);
    }
  });

  it('makes links of addresses, without the punctuation that follows', () => {
    expect(hrefs(parseInline('Voir https://a.fr/b, (www.c.fr) ou contact@d.fr.'))).to.deep.equal([
      'https://a.fr/b',
      'https://www.c.fr',
      'mailto:contact@d.fr',
    ]);
  });

  it('refuses addresses that could run something', () => {
    for (const href of ['javascript:alert(1)', ' javascript:x', 'data:text/html,x', '//evil.example', 'vbscript:x'])
      expect(safeHref(href), href).to.equal(undefined);
    expect(hrefs(parseInline('[x](javascript:alert(1)) [y](JaVaScRiPt:1)'))).to.deep.equal([]);
  });

  it('never links to anything but the web, mail and telephone, and never takes long', () => {
    const piece = fc.constantFrom(
      '*',
      '**',
      '_',
      '[',
      '](',
      ')',
      'a',
      ' ',
      '\n',
      '- ',
      '1. ',
      'javascript:',
      'https://a.fr',
      '# ',
      'x@y.fr',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        for (const block of parseMarkdown(pieces.join(''))) {
          const nodes = 'items' in block ? block.items.flat() : block.children;
          for (const href of hrefs(nodes)) expect(href).to.match(/^(?:https?:\/\/|mailto:|tel:|\/)/i);
        }
      }),
    );
    const began = performance.now();
    for (const unit of ['*', '**a', '[', '[](', '_a', 'a@', '(https://']) parseMarkdown(unit.repeat(10_000 / unit.length));
    expect(performance.now() - began).to.be.lessThan(3000);
  });

  it('gives plain words for the clipboard and for screen readers', () => {
    expect(toPlainText('**Un** [lien](https://a.fr)\n\n- a\n- *b*')).to.equal('Un lien\n\n– a\n– b');
  });

  it('sets French no-break spaces', () => {
    expect(typeset('« Oui » : 3 500 € ?')).to.equal('«\u00a0Oui\u00a0»\u00a0: 3\u00a0500\u00a0€\u00a0?');
  });
});
