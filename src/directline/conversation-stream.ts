import { randomBytes } from 'node:crypto';
import { assertNever } from '../errors.js';
import type { StreamSocket } from '../http/upgrade.js';
import type { ConversationFeed, ConversationNews } from '../transcripts/conversation-feed.js';
import type { ActivitySet } from './direct-line-channel.js';

/** Why a stream ended. `client`: the other side closed it. */
export type StreamEnd = 'client' | 'collision' | 'slow' | 'vanished' | 'failed' | 'shutdown' | 'erased';

export interface ConversationStreamOptions {
  conversationId: string;
  socket: StreamSocket;
  feed: ConversationFeed;
  /** Number of the last activity that the client has. */
  watermark: string;
  /** The next activities after a watermark, a bounded number of them. */
  read(watermark: string): Promise<ActivitySet>;
  /** The transient activity that says that the bot is at work. */
  typing(): object;
  /** Bytes that may wait for a slow client when there is more to say. */
  maxBuffered: number;
  onEnd(cause: StreamEnd): void;
}

/** Close code of a stream that gave way to a newer one of the same conversation. */
const COLLISION = 4409;
/** « Normal closure »: there is nothing more to say. */
const DONE = 1000;
/** « Going away »: the service stops, come back. */
const GOING_AWAY = 1001;

/**
 * One WebSocket of one conversation. It holds no queue: told that there is something, it reads the store from its watermark,
 * one set at a time, the next one only when the system has taken the last. What a slow client costs is one set.
 */
export class ConversationStream {
  private readonly id = randomBytes(9).toString('base64url');
  private watermark: string;
  private running: Promise<void> | undefined;
  private again = false;
  private answered = true;
  private cause: StreamEnd = 'client';
  private ended = false;
  private readonly unsubscribe: () => void;

  constructor(private readonly options: ConversationStreamOptions) {
    const { conversationId, socket, feed } = options;
    this.watermark = options.watermark;
    this.unsubscribe = feed.subscribe(conversationId, (news) => this.hear(news));
    socket.onPong(() => {
      this.answered = true;
    });
    socket.onClose(() => {
      this.ended = true;
      this.unsubscribe();
      options.onEnd(this.cause);
    });
    feed.publish(conversationId, { kind: 'taken', by: this.id });
    this.push();
  }

  /** Asks whether the client is still there; one that has not answered the last time is let go. */
  beat(): void {
    if (!this.answered) {
      this.drop('vanished');
      return;
    }
    this.answered = false;
    this.options.socket.ping();
    // The protocol's own sign of life, which pages can see.
    if (this.options.socket.buffered() === 0) this.options.socket.send('').catch(() => undefined);
  }

  /** Says what is still to be said, then goodbye. */
  async leave(): Promise<void> {
    await this.running;
    this.end('shutdown', GOING_AWAY);
  }

  drop(cause: StreamEnd): void {
    if (this.ended) return;
    if (this.cause === 'client') this.cause = cause;
    this.options.socket.drop();
  }

  private hear(news: ConversationNews): void {
    switch (news.kind) {
      case 'stored':
        this.push();
        return;
      case 'typing':
        // Worth nothing late: whoever cannot take it now goes without.
        if (!this.running && this.options.socket.buffered() === 0)
          this.options.socket.send(JSON.stringify({ activities: [this.options.typing()] })).catch(() => undefined);
        return;
      case 'taken':
        if (news.by !== this.id) this.end('collision', COLLISION);
        return;
      case 'erased':
        this.end('erased', DONE);
        return;
      default:
        assertNever(news);
    }
  }

  private push(): void {
    if (this.running) {
      this.again = true;
      // It has not taken the last set and there is more: it will come back with its watermark.
      if (this.options.socket.buffered() > this.options.maxBuffered) this.drop('slow');
      return;
    }
    this.running = this.sendNew().finally(() => {
      this.running = undefined;
      if (this.again && !this.ended) this.push();
    });
  }

  private async sendNew(): Promise<void> {
    try {
      for (;;) {
        this.again = false;
        const set = await this.options.read(this.watermark);
        if (this.ended) return;
        if (set.activities.length > 0) {
          await this.options.socket.send(JSON.stringify(set));
          this.watermark = set.watermark;
        } else if (!this.again) return;
      }
    } catch {
      // The store could not be read, or the socket is gone: either way the client has to come back.
      this.drop('failed');
    }
  }

  private end(cause: StreamEnd, code: number): void {
    if (this.ended || this.cause !== 'client') return;
    this.cause = cause;
    this.unsubscribe();
    this.options.socket.close(code, cause);
  }
}
