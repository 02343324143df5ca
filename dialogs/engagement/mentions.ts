import type { EngagementSlot } from '../../src/knowledge/engagement-schema.js';
import { findEuros, findPopulation, foldAnswer, readHorizon } from '../../src/language/entities/index.js';
import { factPatterns } from './mention-facts.js';
import { mentionPatterns } from './mention-patterns.js';
import { findOwnStaff } from './mention-staff.js';
import type { Kind, Mention } from './slots.js';

const patterns = [...mentionPatterns, ...factPatterns];

/** No accents, no capitals, apostrophes and hyphens as blanks: the text that the patterns read. */
export function flatten(text: string): string {
  return foldAnswer(text)
    .replace(/[·.](?:e|ne)(?:[·.]?s)?(?![a-z])/g, '')
    .replace(/['’"«»()-]/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** Clauses of a text, without those that only ask something (« c'est quoi le 1 % ? ») unless `keepQuestions`. */
export function splitClauses(text: string, keepQuestions: boolean): string[] {
  const clauses = text.slice(0, 2000).match(/[^.!?;\n]+(?:[.](?=\d)[^.!?;\n]*)*[.!?;\n]*/g) ?? [];
  const kept = keepQuestions
    ? clauses
    : clauses.flatMap((clause) => (isQuestion(clause) ? clause.split(/, /).filter((part) => !isQuestion(part)) : [clause]));
  return kept.map((clause) => clause.trim()).filter(Boolean);
}

const QUESTION_START =
  /^(?:(?:bonjour|et|mais|au fait|dites|ok|oui|alors|sinon|heu|euh|merci|d accord) )*(?:est ce|c est quoi|c quoi|qu est|qu entend|comment|pourquoi(?! pas)|combien(?! que)|quels?(?![a-z])|quelles?(?![a-z])|qui |que (?!des |les |nos |du )|quand |ou (?:est|sont|trouver|peut|s) |peut on|faut il|y a t il|avez vous|pouvez vous|pourriez|ca veut dire|ca sert|on peut|on a le droit|c est possible|et si on se trompe|et si on change)/;

/** A question to the assistant, not an answer to it: « on peut changer plus tard ? ». */
export function isQuestion(text: string): boolean {
  const flat = flatten(text);
  if (/^(?:oui|non|ouais)\b/.test(flat) && !/\?/.test(text)) return false;
  if (QUESTION_START.test(flat)) return true;
  return (
    /\?\s*$/.test(text) &&
    flat.split(' ').length >= 4 &&
    !/^(?:oui|non|ouais|je (?:ne )?sais pas|sais pas|aucune idee)/.test(flat)
  );
}

/** « en fait », « finalement », « non pardon »… : what follows corrects something said before. */
export function isCorrection(text: string): boolean {
  return /^(?:(?:ah|oh|euh|heu|bon|ben|attendez|attends|mais|oui|non|ok|alors|ou plutot|ha|oups) ?,? ?)*(?:en fait|finalement|pardon|enfin|en realite|au temps pour moi|autant pour moi|erreur|je (?:me suis )?(?:trompe|corrige|rectifie)|correction|je reviens|on (?:a )?change d avis|plutot|rectification|non pardon|non non|changement|reflexion faite|tout compte fait|a la reflexion|apres reflexion|desolee? )(?![a-z])|(?<![a-z])(?:je (?:me suis )?(?:trompe|corrige|rectifie)|finalement|en fait)(?![a-z])/.test(
    flatten(text),
  );
}

/** All that a text says about the slots by its own words, whatever was asked. */
export function findMentions(text: string, options: { keepQuestions: boolean; population?: number }): Mention[] {
  const clauses = splitClauses(text, options.keepQuestions);
  if (clauses.length === 0) return [];
  const whole = clauses.join(' ');
  const flat = flatten(whole);
  const found = new Map<EngagementSlot, Mention>();
  for (const { slot, value, certain, pattern } of patterns) {
    const before = found.get(slot);
    if (before && (before.certain || !certain)) continue;
    if (pattern.test(flat)) found.set(slot, { slot, value, certain });
  }
  const put = (slot: EngagementSlot, value: string | number | undefined, certain: boolean) => {
    if (value !== undefined && !found.get(slot)?.certain) found.set(slot, { slot, value, certain });
  };
  const kind = readKind(flat, false);
  put('kind', kind, true);
  const population = options.population ?? findPopulation(whole);
  // the inhabitants of a partner are not ours
  const ours = foldAnswer(whole).replace(
    /(?:avec|vers|aider|appuyer|a|chez) (?:une?|la|le|notre) (?:petite |grande )?(?:ville|commune|region|village|communaute)[^,.;\d]{0,40}\d[\d .]*/g,
    ' ; ',
  );
  put('population', findPopulation(ours), true);
  put('budget', findEuros(whole, population), true);
  put('staff', findOwnStaff(clauses), true);
  const horizon = readHorizon(whole);
  put('horizon', horizon, horizon === 'urgence' || /une (?:seule )?fois|ponctuel|long terme/.test(flat));
  if (found.get('steer')?.value === 'ensemble' && !found.has('neighbours'))
    found.set('neighbours', { slot: 'neighbours', value: 'oui', certain: true });
  return [...found.values()];
}

const OWN =
  '(?:^|[,.:] ?|notre|nos|ma|mon|(?:(?:^|[,.:]|suis|sommes|est|pour|dans|d|elue?) ?)une?|la|le|l|sommes|est|bonjour|petite?|jeune|pour|maire d une|elue? d une|chez nous|cette|grande?|moyenne|ici) ?';
const kindWords: [Kind, string][] = [
  [
    'syndicat',
    'syndicats?(?: mixte| intercommunal| d energie| des eaux| d eau)?|sivom|sivu|smictom|sictom|sitcom|sirtom|pole metropolitain|petr',
  ],
  ['cu', 'communaute urbaine'],
  ['metropole', 'metropole'],
  ['ca', 'agglo|agglomeration|communaute d ?agglo(?:meration)?'],
  ['cc', 'comcom|com com|communaute de communes|comm? ?de ?comm?|interco|intercommunalite|epci|cdc'],
  ['departement', 'conseil departemental|departement|collectivite departementale'],
  ['region', 'conseil regional|region'],
  ['commune', 'commune|ville|village|mairie|bourg|municipalite|bourgade|conseil municipal|petite ville'],
];

/** In an answer to « de quel type ? », and in free text, where the words must be about oneself. */
const kinds = kindWords.map(([kind, words]) => ({
  kind,
  answered: new RegExp(`(?<![a-z])(?:${words})s?(?![a-z])`),
  own: new RegExp(`(?:${OWN})(?:${words})(?![a-z])`),
}));

/** The kind of authority that speaks. In free text (`asked` false) only where the words are about oneself. */
export function readKind(flat: string, asked: boolean): Kind | undefined {
  // what stands after « avec une commune du… » is a partner, « la comcom d'à côté » a neighbour
  const own = flat
    .replace(
      /(?:avec|et|vers|aider|appuyer|chez) (?:(?:une?|la|le|l|les|notre|des|deux|trois|meme|autres?|petite|cette) ){1,3}[a-z]{4,14}/g,
      ' ; ',
    )
    .replace(
      /(?:commune|ville|region|village|departement|mairie|comcom)s? (?:partenaire|jumelle|jumelee|voisine|d a cote|etrangere|la bas|au [a-z]+|centre)/g,
      ' ; ',
    );
  if (asked && /^(?:une? )?c[acu]$/.test(flat)) return flat.endsWith('cc') ? 'cc' : flat.endsWith('ca') ? 'ca' : 'cu';
  for (const each of kinds) if (asked ? each.answered.test(flat) : each.own.test(own)) return each.kind;
  if (/(?:mme|madame|m|mr|monsieur|le|la) (?:le |la )?maire(?![a-z])/.test(own)) return 'commune';
  return undefined;
}
