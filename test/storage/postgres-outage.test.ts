import { expect } from 'chai';
import { PasserelleError } from '../../src/errors.js';
import { openPostgresStores } from '../../src/storage/postgres/postgres-stores.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { post } from '../support/direct-line-client.js';
import { freePort } from '../support/free-port.js';
import { type PostgresServer, query, startPostgres } from '../support/postgres.js';
import { StreamClient } from '../support/stream-client.js';

interface Started {
  conversationId: string;
  token: string;
  streamUrl: string;
}

const options = { now: () => new Date(), onDamaged: () => undefined };

describe('a database that goes away', function () {
  this.timeout(180_000);
  let server: PostgresServer;
  let databaseUrl: string;
  let app: TestApp;
  before(async () => {
    server = await startPostgres();
    databaseUrl = await server.createDatabase();
    app = await startTestApp({ DATABASE_URL: databaseUrl });
  });
  after(async () => {
    await app.close();
    await app.remove();
    await server.remove();
  });

  const start = async (): Promise<Started> => {
    const { token } = await post<{ token: string }>(`${app.url}/widget/token`, {});
    return post<Started>(`${app.url}/v3/directline/conversations`, {}, token);
  };
  const send = ({ conversationId, token }: Started) =>
    fetch(`${app.url}/v3/directline/conversations/${conversationId}/activities`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ type: 'message', text: 'bonjour' }),
    });
  const untilReady = async (status: number) => {
    while ((await fetch(`${app.url}/readyz`)).status !== status);
  };

  for (const how of ['fast', 'immediate'] as const)
    it(`under load (${how}): users are told, nothing acknowledged is lost, and the service comes back by itself`, async () => {
      const acknowledged: string[] = [];
      const refused: { status: number; message: string }[] = [];
      let going = true;
      const converse = async () => {
        const conversation = await start();
        while (going) {
          const response = await send(conversation);
          const body = (await response.json()) as { id: string; error?: { message: string } };
          if (response.status === 200) acknowledged.push(body.id);
          else refused.push({ status: response.status, message: body.error?.message ?? '' });
        }
        return conversation.conversationId;
      };
      const running = [1, 2, 3, 4].map(converse);
      const reach = async (wanted: number) => {
        while (acknowledged.length < wanted) await new Promise(setImmediate);
      };
      await reach(20);
      await server.stop(how);
      await untilReady(503);
      while (refused.length < 8) await new Promise(setImmediate);
      await server.start();
      await untilReady(200);
      await reach(acknowledged.length + 20);
      going = false;
      const conversations = await Promise.all(running);

      expect(new Set(refused.map(({ status, message }) => `${status} ${message}`))).to.deep.equal(
        new Set(['503 Le service ne peut pas enregistrer pour le moment. Réessayez dans un instant.']),
      );
      const log = await query(
        databaseUrl,
        `SELECT c.last_seq, a.seq, a.activity ->> 'id' AS id, a.activity -> 'from' ->> 'role' AS role
        FROM activities a JOIN conversations c ON c.no = a.conversation WHERE c.id = ANY($1) ORDER BY c.id, a.seq`,
        [conversations],
      );
      const answered = new Set(
        log.filter(({ role }, index) => role === 'user' && log[index + 1]?.role === 'bot').map(({ id }) => id),
      );
      expect(
        acknowledged.filter((id) => !answered.has(id)),
        'acknowledged and lost',
      ).to.deep.equal([]);
      expect(
        log.filter(({ role }) => role === 'user').filter(({ id }) => !answered.has(id)),
        'half a turn',
      ).to.deep.equal([]);
    });

  it('a stream that was open goes on once the database is back', async () => {
    const conversation = await start();
    let stream = await StreamClient.open(conversation.streamUrl);
    await stream.next();
    await server.stop();
    await untilReady(503);
    await server.start();
    await untilReady(200);
    const { id } = (await (await send(conversation)).json()) as { id: string };
    // It may have been ended while nothing could be read: then it is opened again from its watermark, as every client does.
    const reopen = async () => {
      const response = await fetch(`${app.url}/v3/directline/conversations/${conversation.conversationId}?watermark=1`, {
        headers: { authorization: `Bearer ${conversation.token}` },
      });
      stream = await StreamClient.open(((await response.json()) as Started).streamUrl);
      return stream.next();
    };
    const set = await Promise.race([stream.next(), stream.closed.then(reopen)]);
    expect(set.activities[0]?.id).to.equal(id);
    stream.close();
  });

  it('hears other instances again, and what they said meanwhile', async () => {
    let giving: NodeJS.Timeout | undefined;
    const [here, there] = await Promise.all([openPostgresStores(databaseUrl, options), openPostgresStores(databaseUrl, options)]);
    try {
      // Before the outage: it may be over before anything here runs again.
      const heard = new Promise<string>((resolve) => {
        here.feed.subscribe('c', (news) => resolve(news.kind));
      });
      await server.stop('immediate');
      await server.start();
      // Until the new connection listens, notices go unheard: then « stored » comes by itself.
      expect(await heard).to.equal('stored');
      const again = new Promise<string>((resolve) => {
        here.feed.subscribe('d', (news) => resolve(news.kind));
      });
      // A notice that meets a connection of before the outage is lost, as the feed says: it is given until it is heard.
      giving = setInterval(() => there.feed.publish('d', { kind: 'erased' }), 100);
      expect(await again).to.be.oneOf(['erased', 'stored']);
    } finally {
      clearInterval(giving);
      await Promise.all([here.close(), there.close()]);
    }
  });

  it('stops a start with one clear line, after a wait when nobody answers, at once when a name is wrong', async () => {
    const nobody = `postgres://passerelle@127.0.0.1:${await freePort()}/x`;
    for (const [url, patience, detail] of [
      [nobody, 300, 'ECONNREFUSED'],
      [databaseUrl.replace(/[^/]*$/, 'absente'), 60_000, '3D000'],
    ] as const) {
      const error = await openPostgresStores(url, options, patience).catch((refusal: unknown) => refusal);
      expect(error).to.be.instanceOf(PasserelleError).with.property('code', 'E_DATABASE');
      expect((error as PasserelleError).message)
        .to.include(detail)
        .and.not.include('\n');
    }
  });

  it('makes a start wait for a server that is on its way', async () => {
    const later = await startPostgres();
    const url = await later.createDatabase();
    await later.stop();
    const opening = openPostgresStores(url, options);
    await later.start();
    const stores = await opening;
    await stores.check();
    await stores.close();
    await later.remove();
  });

  it('is not ready when it takes no writes', async () => {
    const name = databaseUrl.split('/').at(-1);
    const setting = (value: string) => `ALTER DATABASE ${name} SET default_transaction_read_only = ${value}`;
    const maintenance = databaseUrl.replace(/[^/]*$/, 'postgres');
    await query(maintenance, setting('on'));
    const closed = await openPostgresStores(databaseUrl, options);
    expect(await closed.check().catch((error: unknown) => error)).to.be.instanceOf(PasserelleError);
    await query(maintenance, setting('off'));
    const open = await openPostgresStores(databaseUrl, options);
    await open.check();
    await Promise.all([open.close(), closed.close()]);
  });
});
