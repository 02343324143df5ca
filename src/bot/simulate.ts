import { randomUUID } from 'node:crypto';
import {
  type Activity,
  ActivityTypes,
  BotAdapter,
  ConversationState,
  MemoryStorage,
  type ResourceResponse,
  TurnContext,
} from 'botbuilder';
import { type DialogState, runDialog } from 'botbuilder-dialogs';
import type { Memory } from '../../dialogs/memory.js';
import { type Reply, type ReplyPresenter, replyPresenter, toActivity } from '../../dialogs/reply.js';
import { RootDialog } from '../../dialogs/root-dialog.js';
import type { ActiveKnowledge, DialogServices } from '../../dialogs/services.js';

/** Delivers to nobody. */
class SilentAdapter extends BotAdapter {
  run(context: TurnContext, logic: (context: TurnContext) => Promise<void>): Promise<void> {
    return this.runMiddleware(context, logic);
  }

  override async sendActivities(_context: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    return activities.map(() => ({ id: '' }));
  }

  override async updateActivity(): Promise<void> {}

  override async deleteActivity(): Promise<void> {}

  override async continueConversation(): Promise<void> {
    throw new TypeError('a simulated conversation ends with its turn');
  }
}

/**
 * What the assistant would say to a message that begins a conversation, on a given release or the active one. The same dialogs
 * as in a real turn; nothing is kept, no sheet saved, nothing recorded or counted, and the slow second reader is left out.
 */
export function createSimulator(services: DialogServices): (text: string, knowledge?: ActiveKnowledge) => Promise<Reply[]> {
  const adapter = new SilentAdapter();
  return async (text, knowledge = services.knowledge()) => {
    const state = new ConversationState(new MemoryStorage());
    const root = new RootDialog(
      {
        ...services,
        knowledge: () => knowledge,
        saveSheet: async (_sheet, id) => ({ id: id ?? '', url: `${services.publicUrl()}/fiche/…` }),
        privacy: { giveReceipt: async () => '…', erase: async () => undefined },
        secondOpinion: { warm: () => undefined, readHorizon: async () => undefined },
      },
      state.createProperty<Memory>('memory'),
    );
    const replies: Reply[] = [];
    const context = new TurnContext(adapter, {
      type: ActivityTypes.Message,
      id: randomUUID(),
      channelId: 'simulation',
      serviceUrl: '',
      text,
      from: { id: 'simulation', name: '' },
      recipient: { id: 'passerelle', name: '' },
      conversation: { id: randomUUID(), isGroup: false, conversationType: '', name: '' },
    });
    const present: ReplyPresenter = (reply) => {
      replies.push(reply);
      return toActivity(reply);
    };
    context.turnState.set(replyPresenter, present);
    await adapter.run(context, () => runDialog(root, context, state.createProperty<DialogState>('dialogs')));
    return replies;
  };
}
