/** The part of an entry that answers a question about what was just said: nobody wants the same card twice. */
import type { Entry } from '../src/knowledge/schema.js';
import { toStems } from './neighbours.js';
import { plain, subjectWords } from './references.js';

/** Passages of one reply. */
const MOST = 2;

const MONTHS = 'janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre';
/** Numbers that count nothing: articles of law, dates, years. */
const NO_FIGURES = new RegExp(`(?:L\\.|n°)\\s*[\\d-]+|\\b\\d{1,2}(?:er)?\\s+(?:${MONTHS})|\\b(?:19|20)\\d\\d\\b`, 'gi');

const WHEN = new RegExp(`(?:${MONTHS}|printemps|automne|calendrier)`, 'i');
const WHAT_FOR = /\b(?:ser(?:t|vent)|permet(?:tent)?|utiles?|intérêt|afin)\b/i;
const WHERE = /\]\(http|\b[a-z-]+\.(?:fr|org|eu)\b|\bsur \*{0,2}[A-ZÉ]/;

/** What a bare question word asks for. */
const sought: readonly (readonly [RegExp, (passage: string) => boolean])[] = [
  [/\b(?:combien|cher|montant)\b/, (passage) => /\d/.test(passage.replace(NO_FIGURES, ''))],
  [/\b(?:a quoi|sert|servir|utile|interet)\b/, (passage) => WHAT_FOR.test(passage)],
  [/\b(?:quand|date|delais?)\b/, (passage) => WHEN.test(passage)],
  [/\b(?:ou|adresse|site|lien)\b/, (passage) => WHERE.test(passage)],
];

/** Sentences and list items, each list item with the words that lead to the list. */
function split(text: string): string[] {
  return text.split(/\n{2,}/).flatMap((block) => {
    const lines = block.split('\n');
    const items = lines.filter((line) => /^\s*(?:[-*]|\d+\.)\s/.test(line));
    if (items.length === 0) return block.split(/(?<=[.!?]\*{0,2})\s+(?=\*{0,2}[A-ZÀÉÈÊÎÔÇ«])/);
    const lead = lines.filter((line) => !items.includes(line)).join(' ');
    return items.map((item) => `${lead ? `${lead}\n` : ''}${item}`);
  });
}

/**
 * The passages of `entry` that speak most of what `text` asks, in the order of the entry; empty when none does.
 * By the words of the subject, else by what a bare « combien ? », « quand ? », « où ? » looks for.
 */
export function findPassages(entry: Entry, text: string): string[] {
  const passages = split(`${entry.answer}\n\n${entry.details}`).filter((passage) => passage.trim() !== '');
  const wanted = new Set(subjectWords(text).flatMap(toStems));
  const kinds = sought.filter(([word]) => word.test(plain(text))).map(([, looks]) => looks);
  const scores = passages.map((passage) => {
    const said = new Set(toStems(passage));
    const shared = [...wanted].filter((word) => said.has(word)).length;
    const looked = kinds.filter((looks) => looks(passage)).length;
    return wanted.size > 0 ? (shared > 0 ? shared + 0.5 * looked : 0) : looked;
  });
  const best = Math.max(0, ...scores);
  if (best === 0) return [];
  return passages.filter((_, place) => scores[place] === best).slice(0, MOST);
}
