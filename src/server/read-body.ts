import type { Request, Response } from 'restify';

/** Largest body that is read, in bytes: the Direct Line protocol's 256 K characters. */
const MAX_BODY = 256 * 1024;

type Next = (error?: Error) => void;

const refusal = (statusCode: number, message: string) => Object.assign(new Error(message), { statusCode });

/**
 * Reads bodies, JSON or the fields of a form; anything else is refused unread. Not restify's own reader: that one keeps uploads in
 * files, of any size and for good, unpacks gzip without bound, ends the process on a broken archive, and takes forms for JSON, which
 * any site's page may send without asking.
 */
export const readBody = (kind: 'json' | 'form') => (request: Request, _response: Response, next: Next) => {
  read(request, kind).then(
    (body) => {
      request.body = body;
      next();
    },
    (error: unknown) => next(error instanceof Error ? error : new Error(String(error))),
  );
};

/** @throws an error with `statusCode` 400, 413 or 415 */
async function read(request: Request, kind: 'json' | 'form'): Promise<unknown> {
  const { headers } = request;
  const isThere = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  if (!isThere) return kind === 'form' ? mustBeForm(request) : undefined;
  if (headers['content-encoding'] !== undefined) throw refusal(415, 'bodies are not unpacked');
  if (kind === 'form') return mustBeForm(request) && new URLSearchParams(await collect(request));
  if (!/^application\/(?:[\w.!#$&^-]+\+)?json$/.test(typeOf(request))) throw refusal(415, 'not JSON');
  const text = await collect(request);
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    throw refusal(400, 'broken JSON');
  }
}

const typeOf = ({ headers }: Request): string => (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** The empty form. */
function mustBeForm(request: Request): URLSearchParams {
  if (typeOf(request) !== 'application/x-www-form-urlencoded') throw refusal(415, 'not a form');
  return new URLSearchParams();
}

/** What is too much is let pass, so that the client hears the answer, and kept nowhere. */
async function collect(request: Request): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of request as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > MAX_BODY) parts.length = 0;
      else parts.push(part);
    }
  } catch {
    throw refusal(400, 'the client has left');
  }
  if (size > MAX_BODY) throw refusal(413, `more than ${MAX_BODY} bytes`);
  return Buffer.concat(parts).toString('utf8');
}
