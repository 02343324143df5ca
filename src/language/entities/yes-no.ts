import { foldAnswer } from './fold.js';

export const yesNoValues = ['yes', 'no', 'maybe', 'unknown'] as const;
export type YesNo = (typeof yesNoValues)[number];

const FILLERS =
  /^(?:(?:ben|bah|euh+|heu+|eh bien|alors|hum+|hm+|bon|ah|oh|enfin|mais|la|donc|bof(?= (?:non|oui|pas))|pour (?:l'instant|le moment)|a vrai dire|franchement|honnetement|je dirais|on va dire)[ ,.…!]+)+/;
const QUESTION =
  /^(?:et si|est[- ]ce|c'est quoi|c quoi|comment|pourquoi(?! pas)|qu'est|qu'entend|quel(?:le)?s?(?![a-z])|combien|qui |que (?!des |les |nos |du )|ca veut dire|peut[- ]on|ou (?:est|trouver)|faut[- ]il|y a[- ]t[- ]il|avez[- ]vous|pouvez|pourriez|vous )/;
const UNKNOWN =
  /^[? ]+$|(?:^|[^a-z])(?:n?e? ?sa(?:is|it|vons) (?:pas|rien)(?= *(?:$|[,.;:!?…(-]|trop|encore|vraiment|du tout|si |exactement|bien|combien|quoi|moi|desole|pour|a ce|il |faut|c'est|on |mais))|(?:chais|chai|j?sais|ch ?sais|shais|chepa|jsp|jsais) ?pas(?= *(?:$|[,.;!?…]|trop|encore|du tout|si ))|jsp|chepa|j'en sais rien|en sais rien|aucune idee|pas (?:la moindre |d')?idee|joker|je (?:passe|l'ignore)|passons|nsp|bonne question|ignore|(?:a|faut) verifier|(?:faudrait|faut|faudra|vais|allons|va)(?: [a-z]{1,6}){0,2} (?:demander|poser la question|verifier|me renseigner|nous renseigner)|difficile a dire|(?:ne )?(?:peux|peut) pas (?:vous )?(?:le )?(?:dire|repondre)|question suivante|sans avis|sans opinion|ne se prononce pas|pas reponse)(?![a-z])|^(?:passe|passer|suivant|suivante|pas (?:encore )?decide)[ .!]*$/;
const MAYBE =
  /^(?:oui et non|ca depend|cela depend|tout depend|depend|peut[- ]etre|p(?:ê|e)ut et|ptet|bof|mouais|eventuellement|a voir|faut voir|on verra|pourquoi pas|possible|c'est possible|probable|plus ou moins|pas forcement|pas (?:tout a fait )?sur|(?:je ne |on n'|je )?(?:suis|est) pas (?:tres )?sur|mitige|un peu|en partie|partiellement|si besoin|moyen(?:nement)?|ni oui ni non|entre les deux|plutot mitige|on hesite|j'hesite|on y reflechit|sans doute|certains|en discussion|a moitie|un peu des deux|(?:il )?faudrait voir|a (?:etudier|discuter|reflechir|definir|decider|debattre|confirmer)|reste a voir|ca se discute|a l'etude|envisageable|pas exclu)(?![a-z])/;
const YES =
  /^(?:(?:je (?:crois|pense) que |plutot |mais |ah |ben )?(?:oui+|ouais|ouai|wi|ui|yes|yep)|si(?: si)?(?=$|[,.! ]*$|,)|👍|✅|ok|okay|d'accord|bien sur|evidemment|evidement|tout a fait|absolument|exact(?:ement)?|affirmatif|carrement|clairement|certainement|volontiers|parfaitement|c'est (?:ca|exact|bien ca|le cas|juste|correct)|effectivement|en effet|correct|voila|pas de (?:souci|probleme)|(?:il )?y en a|on en a|nous en avons|bien entendu|sans probleme|toujours|(?:plutot|tres)(?= ?(?:$|[,.!])))(?![a-z])/;
const NO =
  /^(?:(?:je (?:crois|pense) que |plutot |mais |ah |ben |surtout )?(?:non+|nan|nn|nope|no)|👎|❌|pas|aucune?s?|jamais|surtout pas|rien|personne|negatif|(?:je )?(?:ne )?(?:crois|pense) pas|on n'(?:en )?a (?:pas|aucun)|on en a pas|on a pas|nous n'(?:en )?avons (?:pas|aucun)|(?:il )?(?:n')?y en a pas|il n'y (?:en )?a (?:pas|aucun)|c'est pas|ce n'est pas|ni|absolument pas|certainement pas|tout sauf|meme pas|zero|0)(?![a-z])/;

/**
 * Yes, no, in between, or « je ne sais pas », as people answer a closed question; undefined when it is none of these
 * (a question, another subject). Only the beginning of the text counts, apart from « je ne sais pas ».
 */
export function readYesNo(text: string): YesNo | undefined {
  const folded = foldAnswer(text).slice(0, 300).replace(FILLERS, '');
  if (QUESTION.test(folded)) return undefined;
  if (/^(?:oui|non)[ ,!.]/.test(folded) && !/^oui et non/.test(folded)) return folded.startsWith('oui') ? 'yes' : 'no';
  if (UNKNOWN.test(folded)) return 'unknown';
  if (MAYBE.test(folded)) return 'maybe';
  if (/^pas de (?:souci|probleme)/.test(folded)) return 'yes';
  if (NO.test(folded)) return 'no';
  return YES.test(folded) ? 'yes' : undefined;
}
