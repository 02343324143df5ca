import { ActivityHandler, type ConversationState, type StatePropertyAccessor, type TurnContext } from 'botbuilder';
import { type DialogState, runDialog } from 'botbuilder-dialogs';
import type { Memory } from '../../dialogs/memory.js';
import { messages } from '../../dialogs/messages.fr.js';
import { sendReply } from '../../dialogs/reply.js';
import { RootDialog } from '../../dialogs/root-dialog.js';
import type { DialogServices } from '../../dialogs/services.js';

/** Joins the Bot Framework's turn to the dialogs, and saves the conversation's state once the turn is done. */
export class PasserelleBot extends ActivityHandler {
  private readonly dialog: RootDialog;
  private readonly dialogState: StatePropertyAccessor<DialogState>;

  constructor(
    private readonly services: DialogServices,
    private readonly conversationState: ConversationState,
  ) {
    super();
    const memory: StatePropertyAccessor<Memory> = conversationState.createProperty<Memory>('memory');
    this.dialogState = conversationState.createProperty<DialogState>('dialogs');
    this.dialog = new RootDialog(services, memory);
    this.onMessage(async (context, next) => {
      await this.converse(context);
      await next();
    });
    this.onMembersAdded(async (context, next) => {
      const joined = context.activity.membersAdded?.some((member) => member.id !== context.activity.recipient.id);
      if (joined) await this.welcome(context);
      await next();
    });
  }

  override async run(context: TurnContext): Promise<void> {
    await super.run(context);
    await this.conversationState.saveChanges(context);
  }

  /** Answers the turn's message. The caller saves the conversation's state. */
  async converse(context: TurnContext): Promise<void> {
    await runDialog(this.dialog, context, this.dialogState);
  }

  /** Introduces the assistant. */
  async welcome(context: TurnContext): Promise<void> {
    await sendReply(context, {
      text: `${messages.welcome()}\n\n${messages.privacyNotice(this.services.publicUrl())}`,
      suggestions: messages.welcomeSuggestions,
      decision: { kind: 'system', knowledgeVersion: this.services.knowledge().version },
    });
  }
}
