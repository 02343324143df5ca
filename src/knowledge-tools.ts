/** What publishing needs, joined from several rooms: the service and `npm run kb` use the same. */
import { join } from 'node:path';
import { createDecider } from '../dialogs/exam-decider.js';
import type { Config } from './config.js';
import { createGazetteer, type Gazetteer } from './geography/index.js';
import type { PublicationTools } from './knowledge/publish.js';
import { LowdbReleaseStore } from './storage/lowdb/lowdb-release-store.js';

/** `assets`: the folder of what the build makes beside the code (geography.json, widget/). */
export function createKnowledgeTools(
  config: Pick<Config, 'dataDir'>,
  assets: string,
  onDamaged: (path: string, cause: unknown) => void,
  now: () => Date = () => new Date(),
): PublicationTools & { gazetteer: Gazetteer } {
  const gazetteer = createGazetteer({ extract: join(assets, 'geography.json') });
  return {
    gazetteer,
    store: new LowdbReleaseStore(join(config.dataDir, 'releases'), onDamaged),
    createDecider: (release) => createDecider(release, gazetteer),
    now,
  };
}
