/** The regions before 2016: old INSEE code, name, code of today's region. Source: Code officiel géographique, millésime 2015. */
export const FORMER_REGIONS: readonly (readonly [string, string, string])[] = [
  ['42', 'Alsace', '44'],
  ['72', 'Aquitaine', '75'],
  ['83', 'Auvergne', '84'],
  ['25', 'Basse-Normandie', '28'],
  ['26', 'Bourgogne', '27'],
  ['21', 'Champagne-Ardenne', '44'],
  ['43', 'Franche-Comté', '27'],
  ['23', 'Haute-Normandie', '28'],
  ['91', 'Languedoc-Roussillon', '76'],
  ['74', 'Limousin', '75'],
  ['41', 'Lorraine', '44'],
  ['73', 'Midi-Pyrénées', '76'],
  ['31', 'Nord-Pas-de-Calais', '32'],
  ['22', 'Picardie', '32'],
  ['54', 'Poitou-Charentes', '75'],
  ['82', 'Rhône-Alpes', '84'],
];

/** « 97411 » is in 974, « 2A004 » in 2A. */
export function departementOfCommune(code: string): string {
  return code.slice(0, code.startsWith('97') || code.startsWith('98') ? 3 : 2);
}
