import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { engagementSchema } from '../../src/knowledge/engagement-schema.js';
import { parseYaml } from '../../src/knowledge/parse-yaml.js';

const text = readFileSync(new URL('../../knowledge/engagement.yaml', import.meta.url), 'utf8');
const problemsOf = (changed: string) =>
  parseYaml('engagement.yaml', changed, engagementSchema)
    .problems.map(({ message }) => message)
    .join('\n');

describe('knowledge/engagement.yaml', () => {
  it('is accepted as it stands', () => expect(problemsOf(text)).to.equal(''));

  const mistakes: [string, string, string, RegExp][] = [
    ['an unknown answer in a condition', 'is: [seul]', 'is: [seule]', /réponse inconnue pour « steer » : « seule »/],
    ['an impossible button', 'value: connu,', 'value: connue,', /réponse impossible pour « partner »/],
    [
      'a threshold on words',
      '{ slot: budget, below: 5000 }',
      '{ slot: partner, below: 5000 }',
      /« partner » n’est pas un nombre/,
    ],
    [
      'two buttons of one title',
      'title: "Piloter seuls"',
      'title: "Piloter nous-mêmes"',
      /deux boutons portent le titre « piloter nous-mêmes »/,
    ],
    ['two criteria of one id', 'id: pilotage-oui', 'id: pilotage-non', /identifiant en double : « pilotage-non »/],
    ['an unknown level', 'weights: { soutien: 4 }', 'weights: { soutiens: 4 }', /soutien/],
    ['nine questions', 'maxQuestions: 8', 'maxQuestions: 9', /huit questions au plus/],
    [
      'all levels excluded',
      'excludes: [directe]',
      'excludes: [soutien, mutualisee, indirecte, directe]',
      /un niveau au moins doit rester possible/,
    ],
    ['an empty condition', 'when: [{ slot: steer, unknown: true }]', 'when: [{ slot: steer }]', /condition vide/],
  ];
  for (const [name, from, to, wanted] of mistakes) {
    it(`refuses ${name}`, () => {
      expect(text).to.contain(from);
      expect(problemsOf(text.replace(from, to))).to.match(wanted);
    });
  }
});
