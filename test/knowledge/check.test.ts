import { expect } from 'chai';
import { checkKnowledge } from '../../src/knowledge/check.js';
import { formatProblem, type Problem } from '../../src/knowledge/problem.js';
import { createSmallBase, edit } from './small-base.js';

const today = new Date('2026-02-01T12:00:00Z');

describe('check of the knowledge base', () => {
  let base: Map<string, string>;
  let known: Set<string>;
  before(async () => {
    base = await createSmallBase();
    known = new Set(checkKnowledge(base, today).problems.map(formatProblem));
  });

  /** Problems that the edited base has and the sound one has not. */
  const check = (files: ReadonlyMap<string, string>): Problem[] =>
    checkKnowledge(files, today).problems.filter((problem) => !known.has(formatProblem(problem)));

  it('accepts a sound base', () => {
    const { base: sound, problems } = checkKnowledge(base, today);
    expect(problems.filter(({ severity }) => severity === 'error').map(formatProblem)).to.deep.equal([]);
    expect([...(sound?.entries.keys() ?? [])]).to.have.members(['jumelage', 'convention', 'subvention']);
    expect(sound?.exam).to.have.length(10);
  });

  const jumelage = 'entries/essai/jumelage.md';
  /** A file, how it is broken, the line to be blamed, and what must be said. */
  const errors: [name: string, path: string, change: (text: string) => string, line: number, message: RegExp][] = [
    ['no front matter', jumelage, (text) => text.replace('---\n', ''), 1, /en-tête/],
    ['YAML that cannot be read', jumelage, (text) => text.replace('title: "jumelage"', 'title: "jumelage'), 3, /YAML illisible/],
    ['an unknown field', jumelage, (text) => text.replace('sources:', 'auteur: moi\nsources:'), 5, /champ inconnu : auteur/],
    [
      'a date that is none',
      jumelage,
      (text) => text.replace('checkedOn: 2026-01-15', 'checkedOn: 15 janvier'),
      6,
      /date attendue/,
    ],
    ['a value of the wrong kind, in French', jumelage, (text) => text.replace('"jumelage"', '[1]'), 3, /titre|chaîne/],
    ['too few utterances', jumelage, (text) => text.replace('  - "se jumeler"\n', ''), 8, /cinq formulations/],
    [
      'an id that is not the name of the file',
      jumelage,
      (text) => text.replace('id: jumelage', 'id: jumelages'),
      2,
      /nom du fichier/,
    ],
    ['a heading that means nothing', jumelage, (text) => text.replace('## Détails', '## Detail'), 18, /titre inattendu/],
    ['HTML', jumelage, (text) => text.replace('Une phrase', '<b>Une</b> phrase'), 20, /HTML/],
    ['no answer', jumelage, (text) => text.replace(/\*\*Un lien.*\n/, '\n'), 15, /réponse courte manque/],
    [
      'an answer that is too long',
      jumelage,
      (text) => text.replace('**Un lien', `${'mot '.repeat(131)}**Un lien`),
      15,
      /trop longue/,
    ],
    ['a profile that does not exist', jumelage, (text) => `${text}\n## Pour : canton\n\nTexte.\n`, 22, /profil inconnu : canton/],
    [
      'a review before the check',
      jumelage,
      (text) => text.replace('reviewBy: 2027', 'reviewBy: 2025'),
      7,
      /avant d’avoir été vérifiée/,
    ],
    [
      'a dead source',
      jumelage,
      (text) => text.replace('[source-essai]', '[source-essai, nulle-part]'),
      5,
      /sources : « nulle-part » n’existe pas/,
    ],
    [
      'a dead follow-up',
      jumelage,
      (text) => text.replace('sources:', 'followUps: [convention, rien]\nsources:'),
      5,
      /followUps : « rien » n’existe pas/,
    ],
    [
      'a dead related entry',
      jumelage,
      (text) => text.replace('sources:', 'related: [rien]\nsources:'),
      5,
      /related : « rien » n’existe pas/,
    ],
    [
      'a dead entry in a list',
      jumelage,
      (text) => text.replace('sources:', 'list: [convention, rien]\nsources:'),
      5,
      /list : « rien » n’existe pas/,
    ],
    [
      'an entry that leads to itself',
      jumelage,
      (text) => text.replace('sources:', 'followUps: [jumelage]\nsources:'),
      5,
      /elle-même/,
    ],
    [
      'a dead entry in the exam',
      'evaluation/essai.yaml',
      (text) => text.replace('entry: convention', 'entry: rien'),
      7,
      /« rien » n’existe pas/,
    ],
    [
      'a dead entry in engagement.yaml',
      'engagement.yaml',
      (text) => text.replace('entries: [jumelage]', 'entries: [rien]'),
      0,
      /levels : la fiche « rien » n’existe pas/,
    ],
    [
      'an exam line of no known form',
      'evaluation/essai.yaml',
      (text) => text.replace('expect: fallback', 'expect: rien'),
      19,
      /./,
    ],
    [
      'a source without publisher',
      'sources/essai.yaml',
      (text) => text.replace('  publisher: Passerelle\n', ''),
      1,
      /publisher : éditeur manquant/,
    ],
    ['a source declared twice', 'sources/essai.yaml', (text) => text + text, 5, /déjà l’identifiant d’une source/],
    ['an intent that does not exist', 'intents.yaml', (text) => text.replace('id: bye', 'id: byebye'), 3, /intention inconnue/],
    ['a wrong lexicon', 'lexicon.yaml', (text) => text.replace('synonyms: []', 'synonyms: [[seul]]'), 3, /synonyms/],
    ['a wrong version', 'manifest.yaml', (text) => text.replace('2026.1.1', 'v1'), 1, /CalVer/],
    [
      'an utterance of two entries',
      jumelage,
      (text) => text.replace('"se jumeler"', '"Appel à projets !"'),
      0,
      /« appel à projets » \(fiche subvention\) dit déjà : fiche jumelage/,
    ],
    ['an utterance that is small talk', jumelage, (text) => text.replace('"se jumeler"', '"Bonjour"'), 0, /intention greeting/],
    ['an utterance that is off topic', jumelage, (text) => text.replace('"se jumeler"', '"carte grise perdue"'), 0, /hors sujet/],
    [
      'an exam line that was learnt',
      'evaluation/essai.yaml',
      (text) => text.replace('une ville jumelle à trouver', 'Ville jumelle ?'),
      3,
      /ligne d’examen et ne peut être aussi/,
    ],
    [
      'an exam line with two expectations',
      'evaluation/essai.yaml',
      (text) => `${text}- q: "tarif zoo"\n  entry: jumelage\n`,
      21,
      /autre attente/,
    ],
  ];

  for (const [name, path, change, line, message] of errors) {
    it(`refuses ${name}`, () => {
      const files = edit(base, path, change);
      const found = check(files).filter(({ severity }) => severity === 'error');
      expect(found.map(formatProblem).join('\n')).to.match(message);
      if (line > 0) expect(found.map((problem) => `${problem.file}:${problem.line}`)).to.include(`${path}:${line}`);
      for (const problem of found) expect(problem.line, formatProblem(problem)).to.be.a('number');
      expect(checkKnowledge(files, today).base).to.equal(undefined);
    });
  }

  const warnings: [name: string, path: string, change: (text: string) => string, line: number, message: RegExp][] = [
    [
      'an overdue review',
      jumelage,
      (text) => text.replace('reviewBy: 2027-01-15', 'reviewBy: 2026-01-31'),
      7,
      /à revoir depuis le 2026-01-31/,
    ],
    [
      'an utterance written twice',
      jumelage,
      (text) => text.replace('"serment entre maires"', '"Se jumeler"'),
      11,
      /déjà à la ligne 9/,
    ],
    [
      'an entry with two exam lines',
      'evaluation/essai.yaml',
      (text) => text.replace('- q: "échanges du comité"\n  entry: jumelage\n', ''),
      2,
      /2 ligne\(s\) d’examen/,
    ],
    [
      'a source that nothing cites',
      'sources/essai.yaml',
      (text) => text + text.replace('source-essai', 'autre-source'),
      5,
      /autre-source.*aucune fiche/,
    ],
    [
      'a card without a phone',
      'contacts/lianes-cooperation.yaml',
      (text) => text.replace(/^phone:\n(?: {2}.*\n)+/m, 'phone: null\n'),
      0,
      /incomplète : téléphone/,
    ],
    [
      'another figure for the same thing',
      'entries/essai/convention.md',
      (text) =>
        text.replace(
          '**Le document** que',
          'Le jumelage est un lien d’amitié entre deux villes et coûte 55 % du budget. **Le document** que',
        ),
      2,
      /contradictoires/,
    ],
  ];
  for (const [name, path, change, line, message] of warnings) {
    it(`warns of ${name} and refuses nothing`, () => {
      const sentence = edit(base, jumelage, (text) =>
        text.replace('Il coûte 40 % du budget.', 'Le jumelage est un lien d’amitié entre deux villes et coûte 40 % du budget.'),
      );
      const files = edit(sentence, path, change);
      const found = check(files);
      expect(found.map(formatProblem).join('\n')).to.match(message);
      expect(found.filter(({ severity }) => severity === 'error')).to.deep.equal([]);
      if (line > 0) expect(found.map((problem) => problem.line)).to.include(line);
      expect(checkKnowledge(files, today).base).not.to.equal(undefined);
    });
  }

  it('says nothing of figures when years tell them apart, or when one entry gives both', () => {
    const said = (first: string, second: string) => {
      const one = edit(base, jumelage, (text) => text.replace('Il coûte 40 % du budget.', first));
      return check(
        edit(one, 'entries/essai/convention.md', (text) => text.replace('**Le document** que', `${second} **Le document** que`)),
      ).map(({ message }) => message);
    };
    const sentence = (share: string) => `Le jumelage est un lien d’amitié entre deux villes et coûte ${share} du budget.`;
    expect(said(sentence('40 %'), sentence('55 %'))).to.have.length(1);
    expect(said(sentence('en 2024 40 %'), sentence('en 2025 55 %'))).to.deep.equal([]);
    expect(said(`${sentence('40 %')} D’autres disent 55.`, sentence('55 %'))).to.deep.equal([]);
    expect(said(sentence('40 %'), sentence('40 euros'))).to.deep.equal([]);
  });

  it('reports everything at once, by file and line', () => {
    const broken = edit(
      edit(base, jumelage, (text) => text.replace('2026-01-15', 'hier')),
      'lexicon.yaml',
      (text) => text.replace('sms: {}', 'sms: []'),
    );
    const files = new Map([...broken].filter(([path]) => path !== 'negatives.yaml'));
    const found = check(files).filter(({ severity }) => severity === 'error');
    expect(found.map(({ file }) => file)).to.include.members([jumelage, 'lexicon.yaml', 'negatives.yaml']);
    expect(found.map(({ file }) => file)).to.deep.equal(found.map(({ file }) => file).sort());
  });

  it('one mistake in a file does not hide the others', () => {
    const broken = edit(base, jumelage, (text) =>
      text
        .replace('sources: [source-essai]', 'source: [x]\nsources: [nulle-part]')
        .replace('"se jumeler"', '"bonjour"')
        .replace('## Détails', '## Suite'),
    );
    const found = check(broken).map(formatProblem).join('\n');
    expect(found)
      .to.contain(`${jumelage}:5 : fichier : champ inconnu : source`)
      .and.contain(`${jumelage}:6 : sources : « nulle-part »`);
    expect(found).to.contain('intention greeting').and.contain('titre inattendu');
  });

  it('does not blame others for an entry that cannot be read', () => {
    const linked = edit(base, 'entries/essai/convention.md', (text) =>
      text.replace('sources:', 'followUps: [jumelage]\nsources:'),
    );
    const found = check(edit(linked, jumelage, (text) => text.replace('2026-01-15', 'hier'))).filter(
      ({ severity }) => severity === 'error',
    );
    expect(found.map(({ file }) => file)).to.deep.equal([jumelage]);
  });

  it('bears anything in a file', () => {
    for (const text of [
      '',
      '---',
      '---\n---',
      '---\n- a\n---\nx',
      'a: *b',
      '\0',
      '<<: &a [*a]',
      `${'['.repeat(200)}`,
      '%YAML 9\n---',
      'é: !!binary x',
    ]) {
      for (const path of [jumelage, 'lexicon.yaml', 'evaluation/essai.yaml', 'contacts/lianes-cooperation.yaml']) {
        expect(
          checkKnowledge(new Map([...base, [path, text]]), today).problems.some(({ severity }) => severity === 'error'),
          `${path} ${JSON.stringify(text)}`,
        ).to.equal(true);
      }
    }
  });
});
