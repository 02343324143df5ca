import { expect } from 'chai';
import fc from 'fast-check';
import { listPublished, redact, redactDeep, redactSafely, UNSTORED_TEXT } from '../../src/transcripts/redact.js';

const LENGTH = 10_000;
/**
 * Milliseconds that 10,000 characters of anything may take: some fifty times what they take on an idle machine, and far less
 * than a pattern that backtracks without bound would (minutes). Speed itself is measured in the bench.
 */
const BOUND = 1000;

function timeRedaction(text: string): number {
  const start = performance.now();
  redact(text);
  return performance.now() - start;
}

const fragments = [
  '@', ' @ ', 'a@', 'a.', ' point ', ' arobase ', '(at)', '0', '06 ', '1 ', '+', '+33', '00', '2A', '12 rue ', '12 rue de ', 'rue', ' de la ',
  'fr76 ', 'FR76', 'ab-', '1:', '::', '1.', '255.', 'https://', '?token=', '&a=', 'eyJ', 'eyJa.', "je m'appelle ", 'Mme ', 'M. ', 'MM. A et ', 'A ', 'Jean ', 'J.-', "d'",
  'cordialement, ', '\n', ' ', '\u00a0', '\u200b', 'é', 'e\u0301', '\u0301', 'né ', 'né le ', 'zéro ', 'zéro six ', 'vingt-', '[', '-', '_', '٣', '０', '😀', '﷽', '1234 AB 31 ', 'mon ', 'notre maire ',
]; // biome-ignore format: a list

