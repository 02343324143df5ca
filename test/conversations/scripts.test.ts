import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { startTestApp, type TestApp } from '../support/app.js';
import { type BotMessage, Conversation } from '../support/direct-line-client.js';

/**
 * Conversations as scripts, played through the whole service over Direct Line. One file a conversation:
 *   U: what the user says
 *   B: kind[:value] /regular expression/      a reply of that turn meets this (kind, entry, intent, place, asks… by value)
 *   B: ! /regular expression/                 no reply of that turn does
 */
const folder = join(dirname(fileURLToPath(import.meta.url)), 'scripts');

interface Turn {
  line: number;
  say: string;
  expects: { line: number; not: boolean; kind?: string; value?: string; pattern?: RegExp }[];
}

function parseScript(text: string): Turn[] {
  const turns: Turn[] = [];
  text.split('\n').forEach((raw, index) => {
    const line = index + 1;
    if (raw.startsWith('U: ')) turns.push({ line, say: raw.slice(3), expects: [] });
    else if (raw.startsWith('B: ')) {
      const match = /^B: (!)? ?(?:([a-z]+)(?::([a-zA-Z0-9-]+))?)? ?(?:\/(.+)\/)?$/.exec(raw);
      const turn = turns.at(-1);
      if (!match || !turn) throw new Error(`line ${line}: cannot read « ${raw} »`);
      turn.expects.push({
        line,
        not: match[1] === '!',
        kind: match[2],
        value: match[3],
        pattern: match[4] ? new RegExp(match[4], 'i') : undefined,
      });
    } else if (raw.trim() !== '' && !raw.startsWith('#')) throw new Error(`line ${line}: cannot read « ${raw} »`);
  });
  return turns;
}

const meets = (message: BotMessage, { kind, value, pattern }: Turn['expects'][number]): boolean =>
  (!kind || message.decision?.kind === kind) &&
  (!value || Object.values(message.decision ?? {}).includes(value)) &&
  (!pattern || pattern.test(`${message.text}\n${message.buttons.map((button) => button.title).join('\n')}`));

describe('conversations', () => {
  let app: TestApp;
  before(async function () {
    this.timeout(180_000);
    app = await startTestApp();
  });
  after(async () => {
    await app.close();
    await app.remove();
  });

  for (const name of readdirSync(folder).filter((file) => file.endsWith('.txt'))) {
    it(name.replace('.txt', '').replaceAll('-', ' '), async () => {
      const conversation = await Conversation.start(app.url);
      for (const turn of parseScript(readFileSync(join(folder, name), 'utf8'))) {
        const replies = await conversation.say(turn.say);
        expect(replies, `${name}:${turn.line} gets a reply`).not.to.have.length(0);
        for (const expected of turn.expects) {
          const said = replies.map((reply) => `${JSON.stringify(reply.decision)}\n${reply.text}`).join('\n---\n');
          expect(
            replies.some((reply) => meets(reply, expected)),
            `${name}:${expected.line} after « ${turn.say} » got:\n${said}\n`,
          ).to.equal(!expected.not);
        }
      }
    });
  }
});
