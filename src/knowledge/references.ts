import type { EngagementConfig } from './engagement-schema.js';
import type { Problem } from './problem.js';
import type { Content, Located } from './read-content.js';

/** Ids that are declared twice, and references to what does not exist. */
export function findDeadReferences({ drafts, entryIds, sources, exam, engagement }: Content): Problem[] {
  const problems = [...findTwins(drafts, 'une fiche'), ...findTwins(sources, 'une source')];
  const sourceIds = new Set(sources.map((source) => source.value.id));
  for (const entry of drafts) {
    const requireKnown = (field: 'sources' | 'followUps' | 'related' | 'list', known: ReadonlySet<string>) => {
      (entry.value[field] ?? []).forEach((id, index) => {
        const report = (message: string) =>
          problems.push({ file: entry.file, line: entry.lineOf(field, index), message, severity: 'error' });
        // What is no text was reported by the schema.
        if (id === '') return;
        if (!known.has(id)) report(`${field} : « ${id} » n’existe pas`);
        else if (field !== 'sources' && id === entry.value.id) report(`${field} : la fiche renvoie à elle-même`);
      });
    };
    requireKnown('sources', sourceIds);
    requireKnown('followUps', entryIds);
    requireKnown('related', entryIds);
    requireKnown('list', entryIds);
  }
  for (const line of exam) {
    if (!('entry' in line.value)) continue;
    for (const id of [line.value.entry, ...line.value.or]) {
      if (!entryIds.has(id))
        problems.push({ file: line.file, line: line.lineOf(), message: `la fiche « ${id} » n’existe pas`, severity: 'error' });
    }
  }
  for (const [path, id] of listEngagementReferences(engagement?.value)) {
    if (entryIds.has(id)) continue;
    problems.push({
      file: engagement?.file ?? '',
      line: engagement?.lineOf(...path),
      message: `${path[0]} : la fiche « ${id} » n’existe pas`,
      severity: 'error',
    });
  }
  return problems;
}

/** The entries that engagement.yaml sends to, each with its path in the file. */
function listEngagementReferences(engagement: EngagementConfig | undefined): [(string | number)[], string][] {
  if (!engagement) return [];
  const levels = Object.entries(engagement.levels).flatMap(([level, { entries }]) =>
    entries.map((id, index): [(string | number)[], string] => [['levels', level, 'entries', index], id]),
  );
  const advice = (['funding', 'legalBase'] as const).flatMap((part) =>
    engagement[part].flatMap(({ entry }, index): [(string | number)[], string][] =>
      entry ? [[[part, index, 'entry'], entry]] : [],
    ),
  );
  return [...levels, ...advice];
}

function findTwins(items: readonly Located<{ id: string }>[], kind: string): Problem[] {
  const first = new Map<string, Located<{ id: string }>>();
  return items.flatMap((item): Problem[] => {
    const other = first.get(item.value.id);
    if (!other) first.set(item.value.id, item);
    return other
      ? [
          {
            file: item.file,
            line: item.lineOf('id'),
            message: `« ${item.value.id} » est déjà l’identifiant d’${kind} (${other.file}:${other.lineOf('id')})`,
            severity: 'error',
          },
        ]
      : [];
  });
}
