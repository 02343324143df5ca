import type { Entry } from './schema.js';

/** Facts (number to documents that state it) against the entries that answer them. */
export interface Coverage {
  rows: { fact: string; documents: readonly string[]; entries: readonly Entry[] }[];
  /** Facts that no entry claims. */
  missing: string[];
  /** Facts that an entry claims and the checklist does not know, with the entry. */
  unknown: { fact: string; entry: string }[];
}

export function findCoverage(facts: Readonly<Record<string, readonly string[]>>, entries: ReadonlyMap<string, Entry>): Coverage {
  const all = [...entries.values()];
  const rows = Object.entries(facts).map(([fact, documents]) => ({
    fact,
    documents,
    entries: all.filter((entry) => entry.facts.includes(fact)),
  }));
  return {
    rows,
    missing: rows.filter((row) => row.entries.length === 0).map((row) => row.fact),
    unknown: all.flatMap((entry) => entry.facts.filter((fact) => !(fact in facts)).map((fact) => ({ fact, entry: entry.id }))),
  };
}

/** The table that is kept beside the content, in French. */
export function formatCoverage({ rows }: Coverage): string {
  const lines = rows.map(({ fact, documents, entries }) => {
    const links = entries.map((entry) => `[${entry.title}](entries/${entry.theme}/${entry.id}.md)`);
    return `| ${fact} | ${documents.join(', ')} | ${links.join(' · ')} |`;
  });
  return [
    '# Couverture : fait → fiche',
    '',
    'Tableau fait par `npm run kb -- coverage` ; ne pas le modifier à la main.',
    '',
    '| fait | documents | fiches |',
    '|---|---|---|',
    ...lines,
    '',
  ].join('\n');
}
