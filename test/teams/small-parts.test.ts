import { type Activity, ActivityTypes, BotAdapter, TurnContext } from 'botbuilder';
import { expect } from 'chai';
import fc from 'fast-check';
import { pino } from 'pino';
import { encodeLinks } from '../../dialogs/encode-links.js';
import { messages } from '../../dialogs/messages.fr.js';
import type { HttpRequest } from '../../src/http/route.js';
import type { Source } from '../../src/knowledge/schema.js';
import { readActivity, readCardAction } from '../../src/teams/incoming.js';
import { createMessagesRoute } from '../../src/teams/messages-route.js';
import { presentReply } from '../../src/teams/present-reply.js';
import type { TeamsAdapter } from '../../src/teams/teams-adapter.js';
import { type Schedule, TypingIndicator } from '../../src/teams/typing-indicator.js';
import { TurnQueue } from '../../src/transcripts/turn-queue.js';

/** An adapter that keeps what it is asked to send. */
class KeepingAdapter extends BotAdapter {
  readonly sent: string[] = [];
  override sendActivities(_context: TurnContext, activities: Partial<Activity>[]) {
    this.sent.push(...activities.map(({ type }) => type ?? ''));
    return Promise.resolve(activities.map(() => ({ id: '1' })));
  }
  override updateActivity = () => Promise.resolve();
  override deleteActivity = () => Promise.resolve();
  override continueConversation = () => Promise.resolve();
}

/** A clock that goes when it is told to. */
function createHandClock() {
  const waiting = new Set<{ work: () => void; at: number }>();
  let time = 0;
  const schedule: Schedule = (work, milliseconds) => {
    const item = { work, at: time + milliseconds };
    waiting.add(item);
    return () => waiting.delete(item);
  };
  const advance = (milliseconds: number) => {
    time += milliseconds;
    for (const item of [...waiting].filter(({ at }) => at <= time)) {
      waiting.delete(item);
      item.work();
    }
  };
  return { schedule, advance, waiting };
}

const message = (more: Partial<Activity> = {}) =>
  ({
    type: 'message',
    channelId: 'msteams',
    conversation: { id: 'c' },
    from: { id: 'u' },
    recipient: { id: 'b' },
    serviceUrl: 'http://127.0.0.1/',
    ...more,
  }) as Activity;

describe('typing indicator', () => {
  const run = async (
    logic: (context: TurnContext, advance: (milliseconds: number) => void) => Promise<void>,
    type = 'message',
  ) => {
    const adapter = new KeepingAdapter();
    const clock = createHandClock();
    const context = new TurnContext(adapter, message({ type }));
    const turn = new TypingIndicator(clock.schedule).onTurn(context, () => logic(context, clock.advance));
    await turn.catch(() => undefined);
    return { sent: adapter.sent, timers: clock.waiting.size };
  };

  it('nothing for a turn faster than half a second', async () => {
    const { sent, timers } = await run(async (context, advance) => {
      advance(499);
      await context.sendActivity('bonjour');
      advance(5000);
    });
    expect(sent).to.deep.equal([ActivityTypes.Message]);
    expect(timers).to.equal(0);
  });

  it('after half a second, again while it lasts, never after the reply', async () => {
    const { sent, timers } = await run(async (context, advance) => {
      advance(500);
      advance(3000);
      await context.sendActivity('bonjour');
      advance(9000);
    });
    expect(sent).to.deep.equal([ActivityTypes.Typing, ActivityTypes.Typing, ActivityTypes.Message]);
    expect(timers).to.equal(0);
  });

  it('leaves no timer behind when the turn fails or says nothing', async () => {
    expect((await run(() => Promise.reject(new Error('x')))).timers).to.equal(0);
    expect((await run(() => Promise.resolve())).timers).to.equal(0);
  });

  it('only for messages', async () => {
    const { sent } = await run(async (_context, advance) => advance(9000), 'invoke');
    expect(sent).to.deep.equal([]);
  });
});

