import { expect } from 'chai';
import fc from 'fast-check';
import { findCommonAncestor } from '../../src/knowledge/exchange/common-ancestor.js';
import { formatCsv, parseCsv, protectCell, unprotectCell } from '../../src/knowledge/exchange/csv.js';
import { readKnowledgeCsv, writeKnowledgeCsv } from '../../src/knowledge/exchange/knowledge-csv.js';
import { readKnowledgeJson, writeKnowledgeJson } from '../../src/knowledge/exchange/knowledge-json.js';
import { mergeFiles } from '../../src/knowledge/exchange/merge-files.js';
import { readQuestionAnsweringTsv } from '../../src/knowledge/exchange/question-answering-tsv.js';
import { writeEntry } from '../../src/knowledge/exchange/write-entry.js';
import { hashKnowledge, readKnowledgeFiles } from '../../src/knowledge/load.js';
import { parseEntry } from '../../src/knowledge/parse-entry.js';
import { readContent } from '../../src/knowledge/read-content.js';
import type { ReleaseRecord } from '../../src/knowledge/release-store.js';
import { audiences, type Entry, profiles } from '../../src/knowledge/schema.js';
import { createSmallBase, edit } from './small-base.js';

const jumelage = 'entries/essai/jumelage.md';

describe('hash of a base', () => {
  it('is the same for what says the same, and another for anything else', async () => {
    const base = await createSmallBase();
    const hash = hashKnowledge(base);
    expect(hash).to.match(/^[0-9a-f]{64}$/);
    const same = [
      new Map([...base].reverse()),
      new Map([...base].map(([path, text]) => [path, text.replaceAll('\n', '\r\n')])),
      edit(base, 'lexicon.yaml', (text) => `# note\n${text}`),
      edit(base, jumelage, (text) => text.replace('title: "jumelage"', "title: 'jumelage' # note")),
    ];
    for (const files of same) expect(hashKnowledge(files)).to.equal(hash);
    const other = [
      edit(base, jumelage, (text) => text.replace('Une phrase', 'une phrase')),
      edit(base, jumelage, (text) => text.replace('se jumeler', 'se  jumeler')),
      edit(base, 'negatives.yaml', (text) => text.replace('piscine', 'patinoire')),
      new Map([...base].filter(([path]) => path !== jumelage)),
    ];
    for (const files of other) expect(hashKnowledge(files)).not.to.equal(hash);
  });
});

describe('export and import', () => {
  it('keep the whole real base, by JSON and by CSV: same hash', async () => {
    const files = await readKnowledgeFiles('knowledge');
    expect(files.size).to.be.greaterThan(100);
    const hash = hashKnowledge(files);
    const json = readKnowledgeJson(writeKnowledgeJson('2026.1.1', hash, files));
    expect(json.error).to.equal(undefined);
    expect(hashKnowledge(json.files ?? new Map())).to.equal(hash);
    const csv = readKnowledgeCsv('base.csv', writeKnowledgeCsv(files));
    expect(csv.problems).to.deep.equal([]);
    expect(hashKnowledge(csv.files)).to.equal(hash);
  });

  it('bear what spreadsheets do: commas, French days, other line ends', async () => {
    const base = await createSmallBase();
    const rows = parseCsv(writeKnowledgeCsv(base), ';').map((row) =>
      row.map((cell) => cell.replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$3/$2/$1')),
    );
    const saved = rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n');
    expect(hashKnowledge(readKnowledgeCsv('base.csv', saved).files)).to.equal(hashKnowledge(base));
  });

  it('refuse what is no export, and paths outside the base', () => {
    expect(readKnowledgeJson('{').error).to.match(/JSON/);
    expect(readKnowledgeJson('{"format":"x"}').error).to.match(/export de Passerelle/);
    expect(readKnowledgeJson(writeKnowledgeJson('1', 'x', new Map([['../../etc/passwd.md', 'x']]))).error).to.match(
      /n’est pas un fichier de la base/,
    );
    expect(readKnowledgeCsv('a.csv', 'nom;prénom\n').problems[0]?.message).to.match(/« path » manque/);
    expect(readKnowledgeCsv('a.csv', 'path;part;text\n/etc/x.md;1;x\n').problems[0]).to.deep.include({ line: 2 });
    expect(readKnowledgeCsv('a.csv', 'path;couleur\n').problems[0]?.message).to.match(/couleur/);
  });

  const cell = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom('"', ';', ',', '\n', '\r', '\t', "'", '=', '-', 'é', ' ') }),
  );
  it('CSV: any table comes back', () => {
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 }), (rows) => {
        expect(parseCsv(formatCsv(rows), ';')).to.deep.equal(rows);
      }),
    );
  });
  it('CSV: no cell is a formula, and every cell comes back', () => {
    fc.assert(
      fc.property(cell, (text) => {
        expect(protectCell(text)).not.to.match(/^[=+\-@]/);
        expect(unprotectCell(protectCell(text))).to.equal(text);
      }),
    );
  });

  const line = fc.string({ minLength: 10, maxLength: 40 }).map(
    (text) =>
      `É${text
        .replace(/[\r\n<\u2028\u2029]/g, ' ')
        .replace(/\p{Cc}/gu, '')
        .trim()}`,
  );
  const text = fc.array(line, { minLength: 1, maxLength: 3 }).map((lines) => lines.join('\n'));
  const id = fc.constantFrom('a', 'b-1', 'fiche');
  const plainEntries = fc.record({
    id: fc.constant('essai'),
    theme: fc.constant('x'),
    title: line,
    question: line,
    facts: fc.constantFrom<string[]>([], ['F001', 'F002']),
    sources: fc.array(id, { minLength: 1, maxLength: 3 }),
    checkedOn: fc.constant('2026-01-15'),
    reviewBy: fc.constant('2027-01-15'),
    followUps: fc.array(id, { maxLength: 3 }),
    related: fc.array(id, { maxLength: 3 }),
    utterances: fc.array(fc.oneof(line, text), { minLength: 5, maxLength: 8 }),
    answer: text,
    details: fc.oneof(fc.constant(''), text),
    forProfile: fc.array(fc.record({ profiles: fc.uniqueArray(fc.constantFrom(...profiles), { minLength: 1 }), text }), {
      maxLength: 1,
    }),
  });
  const entries: fc.Arbitrary<Entry> = plainEntries.chain((entry) =>
    fc
      .record({
        audience: fc.option(fc.subarray([...audiences]), { nil: undefined }),
        list: fc.option(fc.array(id), { nil: undefined }),
        falc: fc.option(text, { nil: undefined }),
        network: fc.option(id, { nil: undefined }),
      })
      .map((more) => ({ ...entry, ...Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined)) })),
  );
  it('an entry is read back as it was written, from its file and through the table', () => {
    fc.assert(
      fc.property(entries, (entry) => {
        const path = 'entries/x/essai.md';
        const written = writeEntry(entry);
        const parsed = parseEntry(path, written);
        expect(parsed.problems).to.deep.equal([]);
        expect(parsed.entry).to.deep.equal(entry);
        const files = new Map([[path, written]]);
        expect(hashKnowledge(readKnowledgeCsv('x.csv', writeKnowledgeCsv(files)).files)).to.equal(hashKnowledge(files));
      }),
      { numRuns: 60 },
    );
  });
});

