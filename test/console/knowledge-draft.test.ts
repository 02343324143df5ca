import { expect } from 'chai';
import type { Account, Role } from '../../src/console/console-page.js';
import { applyDraft, changeFile, createDraft, type Draft, listTurns, rebaseDraft } from '../../src/console/knowledge/draft.js';
import { groupChanges } from '../../src/console/knowledge/draft-changes.js';
import { createDraftStore } from '../../src/console/knowledge/draft-store.js';
import { mayActivate, mayPropose, refusesPublication } from '../../src/console/knowledge/rights.js';
import { compareShown } from '../../src/console/knowledge/trial.js';
import { RecordConflictError } from '../../src/console/staff-records.js';
import { editEntry, readEntryFields } from '../../src/knowledge/edit-entry.js';
import { addExamLine, REVIEWED_EXAM } from '../../src/knowledge/edit-lists.js';
import { runExam, runExamGently } from '../../src/knowledge/exam.js';
import { MemoryStaffRecords } from '../../src/storage/memory/memory-staff-records.js';
import { createSmallBase, edit } from '../knowledge/small-base.js';

const JUMELAGE = 'entries/essai/jumelage.md';
const CARD = 'contacts/lianes-cooperation.yaml';
const anne = { id: 'a', name: 'Anne' };
const at = '2026-03-02T09:00:00Z';
const by = (what: string, turns: string[] = []) => ({ by: anne, at, what, turns });
const account = (role: Role, networks: Account['networks'] = 'all'): Account => ({ id: 'x', name: 'X', role, networks });
const addUtterance = (text: string, utterance: string) =>
  editEntry(text, { utterances: [...readEntryFields(text).utterances, utterance] });
const ofNetwork = (text: string, network: string) => editEntry(text, { network });

