import { expect } from 'chai';
import { startTestApp, type TestApp } from '../support/app.js';
import { Conversation, post } from '../support/direct-line-client.js';
import { readLog } from '../support/read-log.js';

describe('what visitors think of a reply', () => {
  let app: TestApp;
  let conversation: Conversation;
  before(async function () {
    this.timeout(180_000);
    app = await startTestApp();
  });
  after(async () => {
    await app.close();
    await app.remove();
  });
  beforeEach(async () => {
    conversation = await Conversation.start(app.url);
  });

  const send = (value: object) =>
    post<{ id: string }>(
      `${app.url}/v3/directline/conversations/${conversation.id}/activities`,
      { type: 'event', name: 'message/submitAction', value },
      conversation.token,
    );
  const opinion = (reaction: string, feedbackText: string, replyToId: string) => ({
    actionName: 'feedback',
    actionValue: { reaction, feedback: JSON.stringify({ feedbackText }) },
    replyToId,
  });
  const log = () => readLog(app.dataDir, conversation.id);

  it('is asked for on answers only', async () => {
    const asked = async (text: string) => {
      const replies = await conversation.say(text);
      return replies.map(({ decision, asksOpinion }) => [decision?.kind, asksOpinion]);
    };
    expect(conversation.welcome.map(({ asksOpinion }) => asksOpinion)).to.deep.equal([false]);
    expect(await asked("Qu'est-ce que l'AICT ?")).to.deep.equal([['answer', true]]);
    expect(await asked('merci')).to.deep.equal([['smalltalk', false]]);
    expect(await asked('Qui est mon contact ?')).to.deep.equal([['contact', false]]);
    expect(await asked('blorgl frumph zzz')).to.deep.equal([['fallback', false]]);
  });

  it('is a note of the turn, its words masked, once, and not answered', async () => {
    const [reply] = await conversation.say("Qu'est-ce que l'AICT ?");
    const about = reply?.id ?? '';
    const { id } = await send(opinion('dislike', 'Écrivez à zebulon@mairie.example', about));
    expect(await conversation.read()).to.deep.equal([]);
    const logged = (await log()).filter(({ note }) => note?.event);
    expect(logged.map(({ activity }) => activity.id)).to.deep.equal([id]);
    expect(logged[0]?.note?.event).to.deep.equal({
      name: 'feedback',
      value: 'dislike',
      about,
      comment: 'Écrivez à [courriel]',
    });
    expect(JSON.stringify(await log())).not.to.include('zebulon');
  });

  it('leaves the numbers of what follows as they are', async () => {
    const [reply] = await conversation.say("Qu'est-ce que l'AICT ?");
    await send(opinion('like', '', reply?.id ?? ''));
    await conversation.say('merci');
    expect((await log()).map(({ seq, activity }) => activity.id.endsWith(`|${String(seq).padStart(7, '0')}`))).to.deep.equal([
      true,
      true,
      true,
      true,
      true,
      true,
    ]);
  });

  it('is about a reply of the same conversation, or about none: no other text gets in that way', async () => {
    for (const about of ['zebulon@mairie.example', `${conversation.id}|zebulon`, 'autre|0000002'])
      await send(opinion('like', '', about));
    const events = (await log()).flatMap(({ note }) => note?.event ?? []);
    expect(events).to.deep.equal(Array(3).fill({ name: 'feedback', value: 'like' }));
  });

  it('of another form is no opinion', async () => {
    await send({ actionName: 'feedback', actionValue: 'x' });
    expect((await log()).flatMap(({ note }) => note?.event ?? [])).to.deep.equal([]);
  });
});
