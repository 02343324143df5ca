/** Every message of every channel walks through these, in this order: measure (before the decision leaves the
 * reply, and storage included), record (redacted), catch errors. */
import { randomBytes } from 'node:crypto';
import { type Activity, ActivityTypes, type Middleware, type TurnContext } from 'botbuilder';
import type { Decision } from '../../dialogs/decision.js';
import { isErased } from '../../dialogs/erasure.js';
import { messages } from '../../dialogs/messages.fr.js';
import { toActivity } from '../../dialogs/reply.js';
import type { Logger } from '../logger.js';
import type { Metrics } from '../metrics.js';
import type { ConversationFeed } from '../transcripts/conversation-feed.js';
import type { LoggedActivity, TranscriptStore } from '../transcripts/transcript-store.js';
import { readEvents } from './turn-events.js';

export interface MiddlewareOptions {
  transcripts: TranscriptStore;
  /** Told when a turn is stored. */
  feed: ConversationFeed;
  /** Masks personal data; must never throw and never return the text when it fails. */
  redact(text: string): string;
  /** Pseudonym of a channel's user id. */
  pseudonym(userId: string): string;
  knowledgeVersion(): string;
  logger: Logger;
  metrics: Metrics;
  now(): Date;
}

/** Channels on which `channelData` is ours; elsewhere the decision goes to the log only. */
const OWN_CHANNELS = new Set(['directline', 'console']);

/** True for what is kept of a user: messages everywhere; events and the end only where clients wait for their echo. */
export const isRecorded = ({ type, channelId, text }: Activity): boolean =>
  type === ActivityTypes.Message ||
  // An edited message, and words that come by a click on a card.
  ((type === ActivityTypes.MessageUpdate || type === ActivityTypes.Invoke) && Boolean(text)) ||
  ((type === ActivityTypes.Event || type === ActivityTypes.EndOfConversation) && OWN_CHANNELS.has(channelId));

