import { expect } from 'chai';
import fc from 'fast-check';
import { html } from '../../src/site/html.js';
import { renderMissingSheet, renderSheet } from '../../src/site/sheet-page.js';
import { sampleSheet } from '../support/sample-sheet.js';

const render = (change: Partial<ReturnType<typeof sampleSheet>> = {}) =>
  renderSheet({
    id: 'AAAAAAAAAAAAAAAAAAAAAA',
    sheet: { ...sampleSheet(), ...change },
    createdAt: '2026-11-22T10:00:00.000Z',
    expiresAt: '2027-02-20T10:00:00.000Z',
  }).text.replaceAll('\u00a0', ' ');

const textsOf = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value ? Object.values(value).flatMap(textsOf) : [];

describe('site/sheet page', () => {
  it('says everything that the sheet says', () => {
    const text = render().replace(/<[^>]+>/g, '');
    for (const one of textsOf(sampleSheet())) {
      if (/^\d{4}-\d\d|^https?:|^(?:mutualisee|close|network)$/.test(one)) continue;
      expect(text.toLowerCase()).to.include(one.toLowerCase());
    }
    expect(text).to.include('22 novembre 2026').and.to.include('20 février 2027').and.to.include('document non daté');
  });
  it('has one first heading, sections named by theirs, French, and no script', () => {
    const page = render();
    expect(page.match(/<h1/g)).to.have.length(1);
    const labels = [...page.matchAll(/aria-labelledby="(\w+)"/g)].map((match) => match[1]);
    for (const id of labels) expect(page).to.include(`<h2 id="${id}">`);
    expect(labels.length).to.be.greaterThan(7);
    expect(page)
      .to.include('<html lang="fr">')
      .and.not.to.match(/<script|style=|\son\w+=/);
  });
  it('escapes everything, and follows no link but http', () => {
    const bad = '<img src=x onerror=alert(1)>"\'&';
    const page = render({
      place: bad,
      reasons: [bad],
      steps: [`${bad} : ${bad}`],
      sources: [{ title: bad, publisher: bad, date: bad, url: 'javascript:alert(1)', checkedOn: '2026-11-22' }],
    });
    expect(page).not.to.include('<img').and.not.to.include('javascript:');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(html`<p title="${text}">${text}</p>`.text.replace(/^<p title="|<\/p>$|">/g, '')).not.to.match(/[<>"']/);
      }),
    );
  });
  it('has no hole where something is not known', () => {
    const page = render({
      place: undefined,
      answers: [],
      reasons: [],
      runnerUp: undefined,
      change: undefined,
      contact: { kind: 'unknown', means: [] },
    });
    expect(page).not.to.match(/undefined|false|<ul><\/ul><p|\[object/);
  });
  it('says kindly that a sheet is gone, and how to make another', () => {
    for (const why of ['expired', 'unknown'] as const) {
      const page = renderMissingSheet(why).text;
      expect(page)
        .to.match(/90 jours/)
        .and.to.include('<a href="/">');
    }
  });
});