describe('a draft', () => {
  let files: Map<string, string>;
  let text: string;
  before(async () => {
    files = await createSmallBase();
    text = files.get(JUMELAGE) ?? '';
  });
  const start = () => createDraft('essai', '2026.1.1', anne, at);

  it('applies to the release that it stands on, and forgets a change that changes nothing', () => {
    const draft = changeFile(start(), files, JUMELAGE, addUtterance(text, 'villes amies'), by('formulation ajoutée', ['c|1']));
    expect(applyDraft(files, draft).get(JUMELAGE)).to.include('villes amies');
    expect(listTurns(draft)).to.deep.equal(['c|1']);
    expect(changeFile(draft, files, JUMELAGE, text, by('retiré')).changes).to.deep.equal([]);
    const removed = changeFile(draft, files, JUMELAGE, undefined, by('fiche retirée'));
    expect(applyDraft(files, removed).has(JUMELAGE)).to.equal(false);
    expect(removed.changes[0]?.edits.map(({ what }) => what)).to.deep.equal(['formulation ajoutée', 'fiche retirée']);
  });

  it('moves onto another release, keeping both sides’ utterances', () => {
    const draft = changeFile(start(), files, JUMELAGE, addUtterance(text, 'villes amies'), by('x'));
    const is = edit(files, JUMELAGE, (old) => editEntry(addUtterance(old, 'liens fraternels'), { title: 'Le jumelage' }));
    const { draft: moved, conflicts } = rebaseDraft(draft, files, is, '2026.1.2');
    expect(conflicts).to.deep.equal([]);
    expect(moved.basedOn).to.equal('2026.1.2');
    const fields = readEntryFields(applyDraft(is, moved).get(JUMELAGE) ?? '');
    expect(fields.title).to.equal('Le jumelage');
    expect(fields.utterances).to.include.members(['villes amies', 'liens fraternels']);
  });

  it('has nothing left to say when the other release says it already', () => {
    const mine = addUtterance(text, 'villes amies');
    const draft = changeFile(start(), files, JUMELAGE, mine, by('x'));
    const { draft: moved, conflicts } = rebaseDraft(draft, files, new Map([...files, [JUMELAGE, mine]]), '2026.1.2');
    expect([moved.changes, conflicts]).to.deep.equal([[], []]);
  });

  it('shows a conflict with both texts, and takes either side', () => {
    const draft = changeFile(start(), files, JUMELAGE, editEntry(text, { answer: 'La nôtre.' }), by('x'));
    const is = edit(files, JUMELAGE, (old) => editEntry(old, { answer: 'La leur.' }));
    const { conflicts, draft: ours } = rebaseDraft(draft, files, is, '2026.1.2', 'ours');
    expect(conflicts).to.deep.equal([{ path: JUMELAGE, field: 'answer', ours: 'La nôtre.', theirs: 'La leur.' }]);
    expect(applyDraft(is, ours).get(JUMELAGE)).to.include('La nôtre.');
    expect(rebaseDraft(draft, files, is, '2026.1.2', 'theirs').draft.changes).to.deep.equal([]);
  });

  it('reads in French, one group a content', () => {
    let draft = changeFile(start(), files, JUMELAGE, addUtterance(text, 'villes amies'), by('x'));
    draft = changeFile(
      draft,
      files,
      REVIEWED_EXAM,
      addExamLine(undefined, { q: 'deux villes liées', entry: 'jumelage', or: [] }),
      by('y'),
    );
    draft = changeFile(draft, files, CARD, (files.get(CARD) ?? '').replace('03 20 85 10 96', '03 20 00 00 00'), by('z'));
    const [entry, card, exam] = groupChanges(draft, files);
    expect(entry).to.include({ title: 'Fiche « jumelage »', kind: 'changed', entry: 'jumelage' });
    expect(entry?.fields).to.deep.equal([{ name: 'formulations', before: '', after: 'villes amies' }]);
    expect(card?.title).to.equal('Carte du réseau lianes-cooperation');
    expect(card?.fields[0]?.name).to.equal('téléphone');
    expect(card?.fields[0]?.after).to.include('03 20 00 00 00');
    expect(exam?.items).to.deep.equal([
      { name: 'deux villes liées', text: '« deux villes liées » : fiche jumelage', change: 'added' },
    ]);
  });

  it('is written by one at a time: nobody’s change is lost', async () => {
    const records = new MemoryStaffRecords(() => new Date(at));
    const knowledge = { active: () => ({ version: '2026.1.1' }) } as Parameters<typeof createDraftStore>[1];
    const store = createDraftStore(records, knowledge, () => new Date(at));
    const [first, second] = [await store.choose(undefined, anne), await store.choose(undefined, anne)];
    const put = (one: string) => (draft: Draft) => changeFile(draft, files, one, one, by(one));
    await Promise.all([store.change(first, put('entries/essai/a.md')), store.change(second, put('entries/essai/b.md'))]);
    const [record, ...more] = await store.list();
    expect(more).to.deep.equal([]);
    expect(record?.draft.changes.map(({ path }) => path)).to.deep.equal(['entries/essai/a.md', 'entries/essai/b.md']);
    expect(await store.replace(first, start()).catch((error) => error)).to.be.instanceOf(RecordConflictError);
  });
});

