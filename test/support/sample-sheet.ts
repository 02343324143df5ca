import type { CouncilSheet } from '../../dialogs/council-sheet.js';
import type { ActiveKnowledge } from '../../dialogs/services.js';
import type { Place } from '../../src/geography/index.js';
import { parseKnowledge } from '../../src/knowledge/load.js';
import { readKnowledgeFiles } from '../../src/knowledge/read-files.js';

/** A small sheet with every part. */
export const sampleSheet = (): CouncilSheet => ({
  date: '2026-11-22',
  knowledge: { version: '2026.11.22', date: '2026-11-22' },
  place: 'Valence (Drôme, 64 483 habitants)',
  answers: [
    { subject: 'collectivité', answer: 'commune', toConfirm: false },
    { subject: 'budget', answer: 'à préciser', toConfirm: false },
  ],
  level: { id: 'mutualisee', title: 'coopération mutualisée', definition: 'plusieurs collectivités regroupent leurs moyens' },
  firmness: 'close',
  reasons: ['des voisins sont prêts', 'votre budget est modeste (3 000 € par an)'],
  runnerUp: { title: 'coopération indirecte', definition: 'vous pilotez, un opérateur réalise' },
  change: { supposition: 'vous aviez deux agents', title: 'coopération directe' },
  steps: ['Diagnostic : attentes et moyens.', 'Délibération dans chaque assemblée.'],
  funding: ['Volontariat (VSI) : un appui de terrain.'],
  legalBase: ['CGCT, art. L. 1115-1 : toute collectivité peut agir.'],
  evolution: 'Elle peut évoluer.',
  contact: {
    kind: 'network',
    region: 'Auvergne-Rhône-Alpes',
    means: {
      name: 'RESACOOP',
      phone: '04 00 00 00 00',
      email: 'contact@exemple.org',
      website: 'https://www.exemple.org/',
      addresses: ['Lyon'],
      readIn: 'exemple.org (2025)',
    },
  },
  sources: [
    { title: 'Guide', publisher: 'Réseau', date: null, url: 'https://exemple.org/guide', checkedOn: '2026-11-22' },
    { title: 'Code', publisher: 'Légifrance', date: '2020-11', checkedOn: '2026-11-01' },
  ],
});

/** The project's own content, without a trained recogniser. */
export async function loadActiveKnowledge(): Promise<ActiveKnowledge> {
  const { base, problems } = parseKnowledge(await readKnowledgeFiles('knowledge'));
  if (!base) throw new Error(problems.map(({ message }) => message).join('\n'));
  return {
    version: base.manifest.version,
    base,
    understand: () => {
      throw new Error('not trained');
    },
  };
}

export const place = (name: string, region: { code: string; name: string }, departement?: Place['departement']): Place => ({
  kind: 'commune',
  name,
  code: '00000',
  region,
  ...(departement ? { departement } : {}),
  population: 26_000,
  authority: 'commune',
});
