import { expect } from 'chai';
import type { ConversationFeed, ConversationNews } from '../../src/transcripts/conversation-feed.js';

/** What every ConversationFeed does. `settle` resolves when what was published has been heard. */
export function itKeepsTheConversationFeedContract(
  open: () => Promise<{ feed: ConversationFeed; settle(): Promise<void>; close(): Promise<void> }>,
): void {
  let opened: Awaited<ReturnType<typeof open>>;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(() => opened.close());

  const listen = (conversationId: string) => {
    const heard: ConversationNews[] = [];
    return { heard, stop: opened.feed.subscribe(conversationId, (news) => heard.push(news)) };
  };

  it('tells every listener of the conversation, in order, and no other', async () => {
    const [first, second, other] = [listen('a'), listen('a'), listen('b')];
    opened.feed.publish('a', { kind: 'stored' });
    opened.feed.publish('a', { kind: 'taken', by: 'x' });
    await opened.settle();
    expect(first.heard).to.deep.equal([{ kind: 'stored' }, { kind: 'taken', by: 'x' }]);
    expect(second.heard).to.deep.equal(first.heard);
    expect(other.heard).to.deep.equal([]);
  });

  it('tells nobody who has left, even when they leave while it speaks', async () => {
    const { feed } = opened;
    const gone = listen('a');
    gone.stop();
    let times = 0;
    const stop = feed.subscribe('a', () => {
      times += 1;
      stop();
    });
    const last = listen('a');
    feed.publish('a', { kind: 'typing' });
    feed.publish('a', { kind: 'typing' });
    await opened.settle();
    expect([gone.heard.length, times, last.heard.length]).to.deep.equal([0, 1, 2]);
    gone.stop();
    const again = listen('a');
    feed.publish('a', { kind: 'stored' });
    await opened.settle();
    expect(again.heard).to.deep.equal([{ kind: 'stored' }]);
  });
}