describe('rights on the base', () => {
  let files: Map<string, string>;
  let shared: string;
  let ours: string;
  before(async () => {
    files = await createSmallBase();
    shared = files.get(JUMELAGE) ?? '';
    ours = ofNetwork(shared, 'resacoop');
  });
  const all = account('publisher');
  const local = account('publisher', ['resacoop']);
  const one = (path: string, text: string | null): Draft => ({
    ...createDraft('d', 'v', anne, at),
    changes: [{ path, text, edits: [] }],
  });

  it('to propose: reviewers, shared content and what is theirs', () => {
    expect(mayPropose(account('reader'), JUMELAGE, shared, shared)).to.equal(false);
    expect(mayPropose(account('reviewer', ['resacoop']), JUMELAGE, shared, `${shared}x`)).to.equal(true);
    expect(mayPropose(account('reviewer', ['resacoop']), JUMELAGE, ours, `${ours}x`)).to.equal(true);
    expect(mayPropose(account('reviewer', ['gescod']), JUMELAGE, ours, `${ours}x`)).to.equal(false);
    expect(mayPropose(account('reviewer', ['gescod']), JUMELAGE, undefined, ours)).to.equal(false);
    expect(mayPropose(account('reviewer', ['gescod']), JUMELAGE, ours, undefined)).to.equal(false);
    expect(mayPropose(account('admin', ['gescod']), CARD, 'a', 'b')).to.equal(false);
    expect(mayPropose(account('reviewer', ['lianes-cooperation']), CARD, 'a', 'b')).to.equal(true);
  });

  it('to publish: all networks for shared content, one’s own for the rest', () => {
    expect(refusesPublication(account('reviewer'), one(JUMELAGE, ours), files)).to.include('publication');
    expect(refusesPublication(all, one(JUMELAGE, `${shared}x`), files)).to.equal(undefined);
    expect(refusesPublication(local, one('entries/essai/nouvelle.md', ours), files)).to.equal(undefined);
    expect(refusesPublication(local, one(JUMELAGE, `${shared}x`), files)).to.include(JUMELAGE);
    // Neither may a shared entry become a network's own by being given away.
    expect(refusesPublication(local, one(JUMELAGE, ours), files)).to.include(JUMELAGE);
    expect(refusesPublication(local, one(CARD, 'x'), files)).to.include(CARD);
    expect(refusesPublication(local, one(CARD, null), files)).to.include(CARD);
    expect(refusesPublication(local, one('intents.yaml', 'x'), files)).to.include('intents.yaml');
  });

  it('of a network’s publisher reach the end of lists, not what stands in them', () => {
    const exam = files.get('evaluation/essai.yaml') ?? '';
    const path = 'evaluation/essai.yaml';
    expect(refusesPublication(local, one(path, addExamLine(exam, { q: 'neuve', entry: 'jumelage', or: [] })), files)).to.equal(
      undefined,
    );
    expect(refusesPublication(local, one(path, exam.replace('jumelage', 'convention')), files)).to.include(path);
    expect(refusesPublication(local, one(path, null), files)).to.include(path);
  });

  it('to go back to another release: publishers of all networks', () => {
    expect([mayActivate(all), mayActivate(local), mayActivate(account('reviewer'))]).to.deep.equal([true, false, false]);
  });
});

describe('what a trial compares', () => {
  const answer = (entry: string, text = 'x') => ({ kind: 'answer', entry, text });
  it('names the change as who reads it would', () => {
    expect(compareShown({ kind: 'fallback' }, answer('a'))).to.equal('gained');
    expect(compareShown(answer('a'), { kind: 'clarify', text: 'y' })).to.equal('lost');
    expect(compareShown(answer('a'), answer('b'))).to.equal('other');
    expect(compareShown(answer('a'), answer('a', 'y'))).to.equal('reworded');
    expect(compareShown(answer('a'), answer('a'))).to.equal(undefined);
    expect(compareShown({ kind: 'fallback' }, { kind: 'clarify' })).to.equal('gained');
    expect(compareShown({ kind: 'contact' }, { kind: 'failed' })).to.equal('lost');
  });

  it('is the same exam, sat with pauses', async () => {
    const lines = ['a', 'b', 'c', 'a'].map((q) => ({ q, entry: q === 'c' ? 'autre' : q, or: [] }));
    const decide = (q: string) => ({ kind: 'answer', entry: q, confidence: 0.9 });
    const done: number[] = [];
    const gentle = await runExamGently(lines, decide, async (count) => void done.push(count));
    expect(gentle).to.deep.equal(runExam(lines, decide));
    expect(done).to.deep.equal([1, 2, 3, 4]);
  });
});
