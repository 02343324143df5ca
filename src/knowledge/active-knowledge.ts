import type { Understanding, UnderstandingContext } from '../language/index.js';
import type { KnowledgeBase } from './load.js';

/** One release of the knowledge base with the recogniser that was trained on it. A turn keeps the one that it began with. */
export interface ActiveKnowledge {
  version: string;
  base: KnowledgeBase;
  understand(text: string, context?: UnderstandingContext): Understanding;
}