describe('a turn that outlasts the channel’s patience', () => {
  const post = async (activity: Partial<Activity>) => {
    let end = () => {};
    let ended = false;
    const slow = new Promise<void>((resolve) => {
      end = resolve;
    });
    const adapter = {
      authenticate: () => Promise.resolve({}),
      runTurn: () =>
        slow.then(() => {
          ended = true;
          return undefined;
        }),
    } as unknown as TeamsAdapter;
    const queue = new TurnQueue();
    const route = createMessagesRoute({
      adapter,
      bot: () => Promise.resolve(),
      queue,
      logger: pino({ level: 'silent' }),
      patience: { invoke: 1, message: 1 },
    });
    const reply = await route.handle({ headers: {}, local: true, client: '', body: message(activity) } as unknown as HttpRequest);
    expect(ended, 'the turn is still under way').to.equal(false);
    end();
    await queue.drain();
    expect(ended).to.equal(true);
    return reply;
  };

  it('a message is answered 200', async () => {
    expect(await post({ text: 'x' })).to.deep.equal({ status: 200 });
  });
  it('an invoke is answered 200 with a body', async () => {
    expect(await post({ type: 'invoke', name: 'message/submitAction' })).to.deep.include({ status: 200, body: {} });
    const action = await post({ type: 'invoke', name: 'adaptiveCard/action', value: {} });
    expect(action.body).to.deep.equal({
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      value: messages.cardTaken,
    });
  });
});

describe('citations', () => {
  const source = (id: number, title = `Source ${id}`): Source => ({
    id: `s${id}`,
    title,
    publisher: 'Éditeur '.repeat(40).trim(),
    date: null,
    url: `https://example.org/${id}`,
  });
  const cite = (sources: Source[]) => {
    const text = sources.map(({ title, url }) => `- [${title}](${url})`).join('\n');
    const activity = presentReply({ text, citations: sources, decision: { kind: 'answer', knowledgeVersion: '1' } }, 'personal');
    const entity = activity.entities?.[0] as
      | { citation?: { position: number; appearance: Record<string, string> }[] }
      | undefined;
    return { activity, citation: entity?.citation ?? [] };
  };

  it('twenty at most, in one entity, numbered as in the text', () => {
    const { activity, citation } = cite(Array.from({ length: 25 }, (_, index) => source(index + 1)));
    expect(activity.entities).to.have.length(1);
    expect(citation.map(({ position }) => position)).to.deep.equal(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(activity.text).to.include('(https://example.org/20) [20]').and.not.to.include('[21]');
  });

  it('names and extracts are cut at their limits, at a word', () => {
    const [claim] = cite([source(1, `${'Titre long '.repeat(20).trim()}`)]).citation;
    expect(claim?.appearance.name)
      .to.have.length.within(60, 80)
      .and.match(/(?:Titre|long)…$/);
    expect(claim?.appearance.abstract).to.have.length.within(120, 160).and.match(/…$/);
  });

  it('a source that the text does not name is not cited, and then there is no entity', () => {
    const decision = { kind: 'answer', knowledgeVersion: '1' } as const;
    expect(presentReply({ text: 'Bonjour', citations: [source(1)], decision }, 'personal')).not.to.have.property('entities');
  });
});

describe('what Teams posts', () => {
  it('only the bot’s own mention disappears', () => {
    const at = (id: string, text: string) => ({ type: 'mention', text, mentioned: { id } });
    const read = readActivity(
      message({
        text: '<at>Bot</at>&nbsp; dis à <at>Anne</at> bonjour\n',
        entities: [at('b', '<at>Bot</at>'), at('z', '<at>Anne</at>')],
      }),
    );
    expect('activity' in read && read.activity.text).to.equal('dis à [nom] bonjour');
  });

  it('clicks come as an object or as JSON in a string', () => {
    const value = { passerelle: { text: 'oui', asks: 'steer' } };
    expect(readCardAction(message({ value }))).to.deep.equal({ text: 'oui', asks: 'steer' });
    expect(readCardAction(message({ value: JSON.stringify(value) }))).to.deep.equal({ text: 'oui', asks: 'steer' });
    expect(readCardAction(message())).to.equal(undefined);
  });

  it('anything at all is read or refused, never thrown at', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (body, value) => {
        readActivity(body);
        readActivity({ ...message(), value, entities: [value], channelData: value, text: value });
      }),
      { numRuns: 300 },
    );
  });
});

describe('links', () => {
  it('parentheses of a target are encoded, those of the sentence stay', () => {
    expect(encodeLinks('voir [a](mailto:x?subject=A%20(Foix)&body=b) (ou pas) et [b](https://x.fr)')).to.equal(
      'voir [a](mailto:x?subject=A%20%28Foix%29&body=b) (ou pas) et [b](https://x.fr)',
    );
  });
  it('text without links stays as it is', () => {
    fc.assert(fc.property(fc.string(), (text) => text.includes('](') || encodeLinks(text) === text));
  });
});
