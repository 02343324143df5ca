import { COMMON_WORDS, ROLE_WORDS } from './redact-lexicon.js';
import { type Finding, readBefore, type Shadow } from './redact-shadow.js';

/** Street types that are nearly always an address after a number. */
const CLEAR =
  'rue|avenue|av|ave|boulevard|boul|bd|bld|blvd|chemin|chem|ch|impasse|imp|allees?|rte|quai|square|lotissement|lot|hameau|lieu-dit|lieu dit|lieudit|ruelle|faubourg|fbg|fg|esplanade|venelle|rond-point|sentier';
/** Those that are also ordinary words: a name or the person's own words must confirm them. */
const ORDINARY =
  'place|pl|cours|route|cite|villa|voie|passage|mail|domaine|clos|cote|montee|traverse|residence|promenade|ferme|moulin|zone';
const NUMBERED = new RegExp(
  `(?<![\\p{L}\\d.,€])(?:n°? ?)?(?:\\d{1,4} ?[-/] ?)?\\d{1,4}(?: ?(?:bis|ter|quater|quinquies|[a-d]))?(?: ?, ?| {1,2})(?:(?:de la|de l'|du|dans la|dans le) ?)?(?:(${CLEAR})|(${ORDINARY}))(?![\\p{L}\\d])\\.?`,
  'gu',
);
const AT_HOME = new RegExp(
  `(?<![\\p{L}])(?:habite|habitons|vis|demeurant|demeure|domiciliee?|domicile|reside|residant|loge|mon adresse|son adresse)(?![\\p{L}])[^\\n.;?!]{0,14}?[ :](?:${CLEAR}|${ORDINARY})(?![\\p{L}\\d])\\.?`,
  'gu',
);
/** Addresses whose street type is the whole name. */
const NAMELESS =
  /(?<![\p{L}\d.,€])\d{1,4}(?: ?(?:bis|ter|quater))?(?: ?, ?| {1,2})(?:grande?[' -]{1,2}rue|le bourg|le village)(?![\p{L}\d])/gu;
const OWN = /\b(?:habit|demeur|domicil|resid|adresse|chez moi|loge|envoy|livr|courrier)[^\n]{0,40}$/;
const LINK_WORDS = new Set('de du des la le les l d au aux sur sous en et saint sainte st ste'.split(' '));
const KNOWN_PLACES = new Set(
  'mairie eglise republique gare marche liberation victoire hotel fontaine ecole chateau poste lavoir pasteur jaures gambetta verdun ormeau forge foirail'.split(
    ' ',
  ),
);
const STEP = /([ ]{1,2}|['-]|\. ?)([\p{L}\d]+)/uy;
const MORE =
  /,? {0,2}(?:appt|apt|app|appartement|bat|batiment|escalier|esc|porte|logement|residence) ?\.? ?(?:n°? ?)?[\p{L}\d]{1,4}(?![\p{L}\d])/uy;
const LONGEST_NAME = 9;

/** Postal addresses: a number and a street, or a street that someone says to live in. The postcode and the town survive. */
export function detectAddresses(shadow: Shadow): Finding[] {
  const findings: Finding[] = [];
  for (const match of shadow.lower.matchAll(NUMBERED)) {
    const after = match.index + match[0].length;
    const name = readStreetName(shadow, after);
    if (!name) continue;
    if (match[2] !== undefined && !confirmsOrdinary(shadow, match.index, match[0], name)) continue;
    findings.push({ start: match.index, end: extendAddress(shadow, name.end), kind: 'adresse' });
  }
  for (const match of shadow.lower.matchAll(NAMELESS))
    findings.push({ start: match.index, end: match.index + match[0].length, kind: 'adresse' });
  for (const match of shadow.lower.matchAll(AT_HOME)) {
    const after = match.index + match[0].length;
    const name = readStreetName(shadow, after);
    if (!name) continue;
    const type = new RegExp(`(?:${CLEAR}|${ORDINARY})\\.?$`, 'u').exec(match[0])?.[0] ?? '';
    findings.push({ start: after - type.length, end: extendAddress(shadow, name.end), kind: 'adresse' });
  }
  return findings;
}

function confirmsOrdinary(shadow: Shadow, start: number, head: string, name: StreetName): boolean {
  if (OWN.test(readBefore(shadow, start, 60))) return true;
  if (/^(?:19|20)\d\d /.test(head)) return false;
  if (name.words.includes('eau') || name.words.includes('accueil')) return false;
  if (name.capital || name.words.some((word) => KNOWN_PLACES.has(word))) return true;
  return /^[ ,-]{1,3}\d{5}(?!\d)/.test(shadow.lower.slice(name.end, name.end + 9));
}

interface StreetName {
  end: number;
  words: string[];
  capital: boolean;
}

/** The name after the street type: capitals as long as they last, or two ordinary words; ends at punctuation or a postcode. */
function readStreetName(shadow: Shadow, after: number): StreetName | undefined {
  const words: string[] = [];
  let position = after;
  let end = after;
  let names = 0;
  let capital = false;
  let small = 0;
  while (words.length < LONGEST_NAME) {
    STEP.lastIndex = position;
    const match = STEP.exec(shadow.lower);
    if (!match) break;
    const [whole, gap = '', word = ''] = match;
    const from = position + whole.length - word.length;
    const upper = !shadow.shouting && /^\p{Lu}/u.test(shadow.text.slice(from, from + 2));
    position += whole.length;
    if (gap.startsWith('.') && (words.at(-1)?.length ?? 9) > 2) break;
    const glued = gap === '-' || gap === "'";
    if (word === 'a' && words.at(-1) === 'moulin' && shadow.lower.startsWith(' vent', position)) {
      words.push(word);
      continue;
    }
    if (/^\d/.test(word)) {
      // « rue du 8 mai 1945 »: figures only inside such a name.
      const day = /^\d{1,2}(?:er)?$/.test(word) && /^ \p{L}{3,9}/u.test(shadow.lower.slice(position, position + 10));
      const year =
        /^(?:19|20)\d\d$/.test(word) && /^(?:mai|novembre|juillet|aout|septembre|mars|juin|octobre)$/.test(words.at(-1) ?? '');
      if (!day && !year) break;
      words.push(word);
      if (year) end = position;
      continue;
    }
    if (LINK_WORDS.has(word) && !(word === 'et' && !capital)) {
      words.push(word);
      continue;
    }
    if (
      !glued &&
      !upper &&
      (COMMON_WORDS.has(word) || ROLE_WORDS.has(word)) &&
      !KNOWN_PLACES.has(word) &&
      !/^\d/.test(words.at(-1) ?? '')
    )
      break;
    if (!glued && upper && names > 0 && COMMON_WORDS.has(word)) break;
    if (!upper && !glued) {
      if (capital || small >= 2) break;
      small += 1;
    }
    capital ||= upper;
    names += 1;
    words.push(word);
    end = position;
  }
  return names === 0 ? undefined : { end, words, capital };
}

/** Adds « appt 34, bât B » that follows. */
function extendAddress(shadow: Shadow, end: number): number {
  let position = end;
  for (let count = 0; count < 3; count += 1) {
    MORE.lastIndex = position;
    const match = MORE.exec(shadow.lower);
    if (!match) break;
    position += match[0].length;
  }
  return position;
}
