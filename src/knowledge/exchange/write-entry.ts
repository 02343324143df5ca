import type { Entry } from '../schema.js';

/** The file of an entry, in the order and style of those written by hand. `parseEntry` reads the same entry back. */
export function writeEntry(entry: Entry): string {
  const quote = (text: string) => JSON.stringify(text);
  const ids = (list: readonly string[]) => `[${list.join(', ')}]`;
  const lines = [
    '---',
    `id: ${entry.id}`,
    `title: ${quote(entry.title)}`,
    `question: ${quote(entry.question)}`,
    ...(entry.facts.length > 0 ? [`facts: ${ids(entry.facts)}`] : []),
    ...(entry.audience ? [`audience: ${ids(entry.audience)}`] : []),
    ...(entry.network ? [`network: ${entry.network}`] : []),
    `sources: ${ids(entry.sources)}`,
    `checkedOn: ${entry.checkedOn}`,
    `reviewBy: ${entry.reviewBy}`,
    ...(entry.followUps.length > 0 ? [`followUps: ${ids(entry.followUps)}`] : []),
    ...(entry.related.length > 0 ? [`related: ${ids(entry.related)}`] : []),
    ...(entry.list ? [`list: ${ids(entry.list)}`] : []),
    ...(entry.falc === undefined ? [] : [`falc: ${quote(entry.falc)}`]),
    entry.utterances.length > 0 ? 'utterances:' : 'utterances: []',
    ...entry.utterances.map((utterance) => `  - ${quote(utterance)}`),
    '---',
    '',
    writeBody(entry),
    '',
  ];
  return lines.join('\n');
}

/** The Markdown below the front matter. */
export function writeBody({ answer, details, forProfile }: Pick<Entry, 'answer' | 'details' | 'forProfile'>): string {
  return [
    answer,
    ...(details ? ['', '## Détails', '', details] : []),
    ...forProfile.flatMap(({ profiles, text }) => ['', `## Pour : ${profiles.join(', ')}`, '', text]),
  ].join('\n');
}
