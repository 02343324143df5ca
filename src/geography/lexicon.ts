/** The words around a place name that say whose place it is. All folded (no accents, no capitals). */

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/).filter(Boolean));

/** « maire de X », « commune de X »: what follows is a commune. */
export const COMMUNE_HEADS = set(`maire maires mairie mairies mairesse commune ville villes village municipalite adjoint adjointe
  adjoints adjointes municipal municipale municipaux municipales bourg bourgade bourgmestre`);
/** « agglo de X », « comcom de X »: what follows is an intercommunality. */
export const EPCI_HEADS = set(`agglo agglomeration comcom communaute epci intercommunalite interco cc cdc metropole communautaire
  communautaires metropolitain metropolitaine`);
export const DEPARTEMENT_HEADS = set(
  'departement departements dep dept dpt departemental departementale departementaux departementales',
);
export const REGION_HEADS = set('region regional regionale regionaux regionales prefecture');
/** « élu à X », « habitant de X »: the user's place, of any kind. */
export const OWN_HEADS =
  set(`elu elue elus elues conseiller conseillere conseillers conseilleres president presidente vice collectivite
  habitant habitante habite habitons vis vivons viens venons represente representons representant representante situe
  situee situes situees travaille travaillons dgs dga secretaire delegue deleguee territoire canton bases base basee installe installee
  domicilie senateur senatrice depute deputee secteur adresse localite postal commence`);
/** « je suis à X », « on est dans X »: with a preposition only. */
export const BEING = set('suis sommes est etait c ici chez');

/** May stand between a head and its place: « élue communautaire à X », « petite commune rurale de X ». */
export const HEAD_ADJECTIVES =
  set(`petit petite petits petites grand grande belle beau jolie nouvelle nouveau jeune rurale rural urbaine adjoint adjointe
  municipal municipale delegue deleguee communautaire communautaires departemental departementale regional regionale conseiller conseillere
  general generale honoraire sortant sortante elu elue ruraux littorale montagnarde voisine voisin`);
/** The user speaks of themselves. */
export const SELF_WORDS = set('suis sommes represente representons habite habitons vis vivons viens venons');
/** « commune de montagne », « maire de gauche »: never a name in small letters. */
export const GENERIC_WORDS =
  set(`montagne campagne mer plage foret riviere vallee plaine bois quartier port pont jumelles villes charge contre vers cours
  passage depart chance cote pres centre nord sud est ouest gauche droite demain mars avril douze bord parc place ville village`);

export const PREPOSITIONS = set(
  'a au aux en dans de d du des sur vers pres chez pour cote par depuis autour environs proche entre',
);
export const ARTICLES = set('le la les l');

/** In the same clause, before a place: it is the partner's place, or the subject of a project. */
export const PARTNER_WORDS =
  set(`avec partenaire partenaires partenariat partenariats jumele jumelee jumeles jumelees jumelage jumelages
  jumeler jumelle jumelles cooperation cooperations cooperer cooperent projet projets action actions aider aide aidons soutenir soutien soutient
  soutenons financer financement finance envoyer envoi echange echanges echanger accueillir accueil voyage mission delegation ong forage puits
  ecole ecoles correspondant homologue homologues amitie lien liens pacte construire construit construction reconstruction urgence seisme
  cyclone guerre conflit refugies intervenir intervention agir travailler partir solidarite appui don dons collecte rapprochement association
  asso developpement accord accords traite cop conference sommet rue avenue
  boulevard quai porte gare aeroport hors`);

/** The vocabulary of a request for a contact: never a place, even when a commune bears the name. */
export const CONTACT_WORDS =
  set(`qui que quoi quel quelle quels quelles est es c ce sont mon ma mes notre nos votre vos son contact contacts
  contacter joindre appeler ecrire parler adresse adresser mail mails email courriel mel telephone tel numero coordonnees reseau reseaux regional
  regionale regionaux interlocuteur interlocutrice interlocuteurs referent referente correspondant svp stp plait s il vous te merci bonjour
  bonsoir salut donc et ou y a t on nous je j moi me m dois doit dois faut peut peux pouvez pourrait veux voudrais souhaite cherche chercher donner
  donnez donne avoir connaitre savoir trouver chez pour de d du des le la les l un une au aux en dans par avec ici bien oui alors
  suis sommes code postal cp insee commune ville mairie maire elu elue elus adjoint adjointe conseiller conseillere municipal municipale
  departement dep dept region quelqu qu notre humain personne accompagne accompagner aider conseille conseiller demande question svp
  habite viens venons c ca ai besoin d information informations info infos renseignement renseignements ben euh plutot voila ah
  eh mais non pardon desole excusez excuse erreur plus pas petite petit grande grand village bourg cedex france celle celui s agit
  chercherais cherchons relais local locale territoire nom nomme appelle f ex ancien ancienne`);

/** Words that hold a name together: « Trifouillis-les-Oies », « Saint-Machin sur Truc ». */
export const NAME_LINKS = set('le la les l de du des d sur sous en et a au aux saint sainte notre dame pres');

/** A number before one of these is no département: « le 14 juillet », « 35 habitants ». */
export const NOT_A_NUMBER_OF_PLACE =
  set(`janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre habitants hab
  habitant euros euro keuros ke k km kilometres m metres ans an mois jours jour heures heure h minutes pour personnes agents agent elus communes
  commune pays projets millions milliards mille cent er eme e ieme rue avenue place boulevard fois points pts ou partenaires associations
  ecoles villes eleves jeunes articles article alinea odd objectifs`);

/** Strips the endings of « marocaine », « maliennes », « bretons » down to the masculine singular. */
export function listMasculines(word: string): string[] {
  const forms = [word];
  for (const ending of ['s', 'e', 'es', 'ne', 'nes'])
    if (word.length > ending.length + 3 && word.endsWith(ending)) forms.push(word.slice(0, -ending.length));
  return forms;
}
