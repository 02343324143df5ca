import { stripAccents } from '../normalise.js';

/** Answers are short: what follows is not read, which bounds the work. In UTF-16 units. */
const MAX_ANSWER_LENGTH = 2_000;

/**
 * The spelling in which answers are read: lower case, no accents, plain apostrophes and blanks, figures untouched
 * (unlike `normalise`, which folds « 1 % » and inclusive forms). Idempotent; linear in the length.
 */
export function foldAnswer(text: string): string {
  return stripAccents(text.slice(0, MAX_ANSWER_LENGTH)).replace(/\s+/g, ' ').trim();
}

const CORRECTIONS = /(?<![a-z])(?:non pardon|pardon|enfin|plutot|je veux dire|correction|en fait|ou non|non non|non)(?![a-z])/g;

/** What stands after the speaker's own last correction, when figures follow it: « 70 000, non pardon 75 000 » -> « 75 000 ». */
export function afterOwnCorrection(folded: string, saysFigure: (text: string) => boolean): string {
  const cuts = [...folded.matchAll(CORRECTIONS)].slice(-5).reverse();
  for (const cut of cuts) {
    const rest = folded.slice(cut.index + cut[0].length);
    if (saysFigure(rest)) return rest;
  }
  return folded;
}
