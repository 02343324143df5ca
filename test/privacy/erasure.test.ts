import { expect } from 'chai';
import { startTestApp, type TestApp } from '../support/app.js';
import { type BotMessage, Conversation, post } from '../support/direct-line-client.js';
import { startLoopbackConnector } from '../support/loopback-connector.js';
import { findTraces } from '../support/read-everything.js';
import { StreamClient } from '../support/stream-client.js';
import { TeamsConversation } from '../support/teams-conversation.js';
import { type Backend, backends } from './backends.js';

const textOf = (messages: readonly BotMessage[]): string => messages.map(({ text }) => text).join('\n');
const CODE = /[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}/;

for (const [name, open] of Object.entries(backends))
  describe(`« effacez mes données » : ${name}`, () => {
    let backend: Backend;
    let app: TestApp;
    let connector: Awaited<ReturnType<typeof startLoopbackConnector>>;
    let clock = Date.UTC(2026, 10, 22, 9);
    before(async function () {
      this.timeout(300_000);
      backend = await open();
      app = await startTestApp(backend.environment, { now: () => new Date(clock) });
      connector = await startLoopbackConnector();
    });
    after(async () => {
      await app?.close();
      await app?.remove();
      await connector?.close();
    });

    const activities = ({ id }: Conversation) => `${app.url}/v3/directline/conversations/${id}/activities`;
    const rawLog = async (conversation: Conversation) => {
      const response = await fetch(activities(conversation), { headers: { authorization: `Bearer ${conversation.token}` } });
      return { status: response.status, text: await response.text() };
    };
    const eraseByCode = async (code: string) => {
      const response = await fetch(`${app.url}/confidentialite/effacer`, { method: 'POST', body: new URLSearchParams({ code }) });
      return { status: response.status, text: await response.text() };
    };
    /** A guided choice to its end, which makes a council sheet. */
    const makeSheet = async (conversation: Conversation): Promise<string> => {
      let replies = await conversation.say("Quel niveau d'engagement choisir ?");
      for (let turn = 0; turn < 25; turn++) {
        const link = /\((http[^)]*\/fiche\/[^)]+)\)/.exec(textOf(replies))?.[1];
        if (link) return link;
        replies = await conversation.say(replies.at(-1)?.buttons[0]?.value ?? 'oui');
      }
      throw new Error('no sheet was made');
    };

    it('asks first, then leaves nothing of the conversation but the sentence that says so, and soon not even that', async () => {
      const other = await Conversation.start(app.url);
      await other.say('le zèbre de mon voisin');
      const conversation = await Conversation.start(app.url);
      await conversation.say('Qui est mon contact à Hazebrouck ?');
      await conversation.say('parlons de quokkas et de wombats');
      const sheet = await makeSheet(conversation);
      const code = CODE.exec(textOf(await conversation.say('confidentialité')))?.[0] ?? '';
      expect((await fetch(sheet)).status).to.equal(200);
      const sheetId = sheet.split('/').at(-1) ?? '';
      const traces = ['quokkas', 'Hazebrouck', sheetId, code];
      expect(findTraces(await backend.readAll(app.dataDir), traces)).to.include.members(['quokkas', 'Hazebrouck', code]);

      const asked = await conversation.say('effacez mes données');
      expect(asked[0]?.decision).to.include({ kind: 'smalltalk', intent: 'privacy' });
      expect(asked[0]?.buttons.map(({ title }) => title)).to.deep.equal(['Oui, tout effacer', 'Non, garder']);
      const done = await conversation.say('Oui, tout effacer');

      expect(done.map(({ decision }) => decision?.kind)).to.deep.equal(['system']);
      expect(textOf(done)).to.include('effacé').and.not.to.include('Teams');
      const stored = await backend.readAll(app.dataDir);
      expect(findTraces(stored, traces)).to.deep.equal([]);
      expect(stored).not.to.include(`directline/conversations/${conversation.id}`);
      expect(stored).to.include(other.id);
      expect((await fetch(sheet)).status).to.equal(404);
      const log = await rawLog(conversation);
      expect(JSON.parse(log.text).activities.map(({ text }: { text: string }) => text)).to.deep.equal([done[0]?.text]);
      expect((await eraseByCode(code)).status).to.equal(404);

      clock += 45 * 60_000;
      await app.retention.look();
      expect(findTraces(await backend.readAll(app.dataDir), [conversation.id])).to.deep.equal([]);
      expect((await rawLog(conversation)).status).to.equal(404);
      expect((await rawLog(other)).status).to.equal(200);
    });

    it('does nothing when the answer is no, and goes on when it is something else', async () => {
      const conversation = await Conversation.start(app.url);
      await conversation.say('supprimez notre conversation');
      expect(textOf(await conversation.say('Non, garder'))).to.include("rien n'est effacé");
      await conversation.say('supprimez notre conversation');
      expect((await conversation.say("Qu'est-ce que l'AICT ?"))[0]?.decision?.kind).to.equal('answer');
      // The question was left: a « oui » is no answer to it any more.
      await conversation.say('oui');
      expect((await rawLog(conversation)).text).to.include('AICT');
    });

    it('interrupts the guided choice, whose question is not asked beside', async () => {
      const conversation = await Conversation.start(app.url);
      await conversation.say("Quel niveau d'engagement choisir ?");
      const asked = await conversation.say('effacez notre conversation');
      expect(asked).to.have.length(1);
      const kept = await conversation.say('non');
      expect(kept.at(-1)?.decision?.kind, 'the choice goes on').to.equal('dialog');
      await conversation.say('effacez notre conversation');
      expect((await conversation.say('oui')).map(({ decision }) => decision?.kind)).to.deep.equal(['system']);
    });

    it('lets the visitor go on talking: nothing is known any more, and no id comes twice', async () => {
      const conversation = await Conversation.start(app.url);
      await conversation.say('Qui est mon contact à Hazebrouck ?');
      await conversation.say('effacez notre conversation');
      const last = (await conversation.say('oui')).at(-1)?.id ?? '';
      const next = await conversation.say("Qu'est-ce que l'AICT ?");
      expect(next[0]?.decision?.kind).to.equal('answer');
      expect((next[0]?.id ?? '') > last, `${next[0]?.id} after ${last}`).to.equal(true);
      clock += 45 * 60_000;
      await app.retention.look();
      expect((await rawLog(conversation)).text, 'what was said since is no leftover').to.include('AICT');
    });

    it('is told to whoever listens', async () => {
      const { token } = await post<{ token: string }>(`${app.url}/widget/token`, {});
      const started = await post<{ conversationId: string; token: string; streamUrl: string }>(
        `${app.url}/v3/directline/conversations`,
        {},
        token,
      );
      const stream = await StreamClient.open(started.streamUrl);
      const conversation = await Conversation.join(app.url, started.conversationId, started.token);
      await conversation.say('effacez notre conversation');
      await conversation.say('Oui, tout effacer');
      const heard: (string | undefined)[] = [];
      while (!heard.at(-1)?.includes("C'est fait")) heard.push(...(await stream.next()).activities.map(({ text }) => text));
      stream.close();
      expect(heard).to.include('effacez notre conversation');
    });

    it('on Teams deletes what is here, and says that Teams keeps its own', async () => {
      const teams = new TeamsConversation(app.url, connector, 'a:teams-effacer-1');
      await teams.say('Qui est mon contact à Hazebrouck ?');
      await teams.say('parlons de quokkas');
      expect(findTraces(await backend.readAll(app.dataDir), [teams.id, 'quokkas'])).to.have.length(2);
      const [asked] = await teams.say('effacez mes données');
      expect(asked?.text ?? '').to.include('Teams');
      const [done] = await teams.say('Oui, tout effacer');
      expect(done?.text).to.include('effacé').and.to.include('reste chez Teams');
      expect(findTraces(await backend.readAll(app.dataDir), [teams.id, 'quokkas'])).to.deep.equal([]);
    });

    it('by the receipt code, later, without an account', async () => {
      const conversation = await Conversation.start(app.url);
      await conversation.say('parlons de quokkas');
      const code = CODE.exec(textOf(await conversation.say('que faites-vous de mes messages ?')))?.[0] ?? '';
      const wrong = `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`;
      const missed = await eraseByCode(wrong);
      expect([missed.status, missed.text.includes('rien n’a été effacé')]).to.deep.equal([404, true]);
      expect((await eraseByCode('bonjour')).status).to.equal(400);
      // As people copy it: small letters, spaces, an O for a zero.
      const done = await eraseByCode(code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o'));
      expect([done.status, done.text.includes('C’est effacé')]).to.deep.equal([200, true]);
      expect(findTraces(await backend.readAll(app.dataDir), [conversation.id, code, 'quokkas'])).to.deep.equal([]);
      expect((await rawLog(conversation)).status).to.equal(404);
    });
  });
