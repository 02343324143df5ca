import {
  type Activity,
  ActivityTypes,
  Channels,
  CloudAdapter,
  type InvokeResponse,
  type ResourceResponse,
  type TurnContext,
} from 'botbuilder';
import type { AuthenticateRequestResult, BotFrameworkAuthentication } from 'botframework-connector';

/** Seconds to wait before each new try of a throttled call that does not say how long (the SDK obeys Retry-After by itself). */
const BACKOFF = [1, 3];

export interface TeamsAdapterOptions {
  /** Resolves after that many milliseconds. */
  wait(milliseconds: number): Promise<void>;
}

/** CloudAdapter, called by our own route: authentication and turn apart, and what Teams needs of each outgoing activity. */
export class TeamsAdapter extends CloudAdapter {
  constructor(
    private readonly authentication: BotFrameworkAuthentication,
    private readonly options: TeamsAdapterOptions,
  ) {
    super(authentication);
  }

  /** The SDK's own check of a token. @throws when it refuses. */
  authenticate(activity: Activity, authorization: string): Promise<AuthenticateRequestResult> {
    return this.authentication.authenticateRequest(activity, authorization);
  }

  /** Runs one turn of an authenticated activity; resolves with the answer to an invoke. */
  runTurn(
    authenticated: AuthenticateRequestResult,
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    return this.processActivity(authenticated, activity, logic);
  }

  override async sendActivities(context: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    const responses: ResourceResponse[] = [];
    for (const activity of activities) responses.push(...(await this.sendOne(context, toWire(context, activity))));
    return responses;
  }

  private async sendOne(context: TurnContext, activity: Partial<Activity>): Promise<ResourceResponse[]> {
    for (const seconds of BACKOFF) {
      try {
        return await super.sendActivities(context, [activity]);
      } catch (error) {
        if (!isThrottled(error)) throw error;
        await this.options.wait(seconds * 1000);
      }
    }
    return super.sendActivities(context, [activity]);
  }
}

/**
 * Teams splits a message with text and a card in two, in no sure order: the card goes alone, with the first words as its summary
 * (the notification). The log keeps the text.
 */
function toWire(context: TurnContext, activity: Partial<Activity>): Partial<Activity> {
  if (context.activity.channelId !== Channels.Msteams || activity.type !== ActivityTypes.Message) return activity;
  if (!activity.attachments?.some((item) => item.contentType === 'application/vnd.microsoft.card.adaptive')) return activity;
  const { text, textFormat: _, ...rest } = activity;
  return { ...rest, summary: toSummary(text ?? '') };
}

const toSummary = (text: string): string => {
  const plain = text
    .replace(/\[([^\]]{0,200})\]\([^)]{0,2000}\)/g, '$1')
    .replace(/[*_]|\s+/g, (match) => (match.trim() ? '' : ' '));
  return plain.length <= 120 ? plain : `${plain.slice(0, 119).trimEnd()}…`;
};

function isThrottled(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'statusCode' in error && error.statusCode === 429;
}
