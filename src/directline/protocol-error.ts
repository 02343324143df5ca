import { type HttpReply, json } from '../http/route.js';

/** A refusal in the protocol's own terms: stable code, French message for whoever reads the network log. */
export class ProtocolError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }

  toReply(): HttpReply {
    return json(this.status, { error: { code: this.code, message: this.message } }, this.headers);
  }
}

/** Seconds to wait, as a refusal. Never 403: clients take that for an expired token and give up for good. */
export const tooMany = (seconds: number): ProtocolError =>
  new ProtocolError(429, 'TooManyRequests', 'Trop de messages en peu de temps. Réessayez dans un instant.', {
    'Retry-After': String(seconds),
  });

export const unknownConversation = (): ProtocolError =>
  new ProtocolError(404, 'ConversationNotFound', 'Cette conversation n’existe pas ou plus.');
