import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const packageSchema = z.object({ name: z.literal('passerelle'), version: z.string() });

/** The program's version, from the nearest package.json of its name above this file, compiled or not. */
export async function readAppVersion(from = new URL('.', import.meta.url)): Promise<string> {
  const text = await readFile(new URL('package.json', from), 'utf8').catch(() => undefined);
  const found = text === undefined ? undefined : packageSchema.safeParse(JSON.parse(text)).data;
  if (found) return found.version;
  const above = new URL('..', from);
  return above.pathname === from.pathname ? 'inconnue' : readAppVersion(above);
}
