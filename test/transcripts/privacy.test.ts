import { expect } from 'chai';
import { startTestApp, type TestApp } from '../support/app.js';
import { Conversation, post } from '../support/direct-line-client.js';
import { startLoopbackConnector, teamsMessage } from '../support/loopback-connector.js';
import { findTraces, readEverything } from '../support/read-everything.js';

describe('personal data in what is stored', () => {
  const email = 'karim.benali@mairie-exemple.fr';
  const phone = '06 39 98 41 27';
  let app: TestApp;
  let connector: Awaited<ReturnType<typeof startLoopbackConnector>>;
  before(async function () {
    this.timeout(180_000);
    app = await startTestApp();
    connector = await startLoopbackConnector();
  });
  after(async () => {
    await app.close();
    await app.remove();
    await connector.close();
  });

  it('is found nowhere in DATA_DIR, whichever door and dialog it came through', async () => {
    const conversation = await Conversation.start(app.url);
    const words = `je m'appelle Karim Benali, mon mail est ${email} et mon tel ${phone}`;
    await conversation.say(words);
    await conversation.say("quel niveau d'engagement choisir ?");
    await conversation.say(`${words}, nous sommes une commune de 3 500 habitants`);
    await conversation.say(`stop, appelez-moi au ${phone}`);
    await post(
      `${app.url}/v3/directline/conversations/${conversation.id}/activities`,
      {
        type: 'message',
        text: words,
        value: { note: email },
        channelData: { clientActivityID: 'x1', phone },
        from: { id: email, name: 'Karim Benali' },
      },
      conversation.token,
    );
    await post(`${app.url}/api/messages`, {
      ...teamsMessage(connector.url, words, `a:${1}`),
      from: { id: '29:karim-benali-secret-id', name: 'Karim Benali' },
    });
    const stored = await readEverything(app.dataDir);
    expect(findTraces(stored, ['[courriel]', '[téléphone]']), 'masks').to.have.length(2);
    expect(findTraces(stored, [email, phone, 'Benali', '29:karim-benali-secret-id'])).to.deep.equal([]);
  });

  it('is not repeated by the bot', async () => {
    const conversation = await Conversation.start(app.url);
    const replies = await conversation.say(`mon mail est ${email}, qui est mon contact à Foix ?`);
    expect(replies.map((reply) => reply.text).join('\n')).not.to.include(email);
  });
});
