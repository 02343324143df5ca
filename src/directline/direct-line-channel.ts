import { randomBytes } from 'node:crypto';
import { type Activity, ActivityTypes, type TurnContext } from 'botbuilder';
import type { TurnQueue } from '../bot/turn-queue.js';
import type { ConversationRecord, LoggedActivity, TranscriptStore } from '../transcripts/transcript-store.js';
import { activityId, type DirectLineAdapter } from './direct-line-adapter.js';

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
  queue: TurnQueue;
  now(): Date;
  channelId: 'directline' | 'console';
}

const BOT = { id: 'passerelle', name: 'Passerelle', role: 'bot' } as const;

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

  find(conversationId: string): Promise<ConversationRecord | undefined> {
    return this.options.transcripts.find(conversationId);
  }

  /** Starts the conversation if it is new and lets the bot welcome the user; resolves when the welcome is stored. */
  start(conversationId: string, userId: string, network?: string): Promise<{ created: boolean }> {
    const { transcripts, queue, channelId } = this.options;
    return queue.run(conversationId, async () => {
      if (await transcripts.find(conversationId)) return { created: false };
      await transcripts.open({ id: conversationId, channelId, ...(network ? { network } : {}) });
      const user = { id: userId, name: '', role: 'user' };
      await this.turn(conversationId, { type: ActivityTypes.ConversationUpdate, membersAdded: [user, BOT] }, userId, 0);
      return { created: true };
    });
  }

  /** Runs the turn of a user's activity; resolves with its id once the bot's replies are stored. */
  post(conversationId: string, userId: string, incoming: IncomingActivity): Promise<{ id: string }> {
    const { transcripts, queue } = this.options;
    return queue.run(conversationId, async () => {
      const last = (await transcripts.read(conversationId)).at(-1)?.seq ?? 0;
      const id = activityId(conversationId, last + 1);
      if (incoming.type === ActivityTypes.EndOfConversation) {
        await transcripts.open({ id: conversationId, channelId: this.options.channelId, ended: true });
        return { id };
      }
      await this.turn(conversationId, { ...incoming, id }, userId, last);
      return { id };
    });
  }

  /** What was said after a watermark (undefined or empty: from the start). */
  async read(conversationId: string, watermark?: string): Promise<ActivitySet> {
    const after = watermark && /^\d{1,9}$/.test(watermark) ? Number(watermark) : 0;
    const logged = await this.options.transcripts.read(conversationId, after);
    return { activities: logged.map((item) => item.activity), watermark: String(logged.at(-1)?.seq ?? after) };
  }

  private async turn(conversationId: string, incoming: Record<string, unknown>, userId: string, last: number): Promise<void> {
    const activity = {
      ...incoming,
      channelId: this.options.channelId,
      serviceUrl: 'urn:passerelle:directline',
      conversation: { id: conversationId },
      from: { id: userId, name: '', role: 'user' },
      recipient: BOT,
      timestamp: this.options.now(),
    } as unknown as Activity;
    await this.options.adapter.runTurn(activity, last, this.options.bot);
  }
}
