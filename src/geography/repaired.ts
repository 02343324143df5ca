/** Candidates that no list has as they were typed: the beginning of names, or misspelt. */
import type { Candidate } from './candidates.js';
import { type Context, readContext } from './context.js';
import { allowKinds } from './kinds.js';
import { CONTACT_WORDS, NAME_LINKS } from './lexicon.js';
import type { NameMatch } from './names.js';
import {
  createRepairer,
  extendLeft,
  findBegun,
  findClauses,
  findPhrases,
  type Phrase,
  type Repaired,
  type Repairer,
} from './repair.js';
import type { SpellingIndex } from './spelling.js';
import { joinTokens, makeKey, overlaps } from './text.js';
import { isBare, isContactVocabulary, type Scene, weighName } from './weigh.js';

/** Names that no list has as they were typed: the beginning of names, or misspelt. */
export function repairPhrases(
  scene: Scene,
  spelling: SpellingIndex,
  names: readonly NameMatch[],
  taken: ReadonlySet<number>,
  covered: ReadonlySet<number>,
): Candidate[] {
  const repairer = createRepairer(spelling, scene);
  const found: Candidate[] = [];
  if (scene.expected) {
    for (const clause of findClauses(scene, taken)) {
      if (names.some((name) => tellsAll(scene, name, clause)) || !isBare(scene, clause, covered)) continue;
      const match = repairer.repair(clause, true);
      const context = readContext(scene.tokens, clause.from);
      if (match) found.push(makeRepaired(scene, match, context, true));
    }
  }
  for (const phrase of findPhrases(scene, taken)) {
    if (found.some((candidate) => overlaps(candidate, phrase))) continue;
    if (names.some((name) => name.from <= phrase.from && phrase.to <= name.to)) continue;
    const context = readContext(scene.tokens, phrase.from);
    const bare =
      isBare(scene, phrase, covered) || isBare(scene, { from: extendLeft(scene, phrase.from), to: phrase.to }, covered);
    if (!mayRepair(scene, phrase, context, bare)) continue;
    const inside = names.filter((name) => phrase.from <= name.from && name.to <= phrase.to);
    const begun = inside.length === 0 ? findBegun(scene, phrase.from, phrase.to) : undefined;
    const match: Repaired | undefined = begun
      ? { ...begun, distance: 0, cost: 0, begun: true }
      : repairer.repair(phrase, inside.length > 0 || !context.own);
    if (!match || !isObvious(scene, match, context)) continue;
    // « le sud ouesst » is not in Congo
    if (
      match.country !== undefined &&
      !isBare(scene, phrase, covered) &&
      scene.words.isNearlyCommon(scene.tokens[match.to - 1]?.text ?? '')
    )
      continue;
    found.push(makeRepaired(scene, match, context, bare));
  }
  return [...found, ...extendNames(scene, repairer, names, covered)];
}

/** « ex Picardie », « l'Aveyron »: nothing is left of the clause but small words. */
function tellsAll(scene: Scene, name: NameMatch, clause: Phrase): boolean {
  if (name.from >= clause.to || name.to <= clause.from) return false;
  return scene.tokens.slice(clause.from, clause.to).every((token, offset) => {
    const at = clause.from + offset;
    return (at >= name.from && at < name.to) || CONTACT_WORDS.has(token.text);
  });
}

/** « aix en province »: a name that goes on with « en », « sur », « le » and a misspelt word. */
function extendNames(scene: Scene, repairer: Repairer, names: readonly NameMatch[], covered: ReadonlySet<number>): Candidate[] {
  const found: Candidate[] = [];
  for (const name of names) {
    if (!NAME_LINKS.has(scene.tokens[name.to]?.text ?? '') || name.to - name.from > 2) continue;
    const context = readContext(scene.tokens, name.from);
    if (context.partner || !(context.own || scene.expected) || isContactVocabulary(scene, name, context)) continue;
    for (let to = Math.min(name.to + 4, scene.tokens.length); to > name.to + 1; to -= 1) {
      const match = repairer.repair({ from: name.from, to }, true);
      if (match?.distance !== 1) continue;
      found.push(makeRepaired(scene, match, context, isBare(scene, match, covered)));
      break;
    }
  }
  return found;
}

function mayRepair(scene: Scene, phrase: Phrase, context: Context, bare: boolean): boolean {
  if (context.partner) return false;
  const first = scene.tokens[phrase.from];
  if ((context.own && context.preposition !== undefined) || bare) return true;
  const capital = first?.capital === true && !scene.shouting;
  if (!capital && phrase.to - phrase.from === 1 && scene.words.isNearlyCommon(first?.text ?? '')) return false;
  const opens = first?.gap === 'break' || first?.gap === 'start';
  if (scene.expected) return opens || context.preposition !== undefined || context.own;
  return context.preposition !== undefined && capital;
}

/** Where no place was asked for, a correction must be an obvious one. */
function isObvious(scene: Scene, match: Repaired, context: Context): boolean {
  if (scene.expected || (context.own && context.preposition !== undefined) || match.distance === 0) return true;
  const typed = scene.tokens[match.from]?.text ?? '';
  const [first] = match.homonyms;
  const row = first && scene.index.row(first.id);
  return match.distance === 1 && row !== undefined && row.population >= KNOWN && makeKey(row.name).startsWith(typed.charAt(0));
}

/** Inhabitants from which a place is known enough to be misspelt by people who were not asked for one. */
const KNOWN = 10_000;

function makeRepaired(scene: Scene, match: Repaired, context: Context, bare: boolean): Candidate {
  const key = joinTokens(scene.tokens, match.from, match.to) ?? '';
  return {
    from: match.from,
    to: match.to,
    homonyms: allowKinds(scene.index, match.homonyms, key, context),
    weight: weighName(scene, { ...match, how: 'exact' }, context, bare) - 0.1 * match.distance,
    own: context.own && !context.partner,
    distance: match.distance,
    begun: match.begun,
    within: [],
    ...(match.country === undefined ? {} : { country: match.country }),
  };
}
