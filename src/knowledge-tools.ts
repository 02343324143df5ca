/** What publishing needs, joined from several rooms: the service and `npm run kb` use the same. */
import { join } from 'node:path';
import { createDecider } from '../dialogs/exam-decider.js';
import { createGazetteer, type Gazetteer } from './geography/index.js';
import type { PublicationTools } from './knowledge/publish.js';
import type { ReleaseStore } from './knowledge/release-store.js';

/** `assets`: the folder of what the build makes beside the code (geography.json, widget/). */
export function createKnowledgeTools(
  store: ReleaseStore,
  assets: string,
  now: () => Date = () => new Date(),
): PublicationTools & { gazetteer: Gazetteer } {
  const gazetteer = createGazetteer({ extract: join(assets, 'geography.json') });
  return { gazetteer, store, createDecider: (release) => createDecider(release, gazetteer), now };
}
