import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killService } from '../support/kill-service.js';

/** Kills the whole service so many times under load; says how many acknowledged turns were found again (all, or it throws). */
export async function measureCrashes(times: number, print: (line: string) => void): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'passerelle-crashes-'));
  try {
    const { turns, starts } = await killService(join(dir, 'data'), times, print);
    print(`${starts} kills, ${turns} acknowledged turns, none lost`);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
