/** One visitor's conversation: sends, receives, retries, survives reloads and restarts. Knows nothing of the page. */
import { type ActivitySet, type DirectLine, DirectLineError, type Session } from './direct-line.js';
import { explainFailure, isGone, sayFailure } from './failure.js';
import type { SavedSession } from './saved-session.js';
import { SessionKeeper } from './session-keeper.js';
import { strings } from './strings.fr.js';
import { addNotice, addSending, type Items, insertNotice, markBot, markUser, receive } from './transcript.js';

export interface ChatState {
  items: Items;
  /** The bot is at work. */
  typing: boolean;
  offline: boolean;
  /** Name of the network that the site speaks for. */
  network?: string | undefined;
  /** Texts to be read out by a screen reader, once each. */
  announcements: readonly { key: string; text: string }[];
}

export interface ConversationOptions {
  directLine: DirectLine;
  saved: SavedSession;
  now(): number;
  newId(): string;
  isOnline(): boolean;
}

/** Waits, in milliseconds, before reading again when the reply did not arrive. */
const READ_AGAIN = [500, 2000, 5000];
/** Announcements that stay in the live region: readers have long said the older ones. */
const KEPT_ANNOUNCEMENTS = 6;

export class Conversation {
  private state: ChatState;
  private readonly keeper: SessionKeeper;
  private readonly listeners = new Set<() => void>();
  /** The user has spoken in this Direct Line conversation: what came before is the welcome. */
  private userSpoke = false;
  /** The conversation shown has been lost on the server, and the user does not know yet. */
  private lost = false;
  private pending = 0;
  /** Ids of what was received: the stream and a read may bring the same, in either order, the welcome included. */
  private readonly received = new Set<string>();

  constructor(private readonly options: ConversationOptions) {
    this.state = { items: [], typing: false, offline: !options.isOnline(), announcements: [] };
    this.keeper = new SessionKeeper({ ...options, onActivities: (set) => this.accept(set, true) });
  }

