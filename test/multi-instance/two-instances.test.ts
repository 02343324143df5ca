import { ConversationState, TestAdapter, TurnContext } from 'botbuilder';
import { expect } from 'chai';
import { compileKnowledge } from '../../src/knowledge/compile.js';
import { hashKnowledge } from '../../src/knowledge/hash.js';
import { parseKnowledge } from '../../src/knowledge/load.js';
import { openReleases } from '../../src/storage/open-stores.js';
import { openPostgresStores } from '../../src/storage/postgres/postgres-stores.js';
import { createSmallBase } from '../knowledge/small-base.js';
import { Conversation, post } from '../support/direct-line-client.js';
import { type Instance, startInstance } from '../support/instances.js';
import { query, sharedPostgres } from '../support/postgres.js';
import { type RoundRobinProxy, startRoundRobinProxy } from '../support/round-robin-proxy.js';
import { refusalOf, StreamClient } from '../support/stream-client.js';

interface Started {
  conversationId: string;
  token: string;
  streamUrl: string;
}

const options = { now: () => new Date(), onDamaged: (where: string) => expect.fail(`damaged: ${where}`) };

describe('two instances on one database', function () {
  this.timeout(180_000);
  let databaseUrl: string;
  let proxy: RoundRobinProxy;
  let a: Instance;
  let b: Instance;
  before(async () => {
    databaseUrl = await (await sharedPostgres()).createDatabase();
    proxy = await startRoundRobinProxy();
    a = await startInstance(databaseUrl, proxy.url);
    b = await startInstance(databaseUrl, proxy.url);
    proxy.targets.push(a.port, b.port);
  });
  after(async () => {
    await proxy.close();
    for (const instance of [a, b]) {
      await instance.close();
      await instance.remove();
    }
  });

  const start = async (url: string): Promise<Started> => {
    const { token } = await post<{ token: string }>(`${url}/widget/token`, {});
    return post<Started>(`${url}/v3/directline/conversations`, {}, token);
  };
  const say = (url: string, { conversationId, token }: Started, activity: object = { type: 'message', text: 'bonjour' }) =>
    post<{ id: string }>(`${url}/v3/directline/conversations/${conversationId}/activities`, activity, token);
  /** The stream's address at one instance, whatever the proxy would choose. */
  const at = (instance: Instance, { streamUrl }: Started) =>
    streamUrl.replace(/^ws:\/\/[^/]+/, `ws://127.0.0.1:${instance.port}`);

  it('hold one conversation, each answering every other request', async () => {
    proxy.served.clear();
    const conversation = await Conversation.start(proxy.url);
    expect(conversation.welcome).to.have.length(1);
    const [first] = await conversation.say('je veux choisir un niveau d’engagement');
    expect(first?.decision).to.include({ kind: 'dialog' });
    const [second] = await conversation.say('une commune');
    expect(second?.decision?.asks).not.to.equal(first?.decision?.asks);
    const [side] = await conversation.say('qu’est-ce que le 1 % eau ?');
    expect(side?.decision?.kind).to.equal('answer');
    expect((await conversation.say('annuler'))[0]?.decision).to.include({ intent: 'cancel' });
    expect((await conversation.read('')).length).to.equal(new Set((await conversation.read('')).map(({ id }) => id)).size);
    expect([...proxy.served.keys()].sort()).to.deep.equal([a.port, b.port].sort());
  });

  it('give the stream that one holds the replies that the other makes', async () => {
    const conversation = await start(a.url);
    const stream = await StreamClient.open(at(a, conversation));
    expect((await stream.next()).activities).to.have.length(1);
    const { id } = await say(b.url, conversation);
    const turn = await stream.next();
    expect(turn.activities[0]?.id).to.equal(id);
    expect(turn.activities.map(({ from }) => from.role)).to.deep.equal(['user', 'bot']);
    stream.close();
  });

  it('let a stream by way of the proxy live through turns on either side', async () => {
    const conversation = await start(proxy.url);
    const stream = await StreamClient.open(conversation.streamUrl);
    await stream.next();
    for (const instance of [a, b, a]) {
      const { id } = await say(instance.url, conversation);
      expect((await stream.next()).activities[0]?.id).to.equal(id);
    }
    stream.close();
  });

  it('hold one stream a conversation: a second one elsewhere takes its place', async () => {
    const conversation = await start(a.url);
    const first = await StreamClient.open(at(a, conversation));
    await first.next();
    const again = (await (
      await fetch(`${b.url}/v3/directline/conversations/${conversation.conversationId}?watermark=0`, {
        headers: { authorization: `Bearer ${conversation.token}` },
      })
    ).json()) as Started;
    const second = await StreamClient.open(at(b, again));
    expect((await first.closed).code).to.equal(4409);
    expect((await second.next()).activities).to.have.length(1);
    second.close();
  });

  it('take a ticket once, whichever took it', async () => {
    const conversation = await start(a.url);
    const stream = await StreamClient.open(at(a, conversation));
    expect(await refusalOf(at(b, conversation))).to.include({ status: 403 });
    stream.close();
  });

  it('forget a conversation together', async () => {
    const conversation = await start(a.url);
    const stream = await StreamClient.open(at(a, conversation));
    await stream.next();
    await say(b.url, conversation, { type: 'event', name: 'conversation/erase' });
    expect((await stream.closed).code).to.equal(1000);
    expect(await query(databaseUrl, 'SELECT 1 FROM conversations WHERE id = $1', [conversation.conversationId])).to.deep.equal(
      [],
    );
    const response = await fetch(`${a.url}/v3/directline/conversations/${conversation.conversationId}/activities`, {
      headers: { authorization: `Bearer ${conversation.token}` },
    });
    expect(response.status).to.equal(404);
  });

  it('take the turns of a conversation one at a time', async () => {
    const conversation = await start(a.url);
    const sent = await Promise.all(Array.from({ length: 10 }, (_, index) => say([a, b][index % 2]?.url ?? '', conversation)));
    const log = await query(
      databaseUrl,
      `SELECT seq, activity ->> 'id' AS id, activity -> 'from' ->> 'role' AS role FROM activities
      WHERE conversation = (SELECT no FROM conversations WHERE id = $1) ORDER BY seq`,
      [conversation.conversationId],
    );
    expect(log.map(({ seq }) => seq)).to.deep.equal(Array.from({ length: 21 }, (_, index) => index + 1));
    expect(log.map(({ role }) => role)).to.deep.equal(['bot', ...Array.from({ length: 10 }, () => ['user', 'bot']).flat()]);
    expect(new Set(log.map(({ id }) => id))).to.have.property('size', 21);
    expect(sent.map(({ id }) => id).sort()).to.deep.equal(log.filter(({ role }) => role === 'user').map(({ id }) => id));
  });

  it('lose no count of five parallel turns that each add one', async () => {
    const stores = await Promise.all([openPostgresStores(databaseUrl, options), openPostgresStores(databaseUrl, options)]);
    const activity = {
      type: 'message',
      channelId: 'test',
      conversation: { id: 'counted' },
      from: { id: 'u' },
      recipient: { id: 'b' },
    };
    const turn = (index: number) => {
      const { gate, state } = stores[index % 2] ?? stores[0];
      return gate.run('counted', async () => {
        const context = new TurnContext(new TestAdapter(), activity as never);
        const conversationState = new ConversationState(state);
        const counter = conversationState.createProperty<{ turns: number }>('counter');
        const count = await counter.get(context, { turns: 0 });
        await new Promise(setImmediate);
        count.turns += 1;
        await conversationState.saveChanges(context);
        return count.turns;
      });
    };
    const seen = await Promise.all([0, 1, 2, 3, 4].map(turn));
    expect(seen.sort()).to.deep.equal([1, 2, 3, 4, 5]);
    await Promise.all(stores.map((each) => each.close()));
  });

  it('answer from the release that was published on one of them', async () => {
    const files = await createSmallBase();
    const { base } = parseKnowledge(files, hashKnowledge(files));
    if (!base) throw new Error('the small base has errors');
    const { store, close } = await openReleases({ dataDir: '', databaseUrl }, options);
    const before = await store.active();
    const release = { version: '2026.1.1', hash: base.hash, createdAt: '2026-01-15T00:00:00.000Z', who: 'Ana', why: 'essai' };
    await store.add({ ...release, basedOn: null, files, compiled: compileKnowledge(base) });
    const follow = async (version: string | undefined) => {
      await store.activate({ version: version ?? '', at: '2026-01-16T00:00:00.000Z', who: 'Ana', why: 'essai' });
      for (const { url } of [a, b]) {
        let said: string | undefined;
        while (said !== version) said = (await Conversation.start(url)).welcome[0]?.decision?.knowledgeVersion;
      }
    };
    await follow('2026.1.1');
    await follow(before);
    await close();
  });

  it('are ready, both', async () => {
    for (const { url } of [a, b]) expect((await fetch(`${url}/readyz`)).status).to.equal(200);
  });
});
