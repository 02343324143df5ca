import type { Decision } from '../../dialogs/decision.js';

/** A bot message as a client sees it. */
export interface BotMessage {
  id: string;
  text: string;
  decision?: Decision;
  asksOpinion: boolean;
  buttons: { title: string; value: string }[];
}

interface WireActivity {
  id: string;
  type: string;
  text?: string;
  from?: { role?: string };
  channelData?: { decision?: Decision; feedbackLoopEnabled?: boolean };
  suggestedActions?: { actions: { title: string; value: string }[] };
}

/** A small Direct Line client over HTTP for conversation tests; the real directlinejs has a test of its own. */
export class Conversation {
  private watermark = '';
  welcome: BotMessage[] = [];

  private constructor(
    private readonly url: string,
    readonly id: string,
    readonly token: string,
  ) {}

  static async start(url: string): Promise<Conversation> {
    const { token } = await post<{ token: string }>(`${url}/widget/token`, {});
    const started = await post<{ conversationId: string; token: string }>(`${url}/v3/directline/conversations`, {}, token);
    return Conversation.join(url, started.conversationId, started.token);
  }

  /** A conversation that somebody has started, from its beginning. */
  static async join(url: string, id: string, token: string): Promise<Conversation> {
    const conversation = new Conversation(url, id, token);
    conversation.welcome = await conversation.read();
    return conversation;
  }

  /** The same conversation at the address of a restarted service. */
  at(url: string): Conversation {
    const moved = new Conversation(url, this.id, this.token);
    moved.watermark = this.watermark;
    return moved;
  }

  /** Sends a message and returns what the bot says in that turn. */
  async say(text: string): Promise<BotMessage[]> {
    await post(
      `${this.url}/v3/directline/conversations/${this.id}/activities`,
      { type: 'message', text, from: { id: 'test' } },
      this.token,
    );
    return this.read();
  }

  async read(watermark = this.watermark): Promise<BotMessage[]> {
    const response = await fetch(`${this.url}/v3/directline/conversations/${this.id}/activities?watermark=${watermark}`, {
      headers: { authorization: `Bearer ${this.token}` },
    });
    const set = (await response.json()) as { activities: WireActivity[]; watermark: string };
    this.watermark = set.watermark;
    return set.activities
      .filter((activity) => activity.type === 'message' && activity.from?.role === 'bot')
      .map((activity) => ({
        id: activity.id,
        text: activity.text ?? '',
        decision: activity.channelData?.decision,
        asksOpinion: activity.channelData?.feedbackLoopEnabled === true,
        buttons: activity.suggestedActions?.actions.map(({ title, value }) => ({ title, value })) ?? [],
      }));
  }
}

/** Posts JSON; throws on anything but 2xx, with the status in the message. */
export async function post<T>(url: string, body: unknown, token?: string): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text}`);
  return (text ? JSON.parse(text) : undefined) as T;
}
