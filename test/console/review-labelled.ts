/**
 * Questions as they come to an assistant that has no answer to them, by subject, in the words of several people; written for
 * this test by hand, not taken from the knowledge base. « seuls »: questions that are like no other.
 */
export const labelled: Readonly<Record<string, readonly string[]>> = {
  visa: [
    'comment obtenir un visa pour notre délégation malienne ?',
    'quels papiers pour le visa d’un élu sénégalais invité par la commune',
    'délai pour un visa de court séjour',
    'visa refusé pour le maire de la ville partenaire, que faire',
    'faut il un visa pour aller à madagascar',
    'qui paie les frais de visa de nos invités ?',
    'nos invités n’ont pas eu leur visas à temps',
  ],
  assurance: [
    'quelle assurance pour les agents en mission à l’étranger ?',
    'assurance rapatriement des élus en déplacement',
    'est-ce que l’assurance de la mairie couvre un voyage au Bénin',
    'responsabilité civile et assurance pendant un chantier de jeunes',
    'on doit prendre une assurance speciale pour les bénévoles ?',
  ],
  vaccins: [
    'quels vaccins avant de partir au Cameroun ?',
    'le vaccin fièvre jaune est il obligatoire pour la délégation',
    'remboursement des vaccins des élus',
    'vaccination des agents envoyés en Afrique',
  ],
  cadeaux: [
    'quel cadeau offrir à une délégation étrangère ?',
    'plafond pour les cadeaux protocolaires',
    'peut-on accepter un cadeau du maire de la ville jumelle',
    'cadeaux reçus par un élu lors d’un voyage, à déclarer ?',
  ],
  panneau: [
    'où mettre le panneau de jumelage à l’entrée de la ville ?',
    'panneaux jumelage réglementation routière',
    'combien coûte un panneau d’entrée de ville avec la ville jumelle',
    'qui pose le panneau jumelage sur une départementale',
  ],
  tva: [
    'doit-on payer la TVA sur une subvention à une association ?',
    'récupération de la tva pour des achats faits à l’étranger',
    'FCTVA et dépenses de coopération',
    'tva sur le matériel envoyé au partenaire',
  ],
  conteneur: [
    'envoyer un conteneur de matériel scolaire au Togo',
    'prix d’un container pour Dakar',
    'formalités de douane pour un conteneur de dons',
    'notre container est bloqué en douane, qui appeler',
  ],
  ecole: [
    'rénovation du toit de l’école communale, quelles subventions ?',
    'subvention pour isoler notre école',
    'travaux dans l’école du village : qui finance la rénovation énergétique',
  ],
  ukraine: [
    'comment aider une ville ukrainienne ?',
    'jumelage avec une commune d’Ukraine en guerre',
    'envoyer un générateur en Ukraine',
    'accueil de réfugiés ukrainiens par la commune',
  ],
  traduction: [
    'qui peut traduire la convention en anglais ?',
    'traducteur pour la visite officielle',
    'la convention doit-elle être traduite dans les deux langues',
    'coût d’un interprète et d’un traducteur assermenté',
  ],
  numerique: [
    'réunions en visio avec le partenaire : quel outil ?',
    'quel logiciel de visioconférence marche avec Madagascar',
    'visio avec notre partenaire sans internet correct',
  ],
  seuls: [
    'quelle heure est-il à Ouagadougou ?',
    'recette du thieboudienne',
    'numéro du standard de la préfecture de Lille',
    'je veux parler à un humain',
    'qui a gagné les élections au Bénin',
    'horaires de la déchèterie',
    'poser une question écrite au Sénat',
    'permis de construire pour une véranda',
    'météo demain à Arras',
    'le budget participatif peut-il servir à ça',
    'formation des secrétaires de mairie',
    'mon conseil municipal est très divisé',
    'drapeau étranger sur la façade de la mairie',
    'droit à l’image des enfants photographiés là-bas',
    'comment éteindre une dette de cantine',
  ],
};

/** The same, one by one; a question of « seuls » is a subject of its own. */
export const labelledQuestions = Object.entries(labelled).flatMap(([label, texts]) =>
  texts.map((text, index) => ({ id: `${label}-${index}`, text, label: label === 'seuls' ? `seul-${index}` : label })),
);
