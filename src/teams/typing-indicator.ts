import { type Activity, ActivityTypes, type Middleware, TurnContext } from 'botbuilder';

/** A turn slower than this shows that somebody is writing. Milliseconds. */
export const TYPING_AFTER = 500;
/** Teams shows the indicator for some seconds: it is sent again while the turn lasts. */
const TYPING_EVERY = 3000;

/** Runs `work` after so many milliseconds, unless cancelled before. */
export type Schedule = (work: () => void, milliseconds: number) => () => void;

export const scheduleTimeout: Schedule = (work, milliseconds) => {
  const timer = setTimeout(work, milliseconds);
  return () => clearTimeout(timer);
};

/** Sends « typing » when a message's turn takes its time; leaves no timer behind and never writes after the reply. */
export class TypingIndicator implements Middleware {
  constructor(private readonly schedule: Schedule = scheduleTimeout) {}

  async onTurn(context: TurnContext, next: () => Promise<void>): Promise<void> {
    if (context.activity.type !== ActivityTypes.Message) return next();
    let sending: Promise<unknown> = Promise.resolve();
    let over = false;
    const showTyping = () => {
      if (over) return;
      const reference = TurnContext.getConversationReference(context.activity);
      const typing = TurnContext.applyConversationReference({ type: ActivityTypes.Typing }, reference) as Partial<Activity>;
      // Straight to the adapter: the log and the measures have no use for it. A failure here must not spoil the turn.
      sending = context.adapter.sendActivities(context, [typing]).catch(() => undefined);
      cancel = this.schedule(showTyping, TYPING_EVERY);
    };
    let cancel = this.schedule(showTyping, TYPING_AFTER);
    const stop = async () => {
      over = true;
      cancel();
      await sending;
    };
    context.onSendActivities(async (_context, activities, send) => {
      if (activities.some((activity) => activity.type === ActivityTypes.Message)) await stop();
      return send();
    });
    try {
      await next();
    } finally {
      await stop();
    }
  }
}
