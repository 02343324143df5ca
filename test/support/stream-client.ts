import { once } from 'node:events';
import WebSocket from 'ws';

export interface StreamedActivity {
  id: string;
  type: string;
  text?: string;
  name?: string;
  from: { id: string; role: string };
  channelData?: { clientActivityID?: string };
}

export interface StreamedSet {
  activities: StreamedActivity[];
  watermark?: string;
}

/** The socket of a Direct Line stream, as a client has it: frames in order, the way it ended. */
export class StreamClient {
  readonly frames: string[] = [];
  /** Code and reason of the end. */
  readonly closed: Promise<{ code: number; reason: string }>;
  private arrived: () => void = () => undefined;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data) => {
      this.frames.push(String(data));
      this.arrived();
    });
    socket.on('error', () => undefined);
    this.closed = once(socket, 'close').then(([code, reason]) => ({ code: Number(code), reason: String(reason) }));
  }

  /** @throws Error with the status of the refusal */
  static async open(url: string, headers: Record<string, string> = {}): Promise<StreamClient> {
    const socket = new WebSocket(url, { headers });
    const client = new StreamClient(socket);
    await once(socket, 'open');
    return client;
  }

  /** The next set of stored activities; signs of life and of typing before it are consumed. */
  async next(): Promise<StreamedSet> {
    for (;;) {
      const frame = this.frames.shift();
      if (frame) {
        const set = JSON.parse(frame) as StreamedSet;
        if (set.watermark !== undefined) return set;
      }
      if (frame === undefined)
        await new Promise<void>((resolve) => {
          this.arrived = resolve;
        });
    }
  }

  close(): void {
    this.socket.close();
  }
}

/** Status and body of the answer to a handshake that is refused. */
export function refusalOf(url: string, headers: Record<string, string> = {}): Promise<{ status: number; code: string }> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers });
    socket.on('open', () => {
      socket.terminate();
      reject(new Error('the handshake was accepted'));
    });
    socket.on('error', reject);
    socket.on('unexpected-response', (_request, response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk;
      });
      response.on('end', () => {
        const { error } = JSON.parse(text) as { error: { code: string } };
        resolve({ status: response.statusCode ?? 0, code: error.code });
      });
    });
  });
}
