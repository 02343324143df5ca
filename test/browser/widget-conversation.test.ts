import { expect } from 'chai';
import { Conversation } from '../../src/widget/conversation.js';
import { type ActivitySet, type DirectLine, DirectLineError, type Session } from '../../src/widget/direct-line.js';
import { strings } from '../../src/widget/strings.fr.js';
import type { IncomingMessage } from '../../src/widget/transcript.js';

const session: Session = { conversationId: 'c', token: 't', expiresAt: 10_000_000 };
const message = (id: string, role: 'user' | 'bot', clientId?: string): IncomingMessage => ({
  id,
  role,
  text: `texte ${id}`,
  suggestions: [],
  ...(clientId ? { clientId } : {}),
});

describe('widget conversation', () => {
  let sets: ActivitySet[];
  let posted: object[];
  let refusal: DirectLineError | undefined;
  let conversation: Conversation;

  beforeEach(() => {
    sets = [];
    posted = [];
    refusal = undefined;
    let ids = 0;
    const directLine: DirectLine = {
      prepare: async () => session,
      start: async () => session,
      refresh: async () => session,
      reconnect: async () => session,
      post: async (_session, activity) => {
        if (refusal) throw refusal;
        posted.push(activity);
      },
      read: async () => sets.shift() ?? { messages: [] },
    };
    conversation = new Conversation({
      directLine,
      saved: { load: () => undefined, save: () => undefined, clear: () => undefined },
      now: () => 0,
      newId: () => `k${ids++}`,
      isOnline: () => true,
    });
  });
  const shown = () => conversation.current.items.map((item) => item.key);
  const notices = () => conversation.current.items.flatMap((item) => (item.kind === 'notice' ? item.text : []));

  it('never shows the welcome, though the stream brings it again once the user has spoken', async () => {
    const first = [message('1', 'bot'), message('2', 'user', 'k0'), message('3', 'bot')];
    sets = [
      { messages: first, watermark: '3' },
      { messages: [...first, message('4', 'user', 'k1'), message('5', 'bot')], watermark: '5' },
    ];
    await conversation.send('un');
    const [key] = shown();
    first[1] = message('2', 'user', key);
    await conversation.send('deux');
    expect(shown()).to.include('3').and.to.include('5').and.not.to.include('1');
  });

  it('erases by the event that the server knows, and says that it is done', async () => {
    await conversation.send('un');
    await conversation.erase();
    expect(posted.at(-1)).to.deep.equal({ type: 'event', name: 'conversation/erase' });
    expect(notices()).to.deep.equal([strings.erased]);
    expect(conversation.current.items).to.have.length(1);
  });

  it('keeps what the server could not erase', async () => {
    await conversation.send('un');
    refusal = new DirectLineError(0);
    await conversation.erase();
    expect(notices()).to.deep.equal([strings.eraseFailed]);
    expect(conversation.current.items).to.have.length(2);
  });

  it('claims no more than it did when the server no longer knows the visitor', async () => {
    await conversation.send('un');
    refusal = new DirectLineError(403);
    await conversation.erase();
    expect(notices()).to.deep.equal([strings.erasedHere]);
    expect(conversation.current.items).to.have.length(1);
  });
});
