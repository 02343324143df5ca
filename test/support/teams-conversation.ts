/** Activities as Teams posts them, and what reaches Teams in return. */
import type { startLoopbackConnector } from './loopback-connector.js';

type Connector = Awaited<ReturnType<typeof startLoopbackConnector>>;
export type Scope = 'personal' | 'groupChat' | 'channel';

/** What the connector received, as far as the tests look at it. */
export interface Sent {
  type: string;
  text?: string;
  summary?: string;
  path: string;
  attachments?: { contentType: string; content: Card }[];
  suggestedActions?: { actions: { type: string; title: string; value: string }[] };
  entities?: Record<string, unknown>[];
  channelData?: Record<string, unknown>;
}

export interface Card {
  type: string;
  version: string;
  fallbackText: string;
  body: Record<string, unknown>[];
  actions?: { type: string; title: string; data: Record<string, unknown> }[];
}

const TENANT = '22222222-2222-2222-2222-222222222222';
export const BOT = { id: '28:bot', name: 'Passerelle' };
export const USER = { id: '29:user', name: 'Une élue', aadObjectId: '11111111-1111-1111-1111-111111111111' };

/** One Teams conversation, played through the service's real door. */
export class TeamsConversation {
  private number = 0;

  constructor(
    private readonly appUrl: string,
    private readonly connector: Connector,
    readonly id: string,
    private readonly scope: Scope = 'personal',
  ) {}

  /** Posts an activity; resolves with the HTTP answer and what reached Teams meanwhile. */
  async post(activity: Record<string, unknown>): Promise<{ status: number; body: unknown; sent: Sent[] }> {
    const from = this.connector.received.length;
    const response = await fetch(`${this.appUrl}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(this.frame(activity)),
    });
    const text = await response.text();
    const sent = this.connector.received.slice(from).filter(({ type }) => type !== 'typing') as unknown as Sent[];
    return { status: response.status, body: text ? JSON.parse(text) : undefined, sent };
  }

  async say(text: string, more: Record<string, unknown> = {}): Promise<Sent[]> {
    return (await this.post({ type: 'message', text, textFormat: 'plain', ...more })).sent;
  }

  /** What Teams posts when the button of a card is clicked. */
  async click(card: Card, title: string): Promise<Sent[]> {
    const action = card.actions?.find((item) => item.title === title);
    if (!action) throw new Error(`no button « ${title} » among ${card.actions?.map((item) => item.title).join(', ')}`);
    const { msteams, ...value } = action.data as { msteams?: { text: string } } & Record<string, unknown>;
    return (await this.post({ type: 'message', ...(msteams ? { text: msteams.text } : {}), value, replyToId: 'card' })).sent;
  }

  lastId(): string {
    return `${this.id}-${this.number}`;
  }

  private frame(activity: Record<string, unknown>): Record<string, unknown> {
    this.number += 1;
    const channel = this.scope === 'channel';
    return {
      id: this.lastId(),
      timestamp: '2026-11-22T10:00:00.000Z',
      localTimestamp: '2026-11-22T11:00:00.000+01:00',
      channelId: 'msteams',
      serviceUrl: this.connector.url,
      from: USER,
      conversation: {
        id: this.id,
        conversationType: this.scope,
        tenantId: TENANT,
        ...(this.scope === 'personal' ? {} : { isGroup: true }),
      },
      recipient: BOT,
      locale: 'fr-FR',
      entities: [{ type: 'clientInfo', locale: 'fr-FR', country: 'FR', platform: 'Windows' }],
      channelData: {
        tenant: { id: TENANT },
        ...(channel ? { team: { id: '19:team@thread.tacv2' }, channel: { id: this.id } } : {}),
      },
      ...activity,
    };
  }
}

export const cardOf = (sent: Sent | undefined): Card => {
  const card = sent?.attachments?.find(({ contentType }) => contentType === 'application/vnd.microsoft.card.adaptive')?.content;
  if (!card) throw new Error(`no card in ${JSON.stringify(sent)}`);
  return card;
};

/** All words of a card's body, in order. */
export function textOf(card: Card): string {
  const read = (item: unknown): string => {
    if (Array.isArray(item)) return item.map(read).join('\n');
    if (typeof item !== 'object' || item === null) return '';
    const { text, facts, items, body } = item as Record<string, unknown>;
    const pairs = (facts as { title: string; value: string }[] | undefined)?.map(({ title, value }) => `${title} : ${value}`);
    return [text, pairs?.join('\n'), read(items), read(body)].filter(Boolean).join('\n');
  };
  return read(card);
}
