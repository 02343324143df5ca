import type { TrainingLabel, TrainingSet } from '../../src/language/index.js';

const entry = (id: string, title: string, question: string, utterances: readonly string[], answer: string): TrainingLabel => ({
  id,
  title,
  question,
  utterances,
  answer,
  kind: 'entry',
});

/** A small base of six labels, written for the tests. */
export const SMALL_SET: TrainingSet = {
  labels: [
    entry(
      'un-pourcent-eau',
      'Le 1 % eau',
      "Qu'est-ce que le 1 % eau ?",
      [
        "c'est quoi le 1 % eau",
        "la loi oudin pour l'eau",
        "utiliser les recettes du service d'eau pour un puits au Sénégal",
        'consacrer un pour cent de la facture d’eau à la solidarité',
        "notre syndicat des eaux veut aider un village à l'étranger",
        'quel plafond pour le 1 % assainissement',
      ],
      "La loi Oudin-Santini permet d'affecter jusqu'à 1 % des recettes d'eau et d'assainissement.",
    ),
    entry(
      'un-pourcent-dechets',
      'Le 1 % déchets',
      'Existe-t-il un 1 % déchets ?',
      [
        'le 1 % déchets',
        'financer la collecte des ordures chez notre partenaire',
        'taxe ordures ménagères et coopération',
        'un pour cent sur les poubelles',
        'le syndicat de traitement des déchets peut-il aider une ville africaine',
      ],
      "Depuis 2014, jusqu'à 1 % des ressources du service des déchets peut financer une coopération.",
    ),
    entry(
      'jumelage',
      'Le jumelage',
      "Qu'est-ce qu'un jumelage ?",
      [
        'on voudrait se jumeler avec une ville étrangère',
        'à quoi sert un comité de jumelage',
        'relancer un vieux jumelage',
        'villes jumelles',
        'notre ville sœur en Allemagne',
        'le pacte d’amitié entre deux communes',
      ],
      'Un jumelage est un lien durable entre deux collectivités de pays différents.',
    ),
    entry(
      'deliberation',
      'La délibération',
      'Faut-il délibérer ?',
      [
        'le conseil municipal doit-il voter',
        'délibération pour une convention de coopération',
        "qui décide de signer l'accord, le maire ou le conseil",
        'quels points soumettre au vote',
        'modèle de délibération pour un partenariat',
      ],
      "Oui : l'assemblée délibérante approuve la convention, le budget et le personnel.",
    ),
    {
      id: 'greeting',
      title: '',
      question: '',
      utterances: ['bonjour', 'salut', 'coucou', 'bonsoir à tous', 'hello'],
      answer: '',
      kind: 'intent',
    },
    {
      id: 'thanks',
      title: '',
      question: '',
      utterances: ['merci', 'merci beaucoup', 'super merci', 'je vous remercie', 'grand merci à vous'],
      answer: '',
      kind: 'intent',
    },
  ],
  negatives: [
    "comment refaire ma carte d'identité",
    'horaires de la piscine',
    'quel temps fera-t-il demain',
    'recette de la tarte aux pommes',
    'résultat du match hier soir',
    'permis de construire pour un garage',
    'le prix du mètre cube chez moi',
    'inscrire ma fille à la cantine',
    'je cherche un appartement à louer',
    'qui a gagné la coupe du monde',
    'impôt sur le revenu date limite',
    'numéro du dentiste de garde',
  ],
  lexicon: {
    acronyms: { aict: 'action internationale des collectivités territoriales' },
    sms: { koi: 'quoi', cmt: 'comment', bjr: 'bonjour', c: "c'est", slt: 'salut' },
    synonyms: [
      ['déchets', 'ordures', 'poubelles'],
      ['commune', 'mairie', 'ville'],
    ],
    stopwords: ['le', 'la', 'les'],
  },
  vocabulary: ['Ouagadougou'],
};
