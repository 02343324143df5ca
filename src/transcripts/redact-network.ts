import { isIP } from 'node:net';
import { type Finding, readBefore, type Shadow } from './redact-shadow.js';

const AT = /@|%40|[([{<] ?(?:at|a|arobase|arobas|@) ?[)\]}>]|(?<![\p{L}\d])(?:arr?obas[es]?|at|chez|a commercial)(?![\p{L}\d])/gu;
const LOCAL_WORD =
  /(?: {1,2}(?:point|dot|tiret(?: (?:du )?(?:bas|haut|6|8|six|huit))?|underscore|underscor|moins) {1,2}| ?[([{](?:point|dot|\.|tiret)[)\]}] ?)$/;
const LOCAL_CHARACTER = /[\p{L}\d._%+'!#$&*=?^~-]/u;
const TLD =
  '(?:fr|com|org|net|eu|info|bzh|corsica|alsace|re|nc|pf|yt|gp|mq|gf|be|ch|ca|de|es|it|ma|sn|ml|bf|bj|ci|tg|ne|cm|mg|dz|tn|edu|gouv|gov|io|coop|asso)';
const DOMAIN = new RegExp(
  `[ ]{0,3}[\\p{L}\\d][\\p{L}\\d-]{0,62}(?:(?:\\.| ?[([{](?:point|dot|\\.)[)\\]}] ?| {1,2}(?:point|dot|tiret) {1,2}| {1,2}\\. ?(?=${TLD}\\b)|\\. (?=${TLD}\\b)|[ ](?=${TLD}(?:$|[\\s,;.!?)]{1,3}(?:$|[^\\p{L}]))))[\\p{L}\\d-]{1,63}){0,5}`,
  'uy',
);
const SPACED_TLD = new RegExp(` ${TLD}$`);
const LONGEST_LOCAL = 80;

/** E-mail addresses, written as they should be or as people try to hide or dictate them. */
export function detectEmails(shadow: Shadow): Finding[] {
  const findings: Finding[] = [];
  const { lower } = shadow;
  for (const match of lower.matchAll(AT)) {
    const start = scanLocalPart(lower, match.index);
    if (start === undefined) continue;
    DOMAIN.lastIndex = match.index + match[0].length;
    const domain = DOMAIN.exec(lower)?.[0];
    if (domain === undefined) continue;
    // « luc.petit chez mairie.fr »; « chez » is also a word: the local part must look like one.
    if (match[0] === 'chez' && !(/[._\d]/.test(lower.slice(start, match.index - 1)) && domain.includes('.'))) continue;
    const dotted = /[.\]})]|[ ](?:point|dot) /.test(domain) || SPACED_TLD.test(domain);
    const glued = match[0] === '@' && !domain.startsWith(' ') && lower[match.index - 1] !== ' ';
    const explicit = /arr?obas|%40/.test(match[0]);
    if (dotted || glued || explicit)
      findings.push({ start, end: match.index + match[0].length + domain.length, kind: 'courriel' });
  }
  return findings;
}

/** Walks back over the local part; undefined when there is none. */
function scanLocalPart(lower: string, end: number): number | undefined {
  let position = end;
  const floor = Math.max(0, end - LONGEST_LOCAL);
  while (position > floor && end - position < 3 && lower[position - 1] === ' ') position -= 1;
  let taken = position;
  for (;;) {
    while (taken > floor && LOCAL_CHARACTER.test(lower[taken - 1] ?? '')) taken -= 1;
    if (taken === position) return undefined;
    const word = LOCAL_WORD.exec(lower.slice(Math.max(floor, taken - 24), taken));
    if (!word) break;
    const before = taken - word[0].length;
    if (before <= floor || !LOCAL_CHARACTER.test(lower[before - 1] ?? '')) break;
    position = before;
    taken = before;
  }
  // « l'adresse c'jean@… »: leading punctuation is not part of the address.
  while (taken < end && /['.!?*&=#-]/.test(lower[taken] ?? '')) taken += 1;
  return taken;
}

const NUMBERED =
  /\b(?:articles?|art\.?|versions?|v|chapitres?|paragraphes?|points?|annexes?|sections?|titre|partie|mesure|action|fiche|axe)\s?$/;

/** IPv4 and IPv6 addresses. */
export function detectIps(shadow: Shadow): Finding[] {
  const findings: Finding[] = [];
  for (const match of shadow.lower.matchAll(/(?<![\p{L}\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\.?\d)/gu)) {
    if (isIP(match[0]) !== 4 || NUMBERED.test(readBefore(shadow, match.index, 16))) continue;
    findings.push({ start: match.index, end: match.index + match[0].length, kind: 'ip' });
  }
  for (const match of shadow.lower.matchAll(
    /(?<![\p{L}\d:])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:%[a-z0-9]{1,10})?(?![\p{L}\d:])/gu,
  )) {
    if (match[0].length < 6 || isIP(match[0]) !== 6) continue;
    findings.push({ start: match.index, end: match.index + match[0].length, kind: 'ip' });
  }
  return findings;
}

const LINK = /(?:https?:\/\/|www\.)[^\s<>"]{1,2000}/g;
const PARAMETER = /[?&#;]([\w.-]{1,40})=([^&#;\s]{1,1500})/g;
const SECRET_NAME = /token|key|cle|secret|sig|auth|session|sid|jwt|pass|mdp|pwd|^code$|otp|ticket|hash|invit|magic/;
const PERSON_NAME = /mail|user|login|nom|name|tel|phone|adress/;

/** Secrets and identities carried by links, and JSON web tokens anywhere. The rest of the link survives. */
export function detectTokens(shadow: Shadow): Finding[] {
  const findings: Finding[] = [];
  for (const link of shadow.lower.matchAll(LINK)) {
    for (const parameter of link[0].matchAll(PARAMETER)) {
      const [whole, name = '', value = ''] = parameter;
      const end = link.index + parameter.index + whole.length;
      if (SECRET_NAME.test(name)) findings.push({ start: end - value.length, end, kind: 'jeton' });
      else if (PERSON_NAME.test(name))
        findings.push({ start: end - value.length, end, kind: /%40|@|mail/.test(name + value) ? 'courriel' : 'nom' });
    }
    for (const segment of link[0].matchAll(/(?<=[/=])[a-z0-9_]{24,}(?![a-z0-9_-])/g)) {
      if ((segment[0].match(/\d/g)?.length ?? 0) < 4 || !/[a-z]/.test(segment[0])) continue;
      findings.push({ start: link.index + segment.index, end: link.index + segment.index + segment[0].length, kind: 'jeton' });
    }
  }
  for (const match of shadow.text.matchAll(/(?<![\w.-])eyJ[\w-]{8,4000}\.[\w-]{4,8000}(?:\.[\w-]{0,4000})?/g)) {
    findings.push({ start: match.index, end: match.index + match[0].length, kind: 'jeton' });
  }
  return findings;
}
