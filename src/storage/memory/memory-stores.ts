import { randomBytes } from 'node:crypto';
import { LocalUsedTickets } from '../../directline/used-tickets.js';
import type { ReleaseStore } from '../../knowledge/release-store.js';
import type { SheetStore, StoredSheet } from '../../sheets/sheet-store.js';
import { LocalConversationFeed } from '../../transcripts/conversation-feed.js';
import type { Stores } from '../stores.js';
import type { Conversation } from './conversation.js';
import { EmbeddedDatabase, type Shelf, type StateDocument } from './embedded-database.js';
import { EmbeddedReviewStore } from './embedded-review-store.js';
import { EmbeddedStateStorage } from './embedded-state-storage.js';
import { EmbeddedTranscriptStore } from './embedded-transcript-store.js';
import { indexChange } from './index-change.js';
import { MemoryStaffRecords } from './memory-staff-records.js';
import { TurnIndex } from './turn-index.js';

/** Everything in memory, for tests and as the measure of what the lasting backends do. `releases`: they bring their own. */
export function createMemoryStores({ now, releases }: { now(): Date; releases: ReleaseStore }): Stores {
  const index = new TurnIndex();
  const database = new EmbeddedDatabase({
    conversations: createShelf<Conversation>(),
    states: createShelf<StateDocument>(),
    commit: (_changes, apply) => apply(),
    settle: async () => undefined,
    indexed: (change) => indexChange(index, change),
    index: async () => index,
  });
  const key = randomBytes(32);
  return {
    transcripts: new EmbeddedTranscriptStore(database, now),
    review: new EmbeddedReviewStore(database, () => randomBytes(12).toString('base64url')),
    records: new MemoryStaffRecords(now),
    state: new EmbeddedStateStorage(database),
    releases,
    sheets: createMemorySheets(),
    feed: database.wrapFeed(new LocalConversationFeed()),
    gate: database.gate,
    usedTickets: new LocalUsedTickets(now),
    installationKey: async () => key,
    check: async () => undefined,
    close: async () => undefined,
  };
}

function createShelf<T>(): Shelf<T> {
  const documents = new Map<string, T>();
  return {
    read: async (key) => documents.get(key),
    replace: (key, document) => {
      if (document === undefined) documents.delete(key);
      else documents.set(key, document);
    },
  };
}

function createMemorySheets(): SheetStore {
  const sheets = new Map<string, StoredSheet>();
  return {
    save: async (stored) => void sheets.set(stored.id, structuredClone(stored)),
    find: async (id) => structuredClone(sheets.get(id)),
    remove: async (id) => void sheets.delete(id),
    removeExpired: async (now) => {
      const old = [...sheets.values()].filter(({ expiresAt }) => expiresAt <= now.toISOString());
      for (const { id } of old) sheets.delete(id);
      return old.length;
    },
  };
}
