/** Every French place that a message may mean, with its weight. */

import { readArrondissement } from './arrondissements.js';
import type { CodeMatch } from './codes.js';
import { readContext } from './context.js';
import type { ForeignMatch } from './foreign.js';
import type { Homonym } from './homonyms.js';
import { allowKinds } from './kinds.js';
import type { NameMatch } from './names.js';
import { qualifyCandidates } from './qualify.js';
import { findBegun } from './repair.js';
import { repairPhrases } from './repaired.js';
import type { SpellingIndex } from './spelling.js';
import { joinTokens, type Span } from './text.js';
import { isBare, isContactVocabulary, isSaidAsPlace, type Scene, weighName } from './weigh.js';

export interface Candidate {
  from: number;
  to: number;
  homonyms: Homonym[];
  weight: number;
  own: boolean;
  /** Edits between what was typed and the name. */
  distance: number;
  /** The words only begin these names: the user chooses. */
  begun: boolean;
  /** Where in the text the département, region or postcode stands that it lies in. */
  within: number[];
  /** Given by a number: of a département, or a postcode or INSEE code. */
  code?: 'departement' | 'postcode';
  /** A misspelt place abroad, of this country. */
  country?: string;
}

export interface Findings {
  names: readonly NameMatch[];
  foreign: readonly ForeignMatch[];
  codes: readonly CodeMatch[];
}

export function collectCandidates(scene: Scene, spelling: SpellingIndex, { names, foreign, codes }: Findings): Candidate[] {
  const taken = positionsOf([...foreign, ...codes]);
  const covered = positionsOf([...names.filter((name) => isTerritory(scene, name)), ...codes]);
  const repairs = repairPhrases(scene, spelling, names, taken, covered);
  const candidates: Candidate[] = [...repairs];
  for (const name of names) {
    if (repairs.some((repaired) => repaired.from <= name.from && name.to <= repaired.to)) continue;
    const candidate = readName(scene, name, covered);
    if (candidate) candidates.push(candidate);
  }
  for (const code of codes) if (code.ids.length > 0) candidates.push(readCode(scene, code, covered));
  return qualifyCandidates(scene.index, candidates);
}

export function positionsOf(spans: readonly Span[]): Set<number> {
  return new Set(spans.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, offset) => from + offset)));
}

function isTerritory(scene: Scene, { homonyms }: NameMatch): boolean {
  return homonyms.some(({ id }) => ['departement', 'region', 'ancienne-region'].includes(scene.index.row(id).kind));
}

function readName(scene: Scene, name: NameMatch, covered: ReadonlySet<number>): Candidate | undefined {
  const context = readContext(scene.tokens, name.from);
  if (isContactVocabulary(scene, name, context)) return undefined;
  // « Saint Brieux » is not Brieux
  const before = scene.tokens[name.from - 1]?.text;
  if ((before === 'saint' || before === 'sainte') && scene.tokens[name.from]?.gap !== 'break') return undefined;
  const bare = isBare(scene, name, covered);
  const shortOfEpci = name.how === 'loose' && name.homonyms.every(({ id }) => scene.index.row(id).kind === 'epci');
  // « estuaire », « sud » name an intercommunality only after « communauté de communes »
  if (shortOfEpci && context.calls !== 'epci' && !(bare && !isEveryday(scene, name))) return undefined;
  if (!isSaidAsPlace(scene, name, context, bare)) return undefined;
  if (name.how === 'article') context.article = undefined;
  const key = joinTokens(scene.tokens, name.from, name.to) ?? '';
  // no commune has the name today, but several begin with it: « Villefranche »
  const isFormer = name.homonyms.every(({ id }) => scene.index.row(id).kind === 'commune-deleguee');
  const beginning = isFormer ? findBegun(scene, name.from, name.to) : undefined;
  const base = {
    homonyms: allowKinds(scene.index, beginning ? [...name.homonyms, ...beginning.homonyms] : name.homonyms, key, context),
    weight: weighName(scene, name, context, bare),
    own: context.own && !context.partner,
    distance: 0,
    begun: beginning !== undefined,
    within: [],
  };
  for (const { id } of name.homonyms) {
    const part = readArrondissement(scene.index, scene.tokens, name, scene.index.row(id).code);
    if (part) return { ...base, from: part.from, to: part.to, homonyms: [{ id: part.id }], weight: base.weight + 0.3 };
  }
  const hanging = scene.tokens[name.to]?.gap === 'hyphen' || scene.tokens[name.from]?.gap === 'hyphen';
  return { ...base, from: name.from, to: name.to, weight: base.weight - (hanging ? 0.5 : 0) };
}

function isEveryday(scene: Scene, { from, to }: Span): boolean {
  return scene.tokens.slice(from, to).every((token) => scene.words.isCommon(token.text));
}

const CODE_WEIGHT = { strong: 0.8, weak: 0.45, bare: 0.1 } as const;

function readCode(scene: Scene, code: CodeMatch, covered: ReadonlySet<number>): Candidate {
  const context = readContext(scene.tokens, code.from);
  let weight: number = CODE_WEIGHT[code.evidence];
  if (code.kind !== 'departement' && code.evidence === 'bare') weight += scene.expected ? 0.45 : 0.25;
  if (context.own) weight += 0.4;
  else if (context.preposition === 'dans' && code.evidence === 'weak') weight += 0.15;
  if (context.partner) weight -= 0.4;
  if (isBare(scene, code, covered)) weight += scene.expected ? 0.5 : 0.3;
  return {
    from: code.from,
    to: code.to,
    homonyms: code.ids.map((id) => ({ id })),
    weight,
    own: context.own && !context.partner,
    distance: 0,
    begun: false,
    within: [],
    code: code.kind === 'departement' ? 'departement' : 'postcode',
  };
}
