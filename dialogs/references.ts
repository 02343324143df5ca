/**
 * What a short message refers to in the conversation so far: « la deuxième », « le dernier », « plus de détails sur la 3 »,
 * « leur mail ? », « et pour les déchets ? ». Pure; works on text stripped of accents.
 */

/** Lower case, no accents, straight apostrophes, single spaces. */
export const plain = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[’ʼ]/g, "'").toLowerCase().replace(/\s+/g, ' ').trim();

const ordinals: readonly (readonly [RegExp, number])[] = [
  [/\b(?:premiere?|1ere?|1er)\b/, 1],
  [/\b(?:deuxieme|seconde?|2e|2eme)\b/, 2],
  [/\b(?:troisieme|3e|3eme)\b/, 3],
  [/\b(?:quatrieme|4e|4eme)\b/, 4],
  [/\b(?:cinquieme|5e|5eme)\b/, 5],
  [/\b(?:derniere?)\b/, -1],
  [/\b(?:le|la|l'|sur|numero|n°|point|choix|option)\s?(\d{1,2})\b/, 0],
  [/^(\d{1,2})[.)]?$/, 0],
];

/** Longest message, in words, that can be a mere choice in a list. */
const CHOICE_WORDS = 8;

/** The item of a list of `length` that the message points to, counted from 0; undefined when it points to none. */
export function readOrdinal(text: string, length: number): number | undefined {
  const message = plain(text);
  if (length === 0 || message.split(' ').length > CHOICE_WORDS) return undefined;
  for (const [pattern, position] of ordinals) {
    const match = pattern.exec(message);
    if (!match) continue;
    const index = position === -1 ? length - 1 : (position === 0 ? Number(match[1]) : position) - 1;
    return index >= 0 && index < length ? index : undefined;
  }
  return undefined;
}

/** Parts of a contact card that one asks for once it was shown. */
export type ContactField = 'email' | 'phone' | 'address' | 'website' | 'person';

const contactFields: readonly (readonly [RegExp, ContactField])[] = [
  [/\b(?:mails?|e-?mails?|courriels?|mel)\b/, 'email'],
  [/\b(?:tel|telephone|numeros?|phone|appeler|joindre)\b/, 'phone'],
  [/\b(?:adresse|bureaux?|locaux|situes?)\b/, 'address'],
  [/\b(?:site|web|internet|lien|url)\b/, 'website'],
  [/\b(?:qui|personne|nom|interlocut\w*|responsable)\b/, 'person'],
];

/** Longest message, in words, that asks for a part of the card just shown. */
const FIELD_WORDS = 7;

export function readContactField(text: string): ContactField | undefined {
  const message = plain(text);
  // « mon numéro » is not the network's.
  if (message.split(' ').length > FIELD_WORDS || /\b(?:mon|ma|mes)\b/.test(message)) return undefined;
  return contactFields.find(([pattern]) => pattern.test(message))?.[1];
}

/** Words that carry no subject of their own: with nothing else, a message speaks of what was said before. */
const hollow = new Set(
  (
    "et mais alors donc aussi sinon ok oui non bon ca cela c' ce cet cette ces celui celle ceux il elle ils elles on l' le la les un une des de d' du en y a au aux " +
    'est sont etait sera fait faire peut pouvez peux dit dire quoi quel quelle quels quelles que qu qui comment combien pourquoi quand ou pour par avec sur dans ' +
    'avez avons ont meme pareil plus moins autre autres leur leurs son sa ses nous vous je tu me moi se si ne pas sert servir exactement concretement precisement vraiment par exemple ' +
    'svp merci tres bien encore apres avant quelque chose possible vrai sur'
  ).split(' '),
);

/** The words of a message that carry a subject. */
export function subjectWords(text: string): string[] {
  return (plain(text).match(/[\p{L}\p{N}%]+/gu) ?? []).filter((word) => word.length > 1 && !hollow.has(word));
}

const opensWithLink =
  /^(?:c'est|c est|ce serait|est ce que c'est|et|mais|ou|alors|ok|oui|d'accord|bon|attends?|du coup|donc|sinon|meme|aussi)\b/;
/** « c'est obligatoire ? », « est-ce déductible ? »: « ce » stands for what was spoken of. */
export const isAbout = (text: string): boolean => /^(?:et )?(?:c'est|c est|est-ce|est ce|ca) (?!quoi|qui)/.test(plain(text));

const link =
  /^\s*(?:et|mais|alors|sinon|ok|donc|du coup)[\s,]+(?:pour\s+|avec\s+|sur\s+)?(?:(?:le|la|les|du|des)\s+|l['’])?(?=\S+\s+\p{L})/iu;

/** « et le 1 % transport ? » without « et le »: the words that link a message to the last one; undefined when there are none. */
export function withoutLink(text: string): string | undefined {
  const rest = text.replace(link, '');
  return rest === text ? undefined : rest;
}

const pointsBack = /\b(?:ca|cela|celui|celle|ceux|celles|il|elle|ils|elles|y|en|leurs?|aussi|pareil|meme|difference)\b/;

/** Longest message, in words, that can lean on the one before. */
const ELLIPTIC_WORDS = 12;

/** True when the message leans on what was said before: it opens with a link word, points back, or has next to no subject. */
export function leansOnTopic(text: string): boolean {
  const message = plain(text);
  if (message.split(' ').length > ELLIPTIC_WORDS) return false;
  return opensWithLink.test(message) || pointsBack.test(message) || subjectWords(text).length <= 1;
}

/** A message that points back and names nothing: « à quoi ça sert ? », « et il dit quoi ? ». */
export const pointsBackOnly = (text: string): boolean =>
  subjectWords(text).length === 0 && pointsBack.test(plain(text)) && /\?|quoi|combien|comment/.test(text);

const contactWords =
  /\b(?:contacts?|contacter|contactez|interlocut\w+|coordonnees|joindre|appeler|(?:quel|quels|mon|notre|le|un|votre) reseaux?|reseaux? regiona\w+|reseau (?:chez|pres)|qui (?:nous|peut|peuvent|pour|dois|doit|sollicit|aller|voir)|conseille|renseign\w+|rencontrer|mail|numero)\b/;

/** Longest message, in words, in which asking for somebody is the point. */
const CONTACT_WORDS = 45;

/** True when the message asks for somebody to talk to. */
export function asksForContact(text: string): boolean {
  const message = plain(text);
  return message.split(' ').length <= CONTACT_WORDS && contactWords.test(message);
}

const helping = new Set(
  'aider aide conseiller accompagner renseigner orienter contacter joindre appeler adresser ecrire'.split(' '),
);

/** The contact is asked for in so many words, or somebody is and nothing else is said: a place that is not told is then asked. */
export const namesTheContact = (text: string): boolean =>
  /\b(?:(?:mon|notre) (?:contact|interlocut\w+|referente?|reseau)|qui (?:dois je |puis je |peut on )?contacter)\b/.test(
    plain(text),
  ) ||
  (asksForContact(text) && subjectWords(text).every((word) => helping.has(word)));
