/**
 * A process that answers `POST /api/messages`, and says by IPC where it listens and how much CPU it has used: the service itself
 * (« passerelle », settings from the environment), or a bare botbuilder echo bot on the same restify settings (« echo »).
 */
import { ActivityHandler, CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { pino } from 'pino';
import restify from 'restify';

/** What runs in production: the compiled code. */
async function loadBuilt<T>(path: string): Promise<T> {
  return import(new URL(`../../dist/src/${path}`, import.meta.url).href);
}

async function startService(): Promise<string> {
  const { createApp } = await loadBuilt<typeof import('../../src/app.js')>('app.js');
  const { readConfig } = await loadBuilt<typeof import('../../src/config.js')>('config.js');
  const { assetsDir } = await loadBuilt<typeof import('../../src/assets.js')>('assets.js');
  const config = readConfig();
  const logger = pino({ level: config.logLevel }, pino.destination({ dest: '/dev/null', sync: true }));
  const app = await createApp({ config, assets: assetsDir, logger, say: () => undefined });
  process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
  return (await app.listen()).url;
}

async function startEcho(): Promise<string> {
  const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
  const bot = new ActivityHandler();
  bot.onMessage(async (context, next) => {
    await context.sendActivity(`Écho : ${context.activity.text}`);
    await next();
  });
  const server = restify.createServer({ name: 'echo', ignoreTrailingSlash: true, noWriteContinue: true });
  server.use(restify.plugins.queryParser({ mapParams: false }));
  const parse = restify.plugins.bodyParser({ mapParams: false, mapFiles: false, maxBodySize: 262_144, rejectUnknown: true });
  server.post('/api/messages', ...[parse].flat(), async (request: restify.Request, response: restify.Response) => {
    await adapter.process(request, response, (context) => bot.run(context));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.once('SIGTERM', () => process.exit(0));
  return `http://127.0.0.1:${server.address().port}`;
}

const started = performance.now();
const url = process.argv[2] === 'echo' ? await startEcho() : await startService();
process.send?.({ url, ms: performance.now() - started });
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpu: (user + system) / 1000, rss: process.memoryUsage().rss });
});
// The parent is gone: nobody measures any more.
process.on('disconnect', () => process.exit(0));
