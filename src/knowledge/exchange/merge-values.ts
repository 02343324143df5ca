import { isDeepStrictEqual } from 'node:util';

export interface MergeConflict {
  /** « answer », « levels.directe.title »… */
  field: string;
  ours: unknown;
  theirs: unknown;
}

/**
 * Three-way merge of parsed YAML: objects key by key, lists of texts as sets, lists of objects by their `id`, `q` or `slot`.
 * Where both sides changed one value, `report` is told and the preferred side's value stands. `undefined` stands for « not there ».
 */
export function mergeValues(
  base: unknown,
  ours: unknown,
  theirs: unknown,
  prefer: 'ours' | 'theirs',
  report: (conflict: MergeConflict) => void,
  field = '',
): unknown {
  if (isDeepStrictEqual(ours, theirs) || isDeepStrictEqual(theirs, base)) return ours;
  if (isDeepStrictEqual(ours, base)) return theirs;
  const inner = (key: string) => (field === '' ? key : `${field}.${key}`);
  if (isRecord(ours) && isRecord(theirs)) {
    const old = isRecord(base) ? base : {};
    const merged = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].map(
      (key) => [key, mergeValues(old[key], ours[key], theirs[key], prefer, report, inner(key))] as const,
    );
    return Object.fromEntries(merged.filter(([, value]) => value !== undefined));
  }
  if (Array.isArray(ours) && Array.isArray(theirs)) {
    const old: unknown[] = Array.isArray(base) ? base : [];
    if ([...old, ...ours, ...theirs].every((item) => typeof item === 'string')) return mergeSets(old, ours, theirs);
    const keyed = [index(old), index(ours), index(theirs)];
    const [was, mine, yours] = keyed;
    if (was && mine && yours) {
      const merged = [...new Set([...mine.keys(), ...yours.keys()])].map((key) =>
        mergeValues(was.get(key), mine.get(key), yours.get(key), prefer, report, inner(key)),
      );
      return merged.filter((item) => item !== undefined);
    }
  }
  report({ field, ours, theirs });
  return prefer === 'ours' ? ours : theirs;
}

/** Ours, without what they took out, with what they added. */
function mergeSets(base: readonly unknown[], ours: readonly unknown[], theirs: readonly unknown[]): unknown[] {
  const kept = ours.filter((item) => theirs.includes(item) || !base.includes(item));
  return [...kept, ...theirs.filter((item) => !base.includes(item) && !ours.includes(item))];
}

/** A list of objects by what names them; undefined when some have no name or two have the same. */
function index(list: readonly unknown[]): Map<string, unknown> | undefined {
  const map = new Map<string, unknown>();
  for (const item of list) {
    const name = isRecord(item) ? (item.id ?? item.q ?? item.slot) : undefined;
    if (typeof name !== 'string' || map.has(name)) return undefined;
    map.set(name, item);
  }
  return map;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
