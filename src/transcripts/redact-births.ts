import { type Finding, readBefore, type Shadow } from './redact-shadow.js';

const MONTH =
  '(?:janvier|janv|jan|fevrier|fevr|fev|mars|avril|avr|mai|juin|juillet|juil|aout|septembre|sept|octobre|oct|novembre|nov|decembre|dec)';
const DATE = new RegExp(
  `(?<!\\d)(?:\\d{1,2}(?: ?er)?[ ./-]{1,3}(?:${MONTH}\\.?|\\d{1,2})(?:[ ./-]{1,3}(?:19|20)?\\d{2})?|(?:19|20)\\d{2}-\\d{2}-\\d{2}|\\d{8}|(?:${MONTH} )?(?:19|20)\\d{2})(?!\\d)`,
);
const CUE = /(?<![\p{L}\d])(?:n[eé]e?s?|naissance|naiss|ddn|naquis|anniversaire)(?![\p{L}\d])/gu;
const THING =
  /\b(?:associations?|communes?|communautes?|regions?|metropole|agglo\p{L}{0,10}|cooperations?|jumelages?|partenariats?|projets?|programmes?|dispositifs?|lois?|fonds|ong|syndicats?|reseaux?|structures?|agences?|conventions?|idees?|lien|liens|initiatives?|villes?|federation|fondation|collectif|comite|amities?|relations?|cite|union|europe|elle aussi)\b/u;
const WINDOW = 45;

/** Dates given as someone's birth. What is born without being a person (a commune, a twinning) keeps its date. */
export function detectBirths(shadow: Shadow): Finding[] {
  const findings: Finding[] = [];
  for (const match of shadow.lower.matchAll(CUE)) {
    const end = match.index + match[0].length;
    const after = shadow.lower.slice(end, end + WINDOW).split(/[\n;?!]/, 1)[0] ?? '';
    // Accents are folded: « ne » is a negation unless it was written « né », or « le », « en » or a figure follows.
    const accented =
      shadow.source
        .slice(shadow.starts[match.index], shadow.ends[end - 1])
        .normalize('NFC')
        .toLowerCase() !== 'ne';
    if (match[0] === 'ne' && !accented && !/^ {1,2}(?:(?:le|en|un) )?\d/.test(after)) continue;
    const date = DATE.exec(after);
    if (!date || /(?<!\p{L})(?:avant|apres|entre|depuis) /u.test(after.slice(0, date.index))) continue;
    const before = readBefore(shadow, match.index, 60);
    const person =
      /\b(?:je|j'|suis|moi|il|naissance :|m|mme)\b[^,]{0,25}$/.test(before) &&
      !/\b(?:commune|association)\b[^,]{0,25}$/.test(before);
    if (!person && (THING.test(before) || THING.test(after.slice(0, date.index)))) continue;
    const start = end + date.index;
    findings.push({ start, end: start + date[0].length, kind: 'naissance' });
  }
  return findings;
}