  get current(): ChatState {
    return this.state;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Shows again what this tab has said before; in a site's panel, for whom the site speaks. */
  async restore({ embedded = false } = {}): Promise<void> {
    try {
      const session = await this.keeper.resume();
      // Whoever does not learn it yet is told when the first message is refused.
      const known = session ?? (embedded ? await this.keeper.prepare().catch(() => undefined) : undefined);
      this.update({ network: known?.network });
      if (session) await this.read(session, false);
    } catch (error) {
      if (isGone(error)) this.leave();
    }
  }

  /** Sends what the user wrote. Never throws: a failure is shown on the message. */
  async send(text: string): Promise<void> {
    const key = this.options.newId();
    this.update({ items: addSending(this.state.items, key, text) });
    await this.deliver(key, text);
  }

  /** Sends a failed message again, unless the server has it after all. */
  async retry(key: string): Promise<void> {
    const item = this.state.items.find((candidate) => candidate.key === key);
    if (item?.kind !== 'user' || item.status !== 'failed') return;
    this.update({ items: markUser(this.state.items, key, 'sending') });
    const session = await this.keeper.current();
    // A failure here shows itself when the message is sent.
    if (session) await this.read(session, true).catch(() => undefined);
    if (this.statusOf(key) === 'sending') await this.deliver(key, item.text);
  }

  /** Tells the server what the user thinks of a reply. */
  async react(key: string, reaction: 'like' | 'dislike', reason?: string): Promise<void> {
    const closed = reaction === 'like' || reason !== undefined;
    this.update({ items: markBot(this.state.items, key, { reaction, closed }) });
    if (closed) this.announce(strings.thanks);
    // The shape of Teams' own feedback, so that the bot reads one.
    const value = {
      actionName: 'feedback',
      actionValue: { reaction, feedback: JSON.stringify({ feedbackText: reason ?? '' }) },
      replyToId: key,
    };
    const session = await this.keeper.current();
    // An opinion that does not arrive is not worth an error message.
    if (session)
      await this.options.directLine.post(session, { type: 'event', name: 'message/submitAction', value }).catch(() => undefined);
  }

  /** Has the conversation deleted by the server, then removes it from this device; says so only when it is done. */
  async erase(): Promise<void> {
    const session = await this.keeper.current();
    let said: string = strings.erased;
    try {
      if (session) await this.options.directLine.post(session, { type: 'event', name: 'conversation/erase' });
      else if (this.lost) said = strings.erasedHere;
    } catch (error) {
      if (!isGone(error)) {
        this.notify(strings.eraseFailed);
        return;
      }
      said = strings.erasedHere;
    }
    this.leave();
    this.lost = false;
    this.update({ items: [], typing: false, announcements: [] });
    this.notify(said);
  }

  /** The browser says that the network came or went. */
  setOnline(online: boolean): void {
    this.update({ offline: !online });
    if (!online) return;
    for (const item of this.state.items) if (item.kind === 'user' && item.status === 'failed') void this.retry(item.key);
    void this.poll();
  }

  /** Reads what is new and renews the token; called now and then, and when the page comes back to view. */
  async poll(): Promise<void> {
    const session = await this.keeper.current();
    if (!session || this.pending > 0 || this.state.offline) return;
    try {
      await this.keeper.renew();
      if (!this.keeper.isStreaming()) await this.read(session, this.state.items.length > 0);
    } catch (error) {
      if (isGone(error)) this.leave();
    }
  }

  /** Has a text read out. */
  announce(text: string, key = this.options.newId()): void {
    this.update({ announcements: [...this.state.announcements, { key, text }].slice(-KEPT_ANNOUNCEMENTS) });
  }

  private async deliver(key: string, text: string): Promise<void> {
    this.pending += 1;
    this.update({ typing: true });
    try {
      await this.post(key, text);
      this.update({ items: markUser(this.state.items, key, 'sent') });
      await this.readReply();
    } catch (error) {
      // The stream may have brought the echo of a message whose answer was lost.
      if (this.statusOf(key) !== 'sending') return;
      const failure = explainFailure(error, this.options.isOnline());
      this.update({ items: markUser(this.state.items, key, 'failed', failure) });
      this.announce(sayFailure(failure));
    } finally {
      this.pending -= 1;
      this.update({ typing: this.pending > 0 });
    }
  }

  private async post(key: string, text: string): Promise<void> {
    if (!this.options.isOnline()) throw new DirectLineError(0);
    const { directLine } = this.options;
    const activity = { type: 'message', text, textFormat: 'plain', channelData: { clientActivityID: key } };
    try {
      await directLine.post(await this.start(key), activity);
    } catch (error) {
      // A refusal to start (an origin that is not listed) is no expiry.
      if (!isGone(error) || !(await this.keeper.current())) throw error;
      this.leave();
      await directLine.post(await this.start(key), activity);
    }
  }

  /** The session; when it had to be a new one, the user is told before the message that opens it. */
  private async start(key: string): Promise<Session> {
    const session = await this.keeper.ensure();
    if (this.lost && this.state.items.some((item) => item.key !== key)) {
      const notice = this.options.newId();
      this.update({ items: insertNotice(this.state.items, key, notice, strings.expired) });
      this.announce(strings.expired, notice);
    }
    this.lost = false;
    return session;
  }

  private async readReply(): Promise<void> {
    for (const wait of [...READ_AGAIN, undefined]) {
      try {
        const session = await this.keeper.current();
        if (session) await this.read(session, true);
        return;
      } catch (error) {
        if (wait === undefined || isGone(error)) break;
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
    this.notify(strings.noReply);
  }

  /** Shows a sentence of the page's own, and has it read out. */
  private notify(text: string): void {
    const key = this.options.newId();
    this.update({ items: addNotice(this.state.items, key, text) });
    this.announce(text, key);
  }

  private async read(session: Session, announce: boolean): Promise<void> {
    this.accept(await this.options.directLine.read(session, this.keeper.watermark), announce);
  }

  private accept({ messages, watermark }: ActivitySet, announce: boolean): void {
    if (watermark !== undefined) this.keeper.watermark = watermark;
    const unseen = messages.filter(({ id }) => !this.received.has(id));
    for (const { id } of unseen) this.received.add(id);
    const { items, fresh, userSpoke } = receive(this.state.items, unseen, this.userSpoke);
    this.userSpoke = userSpoke;
    this.update({ items });
    if (announce) for (const { key, text } of fresh) this.announce(text, key);
  }

  private leave(): void {
    this.keeper.forget();
    this.received.clear();
    this.userSpoke = false;
    this.lost = true;
  }

  private statusOf(key: string) {
    const item = this.state.items.find((candidate) => candidate.key === key);
    return item?.kind === 'user' ? item.status : undefined;
  }

  private update(change: Partial<ChatState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}
