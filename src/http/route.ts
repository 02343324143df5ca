/** What a route sees and says: channels and pages are plain functions of these, and know nothing of restify. */
export interface HttpRequest {
  method: string;
  path: string;
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  headers: Readonly<Record<string, string | undefined>>;
  /** Parsed JSON; the fields of a form where the route takes forms; undefined when there was no body. */
  body: unknown;
  /** Address of the client, X-Forwarded-For considered when the socket is a trusted proxy. */
  client: string;
  /** True when the socket is loopback and no forwarding header is present: the caller is on this machine. */
  local: boolean;
}

export interface HttpReply {
  status: number;
  headers?: Readonly<Record<string, string>>;
  /** Values of Set-Cookie, one header each. */
  cookies?: readonly string[];
  /** An object is sent as JSON, a string or buffer as it is (set content-type). */
  body?: object | string | Buffer | BodyStream;
}

/**
 * A body that is made while it is sent: the next part is asked for when the client has taken the ones before, so that nothing
 * piles up. When the client leaves, the iterator's `return` is called; when the source fails, the connection is cut, so that
 * nobody takes half a file for a whole one.
 */
export class BodyStream {
  constructor(readonly parts: AsyncIterable<string | Uint8Array>) {}
}

export interface Route {
  method: 'GET' | 'POST' | 'OPTIONS';
  /** restify path: `/v3/directline/conversations/:id`. */
  path: string;
  /** A route that takes a form (application/x-www-form-urlencoded): its `body` is then a URLSearchParams. */
  takesForm?: boolean;
  handle(request: HttpRequest): Promise<HttpReply> | HttpReply;
  /** Makes the body of an error raised before `handle` (broken JSON, too large…), in the route's own protocol. */
  describeError?(status: number, code: string, message: string): object | string;
  /** Headers of such an error: without CORS headers a page sees no status at all. */
  errorHeaders?(origin: string | undefined): Readonly<Record<string, string>>;
}

/** A JSON reply. */
export const json = (status: number, body: object, headers: Record<string, string> = {}): HttpReply => ({
  status,
  body,
  headers,
});
