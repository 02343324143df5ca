import type { PlaceReading } from '../src/geography/index.js';
import { plain } from './references.js';

/** Words around a place that only introduce it or its speaker: « je suis maire de », « commune de », « code postal ». */
const introductions = new Set(
  (
    'je j suis sommes on est nous notre nos c ce ici moi m me maire mairie adjoint adjointe elu elue elus elues conseiller conseillere municipal municipale communautaire ' +
    'departemental departementale regional regionale president presidente vice dgs secretaire agent technicien charge chargee de mission commune communes ville village bourg agglo ' +
    'agglomeration comcom communaute metropole intercommunalite interco epci pays departement dep dpt region code postal insee cp la le les l du des d a au aux en dans pour sur et ' +
    'pres cote proche voisin situe situee habite travaille viens vient bonjour bonsoir contact reseau interlocuteur svp stp merci qui quel quelle mon ma mes territoire chez chef lieu ' +
    'syndicat petit petite rural rurale un une habitants habitant hab represente collectivite ex ancienne ancien c-est voila oui non donc alors y il'
  ).split(' '),
);

/** True when nothing but words that introduce it stands around the place that was found. */
export function isJustAPlace(text: string, reading: PlaceReading): boolean {
  if (reading.outcome === 'ambiguous')
    return onlyIntroduces(text.replace(new RegExp(escapePattern(reading.name), 'iu'), ' '), reading.name);
  if (reading.outcome !== 'found') return false;
  return onlyIntroduces(`${text.slice(0, reading.span[0])} ${text.slice(reading.span[1])}`, reading.place.name);
}

function onlyIntroduces(rest: string, name: string): boolean {
  const ofName = new Set(plain(name).match(/[\p{L}\p{N}]+/gu) ?? []);
  const words = plain(rest).match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.every((word) => introductions.has(word) || ofName.has(word) || /^\d{1,6}$/.test(word));
}

const escapePattern = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
