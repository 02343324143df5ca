import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type ConversationFeed, type ConversationNews, LocalConversationFeed } from '../../transcripts/conversation-feed.js';
import type { Database } from './database.js';
import type { Listener } from './listener.js';

const CHANNEL = 'passerelle_feed';

/** The server takes notices of less than 8,000 bytes: an id that is longer goes by its hash. */
const LONGEST_ID = 1000;

/** After an outage every stream looks for what it missed: so many at a time, so many milliseconds apart. */
const CATCH_UP = { size: 100, pause: 100 };

const newsSchema: z.ZodType<ConversationNews> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('stored') }),
  z.object({ kind: z.literal('typing') }),
  z.object({ kind: z.literal('taken'), by: z.string() }),
  z.object({ kind: z.literal('erased') }),
]);
const noticeSchema = z.object({ from: z.string(), about: z.string(), news: newsSchema });

/**
 * News of every instance. Those of our own turns reach our own listeners directly, the others by the database's notifications.
 * Within a turn, what was stored or erased is told with the turn's commit; that the bot is at work is told at once.
 */
export class PostgresConversationFeed implements ConversationFeed {
  private readonly local = new LocalConversationFeed();
  /** Subscriptions per conversation. */
  private readonly followed = new Map<string, number>();
  private readonly stop: () => void;

  constructor(
    private readonly database: Database,
    listener: Listener,
    private readonly instance: string,
  ) {
    this.stop = listener.listen(
      CHANNEL,
      (payload) => this.hear(payload),
      () => void this.catchUp(),
    );
  }

  publish(conversationId: string, news: ConversationNews): void {
    const about = keyOf(conversationId);
    const notice = { channel: CHANNEL, payload: JSON.stringify({ from: this.instance, about, news }) };
    const tell = () => this.local.publish(about, news);
    if (news.kind === 'stored' || news.kind === 'erased') {
      this.database.announce(notice, tell);
      return;
    }
    tell();
    this.database.announceNow(notice);
  }

  subscribe(conversationId: string, listener: (news: ConversationNews) => void): () => void {
    const about = keyOf(conversationId);
    const leave = this.local.subscribe(about, listener);
    this.followed.set(about, (this.followed.get(about) ?? 0) + 1);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      leave();
      const others = (this.followed.get(about) ?? 1) - 1;
      if (others === 0) this.followed.delete(about);
      else this.followed.set(about, others);
    };
  }

  close(): void {
    this.stop();
  }

  private hear(payload: string): void {
    const notice = noticeSchema.safeParse(parseJson(payload)).data;
    if (notice && notice.from !== this.instance) this.local.publish(notice.about, notice.news);
  }

  /** Whoever listens reads the store from its watermark: telling without need does no harm. */
  private async catchUp(): Promise<void> {
    const all = [...this.followed.keys()];
    for (let start = 0; start < all.length; start += CATCH_UP.size) {
      for (const about of all.slice(start, start + CATCH_UP.size)) this.local.publish(about, { kind: 'stored' });
      await new Promise((resolve) => setTimeout(resolve, CATCH_UP.pause).unref());
    }
  }
}

const keyOf = (conversationId: string): string =>
  conversationId.length <= LONGEST_ID ? conversationId : `#${createHash('sha256').update(conversationId).digest('hex')}`;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
