/** What the check holds against one file, tied to the fields of its form, each with a cure. */
import { type EntryFields, fieldAtLine } from '../../knowledge/edit-entry.js';
import type { Problem } from '../../knowledge/problem.js';

export interface FieldProblems {
  /** Errors by field of the form: one text each. */
  errors: Partial<Record<keyof EntryFields | 'id', string>>;
  warnings: string[];
}

/** Cures of the check's messages, first match first. */
const cures: readonly [RegExp, string][] = [
  [
    /ligne d’examen et ne peut être aussi une formulation/,
    'Changez quelques mots : l’examen doit poser ce qui n’a pas été appris.',
  ],
  [/dit déjà : fiche/, 'Gardez la formulation dans une seule des deux fiches, ou dites-la autrement.'],
  [/dit déjà : (?:intention|hors sujet)/, 'Retirez cette formulation, ou ajoutez-lui les mots du sujet.'],
  [/est déjà à la ligne/, 'Retirez le doublon.'],
  [/n’existe pas/, 'Choisissez dans la liste proposée.'],
  [/renvoie à elle-même/, 'Retirez ce renvoi.'],
  [/réponse courte trop longue/, 'Gardez l’essentiel et déplacez le reste dans « Détails ».'],
  [/réponse courte manque/, 'Écrivez la réponse elle-même, en commençant par l’essentiel.'],
  [/pas de HTML/, 'Retirez les signes < et > ; le **gras** s’écrit avec deux étoiles.'],
  [/titre inattendu/, 'Retirez le dièse (#) au début de la ligne ; un intertitre s’écrit en **gras**.'],
  [/au moins cinq formulations/, 'Ajoutez des façons de demander, avec d’autres mots.'],
  [/à revoir le .* avant d’avoir été vérifiée/, 'Choisissez une date de relecture plus tardive.'],
  [/fiche à revoir depuis/, 'Comparez la réponse à sa source, puis changez les deux dates.'],
  [/ligne\(s\) d’examen pour cette fiche/, 'Ajoutez une ligne d’examen depuis une question relue.'],
  [/plusieurs fois|paraît deux fois/, 'Réunissez les deux passages.'],
];

export const cureOf = (message: string): string | undefined => cures.find(([pattern]) => pattern.test(message))?.[1];

/** « fichier:ligne » means nothing to who fills in a form. */
export const sayPlainly = (message: string): string =>
  message.replace(/ ?\([a-z0-9/-]+\.(?:md|yaml):\d+\)/g, '').replace(/^\w+(?:\.\d+)? : /, '');

/** `text`: the file that the problems are about. */
export function sortProblems(problems: readonly Problem[], path: string, text: string): FieldProblems {
  const sorted: FieldProblems = { errors: {}, warnings: [] };
  // What an exam line has against an utterance stands in the exam's file, and names ours.
  for (const problem of problems.filter(({ file, message }) => file === path || message.includes(`(${path}:`))) {
    const cure = cureOf(problem.message);
    const said = `${upperFirst(sayPlainly(problem.message))}.${cure ? ` ${cure}` : ''}`;
    if (problem.severity === 'warning') {
      sorted.warnings.push(said);
      continue;
    }
    const named = /^(\w+)(?:\.\d+)? : /.exec(problem.message)?.[1];
    const at = problem.file === path && problem.line !== undefined ? fieldAtLine(text, problem.line) : undefined;
    const field = names.find((name) => name === named) ?? at?.field ?? (problem.file === path ? 'title' : 'utterances');
    sorted.errors[field] = [sorted.errors[field], said].filter(Boolean).join(' ');
  }
  return sorted;
}

const names: readonly (keyof EntryFields)[] = [
  'title', 'question', 'audience', 'network', 'sources', 'checkedOn', 'reviewBy', 'followUps', 'related', 'falc', 'utterances',
]; // biome-ignore format: a list

const upperFirst = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
