import { type Evidence, weigh } from './evidence.js';
import { extractFeatures, type Features, type StemCache } from './features.js';
import type { CompiledLexicon } from './lexicon.js';
import { addTypo } from './noise.js';
import type { Prepared } from './prepare.js';
import { createQuery, type Query } from './query.js';
import { createRandom, mix, orderByKey } from './random.js';
import { type Answers, buildRanker } from './ranker.js';
import { correctWords } from './read.js';
import { type Speller, withCounts } from './spell.js';

/**
 * With fewer negatives than this, one label in five is hidden from each fold: what people say of it then
 * shows the rejector what a message looks like that no label covers.
 */
const FEW_NEGATIVES = 100;
const STRANGERS = 5;
const FOLDS = 2;
/** Small sets cannot spare half of their texts, and are dealt several times: what a hundred numbers are learnt from is little. */
const SMALL_SET = 1000;
const SMALL_FOLDS = 5;
const SMALL_DEALS = 4;
/** With few negatives, so many held-out texts come back in foreign words, and so many of their own content words stay. */
const FOREIGN_SHARE = 0.5;
const OWN_SHARE = 0.2;
/** Of a held-out text's own words, and of a sibling's, in a blend. */
const KEPT_SHARE = 0.6;
const BORROWED_SHARE = 0.45;
/** Held-out texts of labels weighed at most, so that large bases train in bounded time. Negatives are all weighed: they are few and teach to refuse. */
const MAX_HELD_OUT = 3000;

/** A training text weighed by rankers that have not seen it. */
export interface HeldOut {
  evidence: Evidence;
  query: Query;
  label: number;
  importance: number;
}

export interface FoldInput {
  texts: readonly Prepared[];
  answers: Answers;
  intents: Uint8Array;
  speller: Speller;
  lexicon: CompiledLexicon;
  cache: StemCache;
  seed: number;
}

/**
 * Weighs texts by rankers that have not seen them: as they are, blended with a sibling, and some with a typo. The blends
 * matter most: utterances of an entry are written to differ from each other, so a held-out one lies outside what the others
 * cover, while a real question mostly lies between them. Learning from bare held-out texts alone cost 4 points of top-1 and
 * made confidences far too low (measured on the evaluation, written by another hand).
 */
export function weighHeldOut(input: FoldInput): HeldOut[] {
  const deals = input.texts.length < SMALL_SET ? SMALL_DEALS : 1;
  return Array.from({ length: deals }, (_, deal) => weighDeal({ ...input, seed: input.seed + 100 * deal }, deal)).flat();
}

function weighDeal(input: FoldInput, deal: number): HeldOut[] {
  const { texts, intents, lexicon, cache } = input;
  const folds = texts.length < SMALL_SET ? SMALL_FOLDS : FOLDS;
  const foldOf = assignFolds(texts, folds, input.seed);
  const held: HeldOut[] = [];
  const keep = Math.min(1, MAX_HELD_OUT / texts.length);
  const negatives = texts.filter((t) => t.label === intents.length).length;
  const fewNegatives = negatives < FEW_NEGATIVES;
  const isStranger = (label: number, fold: number): boolean =>
    fewNegatives && label < intents.length && (label * (2 * deal + 1) + deal) % STRANGERS === fold % STRANGERS;
  for (let fold = 0; fold < folds; fold++) {
    const inside = texts.filter((text, t) => foldOf[t] !== fold && !isStranger(text.label, fold));
    const ranker = buildRanker(inside, input.answers, intents, input.seed + fold + 1);
    const siblings = findSpans(inside);
    const speller = hideWords(
      input.speller,
      texts.filter((_, t) => foldOf[t] === fold),
      intents.length,
    );
    const add = (features: Features, label: number, importance: number): void => {
      const query = createQuery(ranker.base, features);
      held.push({ evidence: weigh(ranker, query), query, label, importance });
    };
    texts.forEach((text, t) => {
      if (foldOf[t] !== fold) return;
      const random = createRandom(mix(text.key, input.seed));
      const read = (words: readonly string[]): Features =>
        extractFeatures(correctWords(words, speller, lexicon) ?? words, lexicon, cache);
      const label = isStranger(text.label, fold) ? intents.length : text.label;
      if (text.label === intents.length || random() < keep) add(read(text.words), label, 1);
      const sibling = pickSibling(inside, siblings, text.label, random);
      if (sibling && random() < keep) add(read(blend(text.words, sibling.words, random)), label, 1);
      if (random() < 0.3 * keep) add(read(addTypo(text.words, random)), label, 0.7);
      if (fewNegatives && random() < FOREIGN_SHARE) add(read(makeForeign(text.words, texts, lexicon, random)), intents.length, 1);
    });
  }
  return held;
}

function findSpans(texts: readonly Prepared[]): Map<number, readonly [number, number]> {
  const spans = new Map<number, readonly [number, number]>();
  texts.forEach((text, t) => {
    spans.set(text.label, [spans.get(text.label)?.[0] ?? t, t + 1]);
  });
  return spans;
}

function pickSibling(
  texts: readonly Prepared[],
  spans: ReadonlyMap<number, readonly [number, number]>,
  label: number,
  random: () => number,
): Prepared | undefined {
  const [from, to] = spans.get(label) ?? [0, 0];
  return texts[from + Math.floor(random() * (to - from))];
}

/** A random part of a text's words and a run of another's. */
function blend(words: readonly string[], others: readonly string[], random: () => number): string[] {
  const kept = words.filter(() => random() < KEPT_SHARE);
  const n = Math.max(1, Math.round(others.length * BORROWED_SHARE));
  const from = Math.floor(random() * (others.length - n + 1));
  return [...kept, ...others.slice(from, from + n)];
}

/** The text with content words that nobody knows, made of halves of known ones: the grammar of a question about something else. */
function makeForeign(
  words: readonly string[],
  texts: readonly Prepared[],
  lexicon: CompiledLexicon,
  random: () => number,
): string[] {
  const pick = (): string => {
    const others = texts[Math.floor(random() * texts.length)]?.words ?? [];
    return others[Math.floor(random() * others.length)] ?? '';
  };
  return words.map((word) => {
    if (lexicon.functionWords.has(word) || random() < OWN_SHARE) return word;
    const [head, tail] = [pick(), pick()];
    return head.slice(0, Math.ceil(head.length / 2)) + tail.slice(Math.floor(tail.length / 2));
  });
}

/** Deals the texts of each label round to the folds. */
function assignFolds(texts: readonly Prepared[], folds: number, seed: number): number[] {
  const foldOf = new Array<number>(texts.length).fill(0);
  const next = new Map<number, number>();
  const keys = texts.map(({ key }) => key);
  for (const t of orderByKey(keys, seed)) {
    const label = texts[t]?.label ?? 0;
    const fold = next.get(label) ?? mix(keys[t] ?? 0, seed) % folds;
    foldOf[t] = fold;
    next.set(label, (fold + 1) % folds);
  }
  return foldOf;
}

/** The speller without the words that only the held-out texts have. */
function hideWords(speller: Speller, heldOut: readonly Prepared[], labels: number): Speller {
  const counts = speller.counts.slice();
  for (const text of heldOut)
    for (const word of text.words) {
      const i = speller.index.get(word);
      if (i !== undefined) counts[i] = (counts[i] ?? 0) - (text.label < labels ? 1 : 0.5);
    }
  return withCounts(
    speller,
    counts.map((c) => (c < 0.04 ? 0 : c)),
  );
}
