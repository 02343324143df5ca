/** The one file that knows everyone: builds every part from the configuration and joins them. */
import { randomBytes } from 'node:crypto';
import { ConversationState, type TurnContext } from 'botbuilder';
import { nameOf, networkNamed } from '../dialogs/contact.js';
import type { DialogServices } from '../dialogs/services.js';
import { PasserelleBot } from './bot/bot.js';
import { createMiddleware } from './bot/middleware.js';
import { createSimulator } from './bot/simulate.js';
import type { Config } from './config.js';
import { createConsole } from './console/console.js';
import { createDigest } from './console/figures/digest.js';
import type { DigestClock } from './console/figures/digest-clock.js';
import { DirectLineAdapter } from './directline/direct-line-adapter.js';
import { DirectLineChannel } from './directline/direct-line-channel.js';
import { createDirectLineRoutes } from './directline/routes.js';
import { StreamHub } from './directline/stream-hub.js';
import { createStreamRoute } from './directline/stream-route.js';
import { StreamTickets } from './directline/stream-tickets.js';
import { DirectLineTokens } from './directline/tokens.js';
import { isLoopbackUrl } from './http/client-address.js';
import { Origins } from './http/origins.js';
import { RateLimiter } from './http/rate-limiter.js';
import { deriveKeys } from './keys.js';
import { createKnowledgeService } from './knowledge/knowledge-service.js';
import { createKnowledgeTools } from './knowledge-tools.js';
import type { Logger } from './logger.js';
import { createMetrics } from './metrics.js';
import type { Retention } from './privacy/retention.js';
import { createPrivacyTools } from './privacy-tools.js';
import { createSecondOpinion } from './recognizers/second-opinion.js';
import { createHttpServer, type RunningServer } from './server/server.js';
import { createSheets, SHEET_ID_BYTES } from './sheets/sheets.js';
import { createEraseRoutes } from './site/erase-page.js';
import { createHealthRoutes } from './site/health-routes.js';
import { createPageRoutes } from './site/pages.js';
import { createSheetRoutes } from './site/sheet-routes.js';
import { createStaticRoutes } from './site/static-files.js';
import { openStores } from './storage/open-stores.js';
import type { Stores } from './storage/stores.js';
import { type BotCloud, publicCloud } from './teams/bot-cloud.js';
import { createTeamsChannel } from './teams/teams-channel.js';
import { redactSafely } from './transcripts/redact.js';

/** Receipt codes that may be tried, a minute and client address. */
const TRIES_OF_CODES = 10;
/** Milliseconds after the start at which the console gets ready: visitors come first. */
const PREPARE_AFTER = 3000;

export interface AppOptions {
  config: Config;
  /** Folder of what the build makes beside the code: geography.json, widget/. */
  assets: string;
  logger: Logger;
  /** Tells the operator something at start (a line of French). */
  say(line: string): void;
  now?(): Date;
  /** Who vouches for Bot Framework channels. Default: the public Azure cloud. */
  botCloud?: BotCloud;
}

export interface App {
  /** Starts HTTP; resolves with the address that users open. */
  listen(): Promise<{ url: string }>;
  /** The embedded channel under the name « console »: the terminal's door. */
  terminal: DirectLineChannel;
  /** Erases what has been kept long enough; runs by itself once the service listens. */
  retention: Pick<Retention, 'look' | 'run'>;
  /** Sends the weekly digest when it is due; looks by itself once the service listens. */
  digest: Pick<DigestClock, 'look'>;
  /** Ends the turns in flight, then closes. */
  close(): Promise<void>;
}

