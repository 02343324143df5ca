/** What a channel sees of a WebSocket: it knows nothing of the library that speaks the protocol. */
import type { HttpReply, HttpRequest } from './route.js';

export interface StreamSocket {
  /** Sends a text frame; resolves when the system has taken it, rejects when the socket is gone. */
  send(text: string): Promise<void>;
  /** Bytes given to `send` that the system has not taken yet. */
  buffered(): number;
  ping(): void;
  onPong(listener: () => void): void;
  /** Called once, however the socket ended. */
  onClose(listener: () => void): void;
  /** Says goodbye after what has been sent. */
  close(code: number, reason: string): void;
  /** Ends the connection at once and forgets what was not sent. */
  drop(): void;
}

export type UpgradeReply = { accept(socket: StreamSocket): void } | { refuse: HttpReply };

/** A path on which a connection may become a WebSocket. */
export interface UpgradeRoute {
  /** As in `Route`: `/v3/directline/conversations/:id/stream`. */
  path: string;
  /** Decides before the handshake, so that a refusal is an ordinary HTTP answer. */
  handle(request: HttpRequest): Promise<UpgradeReply>;
}