describe('three-way merge', () => {
  let base: Map<string, string>;
  before(async () => {
    base = await createSmallBase();
  });

  it('takes over what one side changed, added or removed', () => {
    const ours = edit(base, jumelage, (text) => text.replace('deux villes', 'deux communes'));
    const theirs = edit(base, 'entries/essai/convention.md', (text) => text.replace('Le document', 'Le texte'));
    theirs.set('entries/essai/neuve.md', theirs.get(jumelage)?.replace('id: jumelage', 'id: neuve') ?? '');
    theirs.delete('entries/essai/subvention.md');
    const { files, conflicts, changes } = mergeFiles(base, ours, theirs);
    expect(conflicts).to.deep.equal([]);
    expect(files.get(jumelage)).to.equal(ours.get(jumelage));
    expect(files.get('entries/essai/convention.md')).to.equal(theirs.get('entries/essai/convention.md'));
    expect(files.has('entries/essai/subvention.md')).to.equal(false);
    expect(changes).to.deep.equal([
      { path: 'entries/essai/convention.md', change: 'changed' },
      { path: 'entries/essai/neuve.md', change: 'added' },
      { path: 'entries/essai/subvention.md', change: 'removed' },
    ]);
  });

  it('merges one entry that both changed, field by field and utterance by utterance', () => {
    const ours = edit(base, jumelage, (text) =>
      text
        .replace('deux villes', 'deux communes')
        .replace('  - "ville jumelle"\n', '')
        .replace('"se jumeler"', '"se jumeler"\n  - "de nous"'),
    );
    const theirs = edit(base, jumelage, (text) =>
      text
        .replace('"jumelage"', '"Jumelages"')
        .replace('"se jumeler"', '"se jumeler"\n  - "d\'eux"')
        .replace('  - "comité et échanges"\n', ''),
    );
    const { files, conflicts } = mergeFiles(base, ours, theirs);
    expect(conflicts).to.deep.equal([]);
    const { entry } = parseEntry(jumelage, files.get(jumelage) ?? '');
    expect(entry?.title).to.equal('Jumelages');
    expect(entry?.answer).to.contain('deux communes');
    expect(entry?.utterances).to.deep.equal([
      'se jumeler',
      'de nous',
      'serment entre maires',
      'jumelés depuis trente ans',
      "d'eux",
    ]);
  });

  it('merges lists of the exam and of sources by what names their lines', () => {
    const path = 'evaluation/essai.yaml';
    const ours = edit(base, path, (text) => `# en tête\n${text}- q: "de nous"\n  expect: fallback\n`);
    const theirs = edit(
      base,
      path,
      (text) => `${text.replace('- q: "tarif zoo"\n  expect: fallback\n', '')}- q: "d'eux"\n  entry: jumelage\n`,
    );
    const { files, conflicts } = mergeFiles(base, ours, theirs);
    expect(conflicts).to.deep.equal([]);
    const merged = files.get(path) ?? '';
    expect(merged)
      .to.match(/^# en tête\n/)
      .and.contain('de nous')
      .and.contain("d'eux")
      .and.not.contain('tarif zoo');
  });

  it('tells conflicts and overwrites nothing unless told which side to take', () => {
    const ours = edit(base, jumelage, (text) => text.replace('deux villes', 'deux communes'));
    const theirs = edit(base, jumelage, (text) => text.replace('deux villes', 'deux mairies'));
    const merge = mergeFiles(base, ours, theirs);
    expect(merge.conflicts).to.have.length(1);
    expect(merge.conflicts[0]).to.deep.include({ path: jumelage, field: 'answer' });
    expect(merge.conflicts[0]?.ours).to.contain('deux communes');
    expect(merge.conflicts[0]?.theirs).to.contain('deux mairies');
    expect(merge.files.get(jumelage)).to.contain('deux communes');
    expect(mergeFiles(base, ours, theirs, 'theirs').files.get(jumelage)).to.contain('deux mairies');
  });

  it('takes a file removed on one side and changed on the other for a conflict', () => {
    const ours = edit(base, jumelage, (text) => text.replace('deux villes', 'deux communes'));
    const theirs = new Map([...base].filter(([path]) => path !== jumelage));
    expect(mergeFiles(base, ours, theirs).conflicts).to.have.length(1);
    expect(mergeFiles(base, theirs, ours).conflicts).to.have.length(1);
    expect(mergeFiles(base, ours, theirs).files.has(jumelage)).to.equal(true);
  });

  it('finds the newest release that both sides come from', () => {
    const record = (version: string, basedOn: string | null): ReleaseRecord => ({
      version,
      basedOn,
      hash: '',
      createdAt: '',
      who: '',
      why: '',
    });
    const records = [
      record('2026.1.1', null),
      record('2026.1.2', '2026.1.1'),
      record('2026.1.3', '2026.1.2'),
      record('2026.1.4', '2026.1.2'),
    ];
    const find = (ours: string, oursOn: string | null, theirs: string, theirsOn: string | null) =>
      findCommonAncestor({ version: ours, basedOn: oursOn }, { version: theirs, basedOn: theirsOn }, records);
    expect(find('2026.1.3', '2026.1.2', '2026.1.4', '2026.1.2')).to.equal('2026.1.2');
    expect(find('2026.1.9', '2026.1.4', '2026.1.3', '2026.1.2')).to.equal('2026.1.2');
    expect(find('2026.1.4', '2026.1.2', '2026.1.4', '2026.1.2')).to.equal('2026.1.4');
    expect(find('2026.1.9', null, '2026.1.4', '2026.1.2')).to.equal(undefined);
  });
});

describe('custom question answering', () => {
  const head = 'Question\tAnswer\tSource\tMetadata\tSuggestedQuestions\tIsContextOnly\tPrompts\tQnaId';
  it('becomes draft entries: one per answer, prompts as follow-ups, what is known left aside', async () => {
    const { content } = readContent(await createSmallBase());
    const prompts = '"[{""displayOrder"":0,""qnaId"":2,""displayText"":""Suite""}]"';
    const rows = [
      `Qui paie le voyage ?\tLa **commune**.\\n\\n# Détail\\nSur facture.\thttps://exemple.org/faq\ttheme:argent\t[]\tFalse\t${prompts}\t1`,
      `Le voyage est-il remboursé ?\tLa **commune**.\\n\\n# Détail\\nSur facture.\thttps://exemple.org/faq\ttheme:argent\t[]\tFalse\t${prompts}\t1`,
      'Quand partir ?\tAu printemps.\tEditorial\t\t[]\tFalse\t[]\t2',
      'Ville jumelle !\tAutre chose.\tEditorial\t\t[]\tFalse\t[]\t3',
    ];
    const { entries, sources, known, error } = readQuestionAnsweringTsv(
      `${head}\r\n${rows.join('\r\n')}\r\n`,
      content,
      '2026-02-01',
    );
    expect(error).to.equal(undefined);
    expect(known).to.deep.equal([{ question: 'Ville jumelle !', entry: 'jumelage' }]);
    expect(entries.map(({ id }) => id)).to.deep.equal(['qui-paie-le-voyage', 'quand-partir']);
    expect(entries[0]).to.deep.include({
      question: 'Qui paie le voyage ?',
      utterances: ['Le voyage est-il remboursé ?'],
      answer: 'La **commune**.\n\n**Détail**\nSur facture.',
      followUps: ['quand-partir'],
      checkedOn: '2026-02-01',
      reviewBy: '2026-02-01',
    });
    expect(sources.map(({ title }) => title)).to.deep.equal(['https://exemple.org/faq', 'Editorial']);
    expect(entries[0]?.sources).to.deep.equal([sources[0]?.id]);
  });
  it('says when it is not that format', async () => {
    const { content } = readContent(await createSmallBase());
    expect(readQuestionAnsweringTsv('a\tb\n1\t2\n', content, '2026-02-01').error).to.match(/Question/);
  });
});
