/** A process that writes turns without end, as the service does, and says of each when it is acknowledged. To be killed. */
import { writeSync } from 'node:fs';
import { openLowdbStores } from '../../src/storage/lowdb/lowdb-stores.js';
import { sayTurn } from '../contracts/review-store-contract.js';

/** Conversations that go on at one time. */
const SPEAKERS = 8;
/** Turns after which a conversation is erased and begins anew: each erasure has everything written behind the journal. */
const LIFE = 12;

const [dataDir = '', name = ''] = process.argv.slice(2);
const say = (line: string) => writeSync(1, `${line}\n`);

const stores = await openLowdbStores(dataDir, {
  now: () => new Date(),
  onDamaged: (path) => say(`damaged ${path}`),
});

async function speak(speaker: number): Promise<void> {
  // Half of the conversations go on through every life of the process.
  const id = speaker % 2 === 0 ? `always-${speaker}` : `${name}-${speaker}`;
  for (let turn = 1; ; turn++) {
    const question = `${name} tour ${turn}`;
    await stores.gate.run(id, async () => {
      await sayTurn(stores.transcripts, id, { question, at: new Date().toISOString() });
      const { [id]: state } = await stores.state.read([id]);
      await stores.state.write({ [id]: { ...state, turns: ((state?.turns as number | undefined) ?? 0) + 1 } });
    });
    say(`kept ${id} ${question}`);
    if (speaker === 1 && turn % LIFE === 0) {
      say(`erasing ${id}`);
      await stores.gate.run(id, async () => {
        await stores.state.delete([id]);
        await stores.transcripts.remove(id);
      });
    }
  }
}

say('ready');
if (name.endsWith('0')) void stores.review.countTurns({}, []).then(() => say('counted'));
await Promise.all(Array.from({ length: SPEAKERS }, (_, speaker) => speak(speaker)));
