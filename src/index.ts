/** `npm start`: reads the environment, starts the service, says where it is, and ends it in good order. */
import { createApp } from './app.js';
import { assetsDir } from './assets.js';
import { ConfigError, loadDotEnv, readConfig } from './config.js';
import { PasserelleError } from './errors.js';
import { createLogger } from './logger.js';

try {
  loadDotEnv();
  const config = readConfig();
  const logger = createLogger(config.logLevel);
  const app = await createApp({ config, assets: assetsDir, logger, say: (line) => process.stdout.write(`${line}\n`) });
  const { url } = await app.listen();
  process.stdout.write(`Passerelle répond sur ${url}\n`);
  const stop = (signal: string) => {
    logger.info({ signal }, 'stopping');
    app.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'unclean stop');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', () => stop('SIGTERM'));
  process.once('SIGINT', () => stop('SIGINT'));
} catch (error) {
  if (error instanceof ConfigError) for (const line of error.lines) process.stderr.write(`${line}\n`);
  else if (error instanceof PasserelleError) process.stderr.write(`${error.message}\n`);
  else throw error;
  process.exitCode = 1;
}
