import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ActiveKnowledge } from '../../src/knowledge/active-knowledge.js';
import type { ExamDecision } from '../../src/knowledge/exam.js';
import { readKnowledgeFiles } from '../../src/knowledge/load.js';

const knowledgeDir = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'knowledge');

const entry = (id: string, title: string, utterances: string[], answer: string) =>
  `---
id: ${id}
title: "${title}"
question: "Qu'appelle-t-on ${title} ?"
sources: [source-essai]
checkedOn: 2026-01-15
reviewBy: 2027-01-15
utterances:
${utterances.map((utterance) => `  - "${utterance}"`).join('\n')}
---

${answer}

## Détails

Une phrase de plus sur ${title}.
`;

/**
 * A base of three entries that passes its check, as files: small enough to be compiled in a moment. Contacts and engagement
 * are the real ones, pointed at these entries.
 */
export async function createSmallBase(): Promise<Map<string, string>> {
  const real = await readKnowledgeFiles(knowledgeDir);
  const kept = [...real].filter(([path]) => /^contacts\/(?:lianes-cooperation|national|regions-sans-reseau)/.test(path));
  const engagement = (real.get('engagement.yaml') ?? '')
    .replace(/entries: \[[^\]]*\]/g, 'entries: [jumelage]')
    .replace(/entry: [a-z0-9-]+/g, 'entry: jumelage');
  return new Map(
    [
      ...kept,
      ['engagement.yaml', engagement],
      ['manifest.yaml', 'version: 2026.1.1\nbasedOn: null\ndate: 2026-01-15\nchanges: ["essai"]\n'],
      ['lexicon.yaml', 'acronyms: {}\nsms: {}\nsynonyms: []\nstopwords: []\n'],
      [
        'intents.yaml',
        '- id: greeting\n  utterances: ["bonjour", "salut", "bonsoir"]\n- id: bye\n  utterances: ["au revoir", "adieu", "tchao"]\n',
      ],
      ['negatives.yaml', 'ailleurs: ["horaires de la piscine", "menu de la cantine", "carte grise perdue"]\n'],
      ['sources/essai.yaml', '- id: source-essai\n  title: Source des essais\n  publisher: Passerelle\n  date: 2026\n'],
      [
        'entries/essai/jumelage.md',
        entry(
          'jumelage',
          'jumelage',
          ['se jumeler', 'ville jumelle', 'serment entre maires', 'comité et échanges', 'jumelés depuis trente ans'],
          '**Un lien d’amitié** entre deux villes. Il coûte 40 % du budget.',
        ),
      ],
      [
        'entries/essai/convention.md',
        entry(
          'convention',
          'convention',
          ['texte signé', 'engagements écrits', 'accord avec le partenaire', 'signature du maire', 'contrat de coopération'],
          '**Le document** que signent les deux collectivités.',
        ),
      ],
      [
        'entries/essai/subvention.md',
        entry(
          'subvention',
          'subvention',
          ['aide financière', 'cofinancement possible', 'appel à projets', 'argent du ministère', 'dossier de demande'],
          '**Une aide** en argent, sur dossier.',
        ),
      ],
      [
        'evaluation/essai.yaml',
        [
          ['nos maires ont prêté serment', 'jumelage'],
          ['une ville jumelle à trouver', 'jumelage'],
          ['échanges du comité', 'jumelage'],
          ['que contient un accord écrit', 'convention'],
          ['qui appose sa signature', 'convention'],
          ['un contrat solide', 'convention'],
          ['quel cofinancement obtenir', 'subvention'],
          ['les appel du ministère', 'subvention'],
          ['monter un dossier', 'subvention'],
        ]
          .map(([q, id]) => `- q: "${q}"\n  entry: ${id}`)
          .join('\n')
          .concat('\n- q: "tarif zoo"\n  expect: fallback\n'),
      ],
    ].sort(([a = ''], [b = '']) => (a < b ? -1 : 1)) as [string, string][],
  );
}

/** The files with one of them edited. */
export function edit(files: ReadonlyMap<string, string>, path: string, change: (text: string) => string): Map<string, string> {
  const before = files.get(path);
  if (before === undefined) throw new TypeError(`no file ${path}`);
  const after = change(before);
  if (after === before) throw new TypeError(`the edit of ${path} changes nothing`);
  return new Map([...files, [path, after]]);
}

export const withManifest = (files: ReadonlyMap<string, string>, version: string, basedOn: string | null) =>
  new Map([
    ...files,
    ['manifest.yaml', `version: ${version}\nbasedOn: ${basedOn ?? 'null'}\ndate: 2026-01-15\nchanges: ["essai de ${version}"]\n`],
  ]);

/** A decider that can be foreseen: the entry with most words of the message in its utterances, else fallback. */
export function createWordDecider({ base }: ActiveKnowledge): (text: string) => ExamDecision {
  const words = (text: string) =>
    text
      .toLowerCase()
      .split(/[^\p{L}]+/u)
      .filter((word) => word.length > 3);
  return (text) => {
    const asked = words(text);
    const scored = [...base.entries.values()].map(({ id, utterances }) => {
      const known = new Set(utterances.flatMap(words));
      return { entry: id, score: asked.filter((word) => known.has(word)).length };
    });
    const best = scored.sort((a, b) => b.score - a.score)[0];
    return best && best.score > 0 ? { kind: 'answer', entry: best.entry, confidence: 0.9 } : { kind: 'fallback' };
  };
}
