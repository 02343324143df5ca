import {
  type Activity,
  ActivityTypes,
  BotAdapter,
  type ConversationReference,
  type ResourceResponse,
  ShowTypingMiddleware,
  TurnContext,
} from 'botbuilder';
import { type Reply, replyPresenter, toActivity } from '../../dialogs/reply.js';
import { type ConversationFacts, conversationFacts, isRecorded } from '../bot/middleware.js';
import type { ConversationFeed } from '../transcripts/conversation-feed.js';
import type { LoggedActivity } from '../transcripts/transcript-store.js';

/** Milliseconds that a turn may take before users are told that the bot is at work, and until they are told again. */
const TYPING_AFTER = 500;
const TYPING_AGAIN = 3000;

/** Key of the turn state that holds the number of the conversation's last activity. */
const lastNumber = Symbol('lastNumber');
/** Key of the turn state that says that the bot has ended the conversation. */
const ended = Symbol('ended');

/** `<conversation>|0000042`: the form of the hosted service's ids. */
export const activityId = (conversationId: string, number: number): string =>
  `${conversationId}|${String(number).padStart(7, '0')}`;

/**
 * The number in an activity's id; 0 before the first. It is the log's own, but where an erasure began the log anew: ids go on, since clients take
 * one that they have seen for one that they have.
 */
export const numberOf = (last: LoggedActivity | undefined): number =>
  Math.max(last?.seq ?? 0, Number(/\|(\d{7,})$/.exec(last?.activity.id ?? '')?.[1] ?? 0));

/** Answers ask for an opinion, by the mark that Teams has for it: the widget shows its thumbs where it stands. */
function presentReply(reply: Reply): Partial<Activity> {
  const activity = toActivity(reply);
  if (reply.decision.kind === 'answer') activity.channelData = { ...activity.channelData, feedbackLoopEnabled: true };
  return activity;
}

/**
 * The embedded Direct Line channel as a Bot Framework adapter. It delivers nothing itself: the recorder stores what the
 * bot says, and clients read the store, so that a reply is durable before anybody can see it.
 */
export class DirectLineAdapter extends BotAdapter {
  constructor(
    private readonly now: () => Date,
    private readonly feed: ConversationFeed,
  ) {
    super();
    this.use(new ShowTypingMiddleware(TYPING_AFTER, TYPING_AGAIN));
  }

  /**
   * Runs one turn. `last` is the number of the conversation's last stored activity; what is recorded of the user gets the next.
   * Resolves with whether the bot has ended the conversation.
   */
  async runTurn(
    activity: Activity,
    last: number,
    logic: (context: TurnContext) => Promise<void>,
    facts: ConversationFacts = {},
  ): Promise<{ ended: boolean }> {
    const context = new TurnContext(this, activity);
    context.turnState.set(replyPresenter, presentReply);
    context.turnState.set(conversationFacts, facts);
    context.turnState.set(lastNumber, isRecorded(activity) ? last + 1 : last);
    await this.runMiddleware(context, logic);
    return { ended: context.turnState.has(ended) };
  }

  override async sendActivities(context: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    return activities.map((activity) => {
      if (activity.type === ActivityTypes.Trace) return { id: '' };
      if (activity.type === ActivityTypes.Typing) {
        this.feed.publish(context.activity.conversation.id, { kind: 'typing' });
        return { id: '' };
      }
      if (activity.type === ActivityTypes.EndOfConversation) context.turnState.set(ended, true);
      const number = (context.turnState.get(lastNumber) as number) + 1;
      context.turnState.set(lastNumber, number);
      activity.id = activityId(context.activity.conversation.id, number);
      activity.timestamp = this.now();
      return { id: activity.id };
    });
  }

  override updateActivity(): Promise<undefined> {
    return Promise.reject(new TypeError('the embedded Direct Line channel does not update activities'));
  }

  override deleteActivity(): Promise<void> {
    return Promise.reject(new TypeError('the embedded Direct Line channel does not delete activities'));
  }

  override continueConversation(reference: Partial<ConversationReference>): Promise<void> {
    return Promise.reject(new TypeError(`no proactive messages on the embedded channel (${reference.conversation?.id ?? ''})`));
  }
}
