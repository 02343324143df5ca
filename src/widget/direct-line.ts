/** The Direct Line 3.0 calls that the page makes. Answers are parsed here, by hand: zod would weigh more than the page. */
import type { IncomingMessage, ShownDecision, Suggestion } from './transcript.js';

export interface Session {
  conversationId: string;
  token: string;
  /** Epoch milliseconds after which the token is worth nothing. */
  expiresAt: number;
  streamUrl?: string;
  /** Name of the network that the site speaks for. */
  network?: string;
}

export interface ActivitySet {
  messages: IncomingMessage[];
  watermark?: string;
}

/** The server's refusal; `status` 0 when it could not be reached. */
export class DirectLineError extends Error {
  constructor(
    readonly status: number,
    /** Seconds to wait, when the server says so. */
    readonly retryAfter = 0,
  ) {
    super(`Direct Line ${status}`);
  }
}

/** Milliseconds that a call may take before it counts as lost: the protocol's own 20 s. */
const TIMEOUT = 20_000;

/** @param base address of the service, without trailing slash; empty for the page's own. */
export function createDirectLine(base: string, network?: string) {
  const domain = `${base}/v3/directline`;
  const conversation = ({ conversationId }: Session) => `${domain}/conversations/${encodeURIComponent(conversationId)}`;

  async function call(method: 'GET' | 'POST', url: string, token?: string, body?: object): Promise<Record<string, unknown>> {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), TIMEOUT);
    try {
      const response = await fetch(url, {
        method,
        credentials: 'omit',
        signal: abort.signal,
        headers: {
          ...(token ? { Authorization: `Bearer ${token}` } : {}),
          ...(method === 'POST' ? { 'Content-Type': 'application/json' } : {}),
        },
        ...(method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {}),
      });
      if (!response.ok) throw new DirectLineError(response.status, Number(response.headers.get('Retry-After')) || 0);
      return record(await response.json());
    } catch (error) {
      throw error instanceof DirectLineError ? error : new DirectLineError(0);
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    /** The right to a conversation, which does not exist on the server yet. */
    async prepare(now: number): Promise<Session> {
      return readSession(await call('POST', `${base}/widget/token`, undefined, network ? { network } : {}), now);
    },
    /** A new conversation, welcomed by the bot. */
    async start({ token }: Session, now: number): Promise<Session> {
      return readSession(await call('POST', `${domain}/conversations`, token, { locale: 'fr-FR' }), now);
    },
    /** The same conversation with a new token. */
    async refresh(session: Session, now: number): Promise<Session> {
      return { ...session, ...readSession(await call('POST', `${domain}/tokens/refresh`, session.token), now) };
    },
    /** The same conversation with a new stream address, when the server has streams. */
    async reconnect(session: Session, watermark: string, now: number): Promise<Session> {
      return readSession(
        await call('GET', `${conversation(session)}?watermark=${encodeURIComponent(watermark)}`, session.token),
        now,
      );
    },
    /** Resolves once the bot has replied. */
    async post(session: Session, activity: object): Promise<void> {
      await call('POST', `${conversation(session)}/activities`, session.token, { locale: 'fr-FR', ...activity });
    },
    async read(session: Session, watermark: string): Promise<ActivitySet> {
      return readActivitySet(
        await call('GET', `${conversation(session)}/activities?watermark=${encodeURIComponent(watermark)}`, session.token),
      );
    },
  };
}

export type DirectLine = ReturnType<typeof createDirectLine>;

function readSession(body: Record<string, unknown>, now: number): Session {
  const { conversationId, token, streamUrl } = body;
  const seconds = Number(body.expires_in) || 1800;
  const network = text(record(body.network).name);
  if (typeof conversationId !== 'string' || typeof token !== 'string') throw new DirectLineError(502);
  return {
    conversationId,
    token,
    expiresAt: now + seconds * 1000,
    ...(typeof streamUrl === 'string' ? { streamUrl } : {}),
    ...(network ? { network } : {}),
  };
}

/** Reads the messages of an activity set; anything else in it is skipped. */
export function readActivitySet(value: unknown): ActivitySet {
  const { activities, watermark } = record(value);
  return {
    messages: list(activities).flatMap(readMessage),
    ...(watermark === undefined || watermark === null ? {} : { watermark: String(watermark) }),
  };
}

function readMessage(value: unknown): IncomingMessage[] {
  const activity = record(value);
  if (activity.type !== 'message' || typeof activity.id !== 'string') return [];
  const channelData = record(activity.channelData);
  const decision = readDecision(channelData.decision);
  return [
    {
      id: activity.id,
      role: record(activity.from).role === 'user' ? 'user' : 'bot',
      text: text(activity.text),
      suggestions: list(record(activity.suggestedActions).actions).flatMap(readSuggestion),
      ...(typeof channelData.clientActivityID === 'string' ? { clientId: channelData.clientActivityID } : {}),
      ...(decision ? { decision } : {}),
      ...(channelData.feedbackLoopEnabled === true ? { wantsFeedback: true } : {}),
    },
  ];
}

function readSuggestion(value: unknown): Suggestion[] {
  const action = record(value);
  const title = text(action.title) || text(action.value);
  return title === '' ? [] : [{ title, value: text(action.value) || title }];
}

function readDecision(value: unknown): ShownDecision | undefined {
  const { kind, place, asks, recommends } = record(value);
  if (typeof kind !== 'string') return undefined;
  return {
    kind,
    ...(typeof place === 'string' ? { place } : {}),
    ...(typeof asks === 'string' ? { asks } : {}),
    ...(typeof recommends === 'string' ? { recommends } : {}),
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const record = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {});
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export { isRecord };
