/** Longer messages are cut: nobody asks a question in more, and it bounds the work. In UTF-16 units. */
export const MAX_TEXT_LENGTH = 10_000;

const APOSTROPHES = /[\u2018\u2019\u201b\u02bc\u02b9\u2032`\u00b4]/g;
const DASHES = /[\u2010-\u2015\u2212]/g;
const MARKS = /\p{M}/gu;

/** Letters without their accents, ligatures opened, lower case: « Élu·e à l’œuvre » -> « elu·e a l'oeuvre ». */
export function stripAccents(text: string): string {
  return text
    .replace(APOSTROPHES, "'")
    .normalize('NFKD')
    .replace(MARKS, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/ß/g, 'ss')
    .replace(DASHES, '-')
    .replace(/[\u2022\u2027\u22c5\u30fb]/g, '·');
}

/** Masculine form of inclusive spellings: élu·e·s, élu.e.s, élu(e)s, élu-e-s -> elus. */
function foldInclusive(text: string): string {
  return text
    .replace(/([a-z]{2})·[a-z]{1,6}(·?s\b)?/g, (_all, stem: string, plural?: string) => stem + (plural ? 's' : ''))
    .replace(/([a-z]{2})\((?:e|ne|le|te|ve|se|rice|trice|euse)\)/g, '$1')
    .replace(/([a-z]{2})[.-]e(?:[.-]?(s))?(?![a-z0-9])/g, '$1$2');
}

/** One spelling for numbers, percentages and articles of law: « 1 % », « un pour cent » -> 1pct; « L. 1115-1 » -> l11151. */
function foldNumbers(text: string): string {
  return text
    .replace(/(\d)[ \u202f](?=\d{3}(?!\d))/g, '$1')
    .replace(
      /(?<![a-z0-9])(\d{1,4}|un) {0,2}(?:%|pour ?cents?(?![a-z])|pct(?![a-z]))/g,
      (_all, n: string) => `${n === 'un' ? '1' : n}pct`,
    )
    .replace(/(?<![a-z0-9])([lrd])\.? ?(\d{3,4})-(\d{1,3})(?![0-9])/g, '$1$2$3');
}

/** Acronyms without their dots: A.I.C.T. -> aict. */
function foldAcronyms(text: string): string {
  return text.replace(/(?<![a-z0-9])(?:[a-z]\.){2,9}[a-z]?(?![a-z0-9])/g, (dotted) => dotted.replaceAll('.', ''));
}

/**
 * The one spelling in which texts are compared: no accents, no capitals, one apostrophe, inclusive forms, acronyms and
 * numbers folded, blanks collapsed. Runs in time proportional to the length.
 */
export function normalise(text: string): string {
  const cut = text.length > MAX_TEXT_LENGTH ? text.slice(0, MAX_TEXT_LENGTH) : text;
  const plain = stripAccents(cut).replace(/\s/g, ' ').replace(/ {2,}/g, ' ');
  return foldNumbers(foldAcronyms(foldInclusive(plain))).trim();
}
