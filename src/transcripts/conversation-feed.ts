/** Something happened in a conversation. Small enough for a database's notifications: what was said is read from the store. */
export type ConversationNews =
  /** Activities were stored: there is something to read. */
  | { kind: 'stored' }
  /** The bot is at work. */
  | { kind: 'typing' }
  /** A stream was opened; any other stream of the conversation has to give way. */
  | { kind: 'taken'; by: string }
  /** Everything that was kept of the conversation is deleted. */
  | { kind: 'erased' };

/**
 * Tells those who wait for a conversation that it has moved. Published after the store has it, so that whoever is told can
 * read it; a lost notice costs delay, never words, because readers go on from their watermark.
 */
export interface ConversationFeed {
  publish(conversationId: string, news: ConversationNews): void;
  /** Returns the function that ends the subscription. Listeners do not throw. */
  subscribe(conversationId: string, listener: (news: ConversationNews) => void): () => void;
}

/** The feed of a single process. Several instances need one on the database's notifications. */
export class LocalConversationFeed implements ConversationFeed {
  private readonly listeners = new Map<string, Set<(news: ConversationNews) => void>>();

  publish(conversationId: string, news: ConversationNews): void {
    for (const listener of [...(this.listeners.get(conversationId) ?? [])]) listener(news);
  }

  subscribe(conversationId: string, listener: (news: ConversationNews) => void): () => void {
    const mine = this.listeners.get(conversationId) ?? new Set();
    this.listeners.set(conversationId, mine.add(listener));
    return () => {
      mine.delete(listener);
      if (mine.size === 0 && this.listeners.get(conversationId) === mine) this.listeners.delete(conversationId);
    };
  }
}
