import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import fc from 'fast-check';
import type { ConsoleRequest } from '../../src/console/console-page.js';
import { readCardForm, toCardForm } from '../../src/console/knowledge/card-form.js';
import { blankFields, freeId, readReference, refuseText, toReference } from '../../src/console/knowledge/entry-form.js';
import { sortProblems } from '../../src/console/knowledge/entry-problems.js';
import { checkKnowledge } from '../../src/knowledge/check.js';
import { networkCardSchema } from '../../src/knowledge/contact-schema.js';
import { editContactCard } from '../../src/knowledge/edit-contact-card.js';
import { createEntryFile, editEntry, readEntryFields } from '../../src/knowledge/edit-entry.js';
import { addExamLine, addSource, removeItem } from '../../src/knowledge/edit-lists.js';
import { parseEntry } from '../../src/knowledge/parse-entry.js';
import { parseYaml } from '../../src/knowledge/parse-yaml.js';
import { readKnowledgeFiles } from '../../src/knowledge/read-files.js';
import { redact } from '../../src/transcripts/redact.js';
import { createSmallBase, edit } from '../knowledge/small-base.js';

const real = await readKnowledgeFiles(join(dirname(fileURLToPath(import.meta.url)), '../../knowledge'));
/** A third of them: all were tried. */
const entries = [...real].filter(([path]) => path.startsWith('entries/')).filter((_, index) => index % 3 === 0);

/** Lines of `after` that `before` has not, and the reverse. */
function changedLines(before: string, after: string): { gone: string[]; come: string[] } {
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  return { gone: old.filter((line) => !fresh.includes(line)), come: fresh.filter((line) => !old.includes(line)) };
}

describe('editing an entry’s file', () => {
  it('reads of an entry what the parser reads', () => {
    for (const [path, text] of entries) {
      const { entry } = parseEntry(path, text);
      const fields = readEntryFields(text);
      expect(fields.utterances, path).to.deep.equal(entry?.utterances);
      expect([fields.answer, fields.details, fields.forProfile, fields.sources, fields.checkedOn], path).to.deep.equal([
        entry?.answer,
        entry?.details,
        entry?.forProfile,
        entry?.sources,
        entry?.checkedOn,
      ]);
    }
  });

  it('adds an utterance as one line and touches nothing else', () => {
    const plain = entries.filter(([, text]) => !/^falc: .*\n {2}/m.test(text));
    for (const [path, text] of plain) {
      const { utterances } = readEntryFields(text);
      const { gone, come } = changedLines(
        text,
        editEntry(text, { utterances: [...utterances, 'une toute « autre » façon : "dire"'] }),
      );
      expect({ path, gone, come }).to.deep.equal({ path, gone: [], come: ['  - "une toute « autre » façon : \\"dire\\""'] });
    }
  });

  it('keeps comments and quotes of what stays', () => {
    const text =
      '---\nid: a\ntitle: Un titre # le bouton\nquestion: "Quoi donc ?"\nsources: [b] # la loi\nutterances:\n  - un # courant\n  - \'deux\'\n---\n\nRéponse.\n';
    const after = editEntry(text, { question: 'Quoi : encore ?', utterances: ['un', 'trois'], answer: 'Autre.' });
    expect(after).to.equal(
      '---\nid: a\ntitle: Un titre # le bouton\nquestion: "Quoi : encore ?"\nsources: [b] # la loi\nutterances:\n  - un # courant\n  - "trois"\n---\n\nAutre.\n',
    );
    expect(editEntry(text, {})).to.equal(text);
    // An odd layout of the body stays while its words do.
    const odd = text.replace('\n\nRéponse.', '\n\n\nRéponse.  \n\n\n## Détails\n- un');
    expect(editEntry(odd, { title: 'Autre' })).to.equal(odd.replace('Un titre', '"Autre"'));
  });

  it('gives back every field that is put in, whatever its text', () => {
    const line = fc
      .string({ minLength: 1, maxLength: 60, unit: 'grapheme' })
      .map((text) => text.replace(/\s+/g, ' ').trim())
      .filter((text) => text !== '');
    const body = line.filter((text) => !text.startsWith('## '));
    const ids = fc.uniqueArray(fc.stringMatching(/^[a-z]{2,9}$/), { maxLength: 3 });
    const fields = fc.record({
      title: line,
      question: line,
      network: fc.constantFrom('', 'resacoop'),
      falc: fc.oneof(fc.constant(''), line),
      sources: ids,
      followUps: ids,
      utterances: fc.uniqueArray(line, { maxLength: 6 }),
      answer: body,
      details: fc.oneof(fc.constant(''), body),
    });
    fc.assert(
      fc.property(fields, fields, (first, second) => {
        const before = createEntryFile('essai', blankFields(new Date('2026-03-02'), first));
        expect(readEntryFields(before)).to.deep.include(first);
        expect(readEntryFields(editEntry(before, second))).to.deep.include(second);
      }),
      { numRuns: 60 },
    );
  });

  it('makes a new entry that the check accepts', async () => {
    const base = await createSmallBase();
    const fields = blankFields(new Date('2026-03-02'), {
      title: 'Budget',
      question: 'Quel budget faut-il prévoir ?',
      sources: ['source-essai'],
      utterances: ['combien prévoir', 'enveloppe annuelle', 'coût pour la commune', 'dépense moyenne', 'prix du projet'],
      answer: '**Cela dépend** du projet.',
      forProfile: [{ profiles: ['commune'], text: 'Voyez votre trésorier.' }],
    });
    const { problems } = checkKnowledge(
      new Map([...base, ['entries/essai/budget.md', createEntryFile('budget', fields)]]),
      new Date('2026-03-02'),
    );
    expect(problems.filter(({ severity }) => severity === 'error')).to.deep.equal([]);
  });
});

