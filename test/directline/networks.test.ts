import { expect } from 'chai';
import { startTestApp, type TestApp } from '../support/app.js';
import { type BotMessage, Conversation } from '../support/direct-line-client.js';
import { readFolder } from '../support/read-log.js';

const bound = 'https://reseau.example';
const free = 'https://mairie.example';
const stale = 'https://ancien.example';

interface Grant {
  conversationId: string;
  token: string;
  network?: { id: string; name: string };
}

describe('a site bound to a network', () => {
  let app: TestApp;
  before(async function () {
    this.timeout(180_000);
    app = await startTestApp({
      WIDGET_ORIGINS: `${bound}=lianes-cooperation,${free},${stale}=reseau-disparu`,
    });
  });
  after(async () => {
    await app.close();
    await app.remove();
  });

  const call = async (origin: string, path: string, body: object | undefined, token?: string): Promise<Grant> => {
    const response = await fetch(`${app.url}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { origin, 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    expect(response.ok).to.equal(true);
    return (await response.json()) as Grant;
  };
  const begin = async (origin: string, body: object = {}) => {
    const ticket = await call(origin, '/widget/token', body);
    const started = await call(origin, '/v3/directline/conversations', {}, ticket.token);
    const conversation = await Conversation.join(app.url, started.conversationId, started.token);
    return { ticket, started, conversation };
  };
  const recordOf = async (id: string) => (await readFolder(app.dataDir)).transcripts.find(id);
  const only = (replies: BotMessage[]): BotMessage => {
    expect(replies).to.have.length(1);
    return replies[0] as BotMessage;
  };

  it('gets its network’s name with the token, at the start and when it comes back', async () => {
    const { ticket, started } = await begin(bound, { network: 'lianes-cooperation' });
    const network = { id: 'lianes-cooperation', name: 'Lianes coopération' };
    expect(ticket.network).to.deep.equal(network);
    expect(started.network).to.deep.equal(network);
    const again = await call(
      bound,
      `/v3/directline/conversations/${started.conversationId}?watermark=0`,
      undefined,
      started.token,
    );
    expect(again.network).to.deep.equal(network);
    expect((await call(bound, '/v3/directline/tokens/refresh', {}, again.token)).network).to.deep.equal(network);
  });

  it('is welcomed in its network’s name; the conversation is the network’s', async () => {
    const { conversation } = await begin(bound);
    expect(only(conversation.welcome).text).to.include('proposé ici par Lianes coopération');
    expect((await recordOf(conversation.id))?.network).to.equal('lianes-cooperation');
  });

  it('cannot choose another network by itself, and an unbound site none', async () => {
    for (const origin of [bound, free]) {
      const { ticket, conversation } = await begin(origin, { network: 'occitanie-cooperation' });
      const expected = origin === bound ? 'lianes-cooperation' : undefined;
      expect(ticket.network?.id).to.equal(expected);
      expect((await recordOf(conversation.id))?.network).to.equal(expected);
    }
  });

  it('speaks for nobody when the network has no card', async () => {
    const { ticket, conversation } = await begin(stale);
    expect(ticket.network).to.equal(undefined);
    expect(only(conversation.welcome).text).not.to.include('proposé');
    expect(only(await conversation.say('Qui est mon contact ?')).decision?.place).to.equal('missing');
  });

  it('offers its own contact first, tells more of it, and takes a place all the same', async () => {
    const { conversation } = await begin(bound);
    const first = only(await conversation.say('Qui est mon contact ?'));
    expect(first.decision).to.include({ kind: 'contact', place: 'network', network: 'lianes-cooperation', region: '32' });
    expect(first.text)
      .to.match(/^\*\*Lianes coopération\*\*/)
      .and.to.include('autre région');
    expect(first.text.split(/\s+/).length).to.be.at.most(120);
    expect(only(await conversation.say('leur site ?')).decision).to.include({ kind: 'contact', network: 'lianes-cooperation' });
    await conversation.say('Qui est mon contact ?');
    const elsewhere = only(await conversation.say('Toulouse'));
    expect(elsewhere.decision).to.include({ place: 'network', network: 'occitanie-cooperation' });
    const known = only(await conversation.say('Qui est mon contact ?'));
    expect(known.decision).to.include({ network: 'occitanie-cooperation' });
  });

  it('speaks for its network still after « recommencer »', async () => {
    const { conversation } = await begin(bound);
    await conversation.say('Qui est mon contact à Toulouse ?');
    await conversation.say('on recommence à zéro');
    expect(only(await conversation.say('Qui est mon contact ?')).decision?.network).to.equal('lianes-cooperation');
  });

  it('without a network asks for the place', async () => {
    const { conversation } = await begin(free);
    expect(only(await conversation.say('Qui est mon contact ?')).decision).to.include({ kind: 'contact', place: 'missing' });
  });
});
