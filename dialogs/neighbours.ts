import type { KnowledgeBase } from '../src/knowledge/load.js';
import type { Entry } from '../src/knowledge/schema.js';
import { stem, tokenise } from '../src/language/index.js';
import type { NearEntry } from './decide.js';

/** Stems of all that an entry says, made once per release. */
const stemsOf = new WeakMap<Entry, Set<string>>();

/** Letters that make two words the same here: « plafonné » speaks of the « plafond ». Shorter stems must be equal. */
const PREFIX = 5;

const toStems = (text: string): string[] => tokenise(text).map((word) => stem(word).slice(0, PREFIX));

function readStems(entry: Entry): Set<string> {
  let stems = stemsOf.get(entry);
  if (!stems) {
    stems = new Set(toStems([entry.title, entry.question, entry.answer, entry.details, ...entry.utterances].join(' ')));
    stemsOf.set(entry, stems);
  }
  return stems;
}

/** The entries near a subject: itself, those linked from it, those of its theme; each with the share of `words` that it speaks of. */
export function findNear(base: KnowledgeBase, topic: string, words: readonly string[]): NearEntry[] {
  const about = base.entries.get(topic);
  if (!about) return [];
  const wanted = words.flatMap(toStems);
  const linked = new Set([...about.followUps, ...about.related, ...(about.list ?? [])]);
  return [...base.entries.values()]
    .filter((entry) => entry.theme === about.theme || linked.has(entry.id))
    .map((entry) => {
      const stems = readStems(entry);
      const said = wanted.filter((word) => stems.has(word)).length;
      const kinship = entry.id === topic ? 'same' : linked.has(entry.id) ? 'linked' : 'theme';
      return { entry: entry.id, kinship, mentions: wanted.length === 0 ? 0 : said / wanted.length };
    });
}
