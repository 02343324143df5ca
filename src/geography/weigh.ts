/** How likely it is that a name found in a text is the user's own place. */
import type { Context } from './context.js';
import { ARTICLES, CONTACT_WORDS, GENERIC_WORDS, PREPOSITIONS } from './lexicon.js';
import type { NameMatch } from './names.js';
import type { PlaceIndex } from './place-index.js';
import type { Token } from './text.js';
import type { Words } from './words.js';

/** A name counts as the user's place from this weight on; less is asked for when the message is expected to give one. */
export const THRESHOLD = 0.6;
export const THRESHOLD_EXPECTED = 0.5;

const BIG = 20_000;

export interface Scene {
  index: PlaceIndex;
  words: Words;
  tokens: readonly Token[];
  expected: boolean;
  /** More than half of the words begin with a capital, so that capitals say nothing. */
  shouting: boolean;
}

export function isShouting(tokens: readonly Token[]): boolean {
  return tokens.length > 2 && tokens.filter((token) => token.capital).length > 0.6 * tokens.length;
}

/**
 * Adds up the evidence: what the name is by itself (0.1 a common word … 0.75 a name of several words), what is said before it
 * (own +0.5, a preposition +0.15, a partner −0.5), capitals, and whether it is all there is.
 */
export function weighName(scene: Scene, match: NameMatch, context: Context, isBare: boolean): number {
  let weight = weighWords(scene, match);
  const significant = scene.tokens
    .slice(match.from, match.to)
    .filter((token) => !ARTICLES.has(token.text) && !PREPOSITIONS.has(token.text));
  const opensSentence = scene.tokens[match.from]?.gap === 'start' || scene.tokens[match.from]?.gap === 'break';
  if (!scene.shouting && !opensSentence && significant.length > 0 && significant.every((token) => token.capital))
    weight += context.own || context.preposition !== undefined ? 0.15 : 0.1;
  if (match.to - match.from > 1 && scene.tokens.slice(match.from + 1, match.to).every((token) => token.gap !== 'space'))
    weight += 0.2;
  if (match.how === 'loose') weight -= 0.15;
  if (context.own) weight += 0.5;
  if (context.preposition !== undefined) weight += 0.15;
  if (
    context.article !== undefined &&
    match.homonyms.some(({ id }) => ['departement', 'region'].includes(scene.index.row(id).kind))
  )
    weight += 0.15;
  if (context.partner) weight -= 0.5;
  if (isBare) weight += scene.expected ? 0.5 : 0.25;
  return weight;
}

function weighWords(scene: Scene, match: NameMatch): number {
  const own = scene.tokens.slice(match.from, match.to).filter((token) => !ARTICLES.has(token.text));
  const rows = match.homonyms.map(({ id }) => scene.index.row(id));
  const isTerritory = rows.some((row) => row.kind === 'departement' || row.kind === 'region' || row.kind === 'ancienne-region');
  if (own.length > 1) return isTerritory || own.some((token) => !scene.words.isCommon(token.text)) ? 0.75 : 0.35;
  const word = own[0]?.text ?? '';
  // « Creuse », « Corse »: the capital tells them from the word
  if (isTerritory && own[0]?.capital === true && !scene.shouting) return 0.5;
  if (scene.words.isCommon(word) || word.length < 3) return 0.1;
  if (scene.words.isWord(word)) return 0.3;
  return rows.some((row) => row.population >= BIG) ? 0.55 : 0.45;
}

/** Nothing else is said than what a request for a contact says. `covered`: positions that places and codes take. */
export function isBare(scene: Scene, match: { from: number; to: number }, covered: ReadonlySet<number>): boolean {
  return scene.tokens.every(
    (token, at) =>
      (at >= match.from && at < match.to) ||
      covered.has(at) ||
      (CONTACT_WORDS.has(token.text) && (scene.expected || scene.tokens.length - (match.to - match.from) <= 3)),
  );
}

