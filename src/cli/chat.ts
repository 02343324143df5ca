import { createInterface } from 'node:readline/promises';
import { createApp } from '../app.js';
import { assetsDir } from '../assets.js';
import type { Config } from '../config.js';
import type { DirectLineChannel } from '../directline/direct-line-channel.js';
import { createLogger } from '../logger.js';

/** The assistant in a terminal: same bot, same middleware, same log (channel « console »). Ends with Ctrl-D or « quitter ». */
export async function runChat(
  config: Config,
  input: NodeJS.ReadableStream = process.stdin,
  output: NodeJS.WritableStream = process.stdout,
): Promise<number> {
  const logger = createLogger(config.logLevel === 'info' ? 'error' : config.logLevel);
  const app = await createApp({ config, assets: assetsDir, logger, say: () => undefined });
  try {
    await converse(app.terminal, input, output);
    return 0;
  } finally {
    await app.close();
  }
}

async function converse(channel: DirectLineChannel, input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Promise<void> {
  const conversationId = channel.newConversationId();
  const userId = channel.newUserId();
  let watermark: string | undefined;
  const show = async () => {
    const set = await channel.read(conversationId, watermark);
    watermark = set.watermark;
    for (const activity of set.activities.filter((item) => item.from?.role === 'bot')) {
      output.write(`\n${activity.text ?? ''}\n`);
      const titles = activity.suggestedActions?.actions.map((action) => action.title) ?? [];
      if (titles.length > 0) output.write(`   [${titles.join('] [')}]\n`);
    }
  };
  await channel.start(conversationId, userId);
  await show();
  const lines = createInterface({ input, output, prompt: '\nvous > ' });
  lines.prompt();
  for await (const line of lines) {
    if (/^(?:quitter|exit)$/i.test(line.trim())) break;
    if (line.trim() !== '') {
      await channel.post(conversationId, userId, { type: 'message', text: line });
      await show();
    }
    lines.prompt();
  }
  lines.close();
}
