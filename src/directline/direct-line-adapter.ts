import {
  type Activity,
  ActivityTypes,
  BotAdapter,
  type ConversationReference,
  type ResourceResponse,
  TurnContext,
} from 'botbuilder';

/** Key of the turn state that holds the number of the conversation's last activity. */
const lastNumber = Symbol('lastNumber');

/** `<conversation>|0000042`: the form of the hosted service's ids. */
export const activityId = (conversationId: string, number: number): string =>
  `${conversationId}|${String(number).padStart(7, '0')}`;

/**
 * The embedded Direct Line channel as a Bot Framework adapter. It delivers nothing itself: the recorder stores what the
 * bot says, and clients read the store, so that a reply is durable before anybody can see it.
 */
export class DirectLineAdapter extends BotAdapter {
  constructor(private readonly now: () => Date) {
    super();
  }

  /** Runs one turn. `last` is the number of the conversation's last stored activity; the user's message gets the next. */
  async runTurn(activity: Activity, last: number, logic: (context: TurnContext) => Promise<void>): Promise<void> {
    const context = new TurnContext(this, activity);
    context.turnState.set(lastNumber, activity.type === ActivityTypes.Message ? last + 1 : last);
    await this.runMiddleware(context, logic);
  }

  override async sendActivities(context: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    return activities.map((activity) => {
      if (activity.type === ActivityTypes.Typing || activity.type === ActivityTypes.Trace) return { id: '' };
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
