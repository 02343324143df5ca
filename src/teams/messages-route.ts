/** `POST /api/messages`: the door of Bot Framework channels (Teams, Azure Bot Service). */
import { type Activity, ActivityTypes, type TurnContext } from 'botbuilder';
import { type AuthenticateRequestResult, AuthenticationError } from 'botframework-connector';
import { messages } from '../../dialogs/messages.fr.js';
import { PasserelleError } from '../errors.js';
import { isLoopbackUrl } from '../http/client-address.js';
import { type HttpReply, type HttpRequest, json, type Route } from '../http/route.js';
import type { Logger } from '../logger.js';
import type { TurnGate } from '../transcripts/turn-gate.js';
import { type ChannelTokenOptions, checkActivityClaims, checkChannelToken, type Refusal } from './channel-tokens.js';
import { readActivity, turnKeys } from './incoming.js';
import type { TeamsAdapter } from './teams-adapter.js';

export interface MessagesRouteOptions {
  adapter: TeamsAdapter;
  bot(context: TurnContext): Promise<void>;
  queue: TurnGate;
  logger: Logger;
  /** How channels' tokens are checked. Without it (no app id) there is no token: callers on this machine only. */
  tokens?: ChannelTokenOptions;
  /** Milliseconds after which the channel is answered even if the turn goes on. Default: `patience`. */
  patience?: Patience;
}

export interface Patience {
  /** Teams says « something went wrong » to an invoke that is not answered within some seconds. */
  invoke: number;
  /** Azure Bot Service gives up after 15 s and may send the message again. */
  message: number;
}
export const patience: Patience = { invoke: 4000, message: 12_000 };

const error = (status: number, code: string, message: string) => json(status, { error: { code, message } });
const unauthorized = () => error(401, 'Unauthorized', 'Jeton refusé.');

export function createMessagesRoute(options: MessagesRouteOptions): Route {
  return { method: 'POST', path: '/api/messages', handle: (request) => receive(request, options) };
}

/** The token comes first: nobody learns anything, and nothing is sent anywhere, before it is accepted. */
async function receive(request: HttpRequest, options: MessagesRouteOptions): Promise<HttpReply> {
  const { adapter, tokens, logger, queue } = options;
  const refuse = (refusal: Refusal | 'sdk') => {
    logger.warn({ refusal, client: request.client }, 'channel token refused');
    return unauthorized();
  };
  try {
    const verdict = tokens ? await checkChannelToken(request.headers.authorization, tokens) : undefined;
    if (verdict && !verdict.accepted) return refuse(verdict.refusal);
    if (!verdict && !request.local)
      return error(401, 'Unauthorized', 'Sans MicrosoftAppId, seuls les appels de cette machine sont acceptés.');
    const read = readActivity(request.body);
    if ('wrong' in read) return error(400, 'BadArgument', `Activité mal formée : ${read.wrong}.`);
    const { activity } = read;
    // Replies go to the address that the activity names: without a token it could be anybody's.
    if (!verdict && !isLoopbackUrl(activity.serviceUrl))
      return error(401, 'Unauthorized', 'Sans MicrosoftAppId, serviceUrl doit être une adresse de cette machine.');
    const refusal = verdict && checkActivityClaims(verdict.claims, activity);
    if (refusal) return refuse(refusal);
    const authenticated = await adapter.authenticate(activity, tokens ? (request.headers.authorization ?? '') : '');
    const run = () => runTurn(options, authenticated, activity);
    const turn = turnKeys(activity).reduceRight((work, key) => () => queue.run(key, work), run)();
    return await answerInTime(turn, activity, options);
  } catch (failure) {
    if (failure instanceof AuthenticationError && failure.statusCode === 401) return refuse('sdk');
    if (failure instanceof PasserelleError && failure.code === 'E_CHANNEL_KEYS') {
      logger.error({ err: failure }, failure.code);
      return error(503, 'ServiceUnavailable', 'Le jeton ne peut pas être vérifié pour le moment.');
    }
    throw failure;
  }
}

async function runTurn(
  { adapter, bot }: MessagesRouteOptions,
  authenticated: AuthenticateRequestResult,
  activity: Activity,
): Promise<HttpReply> {
  const response = await adapter.runTurn(authenticated, activity, bot);
  if (!response) return { status: 200 };
  return response.body ? json(response.status, response.body) : { status: response.status };
}

/** The turn's answer, or an early one when the turn outlasts the channel's patience: the turn then goes on, and its failure is logged. */
async function answerInTime(turn: Promise<HttpReply>, activity: Activity, options: MessagesRouteOptions): Promise<HttpReply> {
  const { logger, patience: given = patience } = options;
  const isInvoke = activity.type === ActivityTypes.Invoke;
  let timer: NodeJS.Timeout | undefined;
  const early = new Promise<HttpReply>((resolve) => {
    timer = setTimeout(
      () => resolve(isInvoke ? json(200, earlyBody(activity)) : { status: 200 }),
      given[isInvoke ? 'invoke' : 'message'],
    );
  });
  try {
    const reply = await Promise.race([turn, early]);
    turn.catch((cause: unknown) => logger.error({ err: cause }, 'turn failed'));
    return reply;
  } finally {
    clearTimeout(timer);
  }
}

const earlyBody = ({ name }: Activity): object =>
  name === 'adaptiveCard/action'
    ? { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: messages.cardTaken }
    : {};
