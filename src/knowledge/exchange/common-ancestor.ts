import type { ReleaseRecord } from '../release-store.js';
import type { Manifest } from '../schema.js';

/** A manifest's release when it was published, then the releases that it was made from, newest first. */
export function listAncestors(
  { version, basedOn }: Pick<Manifest, 'version' | 'basedOn'>,
  records: readonly ReleaseRecord[],
): string[] {
  const byVersion = new Map(records.map((record) => [record.version, record]));
  const line: string[] = [];
  let next: string | null = byVersion.has(version) ? version : basedOn;
  while (next !== null && byVersion.has(next) && !line.includes(next)) {
    line.push(next);
    next = byVersion.get(next)?.basedOn ?? null;
  }
  return line;
}

/** The newest release that both come from. */
export function findCommonAncestor(
  ours: Pick<Manifest, 'version' | 'basedOn'>,
  theirs: Pick<Manifest, 'version' | 'basedOn'>,
  records: readonly ReleaseRecord[],
): string | undefined {
  const mine = new Set(listAncestors(ours, records));
  return listAncestors(theirs, records).find((version) => mine.has(version));
}
