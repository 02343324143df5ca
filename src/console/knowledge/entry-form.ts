/** What the form of an entry sends, read back: parsed at the edge, judged by the check. */

import { toKey } from '../../knowledge/collisions.js';
import type { EntryFields } from '../../knowledge/edit-entry.js';
import { type Source, webAddress } from '../../knowledge/schema.js';
import type { ConsoleRequest } from '../console-page.js';
import { oneLine } from './words.js';

/** Sections by profile that a form has: more than any entry needs. */
export const PROFILE_SECTIONS = 4;

const lines = (text: string | undefined) => (text ?? '').replace(/\r\n?/g, '\n');

/** « Le jumelage (jumelage) »: what lists of suggestions are made of, so that names can be typed and ids understood. */
export const toReference = (id: string, title: string | undefined): string => (title ? `${title} (${id})` : id);
export const readReference = (text: string): string => /\(([a-z0-9-]+)\)\s*$/.exec(text)?.[1] ?? text.trim();

export function readEntryForm({ form, formAll }: ConsoleRequest): EntryFields {
  const references = (name: string) => [...new Set(formAll(name).map(readReference).filter(Boolean))];
  const sections = Array.from({ length: PROFILE_SECTIONS }, (_, index) => ({
    profiles: [...formAll(`profil-${index}`)],
    text: lines(form[`profil-${index}-texte`]).trim(),
  }));
  return {
    title: oneLine(form.title),
    question: oneLine(form.question),
    audience: [...formAll('audience')],
    network: oneLine(form.network),
    sources: references('source'),
    checkedOn: oneLine(form.checkedOn),
    reviewBy: oneLine(form.reviewBy),
    followUps: references('suite'),
    related: references('liee'),
    falc: oneLine(form.falc),
    utterances: [...new Set(lines(form.utterances).split('\n').map(oneLine).filter(Boolean))],
    answer: lines(form.answer).trim(),
    details: lines(form.details).trim(),
    forProfile: sections.filter(({ profiles, text }) => profiles.length > 0 || text !== ''),
  };
}

/** A source that is described in the form, under a free id; undefined when its fields are empty. */
export function readNewSource(
  { form }: ConsoleRequest,
  taken: ReadonlyMap<string, Source>,
): Source | { error: string } | undefined {
  const title = oneLine(form['source-titre']);
  const publisher = oneLine(form['source-editeur']);
  const date = oneLine(form['source-date']);
  const url = oneLine(form['source-adresse']);
  if (title === '' && publisher === '' && url === '') return undefined;
  if (title.length < 3 || publisher.length < 2) return { error: 'Donnez le titre et l’éditeur de la nouvelle source.' };
  if (date !== '' && !/^\d{4}(?:-\d{2}(?:-\d{2})?)?$/.test(date))
    return { error: 'La date de la source s’écrit 2026, 2026-03 ou 2026-03-15 ; laissez vide si le document n’est pas daté.' };
  if (url !== '' && !webAddress('').safeParse(url).success)
    return { error: 'L’adresse de la source doit être complète : https://…' };
  return { id: freeId(title, taken), title, publisher, date: date || null, ...(url ? { url } : {}) };
}

/** An id out of a title: lower case, no accent, hyphens; numbered when it is taken. */
export function freeId(title: string, taken: { has(id: string): boolean }): string {
  const plain =
    toKey(title)
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, 40)
      .replace(/^-|-$/g, '') || 'fiche';
  let id = plain;
  for (let number = 2; taken.has(id); number++) id = `${plain}-${number}`;
  return id;
}

/** Markers of masked data: « [nom] », « [courriel] », « [texte non conservé] ». */
const MASK = /\[(?:courriel|téléphone|iban|carte|nir|plaque|adresse|nom|naissance|ip|jeton|texte non conservé)\]/i;

/**
 * Why texts of visitors may not enter the base as they are, in French; undefined when they may. What was masked stays out, and so
 * does what should have been.
 */
export function refuseText(texts: readonly string[], redact: (text: string) => string): string | undefined {
  for (const text of texts) {
    const mask = MASK.exec(text)?.[0];
    if (mask) return `Remplacez le repère ${mask} par un mot ordinaire, ou retirez-le : « ${text} ».`;
    const masked = MASK.exec(redact(text))?.[0];
    if (masked) return `« ${text} » semble contenir une donnée personnelle ${masked} : retirez-la.`;
  }
  return undefined;
}

/** The fields of an entry that does not exist yet. Checked today, due again in a year. */
export function blankFields(today: Date, given: Partial<EntryFields> = {}): EntryFields {
  const next = new Date(today);
  next.setUTCFullYear(next.getUTCFullYear() + 1);
  return {
    title: '',
    question: '',
    audience: [],
    network: '',
    sources: [],
    checkedOn: today.toISOString().slice(0, 10),
    reviewBy: next.toISOString().slice(0, 10),
    followUps: [],
    related: [],
    falc: '',
    utterances: [],
    answer: '',
    details: '',
    forProfile: [],
    ...given,
  };
}
