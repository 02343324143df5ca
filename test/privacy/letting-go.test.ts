/** On each store: what has been kept long enough goes by the clock, what somebody wants gone goes at once, and neither leaves a trace. */
import { expect } from 'chai';
import type { BotMessage, Conversation } from '../support/direct-line-client.js';
import { startLoopbackConnector } from '../support/loopback-connector.js';
import { findTraces } from '../support/read-everything.js';
import { giveOpinion, type StaffedApp, startStaffedApp } from '../support/staffed-app.js';
import { TeamsConversation } from '../support/teams-conversation.js';
import { type Backend, backends } from './backends.js';

const DAY = 24 * 3600_000;
const PAGE = '/console/donnees-personnelles';
const textOf = (replies: readonly BotMessage[]): string => replies.map(({ text }) => text).join('\n');
const codeIn = (replies: readonly BotMessage[]): string =>
  /[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}/.exec(textOf(replies))?.[0] ?? '';

for (const [name, open] of Object.entries(backends)) {
  describe(`letting go: ${name}`, () => {
    let backend: Backend;
    let app: StaffedApp;
    let connector: Awaited<ReturnType<typeof startLoopbackConnector>>;
    before(async function () {
      this.timeout(300_000);
      backend = await open();
      app = await startStaffedApp({
        RETENTION_DAYS: '30',
        FEEDBACK_RETENTION_DAYS: '60',
        STATISTICS_RETENTION_DAYS: '90',
        JOURNAL_RETENTION_DAYS: '60',
        ...backend.environment,
      });
      connector = await startLoopbackConnector();
    });
    after(async () => {
      await app?.close();
      await app?.remove();
      await connector?.close();
    });

    const traces = async (values: readonly string[]) => findTraces(await backend.readAll(app.dataDir), values);
    const move = async (days: number) => {
      app.clock.now = new Date(app.clock.now.getTime() + days * DAY);
      return app.retention.look();
    };
    const status = async ({ id, token }: Conversation) =>
      (await fetch(`${app.url}/v3/directline/conversations/${id}/activities`, { headers: { authorization: `Bearer ${token}` } }))
        .status;

    it('by staff, with the receipt code: found, exported, asked once more, erased, noted without a text', async () => {
      const { conversation, replies } = await app.play(
        'parlons de quokkas à Hazebrouck',
        'Qui est mon contact à Hazebrouck ?',
        'confidentialité',
      );
      await giveOpinion(app.url, conversation, replies[1]?.[0], 'dislike', 'avis sur les wombats');
      const code = codeIn(replies[2] ?? []);
      const values = ['quokkas', 'wombats', conversation.id, code];
      expect(await traces(values)).to.deep.equal(values);
      const anne = await app.enter('anne');
      const found = await anne.get(`${PAGE}?q=${code.toLowerCase()}`);
      expect(found.text).to.include(code).and.not.to.include('quokkas');
      const file = await (await anne.send(`${PAGE}/export.json?id=${conversation.id}`)).json();
      expect(file).to.include({ format: 'passerelle-conversation', receipt: code });
      expect(JSON.stringify(file)).to.include('quokkas').and.to.include('wombats').and.to.include('memory');
      const readable = await (await anne.send(`${PAGE}/export.html?id=${code}`)).text();
      expect(readable).to.include('quokkas').and.to.include('wombats').and.to.include('<html lang="fr">');

      const asked = await anne.get(`${PAGE}/effacer?id=${conversation.id}`);
      expect(asked.text).to.include('Effacer pour toujours');
      expect((await anne.post(`${PAGE}/effacer`, { id: conversation.id })).status, 'not confirmed').to.equal(400);
      expect(await status(conversation)).to.equal(200);
      const done = await anne.submit(`${PAGE}/effacer`, { id: conversation.id, confirme: 'oui' });
      expect(done.text).to.include('est effacée');
      expect(await status(conversation)).to.equal(404);
      expect(await traces(['quokkas', 'wombats', conversation.id]), 'nothing but the code in the journal').to.deep.equal([]);
      expect((await anne.get('/console/journal')).text)
        .to.include('Conversation effacée')
        .and.to.include(code);
      expect((await anne.get(`${PAGE}?q=${code}`)).text).to.include('Aucune conversation ne porte ce code');
    });

    it('finds a conversation by a code that was never handed out, as a restored backup needs', async () => {
      const { conversation } = await app.play('bonjour');
      const anne = await app.enter('anne');
      const { receipt } = (await (await anne.send(`${PAGE}/export.json?id=${conversation.id}`)).json()) as { receipt: string };
      expect((await anne.get(`${PAGE}?q=${receipt}`)).text)
        .to.include(`value="${receipt}"`)
        .and.to.include('Effacer…');
    });

    it('by the clock: texts first, then opinions, then figures, and the journal', async function () {
      this.timeout(60_000);
      const { conversation, replies } = await app.play("Qu'est-ce que l'AICT, dis-moi numbat ?", 'confidentialité');
      await giveOpinion(app.url, conversation, replies[0]?.[0], 'dislike', 'avis sur les bilbies');
      const teams = new TeamsConversation(app.url, connector, 'a:teams-conservation');
      await teams.say('parlons de potoroos', { timestamp: app.clock.now.toISOString() });
      const code = codeIn(replies[1] ?? []);
      const values = ['numbat', 'bilbies', 'potoroos', code, conversation.id, teams.id];
      expect(await traces(values)).to.deep.equal(values);
      expect(await traces(['session.open'])).to.have.length(1);

      await move(29);
      expect(await traces(values), 'not yet').to.deep.equal(values);
      // The Teams conversation goes on: its old texts go all the same, its young ones stay.
      await teams.say('parlons de dunnarts', { timestamp: app.clock.now.toISOString() });
      const report = await move(2);
      expect(report).to.deep.include({ failed: [] });
      expect(report?.turns).to.be.greaterThan(2);
      expect(await traces(values)).to.deep.equal([teams.id]);
      expect(await traces(['dunnarts'])).to.deep.equal(['dunnarts']);
      expect(await status(conversation), 'the token has expired; with a fresh one there is nothing').to.equal(403);
      const stored = await backend.readAll(app.dataDir);
      expect(stored, 'figures remain').to.include('aict-definition');

      await move(31);
      expect(await traces(['dunnarts', teams.id])).to.deep.equal([]);
      const later = await move(31);
      expect(later?.statistics).to.be.greaterThan(2);
      expect(await traces(['aict-definition'])).to.deep.equal([]);
      expect(await traces(['session.open']), 'in the journal').to.deep.equal([]);
      const again = await app.enter('anne');
      const page = (await again.get(PAGE)).text;
      expect(page).to.include('Dernier passage').and.to.include('complet');
    });
  });
}
