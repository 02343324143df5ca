import { expect } from 'chai';
import fc from 'fast-check';
import { PasserelleError } from '../../src/errors.js';
import { migrate } from '../../src/storage/postgres/migrate.js';
import { migrations } from '../../src/storage/postgres/migrations.js';
import { openPostgresStores } from '../../src/storage/postgres/postgres-stores.js';
import { toStorableJson } from '../../src/storage/postgres/storable-json.js';
import type { Stores } from '../../src/storage/stores.js';
import type { ConversationNews } from '../../src/transcripts/conversation-feed.js';
import { sayTurn } from '../contracts/review-store-contract.js';
import { query, sharedPostgres } from '../support/postgres.js';

const options = { now: () => new Date('2026-03-02T09:00:00.000Z'), onDamaged: () => undefined };

/** A promise and what settles it. */
function defer() {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

describe('turns on PostgreSQL', function () {
  this.timeout(60_000);
  let url: string;
  let here: Stores;
  let there: Stores;
  before(async () => {
    url = await (await sharedPostgres()).createDatabase();
    [here, there] = await Promise.all([openPostgresStores(url, options), openPostgresStores(url, options)]);
  });
  after(() => Promise.all([here.close(), there.close()]));

  it('show nothing to others before they end, then all of it; the news comes with it', async () => {
    const [heardHere, heardThere]: ConversationNews[][] = [[], []];
    const told = defer();
    here.feed.subscribe('whole', (news) => heardHere?.push(news));
    there.feed.subscribe('whole', (news) => {
      heardThere?.push(news);
      if (news.kind === 'stored') told.resolve();
    });
    await here.gate.run('whole', async () => {
      await sayTurn(here.transcripts, 'whole');
      await here.state.write({ whole: { count: 1 } });
      here.feed.publish('whole', { kind: 'stored' });
      // That the bot is at work is said while it is.
      here.feed.publish('whole', { kind: 'typing' });
      while (heardThere?.length === 0) await new Promise(setImmediate);
      expect(await there.transcripts.find('whole')).to.equal(undefined);
      expect(await there.state.read(['whole'])).to.deep.equal({});
      expect(heardHere).to.deep.equal([{ kind: 'typing' }]);
    });
    expect(heardHere).to.deep.equal([{ kind: 'typing' }, { kind: 'stored' }]);
    expect(await there.transcripts.read('whole')).to.have.length(2);
    expect(await there.review.findTurn('whole|1')).to.include({ question: 'Qui peut agir ?' });
    await told.promise;
    expect(heardThere).to.deep.equal([{ kind: 'typing' }, { kind: 'stored' }]);
  });

  it('tell no news of a turn that failed', async () => {
    const heard: ConversationNews[] = [];
    const stop = here.feed.subscribe('failed', (news) => heard.push(news));
    await here.gate
      .run('failed', async () => {
        here.feed.publish('failed', { kind: 'stored' });
        throw new Error('broken');
      })
      .catch(() => undefined);
    expect(heard).to.deep.equal([]);
    stop();
  });

  it('are undone whole when one statement fails, even if the work makes nothing of it', async () => {
    const error = await here.gate
      .run('refused', async () => {
        await sayTurn(here.transcripts, 'refused');
        await here.sheets.find('x');
        await here.records.addToJournal({ at: 'no date', who: 'a', action: 'b' }).catch(() => undefined);
      })
      .catch((failure: unknown) => failure);
    expect(error).to.be.instanceOf(PasserelleError).with.property('code', 'E_DATABASE');
    expect(await here.transcripts.find('refused')).to.equal(undefined);
  });

  it('of many conversations at once, more than there are connections, all come to an end, and others can read meanwhile', async () => {
    const all = defer();
    let under = 0;
    const turns = Array.from({ length: 60 }, (_, index) =>
      here.gate.run(`many-${index}`, async () => {
        under += 1;
        await here.state.write({ [`many-${index}`]: { count: 1 } });
        await all.promise;
      }),
    );
    while (under < 15) await new Promise(setImmediate);
    // Every connection that turns may have is held: the rest of the service goes on.
    await here.check();
    await here.transcripts.list();
    all.resolve();
    await Promise.all(turns);
    expect(Object.keys(await here.state.read(Array.from({ length: 60 }, (_, index) => `many-${index}`)))).to.have.length(60);
  });

  it('of a conversation that is busy elsewhere wait for it, however long, and hold up no other', async () => {
    const busy = defer();
    const begun = defer();
    const order: string[] = [];
    const first = here.gate.run('busy', async () => {
      begun.resolve();
      await busy.promise;
      order.push('first');
    });
    await begun.promise;
    const waiting = Array.from({ length: 30 }, () => there.gate.run('busy', async () => order.push('later')));
    await there.gate.run('free', async () => order.push('free'));
    // Longer than one wait for the lock.
    await query(url, 'SELECT pg_sleep(1.5)');
    busy.resolve();
    await Promise.all([first, ...waiting]);
    expect(order.slice(0, 2)).to.deep.equal(['free', 'first']);
    expect(order).to.have.length(32);
  });

  it('may hold turns of other conversations, and of their own', async () => {
    const done = await here.gate.run('team', () =>
      here.gate.run('conversation', () => here.gate.run('team', async () => 'done')),
    );
    expect(done).to.equal('done');
    const both = await Promise.all(
      [here, there].map(({ gate }) => gate.run('team', () => gate.run('conversation', async () => 'done'))),
    );
    expect(both).to.deep.equal(['done', 'done']);
  });

  it('leave what they began and did not wait for to speak for itself', async () => {
    const ended = defer();
    let left: Promise<unknown> | undefined;
    await here.gate.run('left', async () => {
      left = ended.promise.then(async () => {
        await here.state.write({ left: { count: 1 } });
        here.feed.publish('left', { kind: 'stored' });
      });
    });
    const heard: ConversationNews[] = [];
    here.feed.subscribe('left', (news) => heard.push(news));
    ended.resolve();
    await left;
    expect((await there.state.read(['left'])).left).to.include({ count: 1 });
    expect(heard).to.deep.equal([{ kind: 'stored' }]);
  });

  it('are left alone by a purge while they last', async () => {
    const rules = { text: 1, feedback: 1, statistics: 1000 };
    const later = new Date('2026-06-01T00:00:00.000Z');
    await sayTurn(here.transcripts, 'old');
    await here.gate.run('old', async () => {
      await there.review.purge(rules, later);
      expect((await there.transcripts.find('old'))?.id).to.equal('old');
    });
    await there.review.purge(rules, later);
    expect(await there.transcripts.find('old')).to.equal(undefined);
  });

  it('keep any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async (text) => {
        const given = `${text}\0\ud800 \\u0000 \\\0`;
        const { id } = await sayTurn(here.transcripts, 'any', { question: given });
        // U+0000 and halves of a pair, whole pairs that begin alike left alone (hence the u flag).
        const kept = given.replaceAll('\0', '\ufffd').replace(/\ud800/u, '\ufffd');
        const said = (await here.review.findTurn(id))?.question ?? '';
        expect(said).to.equal(kept);
        await here.state.write({ any: { said: given, eTag: '*' } });
        await here.records.put('draft', given, { said: given });
        expect(JSON.parse(toStorableJson({ given }))).to.have.property('given', kept);
      }),
      { numRuns: 30 },
    );
  });

  it('find a database that is migrated once, in order, by however many start together', async () => {
    const fresh = await (await sharedPostgres()).createDatabase();
    await Promise.all([1, 2, 3].map(() => migrate(fresh)));
    const next = { name: '0002_next', sql: 'CREATE TABLE next (id int)' };
    await Promise.all([1, 2].map(() => migrate(fresh, [...migrations, next])));
    // An older version of the service beside a newer one: what it needs is there.
    await migrate(fresh);
    expect(await query(fresh, 'SELECT name FROM migrations ORDER BY id')).to.deep.equal([
      ...migrations.map(({ name }) => ({ name })),
      { name: '0002_next' },
    ]);
  });

  it('share one installation key', async () => {
    const [mine, yours] = await Promise.all([here.installationKey(), there.installationKey()]);
    expect(mine).to.have.length(32);
    expect(mine.equals(yours)).to.equal(true);
  });
});
