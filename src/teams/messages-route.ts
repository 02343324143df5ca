/** `POST /api/messages`: the door of Bot Framework channels (Teams, Azure Bot Service). */
import type { CloudAdapter, Request, Response, TurnContext } from 'botbuilder';
import { z } from 'zod';
import type { TurnQueue } from '../bot/turn-queue.js';
import { isLoopbackUrl } from '../http/client-address.js';
import { type HttpReply, type HttpRequest, json, type Route } from '../http/route.js';

const activitySchema = z.looseObject({
  type: z.string().min(1),
  channelId: z.string().min(1),
  serviceUrl: z.url(),
  conversation: z.looseObject({ id: z.string().min(1) }),
  from: z.looseObject({ id: z.string().min(1) }),
  recipient: z.looseObject({ id: z.string().min(1) }),
});

export interface MessagesRouteOptions {
  adapter: CloudAdapter;
  bot(context: TurnContext): Promise<void>;
  queue: TurnQueue;
  /** Without an app id there is no token to check: callers on this machine only. */
  appId?: string;
}

const refuse = (status: number, code: string, message: string) => json(status, { error: { code, message } });

export function createMessagesRoute(options: MessagesRouteOptions): Route {
  return {
    method: 'POST',
    path: '/api/messages',
    handle: async (request) => {
      const parsed = activitySchema.safeParse(request.body);
      if (options.appId && !/^Bearer \S+$/i.test(request.headers.authorization ?? ''))
        return refuse(401, 'Unauthorized', 'Jeton absent.');
      if (!options.appId && !request.local) {
        return refuse(401, 'Unauthorized', 'Sans MicrosoftAppId, seuls les appels de cette machine sont acceptés.');
      }
      if (!parsed.success)
        return refuse(400, 'BadArgument', `Activité mal formée : ${parsed.error.issues[0]?.path.join('.') || 'corps'}.`);
      // Replies go to the address that the activity names: without a token it could be anybody's.
      if (!options.appId && !isLoopbackUrl(parsed.data.serviceUrl)) {
        return refuse(401, 'Unauthorized', 'Sans MicrosoftAppId, serviceUrl doit être une adresse de cette machine.');
      }
      return options.queue.run(parsed.data.conversation.id, () => processActivity(options, request, parsed.data));
    },
  };
}

/** Lets CloudAdapter check the token and run the turn; its status is kept, its texts (exception messages) are not. */
async function processActivity(
  { adapter, bot }: MessagesRouteOptions,
  request: HttpRequest,
  body: Record<string, unknown>,
): Promise<HttpReply> {
  let status = 200;
  let sent: unknown;
  const response = {
    socket: undefined,
    status: (code: number) => {
      status = code;
    },
    header: () => undefined,
    send: (content: unknown) => {
      sent = content;
    },
    end: () => undefined,
  } as unknown as Response;
  const framed = { body, headers: request.headers, method: 'POST' } as unknown as Request;
  await adapter.process(framed, response, bot);
  if (status < 400) return typeof sent === 'object' && sent !== null ? json(status, sent) : { status };
  if (status === 401 || status === 403) return refuse(status, 'Unauthorized', 'Jeton refusé.');
  return refuse(status >= 500 ? 500 : 400, status >= 500 ? 'ServiceError' : 'BadArgument', 'L’activité n’a pas pu être traitée.');
}
