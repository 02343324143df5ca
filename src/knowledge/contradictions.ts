import { normalise, stem } from '../language/index.js';
import type { Problem } from './problem.js';
import type { Content, Located } from './read-content.js';
import type { Entry } from './schema.js';

/** A figure as a sentence states it. */
interface Claim {
  entry: Located<Entry>;
  /** « 0.04 % » */
  value: string;
  number: string;
  unit: string;
  sentence: string;
  /** Stems of the words that say what the figure is about. */
  subject: ReadonlySet<string>;
  years: ReadonlySet<string>;
}

/** Share of the words of both that two sentences, with the titles of their entries, have in common when they speak of the same thing. */
const SAME_SUBJECT = 0.5;
/** Words without which a sentence says too little to be compared. */
const LEAST_WORDS = 5;

/**
 * Warns where two entries say nearly the same sentence with another figure. A modest rule, so that its alarms are worth
 * reading: same unit, most words shared, no year that tells them apart, and neither entry gives the other's figure somewhere.
 */
export function findContradictions({ entries }: Content): Problem[] {
  const stated = entries.map((entry) => ({ entry, claims: collectClaims(entry) }));
  const numbersOf = new Map(entries.map((entry) => [entry.value.id, collectNumbers(entry)]));
  const byUnit = new Map<string, Claim[]>();
  for (const claim of stated.flatMap(({ claims }) => claims)) byUnit.set(claim.unit, [...(byUnit.get(claim.unit) ?? []), claim]);
  const problems: Problem[] = [];
  const told = new Set<string>();
  for (const claims of byUnit.values()) {
    claims.forEach((claim, index) => {
      for (const other of claims.slice(index + 1)) {
        if (claim.entry === other.entry || claim.value === other.value || !speakOfTheSame(claim, other)) continue;
        if (numbersOf.get(claim.entry.value.id)?.has(other.number) || numbersOf.get(other.entry.value.id)?.has(claim.number))
          continue;
        const pair = `${claim.entry.file} ${other.entry.file} ${claim.unit}`;
        if (told.has(pair)) continue;
        told.add(pair);
        problems.push({
          file: other.entry.file,
          line: other.entry.lineOf('id'),
          severity: 'warning',
          message: `${other.value} ici (« ${shorten(other.sentence)} »), ${claim.value} dans ${claim.entry.file} (« ${shorten(claim.sentence)} ») : chiffres contradictoires ?`,
        });
      }
    });
  }
  return problems;
}

function speakOfTheSame(a: Claim, b: Claim): boolean {
  const shared = [...a.subject].filter((word) => b.subject.has(word)).length;
  if (shared < LEAST_WORDS || shared / (a.subject.size + b.subject.size - shared) < SAME_SUBJECT) return false;
  return a.years.size === 0 || b.years.size === 0 || [...a.years].some((year) => b.years.has(year));
}

function collectClaims(entry: Located<Entry>): Claim[] {
  const { title, answer, details, forProfile } = entry.value;
  const text = [answer, details, ...forProfile.map((section) => section.text)].join('\n');
  return splitSentences(text).flatMap((sentence) => {
    const plain = sentence.replace(/[\u202f\u00a0]/g, ' ').replace(/\*\*/g, '');
    const subject = new Set(
      (normalise(`${title} ${plain}`).match(/[a-z]{3,}/g) ?? []).filter((word) => !empty.has(word)).map(stem),
    );
    const years = new Set(plain.match(/\b(?:19|20)\d{2}\b/g) ?? []);
    return readFigures(plain).map(({ number, unit }) => ({
      entry,
      value: `${number} ${unit}`,
      number,
      unit,
      sentence: plain,
      subject,
      years,
    }));
  });
}

const splitSentences = (text: string) =>
  text
    .split(/(?<=[.!?;])\s|\n+/)
    .map((part) => part.trim())
    .filter(Boolean);

const figure =
  /(\d[\d ]{0,12}(?:,\d{1,4})?) ?(%|(?:millions?|milliards?) (?:d'euros|d’euros|€)|M€|Md€|€|euros?\b|habitants\b|pays\b|collectivités\b|communes\b|projets\b|partenariats\b|jours\b|mois\b|ans\b)/g;

function readFigures(sentence: string): { number: string; unit: string }[] {
  return [...sentence.matchAll(figure)].map(([, number = '', unit = '']) => ({
    number: toNumber(number),
    unit: unit
      .replace('’', "'")
      .replace(/euros?$/, '€')
      .replace("d'", '')
      .replace(/^(million|milliard)s/, '$1')
      .replace('M€', 'million €')
      .replace('Md€', 'milliard €'),
  }));
}

function collectNumbers({ value: { answer, details } }: Located<Entry>): Set<string> {
  const plain = `${answer}\n${details}`.replace(/[\u202f\u00a0]/g, ' ');
  return new Set((plain.match(/\d[\d ]{0,12}(?:,\d{1,4})?/g) ?? []).map(toNumber));
}

const toNumber = (text: string) => text.replaceAll(' ', '').replace(',', '.');

/** Words that are in every sentence. */
const empty = new Set(
  'les des une aux par pour sur dans avec que qui est sont ont ete leur leurs cette ces son ses elle ils elles plus moins pas peut peuvent votre vos nous vous etre soit entre sans tout toute tous dont mais environ euros euro millions million milliards milliard pays communes collectivites projets habitants jours mois ans'.split(
    ' ',
  ),
);

const shorten = (text: string) => (text.length > 90 ? `${text.slice(0, 87)}…` : text);
