/**
 * A process for crash tests: holds turns through the stores of a database, several conversations at once, and writes a line to
 * its output for each turn once it is acknowledged. It goes on until it is killed. Arguments: database, first conversation.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { openPostgresStores } from '../../src/storage/postgres/postgres-stores.js';
import type { LoggedActivity } from '../../src/transcripts/transcript-store.js';

const [databaseUrl = '', name = ''] = process.argv.slice(2);
const stores = await openPostgresStores(databaseUrl, { now: () => new Date(), onDamaged: () => undefined });

const item = (activity: object, note?: object) => ({ activity, note }) as unknown as Omit<LoggedActivity, 'seq'>;

async function converse(id: string): Promise<never> {
  for (let turn = 1; ; turn++) {
    const { transcripts, state, feed, gate } = stores;
    const at = new Date().toISOString();
    const seq = await gate.run(id, async () => {
      const key = `count/${id}`;
      const count = (await state.read([key]))[key]?.count ?? 0;
      await transcripts.open({ id, channelId: 'test', user: 'u' });
      await state.write({ [key]: { count: count + 1, eTag: '*' } });
      // Something to be killed in.
      await wait(turn % 3);
      const said = await transcripts.append(id, [
        item({ id: `${id}|q${turn}`, type: 'message', text: 'question', timestamp: at, from: { id: 'u', role: 'user' } }),
        item(
          { id: `${id}|r${turn}`, type: 'message', text: 'réponse', timestamp: at, from: { id: 'b', role: 'bot' } },
          { decision: { kind: 'answer', knowledgeVersion: '1' } },
        ),
      ]);
      feed.publish(id, { kind: 'stored' });
      return said[0]?.seq;
    });
    process.stdout.write(`${id} ${seq}\n`);
  }
}

await Promise.all([1, 2, 3, 4].map((number) => converse(`${name}-${number}`)));
