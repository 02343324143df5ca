import { expect } from 'chai';
import { openTestGazetteer, sayReading } from './support.js';

/** What is typed, what it is read as. Rows are examples of a kind, invented for these tests. */
type Row = readonly [text: string, reading: string];

describe('find place', () => {
  const { gazetteer } = openTestGazetteer();
  const check = (title: string, rows: readonly Row[], expected: boolean): void => {
    describe(title, () => {
      for (const [text, reading] of rows) {
        it(`« ${text} » is ${reading}`, () => expect(sayReading(gazetteer.findPlace(text, { expected }))).to.equal(reading));
      }
    });
  };

  check(
    'communes',
    [
      ['Albi', 'commune Albi 81/76'],
      ['je suis maire de Thiers, qui peut me renseigner ?', 'commune Thiers 63/84'],
      ['ST AFFRIQUE', 'commune Saint-Affrique 12/76'],
      ['ste foy la grande', 'commune Sainte-Foy-la-Grande 33/75'],
      ['conseillère municipale au Puy-en-Velay', 'commune Le Puy-en-Velay 43/84'],
      ['la mairie du Creusot', 'commune Le Creusot 71/27'],
      ['élu aux Sables-d’Olonne', "commune Les Sables-d'Olonne 85/52"],
      ["adjoint d'Issoudun", 'commune Issoudun 36/24'],
      ['à lisle sur tarn', 'commune Lisle-sur-Tarn 81/76'],
      ['Châlons s/ Marne', 'commune Châlons-en-Champagne 51/44'],
      ['commune : Gourdon-Murat', 'commune Gourdon-Murat 19/75'],
      ['œting', 'commune Œting 57/44'],
      ['un village de 300 habitants près de Salers', 'commune Salers 15/84'],
      ['ma ville c’est Fougères', 'commune Fougères 35/53'],
      ['commune de Ô', 'none'],
    ],
    true,
  );

  check(
    'former communes and short names',
    [
      ['Cherbourg-Octeville', 'commune Cherbourg-en-Cotentin 50/28'],
      ['Romorantin', 'commune Romorantin-Lanthenay 41/24'],
      ['Brive', 'commune Brive-la-Gaillarde 19/75'],
      ['Aulnay', 'ambiguous 11,44,75'],
      ['Boulogne', 'ambiguous 11,32,52,76'],
      ['aix', 'ambiguous 75,84,93'],
    ],
    true,
  );

  check(
    'arrondissements',
    [
      ['Paris 11e', 'arrondissement Paris 11e Arrondissement 75/11'],
      ['Lyon 7ème', 'arrondissement Lyon 7e Arrondissement 69/84'],
      ['mairie du 4e arrondissement de Marseille', 'arrondissement Marseille 4e Arrondissement 13/93'],
      ['13008', 'arrondissement Marseille 8e Arrondissement 13/93'],
      ['Paris', 'commune Paris 75/11'],
    ],
    true,
  );

  check(
    'intercommunalities',
    [
      ['la MEL', 'epci Métropole Européenne de Lille 59/32'],
      ['GPSO', 'epci Grand Paris Seine Ouest 92/11'],
      ['Nantes Métropole', 'epci Nantes Métropole 44/52'],
      ['communauté de communes du pays de Mormal', 'epci Communauté de communes du Pays de Mormal 59/32'],
      ['comcom Coeur de Sologne', 'epci Communauté de communes Coeur de Sologne 41/24'],
      ['vice-présidente de Lorient Agglomération', "epci Communauté d'agglomération Lorient Agglomération 56/53"],
      ['agglo de Niort', "epci Communauté d'agglomération du Niortais 79/75"],
      ['Grand Lyon', 'epci Métropole de Lyon 69/84'],
      ['Plaine Commune', 'epci Plaine Commune 93/11'],
      ['CINOR', "epci Communauté d'agglomération Intercommunale du Nord de la Réunion (CINOR) 974/04"],
    ],
    true,
  );

  check(
    'départements',
    [
      ['le 12', 'departement Aveyron 12/76'],
      ['je viens du 84', 'departement Vaucluse 84/93'],
      ['dpt 28', 'departement Eure-et-Loir 28/24'],
      ['32', 'departement Gers 32/76'],
      ['département cinquante-trois', 'departement Mayenne 53/52'],
      ['on est dans le soixante-quatorze', 'departement Haute-Savoie 74/84'],
      ['2a', 'departement Corse-du-Sud 2A/94'],
      ['le 972', 'departement Martinique 972/02'],
      ['le 9-3', 'departement Seine-Saint-Denis 93/11'],
      ['en saone et loire', 'departement Saône-et-Loire 71/27'],
      ["côte d'or", "departement Côte-d'Or 21/27"],
      ['élu du Cher', 'departement Cher 18/24'],
      ['la Marne', 'departement Marne 51/44'],
      ['dans le lot', 'departement Lot 46/76'],
      ['Basses-Pyrénées', 'departement Pyrénées-Atlantiques 64/75'],
      ['Seine Inférieure', 'departement Seine-Maritime 76/28'],
      ['le Pays basque', 'departement Pyrénées-Atlantiques 64/75'],
      ['dep 99', 'unknown'],
    ],
    true,
  );

  check(
    'regions, old and new',
    [
      ['paca', "region Provence-Alpes-Côte d'Azur /93"],
      ['la région Centre', 'region Centre-Val de Loire /24'],
      ['grand est', 'region Grand Est /44'],
      ['IDF', 'region Île-de-France /11'],
      ['la Corse', 'region Corse /94'],
      ['Limousin', 'ancienne-region Limousin /75'],
      ['ex Midi-Pyrénées', 'ancienne-region Midi-Pyrénées /76'],
      ['franche comté', 'ancienne-region Franche-Comté /27'],
      ["la Côte d'Azur", "region Provence-Alpes-Côte d'Azur /93"],
      ['Nouvelle Calédonie', 'region Nouvelle-Calédonie /988'],
      ["maire d'une commune alsacienne", 'region Grand Est /44'],
    ],
    true,
  );

  check(
    'postcodes and INSEE codes',
    [
      ['87000', 'commune Limoges 87/75'],
      ['code postal 64200, que faire', 'commune Biarritz 64/75'],
      ['F-67000', 'commune Strasbourg 67/44'],
      ['38240 Meylan', 'commune Meylan 38/84'],
      ['35065 Rennes cedex', 'commune Rennes 35/53'],
      ['69345 cedex 07', 'departement Rhône 69/84'],
      ['code insee 2A004', 'commune Ajaccio 2A/94'],
      ['insee 38185', 'commune Grenoble 38/84'],
      ['20200', 'commune Bastia 2B/94'],
      ['97200', 'commune Fort-de-France 972/02'],
      ['code postal 00100', 'unknown'],
      ['51300', 'commune Vitry-le-François 51/44'],
    ],
    true,
  );

  check(
    'homonyms that the sentence tells apart',
    [
      ['Vienne', 'ambiguous 75,84'],
      ['la Vienne', 'departement Vienne 86/75'],
      ['à Vienne', 'commune Vienne 38/84'],
      ['Vienne (38)', 'commune Vienne 38/84'],
      ['vienne en autriche', 'foreign Autriche'],
      ['Saint-Denis à la Réunion', 'commune Saint-Denis 974/04'],
      ['saint denis, 93', 'commune Saint-Denis 93/11'],
      ['Valence (Drôme)', 'commune Valence 26/84'],
      ['Sainte-Colombe dans le Lot', 'commune Sainte-Colombe 46/76'],
    ],
    true,
  );

  check(
    'misspelt names',
    [
      ['Montpelier', 'commune Montpellier 34/76'],
      ['Perpignant', 'commune Perpignan 66/76'],
      ['je suis élu à Anneci', 'commune Annecy 74/84'],
      ['mairie de Quimpère', 'commune Quimper 29/53'],
      ['boulogne bilancourt', 'commune Boulogne-Billancourt 92/11'],
      ['la Rochele', 'commune La Rochelle 17/75'],
      ['seine maritme', 'departement Seine-Maritime 76/28'],
      ['hauts de frnace', 'region Hauts-de-France /32'],
      ['Saint Dnis', 'ambiguous 04,11,76'],
      ['aix en province', 'commune Aix-en-Provence 13/93'],
    ],
    true,
  );

  check(
    'places that exist nowhere, or too large',
    [
      ['Ploucville-sur-Mer', 'unknown'],
      ['Zorglubville', 'unknown'],
      ['je suis dans le sud', 'vague'],
      ["dans l'ouest de la France", 'vague'],
      ['le Massif central', 'vague'],
      ['le Perche', 'vague'],
      ['en province', 'vague'],
    ],
    true,
  );

  check(
    'abroad',
    [
      ['Ouagadougou', 'foreign Burkina Faso'],
      ['je suis le maire de Rufisque', 'foreign Sénégal'],
      ['on est à Liège en Belgique', 'foreign Belgique'],
      ['nous sommes une commune marocaine', 'foreign Maroc'],
      ['quel contact à Antananarivo ?', 'foreign Madagascar'],
      ['Saint-Louis du Sénégal', 'foreign Sénégal'],
      ['Gaza', 'foreign Palestine'],
      ['nous sommes jumelés avec Kehl, qui est notre contact ?', 'none'],
      ['qui contacter pour un projet au Mali ?', 'none'],
      ['notre partenaire est à Mopti, nous sommes de Laval', 'commune Laval 53/52'],
      ['commune de Figeac, jumelée avec Rabat', 'commune Figeac 46/76'],
    ],
    true,
  );

  check(
    'messages that give no place',
    [
      ['qui contacter', 'none'],
      ['je ne sais pas', 'none'],
      ['merci beaucoup', 'none'],
      ['oui', 'none'],
      ["c'est quoi un réseau régional ?", 'none'],
      ['aucune idée, je suis dans une association', 'none'],
      ['un mail et un téléphone svp', 'none'],
      ['y a quelqu’un', 'none'],
    ],
    true,
  );

  check(
    'bare words that are communes too, where a place is expected',
    [
      ['Contes', 'commune Contes 06/93'],
      ['die', 'commune Die 26/84'],
      ['Eu', 'commune Eu 76/28'],
      ['sens', 'commune Sens 89/27'],
      ['Salles', 'commune Salles 33/75'],
    ],
    true,
  );

  check(
    'words of a sentence that are communes too, where none is expected',
    [
      ['le sens de la coopération', 'none'],
      ['une aide pour un projet d’eau', 'none'],
      ["allons droit au but : quel plan d'action ?", 'none'],
      ['on se voit en mars ou en avril', 'none'],
      ['une commune de montagne', 'none'],
      ['adjointe à la culture et au plan climat', 'none'],
      ['faire le tour du bourg', 'none'],
      ['la mairie de douze agents', 'none'],
      ["l'Union européenne", 'none'],
      ['coopération avec un partenaire au Bénin', 'none'],
      ["l'accord de Paris", 'none'],
      ['un budget de 20000 euros', 'none'],
      ['le 14 juillet', 'none'],
      ['dans un pays du Sahel', 'none'],
      ['une somme de 300 €, pas cher', 'none'],
      ['maire de Mens', 'commune Mens 38/84'],
      ['à Eu en Seine-Maritime', 'commune Eu 76/28'],
      ['je suis élue à Sens', 'commune Sens 89/27'],
      ['commune de Y', 'commune Y 80/32'],
      ['y a-t-il un réseau à Tours ?', 'commune Tours 37/24'],
    ],
    false,
  );

  it('gives the span of the name in the text and how it was corrected', () => {
    const text = 'Bonjour, je suis élue à Toulousse depuis 2020';
    const reading = gazetteer.findPlace(text, { expected: true });
    if (reading.outcome !== 'found') throw new Error(reading.outcome);
    expect(text.slice(...reading.span)).to.equal('Toulousse');
    expect(reading.corrected).to.equal('Toulouse');
    expect(reading.confidence).to.be.within(0.5, 0.95);
  });

  it('says what a former commune belongs to now, and which authority speaks for a place', () => {
    const reading = gazetteer.findPlace('Annecy-le-Vieux', { expected: true });
    expect(reading.outcome === 'found' && reading.place).to.deep.include({
      kind: 'commune-deleguee',
      today: 'Annecy',
      authority: 'commune',
    });
    expect(gazetteer.placeByCode('region', '76')).to.deep.include({ name: 'Occitanie', authority: 'region' });
    expect(gazetteer.placeByCode('departement', '2B')?.region).to.deep.equal({ code: '94', name: 'Corse' });
    expect(gazetteer.placeByCode('commune', '09122')).to.deep.include({
      name: 'Foix',
      departement: { code: '09', name: 'Ariège' },
    });
    expect(gazetteer.placeByCode('commune', '99999')).to.equal(undefined);
  });
});
