/** Joins what the door of Bot Framework channels is made of. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Middleware } from 'botbuilder';
import type { Route } from '../http/route.js';
import type { Logger } from '../logger.js';
import type { TurnGate } from '../transcripts/turn-gate.js';
import { type BotCloud, type BotRegistration, createBotAuthentication } from './bot-cloud.js';
import { createMessagesRoute, type Patience } from './messages-route.js';
import { keepReplyEntities } from './reply-entities.js';
import { SigningKeys } from './signing-keys.js';
import { TeamsAdapter } from './teams-adapter.js';
import { TeamsBot, type TeamsBotOptions } from './teams-bot.js';
import { TypingIndicator } from './typing-indicator.js';

export interface TeamsChannelOptions {
  registration: BotRegistration;
  cloud: BotCloud;
  bot: TeamsBotOptions;
  middleware: readonly Middleware[];
  queue: TurnGate;
  logger: Logger;
  now(): Date;
  patience?: Patience;
}

/** The route `POST /api/messages`, with its adapter and bot. */
export function createTeamsChannel(options: TeamsChannelOptions): Route {
  const { registration, cloud, queue, logger, now, patience } = options;
  keepReplyEntities();
  const adapter = new TeamsAdapter(createBotAuthentication(registration, cloud), { wait: (milliseconds) => sleep(milliseconds) });
  adapter.use(...options.middleware, new TypingIndicator());
  const bot = new TeamsBot(options.bot);
  const keys = new SigningKeys(cloud.metadataUrl, () => now().getTime());
  return createMessagesRoute({
    adapter,
    bot: (context) => bot.run(context),
    queue,
    logger,
    patience,
    ...(registration.appId ? { tokens: { appId: registration.appId, issuer: cloud.tokenIssuer, keys, now } } : {}),
  });
}
