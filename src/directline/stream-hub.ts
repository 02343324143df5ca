import type { StreamSocket } from '../http/upgrade.js';
import type { Metrics } from '../metrics.js';
import type { ConversationFeed } from '../transcripts/conversation-feed.js';
import { ConversationStream } from './conversation-stream.js';
import type { DirectLineChannel } from './direct-line-channel.js';
import type { TicketClaims } from './stream-tickets.js';

export interface StreamHubOptions {
  channel: Pick<DirectLineChannel, 'read' | 'describeTyping'>;
  feed: ConversationFeed;
  metrics: Metrics;
  /** Sockets open at once. */
  maxStreams?: number;
  /** Milliseconds between two signs of life; a client that misses one is let go at the next. */
  beatEvery?: number;
  /** Bytes that may wait for a slow client when there is more to say. */
  maxBuffered?: number;
}

/** Activities in one frame, at most. */
const SET_SIZE = 50;
/** Milliseconds that clients get to answer the goodbye. */
const GOODBYE = 2000;

/** The open streams: opens them, keeps them alive, ends them in good order. */
export class StreamHub {
  private readonly streams = new Set<ConversationStream>();
  private timer: NodeJS.Timeout | undefined;
  private closing = false;
  private onEmpty: () => void = () => undefined;

  constructor(private readonly options: StreamHubOptions) {}

  /** False when no more streams are taken: too many of them, or the service stops. */
  get isOpen(): boolean {
    return !this.closing && this.streams.size < (this.options.maxStreams ?? 5000);
  }

  open(socket: StreamSocket, { conversationId, userId }: TicketClaims, watermark: string): void {
    if (this.closing) {
      socket.close(1001, 'shutdown');
      return;
    }
    const { channel, feed, metrics, maxBuffered = 256 * 1024, beatEvery = 25_000 } = this.options;
    metrics.openStreams.inc();
    const stream: ConversationStream = new ConversationStream({
      conversationId,
      socket,
      feed,
      watermark,
      read: (after) => channel.read(conversationId, after, { userId, limit: SET_SIZE }),
      typing: () => channel.describeTyping(conversationId),
      maxBuffered,
      onEnd: (cause) => {
        this.streams.delete(stream);
        metrics.openStreams.dec();
        metrics.closedStreams.inc({ cause });
        if (this.streams.size > 0) return;
        clearInterval(this.timer);
        this.timer = undefined;
        this.onEmpty();
      },
    });
    this.streams.add(stream);
    // One timer for all, and none when nobody listens.
    this.timer ??= setInterval(() => {
      for (const open of this.streams) open.beat();
    }, beatEvery).unref();
  }

  /** Says what is still to be said, then goodbye; resolves when every socket is closed. */
  async close(): Promise<void> {
    this.closing = true;
    if (this.streams.size === 0) return;
    const allGone = new Promise<void>((resolve) => {
      this.onEmpty = resolve;
    });
    for (const stream of this.streams) void stream.leave();
    const grace = setTimeout(() => {
      for (const stream of this.streams) stream.drop('shutdown');
    }, GOODBYE);
    await allGone;
    clearTimeout(grace);
  }
}
