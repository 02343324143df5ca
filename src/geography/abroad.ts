/** Foreign places in a message: set apart from the French ones, and read when they are the user's own. */
import type { Atlas } from './atlas.js';
import { positionsOf } from './candidates.js';
import { readContext } from './context.js';
import type { ForeignMatch } from './foreign.js';
import { COMMUNE_HEADS, OWN_HEADS, PARTNER_WORDS, SELF_WORDS } from './lexicon.js';
import type { NameMatch } from './names.js';
import { overlaps, sliceText, type Token } from './text.js';
import type { PlaceReading } from './types.js';
import { isBare, type Scene } from './weigh.js';

/** A name both here and abroad is French, unless a country follows it, it is a country, or only a former commune bears it. */
export function separate(
  scene: Scene,
  names: NameMatch[],
  foreign: ForeignMatch[],
): { names: NameMatch[]; foreign: ForeignMatch[] } {
  const droppedNames = new Set<NameMatch>();
  const droppedForeign = new Set<ForeignMatch>();
  for (const abroad of foreign) {
    for (const name of names) {
      if (!overlaps(name, abroad)) continue;
      const [inFrance, outside] = [name.to - name.from, abroad.to - abroad.from];
      const rows = name.homonyms.map(({ id }) => scene.index.row(id));
      const onlyCommunes = rows.every((row) => row.kind === 'commune' || row.kind === 'commune-deleguee');
      const context = readContext(scene.tokens, name.from);
      const country = foreign.find(
        (other) => other !== abroad && other.isCountry && other.from >= abroad.to && other.from <= abroad.to + 2,
      );
      const yields =
        (country !== undefined && isLinked(scene.tokens, abroad.to, country.from)) ||
        (abroad.isCountry && onlyCommunes && context.calls !== 'commune') ||
        rows.every((row) => row.population < 0 && row.kind === 'commune-deleguee') ||
        name.how === 'loose';
      if (outside > inFrance || (outside === inFrance && yields)) droppedNames.add(name);
      else droppedForeign.add(abroad);
    }
  }
  return {
    names: names.filter((name) => !droppedNames.has(name)),
    foreign: foreign.filter((abroad) => !droppedForeign.has(abroad)),
  };
}

/** Only « en », « au », « du »… between a city and its country. */
function isLinked(tokens: readonly Token[], from: number, to: number): boolean {
  return tokens.slice(from, to).every((token) => ['en', 'au', 'aux', 'du', 'de', 'la', 'le', 'l', 'd'].includes(token.text));
}

/**
 * A foreign place answers when it is the user's own (« je suis maire à Dakar »), all that is said, or the only place of a question
 * for a contact that speaks of no partner.
 */
export function readForeign(
  atlas: Atlas,
  scene: Scene,
  foreign: readonly ForeignMatch[],
  text: string,
): { own: boolean; reading: PlaceReading } | undefined {
  const hasPartnerWord = scene.tokens.some((token) => PARTNER_WORDS.has(token.text));
  const covered = positionsOf(foreign);
  const speaksOfSelf = scene.tokens.some(({ text: word }) => SELF_WORDS.has(word));
  const judged = foreign.map((match) => {
    const context = readContext(scene.tokens, match.from);
    const own = context.own && !context.partner && (scene.expected || speaksOfSelf);
    const accepted = own || (!context.partner && isBare(scene, match, covered)) || (scene.expected && !hasPartnerWord);
    return { match, own, accepted };
  });
  const chosen = judged.find(({ own }) => own) ?? judged.find(({ accepted }) => accepted);
  if (chosen) {
    const { match, own } = chosen;
    return { own, reading: { outcome: 'foreign', name: sliceText(scene.tokens, match, text), country: match.country } };
  }
  for (const [at, token] of scene.tokens.entries()) {
    const country = atlas.foreign.countryOfAdjective(token.text);
    const head = scene.tokens[at - 1]?.text ?? '';
    if (country === undefined || token.gap === 'break' || !(COMMUNE_HEADS.has(head) || OWN_HEADS.has(head))) continue;
    if (!readContext(scene.tokens, at).partner && isOwnHead(scene, at - 1))
      return {
        own: true,
        reading: { outcome: 'foreign', name: sliceText(scene.tokens, { from: at - 1, to: at + 1 }, text), country },
      };
  }
  return undefined;
}

/** « maire d'une commune marocaine », « nous sommes une ville belge »; not « à trois kilomètres d'une commune italienne ». */
function isOwnHead(scene: Scene, head: number): boolean {
  let at = head - 1;
  while (['une', 'un', 'd', 'de', 'petite', 'grande'].includes(scene.tokens[at]?.text ?? '')) at -= 1;
  const word = scene.tokens[at]?.text ?? '';
  return (
    SELF_WORDS.has(word) ||
    ((COMMUNE_HEADS.has(word) || OWN_HEADS.has(word)) && scene.tokens.some((token) => SELF_WORDS.has(token.text)))
  );
}
