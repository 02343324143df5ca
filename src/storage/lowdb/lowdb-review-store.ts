import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PurgeReport, RetentionRules, StateKeys } from '../../transcripts/review-store.js';
import type { EmbeddedDatabase } from '../memory/embedded-database.js';
import { EmbeddedReviewStore } from '../memory/embedded-review-store.js';

const DAY = 24 * 3600_000;

/** The embedded review store in a folder: its purge also takes the files that were set aside as damaged, which hold texts too. */
export class LowdbReviewStore extends EmbeddedReviewStore {
  constructor(
    database: EmbeddedDatabase,
    newId: () => string,
    private readonly dataDir: string,
  ) {
    super(database, newId);
  }

  override async purge(rules: RetentionRules, now: Date, stateKeys?: StateKeys): Promise<PurgeReport> {
    const report = await super.purge(rules, now, stateKeys);
    await removeDamaged(this.dataDir, now.getTime() - rules.text * DAY);
    return report;
  }
}

/** Removes what was set aside and has not changed since `before` (milliseconds since 1970). */
async function removeDamaged(dataDir: string, before: number): Promise<void> {
  for (const folder of ['conversations', 'state', 'sheets', 'review', 'journal']) {
    const found = await readdir(join(dataDir, folder), { recursive: true, withFileTypes: true }).catch(() => []);
    for (const item of found) {
      if (!item.isFile() || !item.name.endsWith('.damaged')) continue;
      const path = join(item.parentPath, item.name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
      if (mtimeMs < before) await rm(path, { force: true });
    }
  }
}
