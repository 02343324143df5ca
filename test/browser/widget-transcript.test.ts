import { expect } from 'chai';
import {
  addSending,
  currentSuggestions,
  dialogSteps,
  type IncomingMessage,
  type Items,
  receive,
  toText,
} from '../../src/widget/transcript.js';

const bot = (id: string, more: Partial<IncomingMessage> = {}): IncomingMessage => ({
  id,
  role: 'bot',
  text: `réponse ${id}`,
  suggestions: [],
  ...more,
});
const user = (id: string, clientId?: string): IncomingMessage => ({
  id,
  role: 'user',
  text: 'question',
  suggestions: [],
  ...(clientId ? { clientId } : {}),
});

describe('widget transcript', () => {
  it('leaves out the welcome, and shows each message once however often it comes', () => {
    const sending = addSending([], 'k1', 'question');
    const first = receive(sending, [bot('1'), user('2', 'k1'), bot('3')], false);
    const again = receive(first.items, [user('2', 'k1'), bot('3'), bot('4')], first.userSpoke);
    expect(again.items.map((item) => item.key)).to.deep.equal(['k1', '3', '4']);
    expect(again.items[0]).to.deep.include({ status: 'sent', text: 'question' });
    expect(again.fresh.map((item) => item.key)).to.deep.equal(['4']);
  });

  it('keeps the words as they were typed: the server gives them back redacted', () => {
    const { items } = receive(
      addSending([], 'k1', 'mon courriel est a@b.fr'),
      [{ ...user('2', 'k1'), text: 'mon courriel est [courriel]' }],
      false,
    );
    expect(items[0]).to.deep.include({ text: 'mon courriel est a@b.fr' });
  });

  it('rebuilds a conversation from nothing', () => {
    const { items, userSpoke } = receive([], [bot('1'), user('2', 'k'), bot('3')], false);
    expect(items.map((item) => item.kind)).to.deep.equal(['user', 'bot']);
    expect(userSpoke).to.equal(true);
  });

  it('offers the buttons of the last reply only', () => {
    const suggestions = [{ title: 'Oui', value: 'oui' }];
    const { items } = receive([], [user('1'), bot('2', { suggestions })], false);
    expect(currentSuggestions(items)).to.deep.equal({ key: '2', suggestions });
    expect(currentSuggestions(addSending(items, 'k', 'oui'))).to.equal(undefined);
  });

  it('numbers the questions of the engagement dialog', () => {
    const ask = (id: string, asks: string) => bot(id, { decision: { kind: 'dialog', asks } });
    const { items } = receive(
      [],
      [
        user('0'),
        ask('1', 'kind'),
        ask('2', 'budget'),
        bot('3', { decision: { kind: 'answer' } }),
        ask('4', 'budget'),
        bot('5', { decision: { kind: 'dialog', recommends: 'directe' } }),
        ask('6', 'kind'),
      ],
      false,
    );
    expect([...dialogSteps(items)]).to.deep.equal([
      ['1', 1],
      ['2', 2],
      ['4', 2],
      ['6', 1],
    ]);
  });

  it('copies as readable text', () => {
    const items: Items = receive(addSending([], 'k', 'AICT ?'), [user('1', 'k'), bot('2', { text: '**Oui**' })], false).items;
    expect(toText(items)).to.equal('Vous : AICT ?\n\nPasserelle : Oui');
  });
});