describe('problems of an entry beside the fields of its form', () => {
  it('ties each to its field, with a cure', async () => {
    const path = 'entries/essai/jumelage.md';
    const base = edit(await createSmallBase(), path, (text) =>
      editEntry(text, {
        title: 'Un titre beaucoup trop long pour tenir sur un bouton du chat',
        sources: ['nulle-part'],
        reviewBy: '2025-01-01',
        utterances: [...readEntryFields(text).utterances, 'texte signé', 'nos maires ont prêté serment'],
        answer: `${'mot '.repeat(140)}`.trim(),
        details: 'Avec <b>du HTML</b>.',
        followUps: ['perdue'],
      }),
    );
    const text = base.get(path) ?? '';
    const { errors } = sortProblems(checkKnowledge(base, new Date('2026-03-02')).problems, path, text);
    expect(Object.keys(errors).sort()).to.deep.equal(['answer', 'details', 'followUps', 'sources', 'title', 'utterances']);
    expect(errors.title).to.include('45 caractères');
    expect(errors.answer).to.include('déplacez le reste dans « Détails »');
    expect(errors.utterances)
      .to.include('dans une seule des deux fiches')
      .and.to.include('l’examen doit poser ce qui n’a pas été appris');
    expect(JSON.stringify(errors)).not.to.match(/\.md:\d|\.yaml:\d/);
  });
});

describe('texts of visitors on their way into the base', () => {
  const mask = (text: string) => redact(text).text;
  it('stay out while they hold a marker or personal data', () => {
    expect(refuseText(['je suis [nom], maire'], mask)).to.include('Remplacez le repère [nom]');
    expect(refuseText(['écrivez à jean.martin@mairie.fr'], mask)).to.include('donnée personnelle [courriel]');
    expect(refuseText(['[texte non conservé]'], mask)).to.include('texte non conservé');
    expect(refuseText(['un jumelage avec Bamberg', 'visa pour une délégation'], mask)).to.equal(undefined);
  });

  it('get ids of their own', () => {
    expect(freeId('L’été à Orléans : où ?', new Set())).to.equal('l-ete-a-orleans-ou');
    expect(freeId('Été', new Set(['ete', 'ete-2']))).to.equal('ete-3');
    expect(freeId('???', new Set())).to.equal('fiche');
    expect(readReference(toReference('jumelage', 'Le jumelage (2026)'))).to.equal('jumelage');
    expect(readReference('jumelage')).to.equal('jumelage');
  });
});

describe('lists of the base', () => {
  it('take an exam line and a source at their end, and give them back', () => {
    const before = '# Examen.\n- q: "ancienne"\n  entry: a\n';
    const after = addExamLine(before, { q: 'et « ça » : quoi ?', entry: 'b', or: ['c'] });
    expect(after).to.equal(`${before}- q: "et « ça » : quoi ?"\n  entry: b\n  or: [c]\n`);
    expect(removeItem(after, 'et « ça » : quoi ?')).to.equal(before);
    const fresh = addExamLine(undefined, { q: 'météo', expect: 'fallback' });
    expect(fresh).to.match(/^# .*\n- q: "météo"\n {2}expect: fallback\n$/);
    expect(removeItem(fresh, 'météo')).to.equal(undefined);
    expect(addSource(undefined, { id: 's', title: 'T "x"', publisher: 'P', date: null })).to.include('title: "T \\"x\\""');
  });
});

describe('editing a contact card', () => {
  const cards = [...real].filter(([path]) => /^contacts\/(?!national|regions-)/.test(path));
  const toRequest = (form: object) => {
    const flat = Object.entries(form).flatMap(([name, value]) =>
      typeof value === 'string'
        ? [[name, value]]
        : [
            [name, value.value],
            [`${name}-source`, value.source],
            [`${name}-date`, value.asOf],
          ],
    );
    return { form: Object.fromEntries(flat) } as ConsoleRequest;
  };

  it('changes nothing when the form is sent as it came', () => {
    expect(cards.length).to.be.greaterThan(8);
    for (const [path, text] of cards) {
      const card = parseYaml(path, text, networkCardSchema).value;
      if (!card) throw new Error(path);
      const { fields } = readCardForm(toRequest(toCardForm(card)), card);
      const after = editContactCard(text, fields);
      expect(parseYaml(path, after, networkCardSchema).value, path).to.deep.equal(card);
    }
  });

  it('writes the field that changed, with its source and its date, and leaves the comments', () => {
    const text = real.get('contacts/lianes-cooperation.yaml') ?? '';
    const card = parseYaml('', text, networkCardSchema).value;
    if (!card) throw new Error('no card');
    const form = { ...toCardForm(card), email: { value: 'contact@lianes.example', source: 'notre site', asOf: '2026-03-02' } };
    const { gone, come } = changedLines(text, editContactCard(text, readCardForm(toRequest(form), card).fields));
    expect(gone).to.deep.equal(['email: null']);
    expect(come).to.deep.equal(['email:', '  value: contact@lianes.example', '  source: notre site', '  asOf: 2026-03-02']);
  });
});
