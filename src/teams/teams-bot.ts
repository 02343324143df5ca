/** What only Teams has: welcomes, edited and deleted messages, reactions, cards and thumbs. The conversation itself is the bot's. */
import {
  type AdaptiveCardInvokeResponse,
  type AdaptiveCardInvokeValue,
  BotState,
  Channels,
  type ConversationState,
  type InvokeResponse,
  type StatePropertyAccessor,
  type Storage,
  TeamsActivityHandler,
  type TurnContext,
} from 'botbuilder';
import { slotNames } from '../../dialogs/decision.js';
import { isErased } from '../../dialogs/erasure.js';
import { messages } from '../../dialogs/messages.fr.js';
import { type Reply, replyPresenter, sendReply } from '../../dialogs/reply.js';
import type { PasserelleBot } from '../bot/bot.js';
import { FEEDBACK, readFeedback } from '../bot/feedback.js';
import { noteEvent } from '../bot/turn-events.js';
import { type CardAction, readCardAction, readChannelData } from './incoming.js';
import { presentReply, type Scope } from './present-reply.js';

/** What is remembered of a Teams conversation beside the conversation's own memory. */
interface TeamsMemory {
  /** Question of the card that waits for an answer. */
  asks?: string;
  /** Id of the message answered last: an edit of it deserves a new answer. */
  answered?: string;
}

export interface TeamsBotOptions {
  core: PasserelleBot;
  conversationState: ConversationState;
  storage: Storage;
  knowledgeVersion(): string;
  redact(text: string): string;
}

export class TeamsBot extends TeamsActivityHandler {
  private readonly memory: StatePropertyAccessor<TeamsMemory>;
  /** One welcome per person and team: kept per team where there is one, since its events come under several conversation ids. */
  private readonly places: BotState;
  private readonly welcomed: StatePropertyAccessor<boolean>;

  constructor(private readonly options: TeamsBotOptions) {
    super();
    this.memory = options.conversationState.createProperty<TeamsMemory>('teams');
    this.places = new BotState(options.storage, async ({ activity }) => {
      return `${activity.channelId}/places/${readChannelData(activity).team?.id ?? activity.conversation.id}`;
    });
    this.welcomed = this.places.createProperty<boolean>('welcomed');
    this.onMembersAdded(async (context, next) => {
      const { membersAdded, recipient } = context.activity;
      const botJoined = membersAdded?.some((member) => member.id === recipient.id);
      if (botJoined || scopeOf(context) === 'personal') await this.welcomeOnce(context);
      await next();
    });
    this.onInstallationUpdate(async (context, next) => {
      if (context.activity.action === 'add') await this.welcomeOnce(context);
      if (context.activity.action === 'remove') await this.welcomed.set(context, false);
      await next();
    });
    this.onReactionsAdded(async (context, next) => {
      for (const { type } of context.activity.reactionsAdded ?? [])
        noteEvent(context, { name: 'reaction', value: type, about: context.activity.replyToId });
      await next();
    });
    this.onReactionsRemoved(async (context, next) => {
      for (const { type } of context.activity.reactionsRemoved ?? [])
        noteEvent(context, { name: 'reaction-removed', value: type, about: context.activity.replyToId });
      await next();
    });
    this.onMessageDelete(async (context, next) => {
      noteEvent(context, { name: 'deleted', about: context.activity.id });
      await next();
    });
  }

  override async run(context: TurnContext): Promise<void> {
    const { core, conversationState } = this.options;
    // Other channels of Azure Bot Service: the plain bot.
    if (context.activity.channelId !== Channels.Msteams) return core.run(context);
    const scope = scopeOf(context);
    let asks: string | undefined;
    context.turnState.set(replyPresenter, (reply: Reply) => {
      asks = reply.decision.asks;
      return presentReply(reply, scope);
    });
    await super.run(context);
    if (isErased(context)) return;
    if (context.responded) {
      const memory = await this.memory.get(context, {});
      if (memory.answered === context.activity.id) memory.asks = asks;
    }
    await conversationState.saveChanges(context);
    await this.places.saveChanges(context);
  }

  protected override async onMessageActivity(context: TurnContext): Promise<void> {
    await this.converse(context, readCardAction(context.activity));
  }

  /** An edit of the last message is answered anew; within the questions it is ambiguous, and earlier ones are history. */
  protected override async onMessageUpdateActivity(context: TurnContext): Promise<void> {
    const { activity } = context;
    noteEvent(context, { name: 'edited', about: activity.id });
    const memory = await this.memory.get(context, {});
    if (readChannelData(activity).eventType === 'undeleteMessage' || !activity.text || memory.answered !== activity.id) return;
    if (memory.asks) await this.sayBriefly(context, messages.editedAnswer);
    else await this.converse(context, undefined);
  }

  protected override async onInvokeActivity(context: TurnContext): Promise<InvokeResponse> {
    if (context.activity.name !== FEEDBACK) return super.onInvokeActivity(context);
    const feedback = readFeedback(context.activity.value, context.activity.replyToId, this.options.redact);
    if (feedback) noteEvent(context, feedback);
    return { status: 200, body: {} };
  }

  protected override async onAdaptiveCardInvoke(
    context: TurnContext,
    _value: AdaptiveCardInvokeValue,
  ): Promise<AdaptiveCardInvokeResponse> {
    const fresh = await this.converse(context, readCardAction(context.activity), { sayOld: false });
    const text = fresh ? messages.cardTaken : messages.oldCard;
    // The SDK types `value` as an object; for this type the protocol wants a string.
    return {
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      value: text as unknown as Record<string, unknown>,
    };
  }

  /** One message or click; false when it came from a card that is no longer active. */
  private async converse(context: TurnContext, click: CardAction | undefined, { sayOld = true } = {}): Promise<boolean> {
    const { activity } = context;
    const memory = await this.memory.get(context, {});
    if (click && isOld(click, memory, activity.text)) {
      const asks = slotNames.find((name) => name === click.asks);
      noteEvent(context, { name: 'old-card', ...(asks ? { value: asks } : {}) });
      if (sayOld) await this.sayBriefly(context, messages.oldCard);
      return false;
    }
    memory.answered = activity.id;
    // Called by its name and nothing more: it introduces itself.
    const onlyCalled = !activity.text && (activity.entities ?? []).some(({ type }) => type === 'mention') && !hasFiles(context);
    if (onlyCalled) await this.options.core.welcome(context);
    else await this.options.core.converse(context);
    return true;
  }

  private async welcomeOnce(context: TurnContext): Promise<void> {
    if (await this.welcomed.get(context, false)) return;
    await this.welcomed.set(context, true);
    await this.options.core.welcome(context);
  }

  private async sayBriefly(context: TurnContext, text: string): Promise<void> {
    await sendReply(context, { text, decision: { kind: 'system', knowledgeVersion: this.options.knowledgeVersion() } });
  }
}

/** A card is old when it is none of ours any more, or answers a question that is not the one being asked. */
function isOld(click: CardAction, memory: TeamsMemory, text: string | undefined): boolean {
  return (!click.text && !text) || (click.asks !== undefined && click.asks !== memory.asks);
}

function scopeOf({ activity }: TurnContext): Scope {
  const { conversationType } = activity.conversation;
  return conversationType === 'channel' || conversationType === 'groupChat' ? conversationType : 'personal';
}

const hasFiles = ({ activity }: TurnContext): boolean =>
  (activity.attachments ?? []).some(({ contentType }) => contentType !== 'text/html');