/** A name made of the words that contact requests are made of (« Y », « Vers »): a place only when it stands alone or is announced. */
export function isContactVocabulary(scene: Scene, match: NameMatch, context: Context): boolean {
  const inside = scene.tokens.slice(match.from, match.to);
  if (!inside.every((token) => CONTACT_WORDS.has(token.text))) return false;
  const kinds = match.homonyms.map(({ id }) => scene.index.row(id).kind);
  // « le Grand Est », « la MEL »
  if (inside.length > 1 && kinds.includes('region')) return false;
  if (kinds.includes('epci') && (context.article === 'la' || (inside[0]?.capital === true && !scene.shouting))) return false;
  if (context.own && context.preposition !== undefined && inside.every((token) => token.capital || scene.expected)) return false;
  const first = inside[0];
  const next = scene.tokens[match.to];
  const alone = (first?.gap === 'break' || first?.gap === 'start') && (next === undefined || next.gap === 'break');
  return !(alone && (scene.tokens.length === inside.length || first?.capital === true));
}

/**
 * A name that is also a French word (« Mars », « Sens », « Menton ») is a place when the sentence says so: alone, with its capital
 * after a preposition, or in small letters after « maire de », « commune de ». Other names are always let through.
 */
export function isSaidAsPlace(scene: Scene, match: NameMatch, context: Context, bare: boolean): boolean {
  const significant = scene.tokens.slice(match.from, match.to).filter((token) => !ARTICLES.has(token.text));
  const [word] = significant;
  const kinds = match.homonyms.map(({ id }) => scene.index.row(id).kind);
  if (!word) return bare;
  const isCommon = significant.every((token) => scene.words.isCommon(token.text));
  if (significant.length > 1) {
    // « villes sœurs », « un vieux fort »
    const isWritten = significant.some((token) => token.capital || (token.gap === 'hyphen' && token !== word));
    const isDictionary = significant.every((token) => scene.words.isCommon(token.text) || scene.words.isWord(token.text));
    if (isDictionary && !isWritten && !bare && !(context.own && context.preposition !== undefined) && !scene.expected)
      return kinds.includes('departement') || kinds.includes('region');
    const isEpci = kinds.every((kind) => kind === 'epci');
    return !isEpci || !isCommon || bare || context.calls === 'epci' || significant.every((token) => token.capital);
  }
  if (!isCommon && !scene.words.isWord(word.text)) return true;
  if (PREPOSITIONS.has(word.text) && !word.capital) return false;
  const capital = word.capital && !scene.shouting;
  if (bare) return scene.expected || !isCommon || capital;
  const next = scene.tokens[match.to];
  const goesOn =
    next && next.gap !== 'break' && !CONTACT_WORDS.has(next.text) && !PREPOSITIONS.has(next.text) && !/^\d/.test(next.text);
  const isTerritory = kinds.includes('departement') || kinds.includes('region');
  if (
    isTerritory &&
    (capital ||
      ((context.article !== undefined || context.preposition === 'en') &&
        (context.own || (scene.expected && context.preposition !== undefined))))
  )
    return true;
  if (goesOn) return false;
  const hasOwnArticle = match.how === 'article' || ARTICLES.has(scene.tokens[match.from]?.text ?? '');
  // « budget de l'Union »
  if (capital) return context.own || (context.preposition !== undefined && !(isCommon && hasOwnArticle));
  if (context.preposition === undefined || GENERIC_WORDS.has(word.text)) return false;
  // « adjointe à la culture » names a task
  const plain = context.article === undefined || hasOwnArticle;
  return isCommon
    ? context.calls === 'commune' &&
        plain &&
        ['de', 'd', 'a', 'du', 'des'].includes(context.preposition) &&
        !hasOwnArticleAfterA(context, hasOwnArticle)
    : context.own || scene.expected;
}

function hasOwnArticleAfterA({ preposition }: Context, hasOwnArticle: boolean): boolean {
  return hasOwnArticle && preposition === 'a';
}
