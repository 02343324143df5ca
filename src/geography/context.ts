/** What the words before a place say about it. */
import {
  ARTICLES,
  BEING,
  COMMUNE_HEADS,
  DEPARTEMENT_HEADS,
  EPCI_HEADS,
  HEAD_ADJECTIVES,
  OWN_HEADS,
  PARTNER_WORDS,
  PREPOSITIONS,
  REGION_HEADS,
} from './lexicon.js';
import type { Token } from './text.js';

export interface Context {
  /** « maire de X », « je suis à X »: the user says that it is theirs. */
  own: boolean;
  /** The kind of place that the words before it call for. */
  calls?: 'commune' | 'epci' | 'departement' | 'region';
  /** The preposition just before, without its article: « à », « dans », « en ». */
  preposition?: string;
  /** The article just before, or that of « du », « au »: « la Vienne ». */
  article?: string;
  /** « avec X », « notre partenaire à X »: somebody else's place. */
  partner: boolean;
}

/** How far back, in words, a head is looked for: « élue de la belle commune de X ». */
const REACH = 3;

/** Reads the words before position `from`, within the clause. */
export function readContext(tokens: readonly Token[], from: number): Context {
  const context: Context = { own: false, partner: false };
  let at = from - 1;
  let inside = tokens[from]?.gap !== 'break' && tokens[from]?.gap !== 'start';
  const step = (): void => {
    inside = inside && tokens[at]?.gap !== 'break';
    at -= 1;
  };
  while (inside && at >= 0) {
    const word = tokens[at]?.text ?? '';
    if (ARTICLES.has(word) && context.preposition === undefined) context.article ??= word;
    else if (PREPOSITIONS.has(word)) {
      context.preposition ??= word;
      if (word === 'du' || word === 'au') context.article ??= 'le';
      if (word === 'des' || word === 'aux') context.article ??= 'les';
    } else if (!ARTICLES.has(word)) break;
    step();
  }
  if (inside && at >= 0) readHead(context, tokens, at);
  for (let back = at, within = inside; within && back >= 0; back -= 1) {
    const word = tokens[back]?.text ?? '';
    if (PARTNER_WORDS.has(word)) context.partner = true;
    within = tokens[back]?.gap !== 'break';
  }
  for (let back = from - 1; back > at; back -= 1) if (PARTNER_WORDS.has(tokens[back]?.text ?? '')) context.partner = true;
  return context;
}

/** The head is the word before the prepositions, or one that only an adjective parts from them: « élue communautaire à X ». */
function readHead(context: Context, tokens: readonly Token[], at: number): void {
  for (let back = at; back >= 0 && back > at - REACH; back -= 1) {
    const word = tokens[back]?.text ?? '';
    const before = tokens[back - 1]?.text;
    if (EPCI_HEADS.has(word) || (word === 'communes' && before === 'de') || (word === 'com' && before === 'com'))
      context.calls = 'epci';
    else if (COMMUNE_HEADS.has(word)) context.calls = 'commune';
    else if (DEPARTEMENT_HEADS.has(word)) context.calls = 'departement';
    else if (REGION_HEADS.has(word)) context.calls = 'region';
    const being = BEING.has(word) && back === at && (context.preposition !== undefined || before === 'c');
    if (context.calls || OWN_HEADS.has(word) || being) {
      context.own = !isVerb(tokens, at);
      return;
    }
    if (tokens[back]?.gap === 'break' || !HEAD_ADJECTIVES.has(word)) return;
  }
}

/** « la commune a refait »: an « a » without accent after the name of an authority is the verb. */
function isVerb(tokens: readonly Token[], head: number): boolean {
  const next = tokens[head + 1];
  return next?.text === 'a' && !next.accented && COMMUNE_HEADS.has(tokens[head]?.text ?? '') && !tokens[head + 2]?.capital;
}
