/** The WebSocket stream of one conversation: what the bot says arrives by itself. */
import { type ActivitySet, readActivitySet } from './direct-line.js';

export interface Stream {
  isOpen(): boolean;
  close(): void;
}

export interface StreamOptions {
  onActivities(set: ActivitySet): void;
  /** A new address for the same conversation, or undefined when there is none. */
  reopen(): Promise<string | undefined>;
}

/** Wait before a new socket, in milliseconds: doubles up to a minute, so that a restarted server is not stormed. */
const FIRST_WAIT = 2000;
const LONGEST_WAIT = 60_000;

export function openStream(url: string, options: StreamOptions): Stream {
  let socket: WebSocket | undefined;
  let wait = FIRST_WAIT;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  const connect = (address: string) => {
    socket = new WebSocket(address);
    socket.onmessage = ({ data }) => {
      wait = FIRST_WAIT;
      if (typeof data === 'string' && data !== '') options.onActivities(readActivitySet(parse(data)));
    };
    socket.onclose = later;
  };
  const later = () => {
    if (closed) return;
    timer = setTimeout(
      async () => {
        const next = await options.reopen().catch(() => undefined);
        if (closed) return;
        if (next) connect(next);
        else later();
      },
      wait * (1 + Math.random()),
    );
    wait = Math.min(wait * 2, LONGEST_WAIT);
  };

  connect(url);
  return {
    isOpen: () => socket?.readyState === WebSocket.OPEN,
    close: () => {
      closed = true;
      clearTimeout(timer);
      socket?.close();
    },
  };
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
