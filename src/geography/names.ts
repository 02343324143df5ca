/** French place names in a text: the longest name at each word, left to right. */
import { readContext } from './context.js';
import type { Homonym } from './homonyms.js';
import { ARTICLES } from './lexicon.js';
import type { PlaceIndex } from './place-index.js';
import { joinTokens, type Token } from './text.js';

export interface NameMatch {
  from: number;
  to: number;
  homonyms: Homonym[];
  /** `loose`: the article or « communauté de… » is missing; `article`: « au Havre », « du Mans ». */
  how: 'exact' | 'loose' | 'article';
}

const CONTRACTIONS = new Map([
  ['au', 'le'],
  ['du', 'le'],
  ['aux', 'les'],
  ['des', 'les'],
]);
const MAX_WORDS = 14;

/** Finds the names of a text, not overlapping. */
export function findNames(index: PlaceIndex, tokens: readonly Token[]): NameMatch[] {
  const found: NameMatch[] = [];
  for (let from = 0; from < tokens.length; from += 1) {
    const match = preferTerritory(index, tokens, matchAt(index, tokens, from));
    if (!match) continue;
    const longer = tokens[match.to]?.gap === 'hyphen' ? findLonger(index, tokens, match) : undefined;
    if (longer) {
      found.push(longer);
      from = longer.to - 1;
      continue;
    }
    found.push(match);
    from = match.to - 1;
  }
  return found;
}

/** « région Centre-Val de Loire » is not « région Centre » with something after it. */
function findLonger(index: PlaceIndex, tokens: readonly Token[], match: NameMatch): NameMatch | undefined {
  for (let from = match.from + 1; from < match.to; from += 1) {
    const later = matchAt(index, tokens, from);
    if (later && later.to > match.to) return later;
  }
  return undefined;
}

/** « la Creuse » is the département rather than the hamlet of that name, « la Côte d'Azur » is not La Côte. */
function preferTerritory(index: PlaceIndex, tokens: readonly Token[], match: NameMatch | undefined): NameMatch | undefined {
  if (!match || !ARTICLES.has(tokens[match.from]?.text ?? '')) return match;
  if (readContext(tokens, match.from).calls === 'commune' && tokens[match.from]?.capital) return match;
  const next = matchAt(index, tokens, match.from + 1);
  if (!next || next.to < match.to) return match;
  const isTerritory = next.homonyms.some(({ id }) => ['departement', 'region'].includes(index.row(id).kind));
  return isTerritory || next.to > match.to ? next : match;
}

/** The longest name that begins at a word. */
export function matchAt(index: PlaceIndex, tokens: readonly Token[], from: number): NameMatch | undefined {
  const first = tokens[from];
  if (!first) return undefined;
  const article = CONTRACTIONS.get(first.text);
  if (article !== undefined) {
    // « aux Herbiers » is « Les Herbiers », « du Pays de Craon » has no article of its own
    for (let to = Math.min(from + MAX_WORDS, tokens.length); to > from + 1; to -= 1) {
      const rest = joinTokens(tokens, from + 1, to);
      const homonyms = rest === undefined || tokens[from + 1]?.gap === 'break' ? [] : lookUp(index, `${article} ${rest}`);
      if (homonyms.length > 0) return { from: from + 1, to, homonyms, how: 'article' };
    }
  }
  let loose: NameMatch | undefined;
  for (let to = Math.min(from + index.longestFrom(first.text), tokens.length); to > from; to -= 1) {
    const key = joinTokens(tokens, from, to);
    if (key === undefined) continue;
    const homonyms = lookUp(index, key);
    if (homonyms.length > 0) return { from, to, homonyms, how: 'exact' };
    if (!loose && index.findLoose(key).length > 0)
      loose = { from, to, homonyms: index.findLoose(key).map((id) => ({ id })), how: 'loose' };
  }
  return loose;
}

/** Places of a full name, with the bigger communes that are called so every day. */
export function lookUp(index: PlaceIndex, key: string): Homonym[] {
  return [...index.findExact(key).map((id) => ({ id })), ...index.findShort(key).map((id) => ({ id, short: true }))];
}
