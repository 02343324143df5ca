import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { startTestApp, type TestApp } from '../support/app.js';
import { Conversation, post } from '../support/direct-line-client.js';
import { startLoopbackConnector, teamsMessage } from '../support/loopback-connector.js';

/** Every byte below a folder, knowledge releases aside (they hold published contacts). */
async function readEverything(dir: string): Promise<string> {
  const found = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = found.filter((item) => item.isFile()).map((item) => join(item.parentPath, item.name));
  const texts = await Promise.all(files.filter((path) => !path.includes('/releases/')).map((path) => readFile(path, 'utf8')));
  return texts.join('\n');
}

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
    expect(stored).to.include('[courriel]').and.to.include('[téléphone]');
    for (const secret of [email, phone, phone.replaceAll(' ', ''), 'Benali', 'karim.benali', '29:karim-benali-secret-id']) {
      expect(stored.includes(secret), secret).to.equal(false);
    }
  });

  it('is not repeated by the bot', async () => {
    const conversation = await Conversation.start(app.url);
    const replies = await conversation.say(`mon mail est ${email}, qui est mon contact à Foix ?`);
    expect(replies.map((reply) => reply.text).join('\n')).not.to.include(email);
  });
});
