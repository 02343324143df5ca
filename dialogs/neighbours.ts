import type { KnowledgeBase } from '../src/knowledge/load.js';
import type { Entry } from '../src/knowledge/schema.js';
import { stem, tokenise } from '../src/language/index.js';
import type { NearEntry } from './plan.js';

/** What it is worth that a word stands there: the subject itself, what is said of it, how people ask about it. */
const WORTH = { subject: 1, answer: 0.85, aside: 0.6 } as const;

/** Letters that make two words the same here: « plafonné » speaks of the « plafond ». Shorter stems must be equal. */
const PREFIX = 5;

/** The stems of a text, cut so that forms of one word are the same. */
export const toStems = (text: string): string[] => tokenise(text).map((word) => stem(word).slice(0, PREFIX));

/** For each stem of an entry, the best place where it stands; made once per release. */
const worthOf = new WeakMap<Entry, Map<string, number>>();

function readWorth(entry: Entry): Map<string, number> {
  let worth = worthOf.get(entry);
  if (!worth) {
    worth = new Map<string, number>();
    const places: [string, number][] = [
      [[entry.details, ...entry.utterances].join(' '), WORTH.aside],
      [entry.answer, WORTH.answer],
      [`${entry.title} ${entry.question}`, WORTH.subject],
    ];
    for (const [text, value] of places) for (const word of toStems(text)) worth.set(word, value);
    worthOf.set(entry, worth);
  }
  return worth;
}

/** The entries near a subject: itself, those linked from it, those of its theme; each with how far it speaks of the words, 0..1. */
export function findNear(base: KnowledgeBase, topic: string, words: readonly string[]): NearEntry[] {
  const about = base.entries.get(topic);
  if (!about) return [];
  const wanted = words.flatMap(toStems);
  const linked = new Set([...about.followUps, ...about.related, ...(about.list ?? [])]);
  return [...base.entries.values()]
    .filter((entry) => entry.theme === about.theme || linked.has(entry.id))
    .map((entry) => {
      const worth = readWorth(entry);
      const said = wanted.reduce((sum, word) => sum + (worth.get(word) ?? 0), 0);
      const kinship = entry.id === topic ? 'same' : linked.has(entry.id) ? 'linked' : 'theme';
      return { entry: entry.id, kinship, mentions: wanted.length === 0 ? 0 : said / wanted.length };
    });
}
