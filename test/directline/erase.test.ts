import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { startTestApp, type TestApp } from '../support/app.js';
import { Conversation, post } from '../support/direct-line-client.js';
import { StreamClient } from '../support/stream-client.js';

/** Every byte below a folder, knowledge releases aside. */
async function readEverything(dir: string): Promise<string> {
  const found = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = found.filter((item) => item.isFile()).map((item) => join(item.parentPath, item.name));
  return (await Promise.all(files.filter((path) => !path.includes('/releases/')).map((path) => readFile(path, 'utf8')))).join(
    '\n',
  );
}

describe('« effacer la conversation »', () => {
  let app: TestApp;
  const secret = 'un-secret-de-serveur';
  let clock = Date.UTC(2026, 10, 22);
  before(async function () {
    this.timeout(180_000);
    app = await startTestApp({ DIRECT_LINE_SECRET: secret }, { now: () => new Date(clock) });
  });
  after(async () => {
    await app.close();
    await app.remove();
  });

  const activities = ({ id }: Conversation) => `${app.url}/v3/directline/conversations/${id}/activities`;
  const erase = (conversation: Conversation) =>
    post<{ id: string }>(activities(conversation), { type: 'event', name: 'conversation/erase' }, conversation.token);
  const statusOf = async (conversation: Conversation, body?: object) =>
    (
      await fetch(activities(conversation), {
        method: body ? 'POST' : 'GET',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${conversation.token}` },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
    ).status;

  it('leaves nothing of it in DATA_DIR, and another conversation whole', async () => {
    const other = await Conversation.start(app.url);
    await other.say('le zèbre de mon voisin');
    const conversation = await Conversation.start(app.url);
    await conversation.say('Qui est mon contact à Hazebrouck ?');
    await conversation.say('parlons de quokkas et de wombats');
    const before = await readEverything(app.dataDir);
    expect(before).to.include('quokkas').and.to.include('Hazebrouck').and.to.include(conversation.id);
    expect(before.split(`directline/conversations/${conversation.id}`), 'its state is kept under this key').to.have.length.above(
      1,
    );

    expect(await erase(conversation)).to.have.property('id');

    const after = await readEverything(app.dataDir);
    for (const trace of ['quokkas', 'Hazebrouck', conversation.id]) expect(after.includes(trace), trace).to.equal(false);
    expect(after).to.include('zèbre').and.to.include(other.id);
    expect(await statusOf(conversation)).to.equal(404);
    expect(await statusOf(conversation, { type: 'message', text: 'encore là ?' })).to.equal(404);
    expect(await statusOf(other)).to.equal(200);
  });

  it('ends the conversation’s stream', async () => {
    const { token } = await post<{ token: string }>(`${app.url}/widget/token`, {});
    const started = await post<{ conversationId: string; token: string; streamUrl: string }>(
      `${app.url}/v3/directline/conversations`,
      {},
      token,
    );
    const stream = await StreamClient.open(started.streamUrl);
    await stream.next();
    await erase(await Conversation.join(app.url, started.conversationId, started.token));
    expect(await stream.closed).to.deep.equal({ code: 1000, reason: 'erased' });
  });

  it('works when the conversation has ended, or was left for days', async () => {
    const ended = await Conversation.start(app.url);
    await ended.say('parlons de quokkas');
    await post(activities(ended), { type: 'endOfConversation' }, ended.token);
    await erase(ended);
    expect(await statusOf(ended)).to.equal(404);
    const left = await Conversation.start(app.url);
    await left.say('parlons de quokkas');
    clock += 25 * 3600_000;
    await post(activities(left), { type: 'event', name: 'conversation/erase' }, secret);
    expect(await readEverything(app.dataDir)).not.to.include('quokkas');
  });

  it('is not undone by what is said at the same time', async () => {
    const conversation = await Conversation.start(app.url);
    const outcomes = await Promise.allSettled([
      conversation.say('parlons de quokkas'),
      erase(conversation),
      conversation.say('parlons de wombats'),
    ]);
    expect(outcomes[1]?.status).to.equal('fulfilled');
    expect(outcomes[2]?.status).to.equal('rejected');
    const stored = await readEverything(app.dataDir);
    expect(stored).not.to.include('quokkas').and.not.to.include(conversation.id);
  });
});
