import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export interface RoundRobinProxy {
  url: string;
  /** Ports of the instances, each served in its turn. */
  targets: number[];
  /** Requests and sockets that each port was given. */
  served: Map<number, number>;
  close(): Promise<void>;
}

/**
 * What stands before several instances: each request, and each WebSocket, goes to the next one. An instance that takes no
 * connection is passed over; a request that an instance has taken is never sent again, as it may have been done.
 */
export async function startRoundRobinProxy(targets: number[] = []): Promise<RoundRobinProxy> {
  // A connection a request: one that is kept may be dead without anybody knowing, and the request on it lost.
  const agent = new Agent({ keepAlive: false });
  const served = new Map<number, number>();
  const tunnels = new Set<Duplex>();
  let turn = 0;

  /** A request to the next instance; `mayRetry` as long as that one has not taken it and there is another to try. */
  const forward = (request: IncomingMessage, tries: number) => {
    const port = targets[turn++ % targets.length];
    const upstream = send({
      agent,
      host: '127.0.0.1',
      port,
      method: request.method,
      path: request.url,
      headers: request.headers,
    });
    let taken = false;
    upstream.once('socket', (socket) => {
      const take = () => {
        taken = true;
        served.set(port ?? 0, (served.get(port ?? 0) ?? 0) + 1);
      };
      if (socket.connecting) socket.once('connect', take);
      else take();
    });
    return { upstream, mayRetry: () => !taken && tries < targets.length };
  };

  const relay = (request: IncomingMessage, response: ServerResponse, body: Buffer, tries = 1) => {
    const { upstream, mayRetry } = forward(request, tries);
    upstream.once('error', () => {
      if (mayRetry()) relay(request, response, body, tries + 1);
      else if (response.headersSent) response.destroy();
      else {
        response.statusCode = 502;
        response.end();
      }
    });
    upstream.once('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
      answer.once('error', () => response.destroy());
    });
    upstream.end(body);
  };

  const tunnel = (request: IncomingMessage, client: Socket, head: Buffer, tries = 1) => {
    const { upstream, mayRetry } = forward(request, tries);
    upstream.once('error', () => {
      if (mayRetry()) tunnel(request, client, head, tries + 1);
      else client.destroy();
    });
    upstream.once('response', (answer) => {
      client.write(headOf(answer));
      answer.pipe(client);
    });
    upstream.once('upgrade', (answer, socket, first) => {
      client.write(headOf(answer));
      client.write(first);
      socket.write(head);
      for (const [from, to] of [
        [socket, client],
        [client, socket],
      ] as const) {
        tunnels.add(from);
        from.on('error', () => to.destroy());
        from.on('close', () => {
          tunnels.delete(from);
          to.destroy();
        });
        from.pipe(to);
      }
    });
    upstream.end();
  };

  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.once('end', () => relay(request, response, Buffer.concat(parts)));
  });
  server.on('upgrade', tunnel);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    targets,
    served,
    close: async () => {
      for (const socket of tunnels) socket.destroy();
      agent.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function headOf({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const headers = rawHeaders.map((part, index) => (index % 2 === 0 ? `${part}: ` : `${part}\r\n`)).join('');
  return `HTTP/1.1 ${statusCode} ${statusMessage}\r\n${headers}\r\n`;
}
