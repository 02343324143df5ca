import type { Activity } from 'botbuilder';
import { expect } from 'chai';
import type { LoggedActivity, TranscriptStore } from '../../src/transcripts/transcript-store.js';

const message = (id: string, text: string, timestamp = '2026-01-01T00:00:00.000Z'): Omit<LoggedActivity, 'seq'> => ({
  activity: { id, type: 'message', text, timestamp } as unknown as LoggedActivity['activity'],
});

/** What every TranscriptStore does, whatever it is built on. `reopen` gives a second store on the same data, as after a restart. */
export function itKeepsTheTranscriptStoreContract(
  open: () => Promise<{ store: TranscriptStore; reopen(): Promise<TranscriptStore> | TranscriptStore; close(): Promise<void> }>,
): void {
  let opened: Awaited<ReturnType<typeof open>>;
  let store: TranscriptStore;
  beforeEach(async () => {
    opened = await open();
    store = opened.store;
  });
  afterEach(() => opened.close());

  it('numbers activities from 1, densely, in order', async () => {
    await store.open({ id: 'c', channelId: 'directline' });
    expect((await store.append('c', [message('1', 'a'), message('2', 'b')])).map(({ seq }) => seq)).to.deep.equal([1, 2]);
    expect((await store.append('c', [message('3', 'c')])).map(({ seq }) => seq)).to.deep.equal([3]);
    expect((await store.read('c')).map(({ activity }) => activity.text)).to.deep.equal(['a', 'b', 'c']);
    expect((await store.read('c', 2)).map(({ seq }) => seq)).to.deep.equal([3]);
    expect(await store.read('c', 9)).to.deep.equal([]);
  });

  it('reads the last activity, if there is one', async () => {
    await store.open({ id: 'c', channelId: 'directline' });
    expect(await store.readLast('c')).to.equal(undefined);
    expect(await store.readLast('other')).to.equal(undefined);
    await store.append('c', [message('1', 'a'), { ...message('2', 'b'), note: { ms: 3 } }]);
    expect(await store.readLast('c')).to.deep.equal((await store.read('c'))[1]);
  });

  it('has kept everything after a restart', async () => {
    await store.open({ id: 'c', channelId: 'directline', network: 'occitanie-cooperation', user: 'u_1' });
    await store.append('c', [{ ...message('1', 'a'), note: { decision: { kind: 'system', knowledgeVersion: '1' }, ms: 3 } }]);
    const before = await store.read('c');
    const again = await opened.reopen();
    expect(await again.read('c')).to.deep.equal(before);
    expect(await again.find('c')).to.include({ id: 'c', network: 'occitanie-cooperation', user: 'u_1' });
  });

  it('opens a conversation once and updates what is given', async () => {
    const first = await store.open({ id: 'c', channelId: 'directline' });
    const second = await store.open({ id: 'c', channelId: 'directline', ended: true });
    expect(second.startedAt).to.equal(first.startedAt);
    expect(await store.find('c')).to.include({ ended: true });
    expect(await store.find('other')).to.equal(undefined);
  });

  it('keeps ids that are no file names', async () => {
    const id = '19:abc@thread.tacv2;messageid=1/../../é?*';
    await store.open({ id, channelId: 'msteams' });
    await store.append(id, [message('1', 'a')]);
    expect(await store.read(id)).to.have.length(1);
  });

  it('lists the most recently updated first', async () => {
    for (const id of ['a', 'b', 'c'])
      await store.open({ id, channelId: 'directline', updatedAt: `2026-01-0${id === 'b' ? 9 : 1}T00:00:00.000Z` });
    const listed = await store.list({ limit: 2 });
    expect(listed).to.have.length(2);
    expect(listed[0]?.id).to.equal('b');
  });

  it('removes a conversation', async () => {
    await store.open({ id: 'c', channelId: 'directline' });
    await store.append('c', [message('1', 'a')]);
    await store.deleteTranscript('another-channel', 'c');
    expect(await store.read('c')).to.have.length(1);
    await store.deleteTranscript('directline', 'c');
    expect(await store.read('c')).to.deep.equal([]);
    expect(await store.find('c')).to.equal(undefined);
  });

  it('is a Bot Framework TranscriptStore: pages, date filter', async () => {
    for (let i = 0; i < 45; i++) {
      await store.logActivity({
        id: String(i),
        type: 'message',
        text: `t${i}`,
        channelId: 'test',
        conversation: { id: 'c' },
        timestamp: new Date(Date.UTC(2026, 0, 1, 0, i)),
      } as Activity);
    }
    const texts: string[] = [];
    let token = '';
    let pages = 0;
    do {
      const page = await store.getTranscriptActivities('test', 'c', token);
      texts.push(...page.items.map((activity) => activity.text));
      token = page.continuationToken ?? '';
      pages += 1;
    } while (token !== '');
    expect(pages).to.equal(3);
    expect(texts).to.deep.equal(Array.from({ length: 45 }, (_, i) => `t${i}`));
    expect((await store.getTranscriptActivities('test', 'c', '', new Date(Date.UTC(2026, 0, 1, 0, 40)))).items).to.have.length(5);
    expect((await store.getTranscriptActivities('other', 'c')).items).to.have.length(0);
    expect((await store.listTranscripts('test')).items.map(({ id }) => id)).to.deep.equal(['c']);
  });

  it('lists transcripts in pages, each once, of one channel', async () => {
    for (let i = 0; i < 45; i++) await store.open({ id: `c${i}`, channelId: i % 9 === 0 ? 'other' : 'test' });
    const ids: string[] = [];
    let token = '';
    let pages = 0;
    do {
      const page = await store.listTranscripts('test', token);
      ids.push(...page.items.map(({ id }) => id));
      token = page.continuationToken ?? '';
      pages += 1;
    } while (token !== '');
    expect(pages).to.equal(2);
    expect(ids).to.have.length(40);
    expect(new Set(ids).size).to.equal(40);
  });

  it('gives copies of what it was given: changing that changes nothing stored', async () => {
    await store.open({ id: 'c', channelId: 'directline' });
    const mine = message('1', 'a');
    await store.append('c', [mine]);
    mine.activity.text = 'b';
    expect((await store.read('c'))[0]?.activity.text).to.equal('a');
  });

  it('forgets the numbers of a conversation that was removed', async () => {
    await store.open({ id: 'c', channelId: 'directline' });
    await store.append('c', [message('1', 'a')]);
    await store.remove('c');
    await store.remove('c');
    await store.open({ id: 'c', channelId: 'directline' });
    expect((await store.append('c', [message('2', 'b')])).map(({ seq }) => seq)).to.deep.equal([1]);
    expect(await (await opened.reopen()).read('c')).to.have.length(1);
  });
}
