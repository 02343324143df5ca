import { createRequire } from 'node:module';
import { type Activity, type ConnectionStatus, DirectLine, type DirectLineOptions } from 'botframework-directlinejs';
import WebSocket from 'ws';

/** What the browser has and Node 20 has not; as in the library's own documentation. Returns the undoing. */
export function installBrowserGlobals(): () => void {
  const XMLHttpRequest: unknown = createRequire(import.meta.url)('xhr2');
  const before = { XMLHttpRequest: Reflect.get(globalThis, 'XMLHttpRequest'), WebSocket: Reflect.get(globalThis, 'WebSocket') };
  Object.assign(globalThis, { XMLHttpRequest, WebSocket });
  return () => {
    Object.assign(globalThis, before);
  };
}

/** Microsoft's own Direct Line client, with what it has received. */
export class DirectLineJs {
  readonly received: Activity[] = [];
  readonly statuses: ConnectionStatus[] = [];
  readonly library: DirectLine;
  private failure: unknown;
  private check: () => void = () => undefined;
  private readonly subscriptions: { unsubscribe(): void }[];

  constructor(options: DirectLineOptions & { random?(): number }) {
    this.library = new DirectLine({ pollingInterval: 200, ...options });
    this.subscriptions = [
      this.library.connectionStatus$.subscribe((status) => this.statuses.push(status)),
      this.library.activity$.subscribe(
        (activity) => {
          this.received.push(activity);
          this.check();
        },
        (error) => {
          this.failure = error;
          this.check();
        },
      ),
    ];
  }

  get messages(): Activity[] {
    return this.received.filter(({ type }) => type === 'message');
  }

  /** Resolves when what was received is as wanted. @throws what ended the stream of activities */
  until(isEnough: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      this.check = () => {
        if (this.failure) reject(this.failure);
        else if (isEnough()) resolve();
      };
      this.check();
    });
  }

  /** Resolves with the id that the service gave, or « retry » as the library says when it did not. */
  post(activity: Partial<Activity>): Promise<string> {
    return new Promise((resolve, reject) => {
      this.library.postActivity({ from: { id: 'user' }, ...activity } as Activity).subscribe(resolve, reject);
    });
  }

  say(text: string, clientActivityID: string): Promise<string> {
    return this.post({ type: 'message', text, channelData: { clientActivityID } });
  }

  end(): void {
    for (const subscription of this.subscriptions) subscription.unsubscribe();
    this.library.end();
  }
}
