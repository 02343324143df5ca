/**
 * The ports that the conversation needs. `src/app.ts` provides them; dialogs know nothing of HTTP, files or databases.
 */
import type { Gazetteer } from '../src/geography/index.js';
import type { ActiveKnowledge } from '../src/knowledge/active-knowledge.js';
import type { Horizon } from '../src/language/entities/index.js';
import type { CouncilSheet } from './council-sheet.js';

export type { ActiveKnowledge } from '../src/knowledge/active-knowledge.js';

/** What names a conversation among those of every channel. */
export interface ConversationKey {
  id: string;
  channelId: string;
}

export interface DialogServices {
  /** The release that new turns run on. */
  knowledge(): ActiveKnowledge;
  gazetteer: Gazetteer;
  now(): Date;
  /** Address of the pages that replies link to (privacy…), without a final slash. */
  publicUrl(): string;
  /** Days for which conversation texts are kept. */
  retentionDays: number;
  /** Keeps a council sheet where its link finds it; `id` names one to replace. Resolves once it is durable. */
  saveSheet(sheet: CouncilSheet, id?: string): Promise<{ id: string; url: string }>;
  privacy: {
    /** The code by which this conversation can be named later, to have it erased. Resolves once the code can be used. */
    giveReceipt(conversation: ConversationKey): Promise<string>;
    /** Deletes everything that is kept of the conversation, in the turn under way. */
    erase(conversation: ConversationKey): Promise<void>;
  };
  /** A second, slower reader for what ours could not make out; it may always answer undefined. */
  secondOpinion: {
    /** Gets ready in the background. */
    warm(): void;
    readHorizon(text: string): Promise<Horizon | undefined>;
  };
}
