import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { LoggedActivity } from '../../src/transcripts/transcript-store.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { startLoopbackConnector } from '../support/loopback-connector.js';
import { readLog } from '../support/read-log.js';
import { BOT, cardOf, type Scope, TeamsConversation, textOf, USER } from '../support/teams-conversation.js';

describe('conversations on Teams', () => {
  let app: TestApp;
  let connector: Awaited<ReturnType<typeof startLoopbackConnector>>;
  let count = 0;
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
  beforeEach(() => {
    connector.received.length = 0;
    connector.refusals.length = 0;
  });

  const start = (scope: Scope = 'personal', id = `a:conversation-${++count}`) =>
    new TeamsConversation(app.url, connector, id, scope);
  const logOf = (conversation: TeamsConversation): Promise<LoggedActivity[]> => readLog(app.dataDir, conversation.id);

  describe('welcome', () => {
    const installed = { type: 'installationUpdate', action: 'add' };
    const joined = { type: 'conversationUpdate', membersAdded: [{ id: USER.id }, { id: BOT.id }] };

    it('comes once to a person, though two events tell of the installation, in either order and at once', async () => {
      for (const events of [
        [joined, installed],
        [installed, joined],
      ]) {
        connector.received.length = 0;
        const conversation = start();
        await Promise.all(events.map((event) => conversation.post(event)));
        await conversation.post(joined);
        expect(connector.received).to.have.length(1);
        const card = cardOf(connector.received[0] as never);
        expect(textOf(card))
          .to.match(/Passerelle/)
          .and.to.match(/Ce que nous gardons/);
        expect(card.actions?.map(({ title }) => title)).to.have.length(3);
      }
    });

    it('comes again after the app was removed and installed anew, not after an upgrade', async () => {
      const conversation = start();
      await conversation.post(installed);
      expect((await conversation.post({ type: 'installationUpdate', action: 'add-upgrade' })).sent).to.have.length(0);
      await conversation.post({ type: 'installationUpdate', action: 'remove' });
      expect((await conversation.post(installed)).sent).to.have.length(1);
    });

    it('comes once to a team, not to each who joins it, whatever conversation the events come under', async () => {
      const general = start('channel', '19:general@thread.tacv2');
      const thread = start('channel', '19:general@thread.tacv2;messageid=1');
      expect((await general.post({ type: 'conversationUpdate', membersAdded: [{ id: BOT.id }] })).sent).to.have.length(1);
      expect((await thread.post(installed)).sent).to.have.length(0);
      expect((await general.post({ type: 'conversationUpdate', membersAdded: [{ id: '29:other' }] })).sent).to.have.length(0);
    });
  });

  describe('scopes', () => {
    const question = "Qu'est-ce que la loi Oudin-Santini ?";

    it('alone: text with citations of Teams, thumbs, at most three suggestions', async () => {
      const [reply, ...more] = await start().say(question);
      expect(more).to.have.length(0);
      expect(reply?.text).to.match(/\]\(https:[^)]*\) \[1\] \(/);
      expect(reply?.attachments ?? []).to.have.length(0);
      expect(reply?.suggestedActions?.actions.length).to.be.within(1, 3);
      expect(reply?.suggestedActions?.actions.every(({ type }) => type === 'imBack')).to.equal(true);
      expect(reply?.channelData).to.deep.equal({ feedbackLoop: { type: 'default' } });
      const [message, ...others] = reply?.entities ?? [];
      expect(others).to.have.length(0);
      expect(message)
        .to.include({ type: 'https://schema.org/Message', '@type': 'Message' })
        .and.not.to.have.property('additionalType');
      const [claim] = (message?.citation ?? []) as { position: number; appearance: Record<string, string> }[];
      expect(claim?.position).to.equal(1);
      expect(claim?.appearance.name?.length).to.be.within(3, 80);
      expect(claim?.appearance.abstract?.length).to.be.within(3, 160);
      expect(claim?.appearance.url).to.match(/^https:/);
    });

    for (const scope of ['groupChat', 'channel'] as const) {
      it(`${scope}: a card with buttons, no suggested actions, no text beside it (Teams would split it)`, async () => {
        const conversation = start(scope);
        const mention = { type: 'mention', text: '<at>Passerelle</at>', mentioned: { id: BOT.id, name: 'Passerelle' } };
        const [reply] = await conversation.say(`<at>Passerelle</at>&nbsp;${question}\n`, { entities: [mention] });
        expect(reply).not.to.have.any.keys('suggestedActions', 'text');
        expect(reply?.summary?.length).to.be.within(10, 120);
        expect(textOf(cardOf(reply)))
          .to.match(/Oudin/)
          .and.to.match(/Source/);
        expect(cardOf(reply).actions).not.to.have.length(0);
        const [asked] = await logOf(conversation);
        expect(asked?.activity.text).to.equal(question);
      });
    }

    it('turns are counted by the kind of their decision', async () => {
      await start().say(question);
      const metrics = await (await fetch(`${app.url}/metrics`)).text();
      expect(metrics).to.match(/passerelle_turns_total\{channel="msteams",kind="answer"\} [1-9]/);
    });

    it('the log has the text twin of a card', async () => {
      const conversation = start('groupChat');
      await conversation.say(question);
      const logged = await logOf(conversation);
      expect(logged.at(-1)?.activity.text).to.match(/Oudin/);
      expect(logged.at(-1)?.note?.decision?.kind).to.equal('answer');
    });

    it('a bare mention is answered by who the assistant is; a colleague’s name stays out of the log', async () => {
      const conversation = start('channel');
      const at = (id: string, name: string) => ({ type: 'mention', text: `<at>${name}</at>`, mentioned: { id, name } });
      const [hello] = await conversation.say('<at>Passerelle</at> ', { entities: [at(BOT.id, 'Passerelle')] });
      expect(textOf(cardOf(hello))).to.match(/je suis \*\*Passerelle/);
      await conversation.say('<at>Passerelle</at> <at>Zébulon Quatrefages</at> demande qui vote ?', {
        entities: [at(BOT.id, 'Passerelle'), at('29:z', 'Zébulon Quatrefages')],
      });
      const text = (await logOf(conversation)).map(({ activity }) => activity.text).join('\n');
      expect(text)
        .to.include('[nom] demande qui vote ?')
        .and.not.to.match(/Quatrefages|<at>/);
    });
  });

  describe('edited, deleted, reactions, thumbs', () => {
    it('the last message, edited, is answered anew', async () => {
      const conversation = start();
      await conversation.say('qui est le maire de Mars ?');
      const edited = { type: 'messageUpdate', id: conversation.lastId(), channelData: { eventType: 'editMessage' } };
      const { sent } = await conversation.post({ ...edited, text: "Qu'est-ce que la loi Oudin-Santini ?" });
      expect(sent[0]?.text).to.match(/Oudin/);
    });

    it('an earlier message, edited or restored, is not', async () => {
      const conversation = start();
      await conversation.say('bonjour');
      const first = conversation.lastId();
      await conversation.say('merci');
      const last = conversation.lastId();
      const update = { type: 'messageUpdate', text: 'Qui vote ?' };
      expect((await conversation.post({ ...update, id: first, channelData: { eventType: 'editMessage' } })).sent).to.have.length(
        0,
      );
      expect(
        (await conversation.post({ ...update, id: last, channelData: { eventType: 'undeleteMessage' } })).sent,
      ).to.have.length(0);
    });

    it('within the questions an edit is not taken for the next answer', async () => {
      const conversation = start();
      await conversation.say('guidez-moi');
      await conversation.say('une commune');
      const { sent } = await conversation.post({
        type: 'messageUpdate',
        id: conversation.lastId(),
        text: 'un département',
        channelData: { eventType: 'editMessage' },
      });
      expect(sent[0]?.text).to.match(/retour/);
    });

    it('a deletion is noted and not answered', async () => {
      const conversation = start();
      await conversation.say('bonjour');
      const id = conversation.lastId();
      const { sent } = await conversation.post({ type: 'messageDelete', id, channelData: { eventType: 'softDeleteMessage' } });
      expect(sent).to.have.length(0);
      expect((await logOf(conversation)).at(-1)?.note?.event).to.deep.equal({ name: 'deleted', about: id });
    });

    it('a reaction is kept as feedback and not answered', async () => {
      const conversation = start();
      await conversation.say('bonjour');
      const { sent } = await conversation.post({
        type: 'messageReaction',
        reactionsAdded: [{ type: 'heart' }],
        replyToId: 'reply-1',
      });
      expect(sent).to.have.length(0);
      expect((await logOf(conversation)).at(-1)?.note?.event).to.deep.equal({
        name: 'reaction',
        value: 'heart',
        about: 'reply-1',
      });
    });

    it('thumbs are answered 200 {} and kept, the comment masked', async () => {
      const conversation = start();
      await conversation.say('bonjour');
      const { status, body, sent } = await conversation.post({
        type: 'invoke',
        name: 'message/submitAction',
        replyToId: 'reply-1',
        value: {
          actionName: 'feedback',
          actionValue: { reaction: 'dislike', feedback: JSON.stringify({ feedbackText: 'Écrivez à zebulon@mairie.example' }) },
        },
      });
      expect({ status, body, sent }).to.deep.equal({ status: 200, body: {}, sent: [] });
      expect((await logOf(conversation)).at(-1)?.note?.event).to.deep.equal({
        name: 'feedback',
        value: 'dislike',
        about: 'reply-1',
        comment: 'Écrivez à [courriel]',
      });
    });

    it('thumbs of an unknown form are answered 200 {} all the same', async () => {
      const odd = { type: 'invoke', name: 'message/submitAction', value: { actionName: 'feedback', actionValue: 'x' } };
      expect(await start().post(odd)).to.deep.include({ status: 200, body: {} });
    });

    it('an invoke that is not ours is answered 501', async () => {
      expect((await start().post({ type: 'invoke', name: 'composeExtension/query', value: {} })).status).to.equal(501);
    });
  });

  describe('cards', () => {
    it('the engagement questions are answered by clicks; a click on an old card is told so, and the question stands', async () => {
      const conversation = start();
      const [first] = await conversation.say('guidez-moi');
      const old = cardOf(first);
      const [second] = await conversation.say('une commune de 800 habitants');
      const current = cardOf(second);
      expect(current.fallbackText).not.to.equal(old.fallbackText);
      const choice = old.actions?.[0];
      const oldClick =
        choice?.title === 'Envoyer'
          ? await conversation.post({ type: 'message', value: { ...choice.data, choix: 'commune' } })
          : undefined;
      const [answer] = oldClick?.sent ?? (await conversation.click(old, choice?.title ?? ''));
      expect(answer?.text).to.match(/Cette carte n'est plus active/);
      const [third] = await conversation.click(current, current.actions?.at(-1)?.title ?? '');
      expect(cardOf(third).fallbackText).not.to.equal(current.fallbackText);
      expect((await logOf(conversation)).some(({ note }) => note?.event?.name === 'old-card')).to.equal(true);
    });

    it('a list that is sent speaks with the words of its choice', async () => {
      const conversation = start();
      const [first] = await conversation.say('guidez-moi');
      const card = cardOf(first);
      expect(card.actions?.map(({ title }) => title)).to.deep.equal(['Envoyer']);
      const list = card.body.find(({ type }) => type === 'Input.ChoiceSet') as { choices: { title: string; value: string }[] };
      expect(list.choices.length).to.be.greaterThan(6);
      const value = { ...card.actions?.[0]?.data, choix: list.choices[0]?.value };
      const [second] = (await conversation.post({ type: 'message', value })).sent;
      expect(textOf(cardOf(second))).to.match(/J'ai noté/);
      const log = await logOf(conversation);
      expect(log.some(({ activity }) => activity.text === list.choices[0]?.value)).to.equal(true);
    });

    it('a button of an answer’s card still works later: it says a whole question', async () => {
      const conversation = start('groupChat');
      const [reply] = await conversation.say("Qu'est-ce que la loi Oudin-Santini ?");
      await conversation.say('merci');
      const title = cardOf(reply).actions?.at(-1)?.title ?? '';
      const [later] = await conversation.click(cardOf(reply), title);
      expect(cardOf(later).fallbackText).to.match(/Source/);
    });

    it('a card of another app or an earlier version is told so, politely', async () => {
      for (const value of [{ choice: 'yes' }, { passerelle: { v: 0 } }, 'x', 42]) {
        const { status, sent } = await start().post({ type: 'message', value });
        expect(status).to.equal(200);
        expect(sent[0]?.text, JSON.stringify(value)).to.match(/Cette carte n'est plus active/);
      }
    });

    it('Action.Execute: the answer to the invoke is a message, the reply comes as usual', async () => {
      const conversation = start();
      const value = (data: unknown) => ({ action: { type: 'Action.Execute', verb: 'say', data } });
      const execute = (data: unknown) => conversation.post({ type: 'invoke', name: 'adaptiveCard/action', value: value(data) });
      const taken = await execute({ passerelle: { text: "Qu'est-ce que la loi Oudin-Santini ?" } });
      expect(taken.status).to.equal(200);
      expect(taken.body).to.deep.equal({
        statusCode: 200,
        type: 'application/vnd.microsoft.activity.message',
        value: "C'est noté.",
      });
      expect(taken.sent[0]?.text).to.match(/Oudin/);
      const old = await execute({ passerelle: { text: 'oui', asks: 'steer' } });
      expect(old.sent).to.have.length(0);
      expect(old.body)
        .to.have.property('value')
        .that.matches(/n'est plus active/);
    });

    it('Action.Execute of a wrong form is answered 400', async () => {
      const { status } = await start().post({ type: 'invoke', name: 'adaptiveCard/action', value: { action: 'x' } });
      expect(status).to.be.within(400, 499);
    });
  });

  describe('commands of the manifest', () => {
    const manifest = readFileSync(join(import.meta.dirname, '../../deployment/teams/manifest.json'), 'utf8');
    const { bots } = JSON.parse(manifest) as { bots: { commandLists: { commands: { title: string }[] }[] }[] };
    const titles = bots.flatMap(({ commandLists }) => commandLists.flatMap(({ commands }) => commands.map(({ title }) => title)));
    const kinds: Record<string, string> = {
      'Guidez-moi': 'dialog',
      'Qui est mon contact ?': 'contact',
      "Pourquoi s'engager ?": 'answer',
    };

    it('each is understood as what it says', async () => {
      expect(titles.length).to.be.within(3, 10);
      for (const title of titles) {
        const conversation = start();
        await conversation.say(title);
        const decision = (await logOf(conversation)).at(-1)?.note?.decision;
        expect(decision?.kind, title).to.equal(kinds[title] ?? 'smalltalk');
      }
    });
  });

  describe('throttling', () => {
    it('a call that is told when to come back comes back then, and one that is not, too', async function () {
      this.timeout(20_000);
      connector.refusals.push({ status: 429, headers: { 'retry-after': '1' } }, { status: 429 });
      const began = performance.now();
      const { status, sent } = await start().post({ type: 'message', text: 'bonjour' });
      expect(status).to.equal(200);
      expect(sent).to.have.length(1);
      expect(performance.now() - began).to.be.greaterThan(1900);
    });
  });
});
