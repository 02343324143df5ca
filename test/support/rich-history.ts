import type { Stores } from '../../src/storage/stores.js';
import { sayOpinion, sayTurn } from '../contracts/review-store-contract.js';
import { sampleSheet } from './sample-sheet.js';

/** The day of the last turn: the one before is older than the texts are kept. */
export const HISTORY_END = new Date('2026-06-01T10:00:00.000Z');

/** Fills stores with one of everything that can be kept, odd characters included. `tick` sets their clock. */
export async function writeRichHistory(stores: Stores, tick: (now: Date) => void): Promise<void> {
  const { transcripts, review, state, sheets, releases, records } = stores;
  const at = (iso: string) => {
    tick(new Date(iso));
    return iso;
  };
  // Old enough to be reduced to figures, whole and in part.
  await sayTurn(transcripts, 'gone', { at: at('2025-10-01T08:12:13.456Z'), network: 'lianes-cooperation' });
  await sayTurn(transcripts, 'cut', {
    at: at('2025-10-02T08:00:00.000Z'),
    decision: { kind: 'contact', network: 'horizons-solidaires', region: '28' },
  });
  await sayTurn(transcripts, 'cut', { at: at('2026-05-02T08:00:00.000Z'), question: 'Et ensuite ?' });
  // An offer that was taken up, an opinion, judgements.
  const offer = await sayTurn(transcripts, 'talk', {
    at: at('2026-05-20T08:00:00.000Z'),
    decision: { kind: 'clarify', candidates: [{ entry: 'jumelage', confidence: 0.123456789012345 }] },
    reply: 'Voulez-vous dire…\n- jumelage ?',
  });
  const answer = await sayTurn(transcripts, 'talk', {
    at: at('2026-05-20T08:01:00.000Z'),
    question: 'jumelage \u0000 \ud83d "«guillemets»" \\u0000',
    decision: { kind: 'answer', entry: 'jumelage', confidence: 1e-7 },
  });
  await sayOpinion(transcripts, 'talk', answer.replyId, 'dislike', 'trop court');
  const judgement = { state: 'incorrect', by: 'anne', at: '2026-05-21T08:00:00.000Z' } as const;
  await review.annotate(offer.id, judgement);
  await review.annotate(answer.id, judgement);
  await review.annotate(answer.id, { ...judgement, state: 'correct', comment: 'vu de plus près', rightEntry: 'jumelage' });
  await transcripts.open({ id: 'talk', channelId: 'directline', ended: true });
  // Opened, nothing said; a group of two.
  await transcripts.open({ id: 'silent', channelId: 'msteams' });
  await sayTurn(transcripts, '19:group@thread', { at: at(HISTORY_END.toISOString()), channelId: 'msteams', user: 'u_1' });
  await sayTurn(transcripts, '19:group@thread', { at: at(HISTORY_END.toISOString()), channelId: 'msteams', user: 'u_2' });
  await state.write({ 'directline/conversations/talk/': { deep: { list: [1, { b: null, a: 'é' }] } }, odd: { text: '\u0000' } });
  await review.purge({ text: 180, feedback: 365, statistics: 1095 }, HISTORY_END);
  const sheet = { sheet: sampleSheet(), createdAt: '2026-05-20T08:00:00.000Z', expiresAt: '2026-06-20T08:00:00.000Z' };
  await sheets.save({ id: 'sheet-1', ...sheet });
  await records.put('account', 'anne@example.org', { role: 'admin' });
  await records.put('setting', 'anne', ['a', null, 1]);
  await records.addToJournal({ at: '2026-04-30T23:59:59.999Z', who: 'anne', action: 'conversation.view', target: 'talk' });
  await records.addToJournal({ at: '2026-05-01T00:00:00.000Z', who: 'anne', action: 'draft.publish', detail: { entries: 3 } });
  for (const version of ['2026.5.1', '2026.5.2'])
    await releases.add({
      version,
      hash: 'x'.repeat(64),
      createdAt: '2026-05-01T00:00:00.000Z',
      who: 'anne',
      why: 'essai',
      basedOn: null,
      files: new Map([['manifest.yaml', `version: ${version}\n`]]),
      compiled: new Uint8Array([0, 1, 2, 255]),
    });
  for (const [version, why] of [
    ['2026.5.1', 'premier'],
    ['2026.5.2', 'second'],
    ['2026.5.1', 'retour'],
  ] as const)
    await releases.activate({ version, at: '2026-05-02T00:00:00.000Z', who: 'anne', why });
  await stores.installationKey();
}