describe('redact, on anything', () => {
  it(`takes less than ${BOUND} ms for ${LENGTH} characters of any fragment repeated`, () => {
    for (let count = 0; count < 20; count += 1) redact(fragments.join(''));
    let slowest = { fragment: '', ms: 0 };
    for (const fragment of fragments) {
      const ms = timeRedaction(fragment.repeat(Math.ceil(LENGTH / fragment.length)).slice(0, LENGTH));
      if (ms > slowest.ms) slowest = { fragment, ms };
    }
    console.log(`      slowest: ${JSON.stringify(slowest.fragment)} ${slowest.ms.toFixed(1)} ms`);
    expect(slowest.ms, JSON.stringify(slowest.fragment)).to.be.below(BOUND);
  });

  it('takes bounded time for mixtures of fragments and for any Unicode text, twice the same', () => {
    const mixture = fc.array(fc.constantFrom(...fragments), { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));
    const anything = fc.oneof(
      mixture,
      fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
    );
    fc.assert(
      fc.property(anything, (piece) => {
        const text = piece.repeat(Math.ceil(LENGTH / piece.length)).slice(0, LENGTH);
        expect(timeRedaction(text)).to.be.below(BOUND);
        expect(redact(text)).to.deep.equal(redact(text));
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  it('hides an e-mail, a phone and an IBAN wherever they stand between words', () => {
    const words = fc.array(
      fc.constantFrom('mairie', 'jumelage', '10 000 €', 'loi 92-125', 'Foix', '31000', '😀', '«', 'été', '\n'),
      { maxLength: 8 },
    );
    const secret = fc.constantFrom(
      'jean.dupont@mairie.fr',
      '0639981234',
      '06 39 98 12 34',
      '+221 77 123 45 67',
      'FR76 3000 6000 0112 3456 7890 189',
    );
    fc.assert(
      fc.property(words, secret, words, (before, item, after) => {
        const text = `${before.join(' ')} ; ${item} ; ${after.join(' ')}`;
        const result = redact(text);
        expect(result.text).not.to.include(item);
        expect(result.text).to.include(before.join(' '));
        expect(result.text).to.include(after.join(' '));
        expect(result.found).to.have.length(1);
      }),
    );
  });

  it('hides a phone whatever spaces and invisible characters part its digits', () => {
    const gap = fc.constantFrom(
      '',
      ' ',
      '\u00a0',
      '\u202f',
      '\u2009',
      '\u200b',
      '\u200d',
      '\ufeff',
      '\u2060',
      '.',
      '-',
      '\u2011',
      '–',
    );
    fc.assert(
      fc.property(gap, fc.constantFrom(0x30, 0xff10, 0x660, 0x1d7ce), (separator, zero) => {
        const pairs = ['06', '39', '98', '12', '34'].map((pair) =>
          Array.from(pair, (digit) => String.fromCodePoint(zero + Number(digit))).join(''),
        );
        expect(redact(`tel ${pairs.join(separator)} merci`).text).to.equal('tel [téléphone] merci');
      }),
    );
  });
});

describe('redact', () => {
  it('replaces each piece by its kind and tells the kinds', () => {
    expect(redact('Karim Benali, 06 39 98 12 34, k.benali@mairie.fr')).to.deep.equal({
      text: '[nom], [téléphone], [courriel]',
      found: ['nom', 'téléphone', 'courriel'],
    });
  });

  it('leaves alone what it has redacted', () => {
    const once = redact("je m'appelle Karim Benali, 12 rue des Lilas, né le 12/03/1975, plaque AB-123-CD").text;
    expect(redact(once)).to.deep.equal({ text: once, found: [] });
  });

  it('lets published contacts through, in any writing of the phone, and nothing that only looks like them', () => {
    const published = listPublished(['equipe@oc-cooperation.org', '05 32 26 26 73']);
    const text = 'equipe@oc-cooperation.org, +33 5 32 26 26 73, 0532262673';
    expect(redact(text, published).text).to.equal(text);
    expect(redact('x.equipe@oc-cooperation.org 05 32 26 26 74', published).text).to.equal('[courriel] [téléphone]');
    expect(redact(text).text).to.equal('[courriel], [téléphone], [téléphone]');
  });
});

describe('redactSafely', () => {
  it('stores a placeholder when redaction fails, and reports the error', () => {
    const errors: unknown[] = [];
    const broken = JSON.parse('{"toString":1}');
    expect(redactSafely(broken, (error) => errors.push(error))).to.equal(UNSTORED_TEXT);
    expect(errors).to.have.length(1);
  });

  it('stores the placeholder even when reporting fails', () => {
    const report = () => {
      throw new Error('no log');
    };
    expect(redactSafely(JSON.parse('null'), report)).to.equal(UNSTORED_TEXT);
    expect(redactSafely('0639981234', report)).to.equal('[téléphone]');
  });
});

describe('redactDeep', () => {
  it('redacts every string of an activity and keeps keys, numbers and shape', () => {
    const activity = {
      type: 'message',
      id: '7c9e6679-7425-40de-944b-e07fc1f90ae7|0000003',
      timestamp: '2025-12-31T10:00:00.000Z',
      from: { id: 'u1', name: 'Karim Benali', role: 'user' },
      recipient: { id: 'b1', name: 'Passerelle', role: 'bot' },
      value: { prenom: 'Karim', telephone: '77 1', note: 'tel 0639981234', list: ['a@b.fr', 3, null, true] },
      channelData: { clientActivityID: '0a1b2c3d', postBack: false, tenant: { text: 'mme durand' } },
      name: 'webchat/join',
    };
    expect(redactDeep(activity)).to.deep.equal({
      ...activity,
      from: { id: 'u1', name: '[nom]', role: 'user' },
      value: { prenom: '[nom]', telephone: '[téléphone]', note: 'tel [téléphone]', list: ['[courriel]', 3, null, true] },
      channelData: { clientActivityID: '0a1b2c3d', postBack: false, tenant: { text: 'mme [nom]' } },
    });
  });

  it('keeps the shape and the keys of any JSON value', () => {
    const outline = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(outline);
      if (typeof value === 'object' && value !== null) return Object.entries(value).map(([key, item]) => [key, outline(item)]);
      return typeof value === 'string' ? 'string' : value;
    };
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        expect(outline(redactDeep(value))).to.deep.equal(outline(value));
      }),
    );
  });

  it('refuses a cyclic value rather than returning it', () => {
    const cyclic: { text: string; self?: unknown } = { text: '0639981234' };
    cyclic.self = cyclic;
    expect(() => redactDeep(cyclic)).to.throw(RangeError);
  });
});
