import type { IncomingHttpHeaders } from 'node:http';
import { serveLoopback } from './serve-loopback.js';

/** What the bot would send to Teams: a connector on loopback that keeps every activity it receives. */
export async function startLoopbackConnector() {
  const received: Record<string, unknown>[] = [];
  /** Headers of what was received, in the same order. */
  const headers: IncomingHttpHeaders[] = [];
  /** Answers to give before it accepts: throttling and the like. */
  const refusals: { status: number; headers?: Record<string, string> }[] = [];
  const { url, close } = await serveLoopback((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const refusal = refusals.shift();
      if (refusal) {
        response.writeHead(refusal.status, { 'content-type': 'application/json', ...refusal.headers });
        response.end('{}');
        return;
      }
      headers.push(request.headers);
      received.push({ path: request.url, method: request.method, ...JSON.parse(Buffer.concat(chunks).toString() || '{}') });
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ id: `reply-${received.length}` }));
    });
  });
  return { url, received, headers, refusals, close };
}

/** A message activity as Teams sends it. */
export function teamsMessage(serviceUrl: string, text: string, conversationId = 'a:teams-1'): Record<string, unknown> {
  return {
    type: 'message',
    id: '1700000000000',
    timestamp: '2026-11-22T10:00:00.000Z',
    channelId: 'msteams',
    serviceUrl,
    from: { id: '29:user', name: 'Une élue', aadObjectId: '11111111-1111-1111-1111-111111111111' },
    conversation: { id: conversationId, conversationType: 'personal', tenantId: '22222222-2222-2222-2222-222222222222' },
    recipient: { id: '28:bot', name: 'Passerelle' },
    text,
    locale: 'fr-FR',
    channelData: { tenant: { id: '22222222-2222-2222-2222-222222222222' } },
  };
}
