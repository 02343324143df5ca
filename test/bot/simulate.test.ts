import { expect } from 'chai';
import type { DialogServices } from '../../dialogs/services.js';
import { assetsDir } from '../../src/assets.js';
import { createSimulator } from '../../src/bot/simulate.js';
import { createGazetteer } from '../../src/geography/index.js';
import type { ActiveKnowledge } from '../../src/knowledge/active-knowledge.js';
import { checkKnowledge } from '../../src/knowledge/check.js';
import { compileKnowledge, loadCompiled } from '../../src/knowledge/compile.js';
import { createSmallBase } from '../knowledge/small-base.js';

describe('what would be said to a message', () => {
  const kept: string[] = [];
  const now = () => new Date('2026-03-02T09:00:00Z');
  let knowledge: ActiveKnowledge;
  let simulate: ReturnType<typeof createSimulator>;

  const open = (files: Map<string, string>): ActiveKnowledge => {
    const { base } = checkKnowledge(files, now());
    const opened = base && loadCompiled(files, compileKnowledge(base));
    if (!opened) throw new Error('the small base does not open');
    return opened;
  };
  const keep = (what: string) => async () => {
    kept.push(what);
    throw new Error(`${what}: a simulation keeps nothing`);
  };

  before(async () => {
    knowledge = open(await createSmallBase());
    const services: DialogServices = {
      knowledge: () => knowledge,
      gazetteer: createGazetteer({ extract: `${assetsDir}/geography.json` }),
      now,
      publicUrl: () => 'https://assistant.example',
      retentionDays: 180,
      saveSheet: keep('sheet'),
      privacy: { giveReceipt: keep('receipt'), erase: keep('erasure') },
      secondOpinion: { warm: () => void kept.push('warm'), readHorizon: keep('second opinion') },
    };
    simulate = createSimulator(services);
  });

  it('is what the dialogs say, with their decision', async () => {
    const [reply] = await simulate('qu’est-ce que le jumelage ?');
    expect(reply?.decision).to.include({ kind: 'answer', entry: 'jumelage', knowledgeVersion: '2026.1.1' });
    expect(reply?.text).to.include('Un lien d’amitié');
    expect((await simulate('bonjour'))[0]?.decision).to.include({ kind: 'smalltalk', intent: 'greeting' });
  });

  it('can be asked of another release than the one that answers', async () => {
    const files = await createSmallBase();
    const path = 'entries/essai/jumelage.md';
    files.set(path, (files.get(path) ?? '').replace('Un lien d’amitié', 'Un serment'));
    files.set('manifest.yaml', (files.get('manifest.yaml') ?? '').replace('2026.1.1', '2026.1.2'));
    const [reply] = await simulate('qu’est-ce que le jumelage ?', open(files));
    expect(reply?.decision.knowledgeVersion).to.equal('2026.1.2');
    expect(reply?.text).to.include('Un serment');
    expect((await simulate('qu’est-ce que le jumelage ?'))[0]?.text).to.include('Un lien d’amitié');
  });

  it('keeps nothing, neither outside nor from one message to the next', async () => {
    await simulate('quel niveau d’engagement choisir ?');
    const after = await simulate('2');
    const alone = await simulate('2');
    expect(after).to.deep.equal(alone);
    for (const text of ['effacez mes données', 'supprimez cette conversation', 'mes données personnelles', '']) {
      expect(await simulate(text), text).not.to.have.length(0);
    }
    expect(kept).to.deep.equal([]);
  });
});
