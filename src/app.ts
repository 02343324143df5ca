/** The one file that knows everyone: builds every part from the configuration and joins them. */
import { join } from 'node:path';
import { CloudAdapter, ConfigurationBotFrameworkAuthentication, ConversationState, type TurnContext } from 'botbuilder';
import type { DialogServices } from '../dialogs/services.js';
import { PasserelleBot } from './bot/bot.js';
import { createMiddleware } from './bot/middleware.js';
import { TurnQueue } from './bot/turn-queue.js';
import type { Config } from './config.js';
import { DirectLineAdapter } from './directline/direct-line-adapter.js';
import { DirectLineChannel } from './directline/direct-line-channel.js';
import { createDirectLineRoutes } from './directline/routes.js';
import { DirectLineTokens } from './directline/tokens.js';
import { PasserelleError } from './errors.js';
import { Origins } from './http/origins.js';
import { RateLimiter } from './http/rate-limiter.js';
import { openKeys } from './keys.js';
import { createKnowledgeService } from './knowledge/knowledge-service.js';
import { createKnowledgeTools } from './knowledge-tools.js';
import type { Logger } from './logger.js';
import { createMetrics } from './metrics.js';
import { createHttpServer, type RunningServer } from './server/server.js';
import { createHealthRoutes } from './site/health-routes.js';
import { createPageRoutes } from './site/pages.js';
import { createStaticRoutes } from './site/static-files.js';
import { lockDataDir } from './storage/lowdb/data-dir-lock.js';
import { LowdbStateStorage } from './storage/lowdb/lowdb-state-storage.js';
import { LowdbTranscriptStore } from './storage/lowdb/lowdb-transcript-store.js';
import { createMessagesRoute } from './teams/messages-route.js';
import { keepReplyEntities } from './teams/reply-entities.js';
import { redactSafely } from './transcripts/redact.js';

export interface AppOptions {
  config: Config;
  /** Folder of what the build makes beside the code: geography.json, widget/. */
  assets: string;
  logger: Logger;
  /** Tells the operator something at start (a line of French). */
  say(line: string): void;
  now?(): Date;
}

export interface App {
  /** Starts HTTP; resolves with the address that users open. */
  listen(): Promise<{ url: string }>;
  /** The embedded channel under the name « console »: the terminal's door. */
  terminal: DirectLineChannel;
  /** Ends the turns in flight, then closes. */
  close(): Promise<void>;
}

export async function createApp({ config, assets, logger, say, now = () => new Date() }: AppOptions): Promise<App> {
  if (config.databaseUrl) throw new PasserelleError('E_UNSUPPORTED', 'DATABASE_URL');
  const lock = await lockDataDir(config.dataDir);
  try {
    const onDamaged = (path: string, cause: unknown) => logger.error({ path, err: cause }, 'E_STORE_DAMAGED');
    const keys = await openKeys(config.dataDir, config.signingKey);
    const transcripts = new LowdbTranscriptStore(join(config.dataDir, 'conversations'), now, onDamaged);
    const conversationState = new ConversationState(new LowdbStateStorage(join(config.dataDir, 'state'), onDamaged));
    const metrics = createMetrics();
    const { gazetteer, ...tools } = createKnowledgeTools(config, assets, onDamaged, now);
    const knowledge = createKnowledgeService({ ...tools, knowledgeDir: config.knowledgeDir, say, logger });
    await knowledge.start();

    let publicUrl = config.publicUrl ?? `http://${config.host}:${config.port}`;
    const services: DialogServices = {
      knowledge: () => knowledge.active(),
      gazetteer,
      now,
      publicUrl: () => publicUrl,
      retentionDays: config.retentionDays,
    };
    const bot = new PasserelleBot(services, conversationState);
    const runBot = (context: TurnContext) => bot.run(context);
    const queue = new TurnQueue();
    const middleware = createMiddleware({
      transcripts,
      redact: (text) => redactSafely(text, (error) => logger.error({ err: error }, 'E_REDACTION')),
      pseudonym: keys.pseudonym,
      knowledgeVersion: () => knowledge.active().version,
      logger,
      metrics,
      now,
    });
    const embedded = (channelId: 'directline' | 'console') => {
      const adapter = new DirectLineAdapter(now);
      adapter.use(...middleware);
      return new DirectLineChannel({ adapter, bot: runBot, transcripts, queue, now, channelId });
    };
    const cloud = createCloudAdapter(config);
    cloud.use(...middleware);

    const origins = new Origins(config.widgetOrigins, () => publicUrl);
    const server = createHttpServer({
      trustedProxies: config.trustedProxies,
      logger,
      metrics,
      routes: [
        createMessagesRoute({ adapter: cloud, bot: runBot, queue, appId: config.bot.appId }),
        ...createDirectLineRoutes({
          channel: embedded('directline'),
          tokens: new DirectLineTokens(keys.directLine, now),
          origins,
          limiter: new RateLimiter(config.rateLimitPerMinute, () => now().getTime()),
          secret: config.directLineSecret,
        }),
        ...createStaticRoutes(assets),
        ...createPageRoutes(config),
        ...createHealthRoutes({
          metrics,
          checks: async () => ({ knowledge: knowledge.active().version !== '', store: await canRead(transcripts) }),
        }),
      ],
    });
    let running: RunningServer | undefined;
    return {
      terminal: embedded('console'),
      listen: async () => {
        running = await server.listen(config.port, config.host);
        if (!config.publicUrl) publicUrl = `http://${config.host}:${running.port}`;
        return { url: publicUrl };
      },
      close: async () => {
        await running?.close();
        await queue.drain();
        await knowledge.stop();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

function createCloudAdapter(config: Config): CloudAdapter {
  keepReplyEntities();
  const { appType, appId, appPassword, tenantId } = config.bot;
  // Without an app id the SDK checks nothing: the route's own rule (callers on this machine only) stands in.
  if (!appId) return new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
  return new CloudAdapter(
    new ConfigurationBotFrameworkAuthentication({
      MicrosoftAppType: appType,
      MicrosoftAppId: appId,
      MicrosoftAppPassword: appPassword,
      MicrosoftAppTenantId: tenantId,
    }),
  );
}

async function canRead(transcripts: LowdbTranscriptStore): Promise<boolean> {
  try {
    await transcripts.find('readyz');
    return true;
  } catch {
    return false;
  }
}
