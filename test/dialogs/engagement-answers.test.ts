import { expect } from 'chai';
import { continueEngagement, startEngagement } from '../../dialogs/engagement/index.js';
import type { EngagementSlot } from '../../src/knowledge/engagement-schema.js';
import { loadEngagementConfig } from '../support/engagement-config.js';

const config = loadEngagementConfig();

/** What people answer to each question, and what must be kept; null is « je ne sais pas ». */
const table: Partial<Record<EngagementSlot, [string, string | number | null][]>> = {
  kind: [
    ['mairie', 'commune'],
    ['nous sommes un village', 'commune'],
    ['cc', 'cc'],
    ['une intercommunalité rurale', 'cc'],
    ["communauté d'agglo", 'ca'],
    ['CU', 'cu'],
    ['le conseil départemental', 'departement'],
    ['un syndicat intercommunal des eaux', 'syndicat'],
    ['une métropole', 'metropole'],
    ['je représente la région', 'region'],
  ],
  steer: [
    ['oui', 'oui'],
    ['oui, mais avec nos voisins', 'ensemble'],
    ['on aimerait garder la main', 'oui'],
    ['nous seuls', 'seul'],
    ['plutôt aider', 'non'],
    ["non, l'asso connaît le terrain", 'non'],
    ["c'est l'ONG qui porterait", 'non'],
    ['juste financer', 'non'],
    ['on leur fait confiance', 'non'],
    ['pas pour commencer', 'non'],
    ["on n'a pas les épaules pour ça", 'non'],
    ['bien sûr, c’est politique', 'oui'],
    ['les élus y tiennent', 'oui'],
    ['on voudrait décider, oui', 'oui'],
    ['un peu des deux', 'depend'],
    ['à moitié', 'depend'],
    ['il faudrait voir', 'depend'],
    ['ensemble, à parts égales', 'ensemble'],
    ['je sais pas encore', null],
    ['le comité de jumelage s’en occupe', 'non'],
    ['nous voulons suivre de près', 'oui'],
  ],
  neighbours: [
    ['oui, trois communes', 'oui'],
    ["l'agglo serait d'accord", 'oui'],
    ['deux villages ont dit oui', 'oui'],
    ['personne', 'non'],
    ['on préfère rester entre nous', 'non'],
    ['pas à notre connaissance', 'non'],
    ['faudrait leur poser la question', null],
    ['il y en a deux ou trois', 'oui'],
    ['possible', 'depend'],
    ['ils ne veulent pas en entendre parler', 'non'],
  ],
  operator: [
    ['une ONG locale', 'oui'],
    ['oui, le comité de jumelage', 'oui'],
    ["on ferait appel à un bureau d'études", 'oui'],
    ['non, nos techniciens', 'non'],
    ['on fera nous-mêmes', 'non'],
    ['il nous en faudrait un', 'oui'],
    ['à étudier', 'depend'],
    ["c'est quoi un opérateur", undefined as unknown as null],
    ['Le GRET', 'oui'],
    ['sans doute une association', 'depend'],
  ],
  partner: [
    ['oui depuis 1998', 'connu'],
    ['Saint-Louis du Sénégal', 'connu'],
    ['une commune du Togo', 'connu'],
    ['on est jumelés avec une ville polonaise', 'connu'],
    ['juste un contact par la diaspora', 'contact'],
    ['on a rencontré un maire béninois', 'contact'],
    ['pas encore', 'non'],
    ['on cherche', 'non'],
    ['aucun', 'non'],
    ['non, personne', 'non'],
  ],
  staff: [
    ['la secrétaire, deux heures par semaine', 0.06],
    ['trois fois rien', 0],
    ['moi-même en tant qu’élu', 0],
    ['seulement des élus', 0],
    ['que des bénévoles', 0],
    ['un agent', 1],
    ["l'équivalent d'un mi-temps", 0.5],
    ['oui, un peu', 0.2],
    ['un poste et demi', 1.5],
    ['2', 2],
    ['pas un seul agent', 0],
    ['je dirais une journée par semaine', 0.2],
  ],
  budget: [
    ['pas grand-chose', 1000],
    ['500', 500],
    ['dans les 20 000', 20000],
    ['autour de 8 k€', 8000],
    ['on n’a pas encore voté de budget', null],
    ['1 euro par habitant', null],
    ['cinq à six mille', 5500],
    ['moins de 3000 euros', 3000],
  ],
  assoc: [
    ['oui plein', 'oui'],
    ['une seule', 'oui'],
    ['le comité de jumelage', 'oui'],
    ['pas que je sache', 'non'],
    ['aucune connue', 'non'],
    ['Les Amis du Faso', 'oui'],
  ],
  horizon: [
    ['juste le temps du projet', 'moyen'],
    ['au moins cinq ans', 'long'],
    ['jusqu’à la fin du mandat', 'long'],
    ['on verra', null],
    ['une année', 'ponctuel'],
    ['plusieurs années si possible', 'long'],
  ],
};

describe('dialogs/engagement answers', () => {
  for (const [slot, lines] of Object.entries(table) as [EngagementSlot, [string, string | number | null][]][]) {
    describe(slot, () => {
      for (const [text, wanted] of lines) {
        it(`${text} -> ${JSON.stringify(wanted)}`, () => {
          const { state } = startEngagement(config, '', {});
          const step = continueEngagement(config, { ...state, asked: slot }, text);
          if (wanted === undefined) expect(step).to.equal(undefined);
          else expect(step && 'state' in step ? step.state.slots[slot]?.value : 'unread').to.equal(wanted);
        });
      }
    });
  }
});
