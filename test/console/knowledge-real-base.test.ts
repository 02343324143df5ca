/** The whole real base, once: a trial of seconds, during which the service goes on answering. */
import { expect } from 'chai';
import { startTestApp, type TestApp } from '../support/app.js';
import { signInByLink } from '../support/console-client.js';
import { Conversation } from '../support/direct-line-client.js';

const QUESTION = 'échange de chorales avec la Bavière';

describe('console: a trial of the real base', function () {
  this.timeout(600_000);
  let app: TestApp;
  const lines: string[] = [];
  before(async () => {
    app = await startTestApp({}, { say: (line) => lines.push(line) });
  });
  after(async () => {
    await app?.close();
    await app?.remove();
  });

  it('sits the whole exam and asks the real questions again, while turns are answered', async () => {
    const conversation = await Conversation.start(app.url);
    for (const text of [QUESTION, 'c’est quoi un jumelage', 'qui finance']) await conversation.say(text);
    const staff = await signInByLink(lines);
    const added = await staff.submit('/console/base/ajouter', {
      tour: `${conversation.id}|2`,
      fiche: 'jumelage',
      formulations: 'chorale de nos amis bavarois',
    });
    expect(added.text).to.include('chorale de nos amis bavarois');
    let { text, path } = await staff.submit(`${added.path}/eprouver`);
    let answered = 0;
    while (text.includes('En cours :')) {
      const [reply] = await (await Conversation.start(app.url)).say('c’est quoi un jumelage');
      expect(reply?.decision).to.include({ kind: 'answer', entry: 'jumelage' });
      answered++;
      ({ text, path } = await staff.get(path));
    }
    expect(answered).to.be.greaterThan(3);
    expect(text).to.match(/lignes d’examen réussies sur \d\s?\d{3}/);
    expect(text)
      .to.include('Questions réelles rejouées')
      .and.to.match(/\d+ questions gardées/);
    expect(text).to.include('Publier…');
  });
});
