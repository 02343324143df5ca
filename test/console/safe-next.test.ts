import { expect } from 'chai';
import * as fc from 'fast-check';
import { readNext } from '../../src/console/safe-next.js';

describe('console: where to go after signing in', () => {
  it('pages of the console', () => {
    for (const next of [
      '/console',
      '/console/conversations',
      '/console/conversations?texte=eau&du=2026-01-01',
      '/console/conversations/abc%7C12',
      '/console?a=1',
    ])
      expect(readNext(next)).to.equal(next);
  });

  it('nothing else, however it is spelt', () => {
    for (const next of [
      undefined,
      null,
      '',
      'https://evil.example',
      'https:evil.example',
      '//evil.example',
      '/\\evil.example',
      '\\\\evil.example',
      '/%5Cevil.example',
      '/console/\\evil.example',
      '/console//evil.example',
      '/console/..//evil.example',
      '/console/../../evil',
      '/console/%2e%2e/fiche/x',
      '/console/../fiche/x',
      '/consolex',
      '/console@evil.example',
      '/console.evil.example',
      '/console\t/../x',
      '/console/%0d%0aSet-Cookie:x=1',
      '/console/\r\nLocation: https://evil.example',
      'javascript:alert(1)',
      'data:text/html,x',
      '/',
      '/fiche/x',
      ' /console',
      '/console/connexion?next=/console',
      '/console/deconnexion',
      '/console/lien/abc',
      `/console/${'a'.repeat(3000)}`,
    ])
      expect([next, readNext(next)]).to.deep.equal([next, '/console']);
  });

  it('always a path of this site, as a browser reads it', () => {
    const part = fc.constantFrom(
      '/console',
      '/',
      '\\',
      '//',
      'evil.example',
      '..',
      '.',
      ':',
      '@',
      '%2e',
      '%5c',
      '%2f',
      '\t',
      '\n',
      '?',
      '#',
      'https:',
      'a',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(part, fc.string()), { maxLength: 8 }), (parts) => {
        const next = readNext(parts.join(''));
        const url = new URL(next, 'https://own.example');
        expect(url.origin).to.equal('https://own.example');
        expect(url.pathname).to.match(/^\/console(?:\/|$)/);
      }),
      { numRuns: 2000 },
    );
  });
});
