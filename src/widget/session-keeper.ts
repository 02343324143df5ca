import type { ActivitySet, DirectLine, Session } from './direct-line.js';
import type { SavedSession } from './saved-session.js';
import { openStream, type Stream } from './stream.js';

export interface SessionKeeperOptions {
  directLine: DirectLine;
  saved: SavedSession;
  now(): number;
  /** What the stream brings, where the server has one. */
  onActivities(set: ActivitySet): void;
}

/** Milliseconds between token refreshes: the protocol's own rhythm. */
const REFRESH = 15 * 60_000;

/** The page's one Direct Line conversation: started when first needed, kept over reloads, its token renewed. */
export class SessionKeeper {
  /** Where reading continues. */
  watermark = '';
  private session: Promise<Session> | undefined;
  private stream: Stream | undefined;
  private prepared: Session | undefined;
  private renewedAt = 0;

  constructor(private readonly options: SessionKeeperOptions) {}

  /** The conversation, if there is one. */
  async current(): Promise<Session | undefined> {
    return this.session?.catch(() => undefined);
  }

  /** The conversation, started now if there is none. @throws DirectLineError */
  ensure(): Promise<Session> {
    this.session ??= this.start().then(
      (session) => {
        this.keep(session);
        this.listen(session);
        return session;
      },
      (error: unknown) => {
        this.session = undefined;
        throw error;
      },
    );
    return this.session;
  }

  /** Asks for the right to a conversation before there is one: it says for whom the site speaks. @throws DirectLineError */
  async prepare(): Promise<Session> {
    this.prepared = await this.options.directLine.prepare(this.options.now());
    return this.prepared;
  }

  /** Takes up what this tab had before a reload; undefined when there is nothing left to take up. @throws DirectLineError */
  async resume(): Promise<Session | undefined> {
    const { directLine, saved, now } = this.options;
    const before = saved.load();
    if (!before || before.expiresAt <= now()) {
      saved.clear();
      return undefined;
    }
    this.session = Promise.resolve(before);
    // Reconnecting renews the token, and says where the stream is when the server has one.
    const session = await directLine.reconnect(before, '', now());
    this.session = Promise.resolve(session);
    this.keep(session);
    this.listen(session);
    return session;
  }

  /** Renews the token when it is time. @throws DirectLineError */
  async renew(): Promise<void> {
    const session = await this.current();
    if (!session || this.options.now() - this.renewedAt < REFRESH) return;
    const fresh = await this.options.directLine.refresh(session, this.options.now());
    this.session = Promise.resolve(fresh);
    this.keep(fresh);
  }

  isStreaming(): boolean {
    return this.stream?.isOpen() ?? false;
  }

  /** Leaves the conversation; the next message starts another. */
  forget(): void {
    this.stream?.close();
    this.stream = undefined;
    this.session = undefined;
    this.watermark = '';
    this.options.saved.clear();
  }

  private async start(): Promise<Session> {
    const { directLine, now } = this.options;
    const usable = this.prepared && this.prepared.expiresAt - now() > REFRESH ? this.prepared : await this.prepare();
    this.prepared = undefined;
    return directLine.start(usable, now());
  }

  private keep(session: Session): void {
    this.renewedAt = this.options.now();
    this.options.saved.save(session);
  }

  private listen({ streamUrl }: Session): void {
    if (!streamUrl) return;
    this.stream = openStream(streamUrl, {
      onActivities: this.options.onActivities,
      reopen: async () => {
        const open = await this.current();
        return open && (await this.options.directLine.reconnect(open, this.watermark, this.options.now())).streamUrl;
      },
    });
  }
}
