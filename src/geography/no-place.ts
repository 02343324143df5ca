/** Readings of messages that name no place of today's maps: vague, told by an adjective only, or invented. */
import type { Atlas } from './atlas.js';
import { positionsOf } from './candidates.js';
import type { CodeMatch } from './codes.js';
import { readContext } from './context.js';
import { COMMUNE_HEADS, listMasculines, OWN_HEADS, SELF_WORDS } from './lexicon.js';
import { findPhrases } from './repair.js';
import { joinTokens, type Span, sliceText } from './text.js';
import type { PlaceReading } from './types.js';
import { isBare, type Scene } from './weigh.js';

/** « code postal 99999 ». */
export function readUnknownCode(scene: Scene, codes: readonly CodeMatch[], text: string): PlaceReading | undefined {
  const code = codes.find(
    (one) => one.kind === 'unknown' && (one.evidence === 'strong' || (scene.expected && isBare(scene, one, new Set()))),
  );
  return code && { outcome: 'unknown', name: sliceText(scene.tokens, code, text) };
}

const LONGEST_VAGUE = 4;

export interface VagueReading extends Span {
  reading: PlaceReading;
  /** « la Beauce », not « commune de Beaucé ». */
  hasArticle: boolean;
}

/** « le sud ouest », « en province ». */
export function readVague(atlas: Atlas, scene: Scene, text: string): VagueReading | undefined {
  for (let from = 0; from < scene.tokens.length; from += 1) {
    for (let to = Math.min(from + LONGEST_VAGUE, scene.tokens.length); to > from; to -= 1) {
      const key = joinTokens(scene.tokens, from, to);
      if (key === undefined || !atlas.vague.has(key)) continue;
      const context = readContext(scene.tokens, from);
      const introduced = context.preposition !== undefined || context.article !== undefined;
      // « une commune de montagne » tells what it is like, not where it is
      if (
        context.calls === 'commune' &&
        context.article === undefined &&
        (context.preposition === 'de' || context.preposition === 'd')
      )
        continue;
      // « quel est le mail » is no « est »
      if (context.partner || (to - from === 1 && !introduced)) continue;
      const located = context.preposition !== undefined && scene.expected;
      const own = context.own && (scene.expected || scene.tokens.some(({ text: word }) => SELF_WORDS.has(word)));
      if (!own && !located && !isBare(scene, { from, to }, new Set())) continue;
      const name = sliceText(scene.tokens, { from: context.article && from > 0 ? from - 1 : from, to }, text);
      return { from, to, hasArticle: context.article !== undefined, reading: { outcome: 'vague', name } };
    }
  }
  return undefined;
}

/** « maire d'une petite commune bretonne ». */
export function readDemonym(atlas: Atlas, scene: Scene): PlaceReading | undefined {
  for (const [at, token] of scene.tokens.entries()) {
    const region = listMasculines(token.text)
      .map((form) => atlas.demonyms.get(form))
      .find((code) => code !== undefined);
    const head = scene.tokens[at - 1]?.text ?? '';
    if (region === undefined || token.gap === 'break' || !(COMMUNE_HEADS.has(head) || OWN_HEADS.has(head))) continue;
    const id = scene.index.idByCode('region', region);
    if (id === undefined || readContext(scene.tokens, at).partner) continue;
    return { outcome: 'found', place: scene.index.place(id), confidence: 0.6, others: [], span: [token.start, token.end] };
  }
  return undefined;
}

/** A name that exists nowhere: announced (« maire de Trifouillis »), or alone where a place was asked for. */
export function readUnknownName(scene: Scene, taken: readonly Span[], text: string): PlaceReading | undefined {
  const positions = positionsOf(taken);
  for (const phrase of findPhrases(scene, positions)) {
    const name = sliceText(scene.tokens, phrase, text);
    if (name.length < 4 || !/[aeiouy]/i.test(name.normalize('NFD'))) continue;
    const context = readContext(scene.tokens, phrase.from);
    if (context.partner) continue;
    const announced =
      context.own &&
      context.preposition !== undefined &&
      (scene.expected || scene.tokens[phrase.from]?.capital === true) &&
      (context.calls === 'commune' || scene.expected);
    const single = phrase.to - phrase.from === 1;
    if (single && !announced && scene.words.isNearlyCommon(scene.tokens[phrase.from]?.text ?? '')) continue;
    if (announced || (scene.expected && isBare(scene, phrase, new Set()))) return { outcome: 'unknown', name };
  }
  return undefined;
}
