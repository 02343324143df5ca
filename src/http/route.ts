/** What a route sees and says: channels and pages are plain functions of these, and know nothing of restify. */
export interface HttpRequest {
  method: string;
  path: string;
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  headers: Readonly<Record<string, string | undefined>>;
  /** Parsed JSON; undefined when there was no body. */
  body: unknown;
  /** Address of the client, X-Forwarded-For considered when the socket is a trusted proxy. */
  client: string;
  /** True when the socket is loopback and no forwarding header is present: the caller is on this machine. */
  local: boolean;
}

export interface HttpReply {
  status: number;
  headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a string or buffer as it is (set content-type). */
  body?: object | string | Buffer;
}

export interface Route {
  method: 'GET' | 'POST' | 'OPTIONS';
  /** restify path: `/v3/directline/conversations/:id`. */
  path: string;
  handle(request: HttpRequest): Promise<HttpReply> | HttpReply;
  /** Makes the body of an error raised before `handle` (broken JSON, too large…), in the route's own protocol. */
  describeError?(status: number, code: string, message: string): object;
  /** Headers of such an error: without CORS headers a page sees no status at all. */
  errorHeaders?(origin: string | undefined): Readonly<Record<string, string>>;
}

/** A JSON reply. */
export const json = (status: number, body: object, headers: Record<string, string> = {}): HttpReply => ({
  status,
  body,
  headers,
});
