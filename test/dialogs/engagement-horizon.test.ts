import { type Activity, ConversationState, MemoryStorage, TestAdapter, type TurnContext } from 'botbuilder';
import { DialogSet } from 'botbuilder-dialogs';
import { expect } from 'chai';
import type { CouncilSheet } from '../../dialogs/council-sheet.js';
import { EngagementDialog, engagementDialogId } from '../../dialogs/engagement-dialog.js';
import type { Memory } from '../../dialogs/memory.js';
import type { ActiveKnowledge, DialogServices } from '../../dialogs/services.js';
import type { Gazetteer } from '../../src/geography/index.js';
import { loadActiveKnowledge } from '../support/sample-sheet.js';

const unused = () => {
  throw new Error('not needed here');
};
const gazetteer: Gazetteer = { findPlace: unused, placeByCode: unused, chooseAmong: unused };

/** The dialog alone, with a second reader that says what it is told to say. */
async function open(knowledge: ActiveKnowledge, opinion: 'long' | undefined) {
  const seen = { asked: [] as string[], warmed: 0, sheets: [] as CouncilSheet[] };
  const services: DialogServices = {
    knowledge: () => knowledge,
    gazetteer,
    now: () => new Date('2026-11-22T10:00:00Z'),
    publicUrl: () => 'https://exemple.org',
    retentionDays: 180,
    saveSheet: async (sheet) => {
      seen.sheets.push(sheet);
      return { id: 'x', url: 'https://exemple.org/fiche/x' };
    },
    privacy: { giveReceipt: unused, erase: unused },
    secondOpinion: {
      warm: () => {
        seen.warmed += 1;
      },
      readHorizon: async (text) => {
        seen.asked.push(text);
        return opinion;
      },
    },
  };
  const state = new ConversationState(new MemoryStorage());
  const dialogs = new DialogSet(state.createProperty('dialogs'));
  dialogs.add(new EngagementDialog(services, state.createProperty<Memory>('memory')));
  let declined = false;
  const adapter = new TestAdapter(async (context: TurnContext) => {
    const dc = await dialogs.createContext(context);
    const result = dc.activeDialog
      ? await dc.continueDialog()
      : await dc.beginDialog(engagementDialogId, { text: context.activity.text });
    declined = EngagementDialog.declined(result);
    await state.saveChanges(context);
  });
  const say = async (text: string): Promise<Partial<Activity> | undefined> => {
    await adapter.processActivity({ type: 'message', text });
    return adapter.activeQueue.splice(0).at(-1);
  };
  await say('une commune');
  for (const text of ["non, d'autres portent", 'je ne sais pas', 'je ne sais pas']) await say(text);
  return { say, seen, declined: () => declined };
}

describe('dialogs/engagement, a date in answer to « sur quelle durée ? »', () => {
  let knowledge: ActiveKnowledge;
  before(async () => {
    knowledge = await loadActiveKnowledge();
  });

  it('is read by the second reader when ours found nothing, and echoed', async () => {
    const { say, seen } = await open(knowledge, 'long');
    expect(seen.warmed, 'made ready when the question is asked').to.equal(1);
    const reply = await say("jusqu'en 2045");
    expect(seen.asked).to.deep.equal(["jusqu'en 2045"]);
    expect(reply?.channelData.decision).to.include({ kind: 'dialog', recommends: 'soutien' });
    expect(seen.sheets[0]?.answers).to.deep.include({ subject: 'durée', answer: 'long terme', toConfirm: false });
  });
  it('is left to others when the second reader does not know either', async () => {
    const { say, seen, declined } = await open(knowledge, undefined);
    expect(await say("jusqu'en 2045")).to.equal(undefined);
    expect(seen.asked).to.have.length(1);
    expect(declined()).to.equal(true);
  });
  it('never goes that way when ours can read it, when it asks something, or when it is about something else', async () => {
    for (const text of [
      'trois ans',
      'une seule fois',
      'le 1 % a été créé en 2005 ?',
      'merci',
      'blabla',
      `${'mot '.repeat(40)}2029`,
    ]) {
      const { say, seen } = await open(knowledge, 'long');
      await say(text);
      expect(seen.asked, text).to.deep.equal([]);
    }
  });
});
