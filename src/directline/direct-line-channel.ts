import { randomBytes } from 'node:crypto';
import { type Activity, ActivityTypes, type TurnContext } from 'botbuilder';
import type { ConversationFacts } from '../bot/middleware.js';
import type { ConversationRecord, LoggedActivity, TranscriptStore } from '../transcripts/transcript-store.js';
import type { TurnGate } from '../transcripts/turn-gate.js';
import { activityId, type DirectLineAdapter, numberOf } from './direct-line-adapter.js';
import { unknownConversation } from './protocol-error.js';

/** What a client may send, after parsing. */
export interface IncomingActivity {
  type: string;
  text?: string;
  value?: unknown;
  name?: string;
  locale?: string;
  attachments?: { contentType: string; name?: string }[];
  channelData?: Record<string, unknown>;
}

export interface ActivitySet {
  activities: LoggedActivity['activity'][];
  watermark: string;
}

export interface DirectLineChannelOptions {
  adapter: DirectLineAdapter;
  bot(context: TurnContext): Promise<void>;
  transcripts: TranscriptStore;
  queue: TurnGate;
  now(): Date;
  channelId: 'directline' | 'console';
  /** Deletes everything that is kept of a conversation of this channel. */
  erase(conversationId: string): Promise<void>;
}

/** Name of the event by which a client has its conversation erased. */
const ERASE = 'conversation/erase';

/** True for the wish to have the conversation erased, which is heard whatever the conversation's state. */
export const isErasure = ({ type, name }: IncomingActivity): boolean => type === ActivityTypes.Event && name === ERASE;

/** What of a conversation is wanted, and by whom. */
export interface ReadOptions {
  /** The user's own id, which the log does not know: shown on what the user said. */
  userId?: string;
  /** Activities at most. */
  limit?: number;
}

/** A conversation in which nothing was said for so long can still be read, not written. */
const IDLE_MS = 24 * 3600_000;

const BOT = { id: 'passerelle', name: 'Passerelle', role: 'bot' } as const;

/** Unique like the others, and unlike them no place in the log. */
const transientId = (conversationId: string): string => `${conversationId}|t${randomBytes(6).toString('hex')}`;

/** Conversations of the embedded channel: start, post, read. HTTP and the terminal are two doors to it. */
export class DirectLineChannel {
  constructor(private readonly options: DirectLineChannelOptions) {}

  /** An unguessable conversation id. */
  newConversationId(): string {
    return randomBytes(16).toString('base64url');
  }

  newUserId(): string {
    return `dl_${randomBytes(12).toString('base64url')}`;
  }

  /** The conversation, if it is one of this channel. */
  async find(conversationId: string): Promise<ConversationRecord | undefined> {
    const record = await this.options.transcripts.find(conversationId);
    return record?.channelId === this.options.channelId ? record : undefined;
  }

  /** True until one side has ended the conversation or it was left for a day. */
  isWritable({ ended, updatedAt }: ConversationRecord): boolean {
    return !ended && this.options.now().getTime() - Date.parse(updatedAt) < IDLE_MS;
  }

  /** Starts the conversation if it is new and lets the bot welcome the user; resolves when the welcome is stored. */
  start(conversationId: string, userId: string, network?: string): Promise<{ created: boolean }> {
    const { transcripts, queue, channelId } = this.options;
    return queue.run(conversationId, async () => {
      if (await transcripts.find(conversationId)) return { created: false };
      await transcripts.open({ id: conversationId, channelId, ...(network ? { network } : {}) });
      const user = { id: userId, name: '', role: 'user' };
      await this.turn(conversationId, { type: ActivityTypes.ConversationUpdate, membersAdded: [user, BOT] }, userId, 0, {
        network,
      });
      return { created: true };
    });
  }

  /**
   * Runs the turn of a user's activity; resolves with its id once the bot's replies are stored. Messages, events and the end are
   * kept and echoed; that the user is typing concerns nobody here. The wish to be forgotten is no turn: nothing of it is kept,
   * and the answer means that it is done. @throws ProtocolError 404 when the conversation was erased meanwhile
   */
  post(conversationId: string, userId: string, incoming: IncomingActivity): Promise<{ id: string }> {
    if (incoming.type === ActivityTypes.Typing) return Promise.resolve({ id: transientId(conversationId) });
    const { transcripts, queue, channelId } = this.options;
    return queue.run(conversationId, async () => {
      if (!(await transcripts.find(conversationId))) throw unknownConversation();
      if (isErasure(incoming)) {
        await this.options.erase(conversationId);
        return { id: transientId(conversationId) };
      }
      const last = numberOf(await transcripts.readLast(conversationId));
      const id = activityId(conversationId, last + 1);
      const { ended } = await this.turn(conversationId, { ...incoming, id }, userId, last);
      if (ended || incoming.type === ActivityTypes.EndOfConversation)
        await transcripts.open({ id: conversationId, channelId, ended: true });
      return { id };
    });
  }

  /** What was said after a watermark (undefined, empty or of another form: from the start). */
  async read(conversationId: string, watermark?: string, { userId, limit }: ReadOptions = {}): Promise<ActivitySet> {
    const after = watermark && /^\d{1,9}$/.test(watermark) ? Number(watermark) : 0;
    const logged = (await this.readAfter(conversationId, after)).slice(0, limit);
    return {
      activities: logged.map(({ activity }) =>
        userId && activity.from?.role === 'user' ? { ...activity, from: { ...activity.from, id: userId } } : activity,
      ),
      watermark: String(logged.at(-1)?.seq ?? after),
    };
  }

  /**
   * A watermark beyond the end of the log was given before the conversation was erased in a turn of its own: what stands there since is
   * all new to the client. The activity at the watermark is read along, so that this costs no second look.
   */
  private async readAfter(conversationId: string, after: number): Promise<LoggedActivity[]> {
    const { transcripts } = this.options;
    if (after === 0) return transcripts.read(conversationId);
    const found = await transcripts.read(conversationId, after - 1);
    if (found.length === 0) return transcripts.read(conversationId);
    return found[0]?.seq === after ? found.slice(1) : found;
  }

  /** The activity that says that the bot is at work: never stored, so without a number. */
  describeTyping(conversationId: string): object {
    return {
      id: transientId(conversationId),
      type: ActivityTypes.Typing,
      timestamp: this.options.now().toISOString(),
      channelId: this.options.channelId,
      conversation: { id: conversationId },
      from: BOT,
    };
  }

  private async turn(
    conversationId: string,
    incoming: Record<string, unknown>,
    userId: string,
    last: number,
    facts: ConversationFacts = {},
  ) {
    const activity = {
      ...incoming,
      channelId: this.options.channelId,
      serviceUrl: 'urn:passerelle:directline',
      conversation: { id: conversationId },
      from: { id: userId, name: '', role: 'user' },
      recipient: BOT,
      timestamp: this.options.now(),
    } as unknown as Activity;
    return this.options.adapter.runTurn(activity, last, this.options.bot, facts);
  }
}
