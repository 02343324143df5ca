/** `GET /v3/directline/conversations/:id/stream`: what may become a WebSocket, and what is refused. */
import type { Origins } from '../http/origins.js';
import type { HttpRequest } from '../http/route.js';
import type { UpgradeRoute } from '../http/upgrade.js';
import { mustBeValid } from './caller.js';
import type { DirectLineChannel } from './direct-line-channel.js';
import { ProtocolError, unknownConversation } from './protocol-error.js';
import type { StreamHub } from './stream-hub.js';
import type { StreamTickets, TicketClaims } from './stream-tickets.js';

export interface StreamRouteOptions {
  channel: DirectLineChannel;
  tickets: StreamTickets;
  hub: StreamHub;
  origins: Origins;
}

export const STREAM_PATH = '/v3/directline/conversations/:id/stream';

export function createStreamRoute(options: StreamRouteOptions): UpgradeRoute {
  return {
    path: STREAM_PATH,
    handle: async (request) => {
      try {
        const claims = await check(request, options);
        const watermark = request.query.get('watermark') ?? '';
        return { accept: (socket) => options.hub.open(socket, claims, watermark) };
      } catch (error) {
        if (error instanceof ProtocolError) return { refuse: error.toReply() };
        throw error;
      }
    },
  };
}

/** @throws ProtocolError 401, 403, 404, 503 */
async function check(request: HttpRequest, { channel, tickets, hub, origins }: StreamRouteOptions): Promise<TicketClaims> {
  if (!origins.check(request.headers.origin).allowed)
    throw new ProtocolError(403, 'BadArgument', 'Origine non autorisée : voir WIDGET_ORIGINS.');
  if (!hub.isOpen)
    throw new ProtocolError(503, 'ServiceUnavailable', 'Trop de connexions ouvertes, ou arrêt en cours.', {
      'Retry-After': '10',
    });
  const ticket = request.query.get('t') ?? '';
  if (ticket === '') throw new ProtocolError(401, 'BadArgument', 'Un ticket (paramètre « t » de streamUrl) est attendu.');
  const claims = mustBeValid(await tickets.redeem(ticket.slice(0, 2000)));
  if (claims.conversationId !== request.params.id)
    throw new ProtocolError(403, 'BadArgument', 'Ce ticket est celui d’une autre conversation.');
  if (!(await channel.find(claims.conversationId))) throw unknownConversation();
  return claims;
}
