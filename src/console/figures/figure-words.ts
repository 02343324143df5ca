/** What things are called on the pages of figures. */
import type { Level } from '../../../dialogs/decision.js';
import type { ActiveKnowledge } from '../../knowledge/active-knowledge.js';
import { themeName } from '../knowledge/words.js';
import { channelName, namesOf, regionName } from '../review/vocabulary.js';

export interface FigureNames {
  entry(id: string): string;
  /** False for an entry that the active release no longer has: it has no page. */
  hasEntry(id: string): boolean;
  network(id: string | undefined): string;
  networks: readonly { id: string; name: string }[];
  theme(id: string): string;
  channel(id: string): string;
  region(code: string): string;
  level(id: Level): string;
}

export function createFigureNames(knowledge: ActiveKnowledge): FigureNames {
  const { base } = knowledge;
  const names = namesOf(knowledge);
  return {
    ...names,
    hasEntry: (id) => base.entries.has(id),
    theme: (id) => (id === '' ? 'Fiches retirées depuis' : themeName(id)),
    channel: (id) => channelName(id),
    region: (code) => base.contacts.regionsWithoutNetwork.find(({ region }) => region === code)?.name ?? regionName(code),
    level: (id) => base.engagement.levels[id].title,
  };
}
