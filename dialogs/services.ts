/**
 * The ports that the conversation needs. `src/app.ts` provides them; dialogs know nothing of HTTP, files or databases.
 */
import type { Gazetteer } from '../src/geography/index.js';
import type { ActiveKnowledge } from '../src/knowledge/active-knowledge.js';

export type { ActiveKnowledge } from '../src/knowledge/active-knowledge.js';

export interface DialogServices {
  /** The release that new turns run on. */
  knowledge(): ActiveKnowledge;
  gazetteer: Gazetteer;
  now(): Date;
  /** Address of the pages that replies link to (privacy…), without a final slash. */
  publicUrl(): string;
  /** Days for which conversation texts are kept. */
  retentionDays: number;
}
