import { join } from 'node:path';
import { LowdbTranscriptStore } from '../../src/storage/lowdb/lowdb-transcript-store.js';
import type { LoggedActivity } from '../../src/transcripts/transcript-store.js';

/** What the service has stored of a conversation, read from its folder. */
export function readLog(dataDir: string, conversationId: string): Promise<LoggedActivity[]> {
  const store = new LowdbTranscriptStore(
    join(dataDir, 'conversations'),
    () => new Date(0),
    (path) => {
      throw new Error(`damaged: ${path}`);
    },
  );
  return store.read(conversationId);
}
