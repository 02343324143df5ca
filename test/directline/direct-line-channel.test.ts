import { ActivityTypes, type TurnContext } from 'botbuilder';
import { expect } from 'chai';
import { pino } from 'pino';
import { createMiddleware } from '../../src/bot/middleware.js';
import { DirectLineAdapter } from '../../src/directline/direct-line-adapter.js';
import { DirectLineChannel } from '../../src/directline/direct-line-channel.js';
import { createMetrics } from '../../src/metrics.js';
import { createMemoryStores } from '../../src/storage/memory/memory-stores.js';
import type { ConversationNews } from '../../src/transcripts/conversation-feed.js';
import { createMemoryReleaseStore } from '../knowledge/memory-release-store.js';

describe('DirectLineChannel', () => {
  let channel: DirectLineChannel;
  let heard: ConversationNews[];
  let onNews: (news: ConversationNews) => void;
  let bot: (context: TurnContext) => Promise<void>;

  beforeEach(async () => {
    const now = () => new Date();
    const { transcripts, feed, gate } = createMemoryStores({ now, releases: createMemoryReleaseStore() });
    const adapter = new DirectLineAdapter(now, feed);
    adapter.use(
      ...createMiddleware({
        transcripts,
        feed,
        redact: (text) => text.replaceAll('secret', '[…]'),
        pseudonym: () => 'u_1',
        knowledgeVersion: () => '1',
        logger: pino({ level: 'silent' }),
        metrics: createMetrics(),
        now,
      }),
    );
    bot = async () => undefined;
    channel = new DirectLineChannel({
      adapter,
      bot: (context) => bot(context),
      transcripts,
      queue: gate,
      now,
      channelId: 'directline',
      erase: (id) => transcripts.remove(id),
    });
    heard = [];
    onNews = () => undefined;
    feed.subscribe('c', (news) => {
      heard.push(news);
      onNews(news);
    });
    await channel.start('c', 'dl_u');
    heard.splice(0);
  });

  const typed = async () => (await channel.read('c')).activities.map(({ type }) => type);

  it('announces a turn that takes longer than half a second, and leaves no timer behind', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    // Mocha sets its own timer once a test waits.
    await channel.find('c');
    const before = timers();
    const began = performance.now();
    // The bot answers once the announcement has been made: no announcement, no answer.
    bot = (context) =>
      new Promise((resolve) => {
        onNews = ({ kind }) => kind === 'typing' && void context.sendActivity('voilà').then(() => resolve());
      });
    const posted = channel.post('c', 'dl_u', { type: 'message', text: 'bonjour' });
    await posted;
    expect(performance.now() - began).to.be.at.least(450);
    expect(heard).to.deep.equal([{ kind: 'typing' }, { kind: 'stored' }]);
    expect(timers()).to.be.at.most(before);
    expect(await typed()).to.deep.equal(['message', 'message']);
  });

  it('announces nothing in a quick turn', async () => {
    bot = async (context) => void (await context.sendActivity('voilà'));
    await channel.post('c', 'dl_u', { type: 'message', text: 'bonjour' });
    expect(heard).to.deep.equal([{ kind: 'stored' }]);
  });

  it('tells once the turn is stored, not before', async () => {
    let stored = -1;
    onNews = () =>
      void channel.read('c').then(({ activities }) => {
        stored = activities.length;
      });
    bot = async (context) => void (await context.sendActivity('voilà'));
    await channel.post('c', 'dl_u', { type: 'message', text: 'bonjour' });
    await channel.read('c');
    expect(stored).to.equal(2);
  });

  it('ends when the bot says so', async () => {
    bot = async (context) => {
      await context.sendActivity({ type: ActivityTypes.EndOfConversation, code: 'completedSuccessfully' });
    };
    await channel.post('c', 'dl_u', { type: 'message', text: 'fini' });
    const { activities } = await channel.read('c');
    expect(activities.at(-1)).to.include({ type: 'endOfConversation', code: 'completedSuccessfully' });
    const record = await channel.find('c');
    expect(record && channel.isWritable(record)).to.equal(false);
  });

  it('lets the bot know of the end that the user has set, and of events with their value', async () => {
    const seen: unknown[] = [];
    bot = async ({ activity }) => void seen.push([activity.type, activity.name, activity.value]);
    await channel.post('c', 'dl_u', { type: 'event', name: 'avis', value: { reaction: 'like' } });
    await channel.post('c', 'dl_u', { type: 'endOfConversation' });
    expect(seen).to.deep.equal([
      ['event', 'avis', { reaction: 'like' }],
      ['endOfConversation', undefined, undefined],
    ]);
  });

  it('delivers events of the bot; keeps of the user’s neither value nor unmasked name', async () => {
    bot = async (context) => {
      await context.sendActivity({ type: ActivityTypes.Event, name: 'montrer', value: { page: 2 } });
    };
    const marks = { clientActivityID: 'k', postBack: true, other: 'secret' };
    await channel.post('c', 'dl_u', { type: 'event', name: 'mon secret', value: 'secret', channelData: marks });
    const { activities } = await channel.read('c');
    expect(activities[0]).to.include({ name: 'mon […]' });
    expect(activities[0]?.channelData).to.deep.equal({ clientActivityID: 'k', postBack: true });
    expect(JSON.stringify(activities[0])).not.to.include('secret');
    expect(activities[1]).to.deep.include({ type: 'event', name: 'montrer', value: { page: 2 } });
  });

  it('gives each activity an id of its own, typing included', async () => {
    bot = async (context) => void (await context.sendActivity('voilà'));
    const ids = [
      await channel.post('c', 'dl_u', { type: 'typing' }),
      await channel.post('c', 'dl_u', { type: 'message', text: 'a' }),
      await channel.post('c', 'dl_u', { type: 'typing' }),
      await channel.post('c', 'dl_u', { type: 'event', name: 'e' }),
    ].map(({ id }) => id);
    expect(new Set([...ids, ...(await channel.read('c')).activities.map(({ id }) => id)]).size).to.equal(6);
  });
});
