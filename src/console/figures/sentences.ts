/** What each chart says, in a sentence or two. */
import { count } from '../review/vocabulary.js';
import { sortWorst } from './figure-tables.js';
import type { FigureNames } from './figure-words.js';
import { askNames } from './guided-choice.js';
import { sayDay } from './period.js';
import type { Figures, Group } from './read-figures.js';
import { FEW, type Share, sayChange, sayDifference, sayShare } from './shares.js';

const quote = (title: string) => `« ${title} »`;

/** « 12 % des questions », « 2 questions sur 7 ». */
function sayPart({ part, whole }: Share, one: string, many = `${one}s`): string {
  if (whole < FEW) return `${count(part, one, many)} sur ${whole.toLocaleString('fr-FR')}`;
  return `${sayShare({ part, whole })} des ${many}`;
}

const end = (words: string) => (words ? ` (${words})` : '');

/** Capital at the beginning. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export function sayOutcomes({ now, before, period }: Pick<Figures, 'now' | 'before' | 'period'>): string[] {
  if (now.questions === 0) return [`Aucune question sur ${period.name}.`];
  const unanswered = { part: now.unanswered, whole: now.questions };
  const wasUnanswered = { part: before.unanswered, whole: before.questions };
  const difference = sayDifference(unanswered, wasUnanswered, period.before);
  const plural = unanswered.whole >= FEW ? sayShare(unanswered) !== '1 %' : unanswered.part > 1;
  return [
    `${capital(count(now.questions, 'question'))} sur ${period.name}, ${sayChange(now.questions, before.questions, period.before)}.`,
    unanswered.part === 0
      ? 'Toutes ont reçu une réponse, une demande de précision ou un contact.'
      : `${sayPart(unanswered, 'question')} ${plural ? 'sont restées' : 'est restée'} sans réponse${difference ? `, ${difference}` : ''}.`,
  ];
}

export function saySatisfaction({ now, before, period }: Pick<Figures, 'now' | 'before' | 'period'>): string {
  const given = now.likes + now.dislikes;
  if (given === 0) return `Personne n’a donné d’avis sur ${period.name}.`;
  const useful = { part: now.likes, whole: given };
  const was = { part: before.likes, whole: before.likes + before.dislikes };
  const share = sayShare({ part: given, whole: now.questions });
  return `${sayPart(useful, 'avis', 'avis')} ${given < FEW && now.likes < 2 ? 'dit' : 'disent'} « utile »${end(sayDifference(useful, was, period.before))}. ${capital(count(given, 'avis', 'avis'))} pour ${count(now.questions, 'question')}${now.questions >= FEW ? ` (${share})` : ''}.`;
}

export function sayColumns({ columns, step, firstRelease, releases }: Figures): string {
  const total = ({ replied, clarified, unanswered }: Figures['columns'][number]) => replied + clarified + unanswered;
  const busiest = columns.reduce<Figures['columns'][number] | undefined>(
    (most, column) => (most && total(most) >= total(column) ? most : column),
    undefined,
  );
  if (!busiest || total(busiest) === 0) return 'Aucune question.';
  const when =
    step === 'day'
      ? `Le jour le plus chargé est le ${sayDay(busiest.day)}`
      : `La semaine la plus chargée est celle du ${sayDay(busiest.day)}`;
  const published =
    releases.length > 0
      ? `${capital(count(releases.length, 'version de la base est entrée', 'versions de la base sont entrées'))} en service pendant la période.`
      : firstRelease
        ? `Toute la période a eu la version ${firstRelease} de la base.`
        : '';
  return `${when}, avec ${count(total(busiest), 'question')}. ${published}`.trim();
}

export function sayHours(hours: readonly number[]): string {
  const whole = hours.reduce((sum, questions) => sum + questions, 0);
  if (whole === 0) return 'Aucune question.';
  const office = hours.slice(8, 19).reduce((sum, questions) => sum + questions, 0);
  const most = hours.indexOf(Math.max(...hours));
  const share = office === whole ? 'Toutes les questions' : sayPart({ part: office, whole }, 'question');
  return `${share} ${office > 1 || whole >= FEW ? 'arrivent' : 'arrive'} entre 8 h et 19 h. L’heure la plus demandée : de ${most} h à ${most + 1} h.`;
}

export function sayGroups(groups: readonly Group[], nameOf: (id: string) => string): string {
  const [first] = groups;
  if (!first) return 'Aucune question.';
  const whole = groups.reduce((sum, { questions }) => sum + questions, 0);
  if (groups.length === 1) return `Toutes les questions viennent de : ${nameOf(first.id)}.`;
  const judged = groups.filter(({ questions }) => questions >= FEW);
  const worst = judged.reduce<Group | undefined>(
    (most, group) => (most && most.unanswered / most.questions >= group.unanswered / group.questions ? most : group),
    undefined,
  );
  const least =
    worst && judged.length > 1 && worst.unanswered > 0
      ? ` La part sans réponse est la plus forte pour : ${nameOf(worst.id)} (${sayShare({ part: worst.unanswered, whole: worst.questions })}).`
      : '';
  return `${sayPart({ part: first.questions, whole }, 'question')} : ${nameOf(first.id)}.${least}`;
}

export function sayContacts({ contacts, withoutNetwork, regions }: Figures, names: FigureNames): string {
  const given = contacts.reduce((sum, each) => sum + each.given, 0);
  if (given + withoutNetwork === 0) return 'Aucun contact n’a été donné.';
  const [first] = contacts;
  const [region] = regions;
  return [
    `Le contact d’un réseau a été donné ${given.toLocaleString('fr-FR')} fois${first && contacts.length > 1 ? `, le plus souvent celui de ${first.network === undefined ? 'la région du site' : names.network(first.network)}` : ''}.`,
    ...(region ? [`La région la plus souvent citée : ${names.region(region.code)}.`] : []),
    ...(withoutNetwork > 0
      ? [`${capital(count(withoutNetwork, 'demande vient', 'demandes viennent'))} d’une région sans réseau.`]
      : []),
  ].join(' ');
}

export function sayThemes({ themes }: Figures, names: FigureNames): string {
  const [first] = themes;
  if (!first) return 'Aucune fiche n’a répondu.';
  const whole = themes.reduce((sum, { uses }) => sum + uses, 0);
  return `Le thème le plus demandé est ${quote(names.theme(first.theme))} : ${sayPart({ part: first.uses, whole }, 'réponse')}.`;
}

export function sayEntries({ entries, unused }: Figures, names: FigureNames): string {
  const [first] = entries;
  const known = entries.filter(({ id }) => names.hasEntry(id)).length;
  return [
    first
      ? `La fiche la plus utilisée est ${quote(names.entry(first.id))} (${count(first.uses, 'réponse')}).`
      : 'Aucune fiche n’a répondu.',
    unused.length > 0
      ? `${capital(count(unused.length, 'fiche n’a', 'fiches n’ont'))} servi à aucune réponse, sur ${known + unused.length}.`
      : 'Toutes les fiches ont servi.',
  ].join(' ');
}

export function sayOpinions({ entries }: Figures, names: FigureNames): string {
  const [worst] = sortWorst(entries).filter(({ dislikes }) => dislikes > 0);
  return worst
    ? `La fiche la plus mal jugée est ${quote(names.entry(worst.id))} : ${count(worst.dislikes, 'avis', 'avis')} « pas utile », ${count(worst.likes, 'avis', 'avis')} « utile ».`
    : 'Aucune fiche n’a reçu d’avis « pas utile ».';
}

export function sayGuided({ guided }: Figures, names: FigureNames): string {
  const { begun, results, left, underWay, unfollowed, truncated } = guided;
  if (begun + unfollowed === 0) return 'Personne n’a commencé le choix guidé.';
  const finished = results.reduce((sum, { times }) => sum + times, 0);
  const best = [...results].sort((a, b) => b.times - a.times)[0];
  const [leftFirst] = left;
  return [
    `${capital(count(begun, 'choix guidé commencé', 'choix guidés commencés'))} ; ${sayPart({ part: finished, whole: begun }, 'choix', 'choix')} ${finished > 1 ? 'sont allés' : 'est allé'} jusqu’au résultat.`,
    ...(best && best.times > 0 ? [`Le niveau le plus souvent conseillé : ${names.level(best.level)}.`] : []),
    ...(leftFirst
      ? [
          `On s’arrête le plus souvent à la question ${quote(askNames[leftFirst.asks])} (${leftFirst.times.toLocaleString('fr-FR')} fois).`,
        ]
      : []),
    ...(underWay > 0 ? [`${capital(count(underWay, 'choix est', 'choix sont'))} en cours.`] : []),
    ...(unfollowed > 0
      ? [
          `${capital(count(unfollowed, 'résultat plus ancien n’est pas compté', 'résultats plus anciens ne sont pas comptés'))} ici : il n’en reste que des chiffres.`,
        ]
      : []),
    ...(truncated ? ['La période est trop longue pour être suivie en entier : le début seul est compté.'] : []),
  ].join(' ');
}
