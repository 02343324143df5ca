import { detectIbans, detectPlates } from './redact-accounts.js';
import { detectAddresses } from './redact-addresses.js';
import { detectBirths } from './redact-births.js';
import { detectCards, detectNirs, listDigitRuns } from './redact-digits.js';
import { detectNames } from './redact-names.js';
import { detectEmails, detectIps, detectTokens } from './redact-network.js';
import { detectPhones, detectSpokenPhones } from './redact-phones.js';
import { createShadow, type Finding, type PersonalDataKind, type Shadow } from './redact-shadow.js';

export type { PersonalDataKind };

/** A text without the personal data it held, and the kinds that were found, each once, in order of appearance. */
export interface RedactionResult {
  text: string;
  found: PersonalDataKind[];
}

/** Contacts that Passerelle publishes, made comparable by `listPublished`. */
export type PublishedContacts = ReadonlySet<string>;

/** What is stored when redaction fails. */
export const UNSTORED_TEXT = '[texte non conservé]';

/** Where two findings overlap the first of these names the whole. */
const PRIORITY: readonly PersonalDataKind[] = [
  'jeton', 'courriel', 'iban', 'nir', 'carte', 'téléphone', 'ip', 'plaque', 'naissance', 'adresse', 'nom',
]; // biome-ignore format: a list
const DEEPEST = 64;

/** Makes published contacts (e-mails, phones, names, addresses) comparable, so that `redact` lets them through. */
export function listPublished(contacts: Iterable<string>): PublishedContacts {
  return new Set(Array.from(contacts, (contact) => canonise(createShadow(contact).lower)));
}

/**
 * Replaces each piece of personal data by its kind in brackets (« [courriel] »). Linear in the length of the text.
 * @param published contacts that survive, from `listPublished`
 * @throws TypeError when given anything but a string: use `redactSafely` before storing
 */
export function redact(text: string, published?: PublishedContacts): RedactionResult {
  if (typeof text !== 'string') throw new TypeError('redact expects a string');
  const shadow = createShadow(text);
  const found: PersonalDataKind[] = [];
  let redacted = '';
  let position = 0;
  for (const finding of mergeFindings(
    detectAll(shadow).filter((each) => !published?.has(canonise(shadow.lower.slice(each.start, each.end)))),
  )) {
    const start = shadow.starts[finding.start] ?? position;
    redacted += `${text.slice(position, Math.max(position, start))}[${finding.kind}]`;
    position = shadow.ends[finding.end - 1] ?? text.length;
    if (!found.includes(finding.kind)) found.push(finding.kind);
  }
  return { text: redacted + text.slice(position), found };
}

/** As `redact`, failing closed: whatever goes wrong, the text is replaced by a placeholder and the error reported. */
export function redactSafely(text: string, onFailure: (error: unknown) => void, published?: PublishedContacts): string {
  try {
    return redact(text, published).text;
  } catch (error) {
    try {
      onFailure(error);
    } catch {
      // Reporting must not decide what is stored.
    }
    return UNSTORED_TEXT;
  }
}

/**
 * Redacts every string of a JSON-like value; keys, numbers and shape are kept. A string under a key that names personal data
 * (« prenom », « telephone »…), or the name of a person of the conversation, is masked whole.
 * @throws RangeError on values nested more than 64 deep (or cyclic): the caller stores its placeholder
 */
export function redactDeep<T>(value: T, published?: PublishedContacts): T {
  return redactValue(value, published, undefined, 0) as T;
}

const KEYS: readonly (readonly [RegExp, PersonalDataKind])[] = [
  [/^(?:e-?mail|courriel|mail|userprincipalname|upn|.*_?email)$/, 'courriel'],
  [/^(?:tel|telephone|phone|phonenumber|mobile|portable|gsm)$/, 'téléphone'],
  [
    /^(?:nom|prenom|nomcomplet|nomdefamille|firstname|lastname|givenname|surname|familyname|fullname|displayname|username|interlocuteur)$/,
    'nom',
  ],
  [/^(?:adresse|adressepostale|address|streetaddress|rue)$/, 'adresse'],
  [/^(?:datedenaissance|naissance|birthdate|birthday)$/, 'naissance'],
  [/^(?:iban|rib)$/, 'iban'],
  [/^(?:nir|numerosecu|securitesociale)$/, 'nir'],
  [/^(?:ip|ipaddress|clientip|remoteaddress)$/, 'ip'],
  [/^(?:token|accesstoken|refreshtoken|secret|password|motdepasse|apikey)$/, 'jeton'],
];
/** Where the Bot Framework puts people: `name` there is somebody's. */
const PEOPLE = /^(?:from|recipient|user|sender|owner|author|mentioned|membersadded|membersremoved)$/;

function redactValue(
  value: unknown,
  published: PublishedContacts | undefined,
  parent: string | undefined,
  depth: number,
): unknown {
  if (depth > DEEPEST) throw new RangeError('value nested too deep to be redacted');
  if (typeof value === 'string') return redact(value, published).text;
  if (Array.isArray(value)) return value.map((item) => redactValue(item, published, parent, depth + 1));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const bot = 'role' in value && value.role === 'bot';
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => {
    const name = canonise(createShadow(key).lower);
    const kind = KEYS.find(([pattern]) => pattern.test(name))?.[1];
    const person = name === 'name' && parent !== undefined && PEOPLE.test(parent) && !bot;
    const masked = typeof item === 'string' && item.trim() !== '' && !published?.has(canonise(createShadow(item).lower));
    if (masked && kind) return [key, `[${kind}]`];
    if (masked && person) return [key, '[nom]'];
    return [key, redactValue(item, published, name, depth + 1)];
  });
  return Object.fromEntries(entries);
}

function detectAll(shadow: Shadow): Finding[] {
  const runs = listDigitRuns(shadow);
  return [
    ...detectTokens(shadow),
    ...detectEmails(shadow),
    ...detectIbans(shadow),
    ...detectNirs(shadow),
    ...detectCards(shadow, runs),
    ...detectPhones(shadow, runs),
    ...detectSpokenPhones(shadow),
    ...detectIps(shadow),
    ...detectPlates(shadow),
    ...detectBirths(shadow),
    ...detectAddresses(shadow),
    ...detectNames(shadow),
  ];
}

/** In order, overlapping ones joined under the kind of highest priority. */
function mergeFindings(findings: readonly Finding[]): Finding[] {
  const merged: Finding[] = [];
  for (const finding of [...findings].sort((left, right) => left.start - right.start || right.end - left.end)) {
    const last = merged.at(-1);
    if (!last || finding.start >= last.end) {
      merged.push({ ...finding });
      continue;
    }
    last.end = Math.max(last.end, finding.end);
    if (PRIORITY.indexOf(finding.kind) < PRIORITY.indexOf(last.kind)) last.kind = finding.kind;
  }
  return merged;
}

/** Letters and figures only; a French phone without its prefix, so that +33, 0033 and 0 compare equal. */
function canonise(lower: string): string {
  const bare = lower.replace(/[^\p{L}\d]/gu, '');
  return bare.replace(/^(?:0033|33)0?([1-9]\d{8})$/, '0$1');
}