/** A client may put anything where it should say its language: « fr », « fr-FR », « zh-Hant-TW » and nothing longer is kept. */
const LOCALE = /^[a-z]{2,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?$/i;

/** What the bot sends without saying anything. */
const NOT_SAID: ReadonlySet<string> = new Set([ActivityTypes.Typing, ActivityTypes.Trace, ActivityTypes.InvokeResponse]);

/** What a channel knows of a conversation that begins. */
export interface ConversationFacts {
  /** Id of the network that the site of this conversation speaks for. */
  network?: string;
}

/** Key of the turn state under which a channel passes what it knows of the conversation. */
export const conversationFacts = Symbol('conversationFacts');

export function createMiddleware(options: MiddlewareOptions): Middleware[] {
  return [new TurnMeter(options), new TranscriptRecorder(options), new TurnErrorCatcher(options)];
}

/** Stores the turn's activities when it ends, however it ends; the caller is answered only after that. */
class TranscriptRecorder implements Middleware {
  constructor(private readonly options: MiddlewareOptions) {}

  async onTurn(context: TurnContext, next: () => Promise<void>): Promise<void> {
    const { transcripts, feed, now } = this.options;
    const began = performance.now();
    const turn: Omit<LoggedActivity, 'seq'>[] = [];
    if (isRecorded(context.activity)) turn.push({ activity: this.toStored(context.activity, true) });
    context.onSendActivities(async (_context, activities, send) => {
      const decisions = activities.map((activity) => this.takeDecision(context, activity));
      const responses = await send();
      activities.forEach((activity, index) => {
        if (NOT_SAID.has(activity.type ?? '')) return;
        const stored = this.toStored({ ...activity, id: activity.id ?? responses[index]?.id ?? '' }, false);
        turn.push({
          activity: stored,
          ...(decisions[index] ? { note: { decision: decisions[index], release: decisions[index].knowledgeVersion } } : {}),
        });
      });
      return responses;
    });
    try {
      await next();
    } finally {
      const { text: _, ...silent } = context.activity;
      const events = [...readEvents(context)];
      // An event that is kept anyway is what it tells of; elsewhere the log gets an item of its own.
      if (context.activity.type === ActivityTypes.Event && turn[0] && events.length > 0) turn[0].note = { event: events.shift() };
      for (const event of events) turn.push({ activity: this.toStored(silent, true), note: { event } });
      if (turn[0]) turn[0].note = { ...turn[0].note, ms: Math.round((performance.now() - began) * 10) / 10 };
      const { conversation, channelId, from } = context.activity;
      if (isErased(context)) await this.keepLastWords(context, turn);
      else if (turn.length > 0) {
        await transcripts.open({
          id: conversation.id,
          channelId,
          user: this.options.pseudonym(from?.id ?? ''),
          updatedAt: now().toISOString(),
        });
        await transcripts.append(conversation.id, turn);
        feed.publish(conversation.id, { kind: 'stored' });
      }
    }
  }

  /**
   * Everything of the conversation was deleted in this turn, and what the user said in it is not kept. Where clients read the log,
   * the bot's last words stand alone in it, without a user, until the next sweep.
   */
  private async keepLastWords({ activity }: TurnContext, turn: readonly Omit<LoggedActivity, 'seq'>[]): Promise<void> {
    const { transcripts, feed } = this.options;
    const { conversation, channelId } = activity;
    if (!OWN_CHANNELS.has(channelId)) return;
    await transcripts.open({ id: conversation.id, channelId });
    await transcripts.append(
      conversation.id,
      turn.filter((item) => item.activity.from?.role === 'bot'),
    );
    feed.publish(conversation.id, { kind: 'stored' });
  }

  /** On other channels `channelData` is the channel's own: the decision is taken out before the activity leaves. */
  private takeDecision(context: TurnContext, activity: Partial<Activity>): Decision | undefined {
    const decision = activity.channelData?.decision as Decision | undefined;
    if (decision && !OWN_CHANNELS.has(context.activity.channelId)) {
      const { decision: _, ...rest } = activity.channelData;
      activity.channelData = Object.keys(rest).length > 0 ? rest : undefined;
    }
    return decision;
  }

  /** What is kept of an activity: the user's words only in redacted form, and no field that may name a person. */
  private toStored(activity: Partial<Activity>, fromUser: boolean): LoggedActivity['activity'] {
    const timestamp = (activity.timestamp ? new Date(activity.timestamp) : this.options.now()).toISOString();
    return {
      id: activity.id ?? '',
      type: activity.type ?? ActivityTypes.Message,
      timestamp: timestamp as unknown as LoggedActivity['activity']['timestamp'],
      channelId: activity.channelId,
      conversation: { id: activity.conversation?.id ?? '' },
      ...(activity.replyToId ? { replyToId: activity.replyToId } : {}),
      from: fromUser
        ? { id: this.options.pseudonym(activity.from?.id ?? ''), name: '', role: 'user' }
        : { id: 'passerelle', name: 'Passerelle', role: 'bot' },
      ...(activity.text === undefined ? {} : { text: fromUser ? this.options.redact(activity.text) : activity.text }),
      ...(activity.textFormat && !fromUser ? { textFormat: activity.textFormat } : {}),
      ...(activity.locale && LOCALE.test(activity.locale) ? { locale: activity.locale } : {}),
      ...(activity.attachments && !fromUser ? { attachments: activity.attachments } : {}),
      ...(activity.suggestedActions && !fromUser ? { suggestedActions: activity.suggestedActions } : {}),
      ...(activity.inputHint && !fromUser ? { inputHint: activity.inputHint } : {}),
      ...(activity.name ? { name: fromUser ? this.options.redact(activity.name) : activity.name } : {}),
      ...(activity.value !== undefined && !fromUser ? { value: activity.value } : {}),
      ...(activity.code && !fromUser ? { code: activity.code } : {}),
      ...(fromUser ? this.keepClientMarks(activity) : activity.channelData ? { channelData: activity.channelData } : {}),
    } as LoggedActivity['activity'];
  }

  /** Of a user's channelData: the mark by which the client knows its message again, and that it shows no bubble for it. */
  private keepClientMarks({ channelData }: Partial<Activity>): { channelData?: object } {
    const { clientActivityID, postBack } = channelData ?? {};
    const marks = {
      ...(typeof clientActivityID === 'string' && clientActivityID.length <= 100 ? { clientActivityID } : {}),
      ...(postBack === true ? { postBack } : {}),
    };
    return Object.keys(marks).length > 0 ? { channelData: marks } : {};
  }
}

/** Users get a sentence and a reference; the log gets the rest. */
class TurnErrorCatcher implements Middleware {
  constructor(private readonly options: MiddlewareOptions) {}

  async onTurn(context: TurnContext, next: () => Promise<void>): Promise<void> {
    try {
      await next();
    } catch (error) {
      const { logger, metrics, knowledgeVersion } = this.options;
      const reference = randomBytes(4).toString('hex').toUpperCase();
      logger.error(
        { err: error, reference, conversation: context.activity.conversation?.id, channel: context.activity.channelId },
        'E_TURN',
      );
      metrics.turnErrors.inc({ channel: context.activity.channelId });
      await context.sendActivity(
        toActivity({ text: messages.error(reference), decision: { kind: 'system', knowledgeVersion: knowledgeVersion() } }),
      );
    }
  }
}

class TurnMeter implements Middleware {
  constructor(private readonly options: MiddlewareOptions) {}

  async onTurn(context: TurnContext, next: () => Promise<void>): Promise<void> {
    const channel = context.activity.channelId;
    const stop = this.options.metrics.turnSeconds.startTimer({ channel });
    context.onSendActivities(async (_context, activities, send) => {
      for (const activity of activities) {
        const kind = activity.channelData?.decision?.kind;
        if (kind) this.options.metrics.turns.inc({ channel, kind });
      }
      return send();
    });
    try {
      await next();
    } finally {
      stop();
    }
  }
}
