/** Every sentence that a user can read, apart from the knowledge base's own. */
import type { DistressIntent, SmalltalkIntent } from '../src/knowledge/schema.js';

const dayFormat = new Intl.DateTimeFormat('fr-FR', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const monthFormat = new Intl.DateTimeFormat('fr-FR', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** « 2 novembre 2020 », « novembre 2020 », « 2020 » : as precise as the document itself. */
export function sayDate(date: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(date)) return dayFormat.format(new Date(`${date}T00:00:00Z`));
  if (/^\d{4}-\d{2}$/.test(date)) return monthFormat.format(new Date(`${date}-01T00:00:00Z`));
  return date;
}

export const messages = {
  welcome: (network?: string) =>
    `Bonjour, je suis **Passerelle**, l'assistant pour l'action internationale des collectivités${network ? `, proposé ici par ${network}` : ''}. Je suis un programme, pas une personne : je réponds à partir de fiches datées et je dis quand je ne sais pas.\n\nPosez votre question, ou choisissez :`,
  welcomeSuggestions: ["Pourquoi s'engager ?", "Quel niveau d'engagement choisir ?", 'Qui est mon contact ?'],
  privacyNotice: (url: string) =>
    `Nos échanges sont gardés un temps limité, données personnelles masquées. [Ce que nous gardons](${url}/confidentialite)`,

  source: (title: string, publisher: string, date: string | null) =>
    `${title} (${publisher}, ${date === null ? 'document non daté' : sayDate(date)})`,
  sources: (list: string, checkedOn: string) => `*Source : ${list}. Vérifié le ${sayDate(checkedOn)}.*`,
  overdue: (reviewBy: string) =>
    `⚠️ Cette fiche devait être relue avant le ${sayDate(reviewBy)} : vérifiez auprès de votre réseau.`,
  noMore: "Ma fiche n'en dit pas plus. Pour aller plus loin, votre contact régional saura vous répondre.",
  noDetails: "Je n'ai pas plus de détails sur ce point.",
  sourceDetails: (lines: string[], checkedOn: string) =>
    `Cette réponse vient de :\n${lines.map((line) => `- ${line}`).join('\n')}\n\nFiche vérifiée le ${sayDate(checkedOn)}.`,
  sameSubject: 'Toujours sur ce sujet :',
  moreSuggestion: 'Plus de détails',

  clarify: 'Je veux être sûr de bien répondre. Vouliez-vous dire…',
  clarifyNone: 'Rien de tout cela',
  alsoAsked: (title: string) => `Vous demandiez aussi : « ${title} ». Cliquez pour la réponse.`,

  fallback:
    "Je ne sais pas répondre à cela : mes fiches portent sur l'action internationale des collectivités. Vous pouvez reformuler, ou je vous indique votre contact régional.",
  fallbackNear: (question: string) =>
    `Je ne suis pas sûr d'avoir la réponse. Le sujet le plus proche que je connaisse : « ${question} ». Sinon, votre contact régional saura vous orienter.`,
  fallbackNearer: "Je ne suis pas sûr d'avoir la réponse. Les sujets les plus proches que je connaisse :",
  orContact: 'Sinon, votre contact régional saura vous orienter.',
  fallbackAgain:
    "Cela non plus n'est pas dans mes fiches, qui portent sur l'action internationale des collectivités. Si votre question en relève, dites-moi votre commune ou votre département : je vous donne votre contact.",
  empty: 'Je ne lis que du texte pour le moment. Écrivez votre question en quelques mots.',
  tooLong: 'Votre message est très long. Pouvez-vous poser votre question en quelques phrases ?',
  attachments: 'Je ne peux pas ouvrir de fichier. Écrivez-moi votre question en quelques mots.',
  contactSuggestion: 'Qui est mon contact ?',
  engageSuggestion: "Quel niveau d'engagement choisir ?",

  error: (reference: string) =>
    `Un problème technique m'empêche de répondre. Votre message n'est pas en cause : réessayez dans un instant. Référence à donner si cela dure : **${reference}**.`,
  rejected: "Pardon, je n'ai pas répondu à la bonne question. Pouvez-vous la poser autrement, en quelques mots ?",
  /** National numbers, free: 3114 (suicide prevention), 3919 (violence against women), 17, 15, 18, 112, 114 by SMS. Sources: service-public.gouv.fr, 3114.fr. */
  distress: {
    'distress.despair':
      "Ce que vous écrivez est important, et je ne suis qu'un programme : personne ne lit nos échanges en direct. Parlez-en maintenant à quelqu'un : le **3114** (prévention du suicide) est gratuit et ouvert jour et nuit. En cas de danger immédiat, appelez le **15** ou le **112**.",
    'distress.violence':
      "Je ne suis qu'un programme et personne ne lit nos échanges en direct. Si vous êtes en danger, appelez le **17** ou le **112**, ou écrivez par SMS au **114**. Le **3919** (violences faites aux femmes) et le **119** (enfants) écoutent gratuitement, jour et nuit.",
    'distress.danger':
      'Je suis un programme : je ne peux alerter personne. Appelez tout de suite le **112**, le **18** (pompiers) ou le **15** (Samu) ; par SMS, le **114**.',
  } satisfies Record<DistressIntent, string>,

  forgotten: "C'est oublié : je ne garde plus votre territoire. Donnez-m'en un autre quand vous voulez.",
  afterResult: ['Qui est mon contact ?', 'Comment formaliser notre action ?', 'Recommencer'],

  sheetLinks: (url: string, mailto: string) => `[Fiche pour le conseil](${url}) · [envoyer par courriel](${mailto})`,
  sheetMailSubject: (level: string) => `Action internationale : ${level}`,
  sheetMailBody: (url: string) =>
    `Bonjour,\n\nVoici la fiche préparée pour le conseil (contexte, niveau conseillé, étapes, financements) :\n${url}\n\nElle peut être lue pendant 90 jours.\n`,
  sheetCompleted: (url: string) => `La [fiche pour le conseil](${url}) donne maintenant ce contact.`,
  askPlaceAtEnd: 'Pour ajouter votre contact : dans quelle commune, quel département ou quelle région êtes-vous ?',
  placeLater: "D'accord. Vous me direz votre commune ou votre département quand vous voudrez votre contact.",
  skipPlace: 'Plus tard',

  oldButton: 'Ce bouton n’est plus actif.',
  oldCard: "Cette carte n'est plus active : la conversation a continué. Répondez à la dernière question, ou posez la vôtre.",
  cardSend: 'Envoyer',
  cardList: 'Votre réponse',
  cardChoose: 'Choisissez dans la liste',
  cardTaken: "C'est noté.",
  editedAnswer:
    "Vous avez modifié un message pendant nos questions : je n'y reviens pas de moi-même. Écrivez « retour » pour changer votre réponse précédente.",
  citation: (publisher: string, date: string | null) => `${publisher}, ${date === null ? 'document non daté' : sayDate(date)}`,

  smalltalk: {
    greeting: 'Bonjour ! Que voulez-vous savoir sur l’action internationale de votre collectivité ?',
    thanks: 'Avec plaisir ! Je reste à votre disposition si une autre question vous vient.',
    identity:
      "Je suis **Passerelle**, un assistant automatique : un programme, pas une personne, et sans intelligence artificielle générative. Je réponds aux élu·e·s sur l'action internationale des collectivités, à partir de fiches sourcées et datées que des réseaux régionaux relisent.",
    help: "Je peux :\n- répondre à vos questions (définitions, droit, délibération, 1 %, cofinancements…), avec la source et la date ;\n- vous aider à choisir un niveau d'engagement ;\n- vous donner le contact de votre réseau régional.\n\nJe travaille en français. Écrivez comme vous parlez.",
    cancel: "C'est noté, on s'arrête là. Posez une autre question quand vous voulez.",
    bye: 'Au revoir et bonne continuation ! À bientôt.',
    frustration:
      "Je suis désolé, je ne vous aide pas bien. Essayez avec d'autres mots, ou dites-moi votre commune : je vous donne une personne à contacter dans votre réseau régional.",
    privacy: '',
    restart: 'On repart de zéro. Quelle est votre question ?',
    abuse:
      "Je comprends l'agacement. Restons-en à votre question : je peux aussi vous indiquer quelqu'un à contacter dans votre région.",
    language: 'Je travaille en français. Voici ce que je peux faire :',
    human: '',
  } satisfies Record<SmalltalkIntent, string>,
  privacy: (url: string, days: number) =>
    `Vos messages sont enregistrés ${days} jours au plus, pour améliorer les réponses ; les données personnelles reconnues (courriel, téléphone, noms…) y sont masquées avant d'être gardées. Pas de cookie, pas de publicité, rien n'est transmis à un tiers. [Ce que nous gardons et pourquoi](${url}/confidentialite)`,

  receipt: (code: string, url: string) =>
    `Votre code de reçu : **${code}**. Avec lui, vous pourrez [faire effacer cette conversation](${url}/confidentialite/effacer) plus tard. Pour l'effacer maintenant, écrivez « effacez notre conversation ».`,
  eraseSuggestion: 'Effacez notre conversation',
  askErasure: (where: 'teams' | 'teams-group' | 'elsewhere') =>
    `Voulez-vous effacer notre conversation ? Tout ce qui en est gardé ici sera supprimé : ${where === 'teams-group' ? 'les messages de chacun' : 'vos messages'}, mes réponses, les avis et les fiches pour le conseil faites ici. C'est définitif.${where === 'elsewhere' ? '' : ' Ce que Teams affiche restera dans Teams.'}`,
  eraseYes: 'Oui, tout effacer',
  eraseNo: 'Non, garder',
  erased: (inTeams: boolean) =>
    `C'est fait : tout ce qui était gardé de notre conversation est effacé.${inTeams ? " Ce que Teams affiche reste chez Teams, je n'y peux rien : supprimez-y vos messages si vous le souhaitez." : ''}`,
  notErased: "D'accord, rien n'est effacé. Quelle est votre question ?",

  askPlace: 'Dans quelle commune, quel département ou quelle région êtes-vous ? Un code postal suffit.',
  placeUnknown: (name: string) =>
    `Je ne trouve pas « ${name} » parmi les communes, intercommunalités, départements et régions de France. Vérifiez l'orthographe, ou donnez-moi un code postal ou un département.`,
  placeForeign: (name: string, country: string) =>
    `${name} est à l'étranger (${country}) : les réseaux que je connais sont français. Votre partenaire ou votre collectivité est en France ? Dites-moi dans quelle commune ou quel département.`,
  placeForeignMorocco: (name: string) =>
    `${name} est au Maroc : les réseaux que je connais sont français. Côté marocain, la Direction générale des collectivités territoriales (ministère de l'Intérieur) suit la coopération décentralisée. Si votre partenaire est en France, dites-moi dans quelle commune.`,
  placeAmbiguous: (name: string) => `Il y a plusieurs « ${name} ». Laquelle est la vôtre ?`,
  placeVague: 'C’est un peu vaste : dites-moi une commune, un département ou un code postal.',
  placeToday: (name: string, today: string) => `${name} fait aujourd'hui partie de ${today}.`,
  placeCorrected: (name: string) => `J'ai lu « ${name} ».`,
  placeOthers: (described: string) =>
    `J'ai compris ${described}. Ce n'est pas la bonne ? Donnez-moi le département ou le code postal.`,
  network: (name: string, territory: string, services: string) =>
    `**${name}** est votre réseau régional multi-acteurs (RRMA) pour ${territory} : ${services}.`,
  homeNetwork: (name: string, services: string) =>
    `**${name}** est le réseau régional multi-acteurs (RRMA) dont vous consultez le site : ${services}.`,
  homeElsewhere: 'Votre collectivité est dans une autre région ? Dites-moi votre commune ou votre département.',
  networkServices: 'il informe, oriente et accompagne les collectivités dans leur action internationale',
  cardIncomplete: "Je n'ai ni téléphone ni courriel vérifiés pour ce réseau : son site les donne.",
  cardSource: (source: string, asOf: string | null) => `Coordonnées lues sur ${source} (${asOf ?? 'document non daté'}).`,
  noNetwork: (region: string) =>
    `Je ne connais pas de réseau régional multi-acteurs (RRMA) pour la région ${region}. Vous pouvez vous adresser à :`,
  person: (name: string, role: string, means: string, source: string, asOf: string | null) =>
    `Contact indiqué par ${source} (${asOf === null ? 'document non daté' : sayDate(asOf)}), à confirmer : ${name}, ${role}${means ? ` – ${means}` : ''}`,
  fieldUnknown: (name: string, website: string | undefined) =>
    `Je n'ai pas cette information pour ${name}.${website ? ` Son site la donne sans doute : [${website}](${website}).` : ''}`,
  mailSubject: (place: string | undefined) => `Action internationale de notre collectivité${place ? ` (${place})` : ''}`,
  mailBody: (place: string | undefined, topic: string | undefined) =>
    `Bonjour,\n\nNotre collectivité${place ? ` (${place})` : ''} souhaite être conseillée sur son action internationale${topic ? `, en particulier : ${topic}` : ''}.\nPourriez-vous nous indiquer un moment pour en parler ?\n\nCordialement,`,
} as const;
