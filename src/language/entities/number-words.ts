/** Words of French numbers, unaccented. */
export const small: ReadonlyMap<string, number> = new Map([
  ['zero', 0],
  ['un', 1],
  ['une', 1],
  ['deux', 2],
  ['trois', 3],
  ['quatre', 4],
  ['cinq', 5],
  ['six', 6],
  ['sept', 7],
  ['huit', 8],
  ['neuf', 9],
  ['dix', 10],
  ['onze', 11],
  ['douze', 12],
  ['treize', 13],
  ['quatorze', 14],
  ['quinze', 15],
  ['seize', 16],
]);

export const tens: ReadonlyMap<string, number> = new Map([
  ['vingt', 20],
  ['vingts', 20],
  ['trente', 30],
  ['quarante', 40],
  ['cinquante', 50],
  ['soixante', 60],
  ['septante', 70],
  ['huitante', 80],
  ['octante', 80],
  ['nonante', 90],
]);

/** « une dizaine », « deux centaines ». */
export const collectives: ReadonlyMap<string, number> = new Map([
  ['dizaine', 10],
  ['douzaine', 12],
  ['quinzaine', 15],
  ['vingtaine', 20],
  ['trentaine', 30],
  ['quarantaine', 40],
  ['cinquantaine', 50],
  ['soixantaine', 60],
  ['centaine', 100],
]);

export const scales: ReadonlyMap<string, number> = new Map([
  ['mille', 1000],
  ['mil', 1000],
  ['millier', 1000],
  ['milliers', 1000],
  ['million', 1_000_000],
  ['millions', 1_000_000],
  ['milliard', 1_000_000_000],
  ['milliards', 1_000_000_000],
]);

/** Words that may stand between « un » and « millier ». */
export const fillers: ReadonlySet<string> = new Set([
  'petit',
  'petite',
  'petits',
  'petites',
  'bon',
  'bonne',
  'gros',
  'grosse',
  'bonnes',
]);
