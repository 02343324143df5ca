import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { seedDataDir } from './app.js';
import { readFolder } from './read-log.js';

/** Conversations that go on at one time. */
const SPEAKERS = 4;
/** Turns after which the service is killed, at most. */
const LONGEST_LIFE = 12;
const QUESTIONS = [
  'Qui peut agir ?',
  'C’est quoi un jumelage ?',
  'La loi Oudin',
  'choisir un niveau d’engagement',
  'soutien',
  'non',
];

interface Grant {
  conversationId: string;
  token: string;
}

/**
 * Starts the real service on a folder, lets visitors speak over Direct Line, kills it at a moment that nobody chose, and looks
 * whether everything that was answered is there; so many times.
 */
export async function killService(dataDir: string, kills: number, say: (line: string) => void = () => undefined) {
  await seedDataDir(dataDir);
  const kept = new Map<string, string[]>();
  let starts = 0;
  for (let life = 0; life < kills; life++) {
    const service = await startService(dataDir);
    starts += 1;
    let left = 1 + Math.floor(Math.random() * LONGEST_LIFE);
    const onKept = () => {
      left -= 1;
      if (left === 0) service.process.kill('SIGKILL');
    };
    // What is cut off by the kill was not answered.
    await Promise.allSettled(Array.from({ length: SPEAKERS }, (_, speaker) => speak(service.url, speaker, kept, onKept)));
    await service.closed;
    await checkKept(dataDir, kept);
    say(`${life + 1}/${kills}`);
  }
  return { starts, turns: [...kept.values()].reduce((sum, texts) => sum + texts.length, 0) };
}

async function startService(dataDir: string): Promise<{ url: string; process: ChildProcess; closed: Promise<unknown> }> {
  const started = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('../../src/index.ts', import.meta.url))], {
    env: { ...process.env, DATA_DIR: dataDir, PORT: '0', RATE_LIMIT_PER_MINUTE: '0', LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(started, 'close');
  for await (const line of createInterface({ input: started.stdout })) {
    const url = /répond sur (\S+)/.exec(line)?.[1];
    if (url) return { url, process: started, closed };
  }
  throw new Error('the service did not start');
}

async function speak(url: string, speaker: number, kept: Map<string, string[]>, onKept: () => void): Promise<never> {
  const call = async (path: string, token?: string, body?: object) => {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(body ?? {}),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response.json() as Promise<Grant>;
  };
  const { token, conversationId } = await call('/widget/token');
  await call('/v3/directline/conversations', token);
  kept.set(conversationId, []);
  for (let turn = speaker; ; turn++) {
    const text = QUESTIONS[turn % QUESTIONS.length] ?? '';
    await call(`/v3/directline/conversations/${conversationId}/activities`, token, { type: 'message', text, from: { id: 'x' } });
    kept.get(conversationId)?.push(text);
    onKept();
  }
}

/** @throws Error naming the conversation of which something is missing */
async function checkKept(dataDir: string, kept: ReadonlyMap<string, readonly string[]>): Promise<void> {
  const { transcripts, state } = await readFolder(dataDir);
  for (const [id, texts] of kept) {
    const log = await transcripts.read(id);
    const asked = log.flatMap(({ activity }) => (activity.from?.role === 'user' ? [activity.text] : []));
    const missing = texts.some((text, index) => asked[index] !== text);
    const key = `directline/conversations/${id}/`;
    const remembered = (await state.read([key]))[key] !== undefined;
    if (missing || (texts.length > 0 && !remembered)) throw new Error(`${id}: ${JSON.stringify({ texts, asked, remembered })}`);
  }
}