export async function createApp({
  config,
  assets,
  logger,
  say,
  now = () => new Date(),
  botCloud = publicCloud,
}: AppOptions): Promise<App> {
  const onDamaged = (path: string, cause: unknown) => logger.error({ path, err: cause }, 'E_STORE_DAMAGED');
  const stores = await openStores(config, { now, onDamaged });
  try {
    const { transcripts, state: stateStorage, feed, gate: queue } = stores;
    const keys = deriveKeys(config.signingKey ? Buffer.from(config.signingKey, 'base64url') : await stores.installationKey());
    const conversationState = new ConversationState(stateStorage);
    const metrics = createMetrics();
    const { gazetteer, ...tools } = createKnowledgeTools(stores.releases, assets, now);
    const knowledge = createKnowledgeService({ ...tools, knowledgeDir: config.knowledgeDir, say, logger });
    await knowledge.start();

    const sheets = createSheets({
      store: stores.sheets,
      now,
      newId: () => randomBytes(SHEET_ID_BYTES).toString('base64url'),
    });
    const secondOpinion = createSecondOpinion({ now, onError: (error) => logger.error({ err: error }, 'recognizers') });

    const privacy = createPrivacyTools({ config, stores, keys, now, logger });
    const { erase, office } = privacy;

    let publicUrl = config.publicUrl ?? `http://${config.host}:${config.port}`;
    const services: DialogServices = {
      knowledge: () => knowledge.active(),
      gazetteer,
      now,
      publicUrl: () => publicUrl,
      retentionDays: config.retentionDays,
      saveSheet: async (sheet, id) => {
        const kept = await sheets.keep(sheet, id);
        return { id: kept, url: `${publicUrl}/fiche/${kept}` };
      },
      privacy: {
        giveReceipt: (conversation) => privacy.receipts.give(conversation),
        erase: ({ channelId, id }) => erase(channelId, id, { tell: false }),
      },
      secondOpinion,
    };
    const redact = (text: string) => redactSafely(text, (error) => logger.error({ err: error }, 'E_REDACTION'));
    const bot = new PasserelleBot(services, conversationState, redact);
    const runBot = (context: TurnContext) => bot.run(context);
    const middleware = createMiddleware({
      transcripts,
      feed,
      redact,
      pseudonym: keys.pseudonym,
      knowledgeVersion: () => knowledge.active().version,
      logger,
      metrics,
      now,
    });
    const embedded = (channelId: 'directline' | 'console') => {
      const adapter = new DirectLineAdapter(now, feed);
      adapter.use(...middleware);
      return new DirectLineChannel({
        adapter,
        bot: runBot,
        transcripts,
        queue,
        now,
        channelId,
        erase: (conversationId) => erase(channelId, conversationId),
      });
    };
    const messagesRoute = createTeamsChannel({
      registration: config.bot,
      cloud: botCloud,
      bot: { core: bot, conversationState, storage: stateStorage, knowledgeVersion: () => knowledge.active().version, redact },
      middleware,
      queue,
      logger,
      now,
    });

    const networkName = (id: string) => {
      const card = networkNamed(knowledge.active(), id);
      return card && nameOf(card);
    };
    for (const { origin, network } of config.widgetOrigins)
      if (network && !networkName(network))
        say(`WIDGET_ORIGINS : aucun réseau « ${network} » dans ${config.knowledgeDir}/contacts ; ${origin} parlera pour tous.`);
    const origins = new Origins(config.widgetOrigins, () => publicUrl);
    const channel = embedded('directline');
    const tickets = new StreamTickets(keys.directLine, now, stores.usedTickets);
    const hub = new StreamHub({ channel, feed, metrics });
    const staffConsole = createConsole(
      {
        transcripts,
        review: stores.review,
        records: stores.records,
        knowledge,
        publication: tools,
        simulate: createSimulator(services),
        erase: async (channelId, id) => void (await office.erase({ channelId, id })),
        privacy: office,
        redact,
        publicUrl: () => publicUrl,
        now,
        logger,
      },
      {
        assets,
        key: keys.console,
        provider: config.staff,
        admins: config.staffAdmins,
        loopbackOnly: isLoopbackUrl(`http://${config.host}`),
        unlimited: config.rateLimitPerMinute === 0,
      },
    );
    const digest = createDigest(
      {
        review: stores.review,
        records: stores.records,
        knowledge,
        publication: tools,
        publicUrl: () => publicUrl,
        now,
        logger,
      },
      config.digest,
    );
    const server = createHttpServer({
      upgrades: [createStreamRoute({ channel, tickets, hub, origins })],
      trustedProxies: config.trustedProxies,
      logger,
      metrics,
      routes: [
        messagesRoute,
        ...createDirectLineRoutes({
          channel,
          tokens: new DirectLineTokens(keys.directLine, now),
          tickets,
          publicUrl: () => publicUrl,
          networkName,
          origins,
          limiter: new RateLimiter(config.rateLimitPerMinute, () => now().getTime()),
          secret: config.directLineSecret,
        }),
        ...createStaticRoutes(assets),
        ...createPageRoutes(config),
        ...createEraseRoutes({
          eraseByCode: (code) => privacy.eraseByCode(code),
          limiter: new RateLimiter(Math.min(config.rateLimitPerMinute, TRIES_OF_CODES), () => now().getTime()),
        }),
        ...createSheetRoutes(sheets),
        ...staffConsole.routes,
        ...createHealthRoutes({
          metrics,
          checks: async () => ({ knowledge: knowledge.active().version !== '', store: await isReady(stores) }),
        }),
      ],
    });
    let running: RunningServer | undefined;
    let preparing: NodeJS.Timeout | undefined;
    return {
      terminal: embedded('console'),
      retention: privacy.retention,
      digest,
      listen: async () => {
        running = await server.listen(config.port, config.host);
        if (!config.publicUrl) publicUrl = `http://${config.host}:${running.port}`;
        if (staffConsole.closed)
          say('Console fermée : HOST dépasse cette machine et aucune connexion n’est configurée (STAFF_OIDC_ISSUER).');
        // Not by PUBLIC_URL: this door opens on this machine only.
        else if (staffConsole.linkPath)
          say(
            `Console, sur cette machine, une fois et pendant une heure (redémarrez pour un autre lien) : http://${config.host}:${running.port}${staffConsole.linkPath}`,
          );
        privacy.retention.start();
        digest.start();
        const prepare = () =>
          staffConsole.prepare().catch((error: unknown) => logger.warn({ err: error }, 'the console is not ready yet'));
        if (!staffConsole.closed) preparing = setTimeout(prepare, PREPARE_AFTER).unref();
        return { url: publicUrl };
      },
      close: async () => {
        clearTimeout(preparing);
        const rested = Promise.all([privacy.retention.stop(), digest.stop()]);
        const closed = running?.close();
        // Streams hear what the turns in flight still say before they end; the server waits for both.
        await queue.drain();
        await hub.close();
        await closed;
        await queue.drain();
        await rested;
        await staffConsole.close();
        await secondOpinion.close();
        await knowledge.stop();
        await stores.close();
      },
    };
  } catch (error) {
    await stores.close();
    throw error;
  }
}

async function isReady(stores: Stores): Promise<boolean> {
  try {
    await stores.check();
    return true;
  } catch {
    return false;
  }
}
