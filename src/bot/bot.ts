import { ActivityHandler, type ConversationState, type StatePropertyAccessor, type TurnContext } from 'botbuilder';
import { DialogSet, type DialogState, DialogTurnStatus } from 'botbuilder-dialogs';
import { nameOf, networkNamed } from '../../dialogs/contact.js';
import { isErased } from '../../dialogs/erasure.js';
import { type Memory, newMemory } from '../../dialogs/memory.js';
import { messages } from '../../dialogs/messages.fr.js';
import { sendReply } from '../../dialogs/reply.js';
import { RootDialog, rootDialogId } from '../../dialogs/root-dialog.js';
import type { DialogServices } from '../../dialogs/services.js';
import { FEEDBACK, readFeedback } from './feedback.js';
import { type ConversationFacts, conversationFacts } from './middleware.js';
import { noteEvent } from './turn-events.js';

/** Joins the Bot Framework's turn to the dialogs, and saves the conversation's state once the turn is done. */
export class PasserelleBot extends ActivityHandler {
  private readonly dialogs: DialogSet;
  private readonly memory: StatePropertyAccessor<Memory>;

  constructor(
    private readonly services: DialogServices,
    private readonly conversationState: ConversationState,
    private readonly redact: (text: string) => string,
  ) {
    super();
    this.memory = conversationState.createProperty<Memory>('memory');
    this.dialogs = new DialogSet(conversationState.createProperty<DialogState>('dialogs'));
    this.dialogs.add(new RootDialog(services, this.memory));
    this.onMessage(async (context, next) => {
      await this.converse(context);
      await next();
    });
    this.onMembersAdded(async (context, next) => {
      const joined = context.activity.membersAdded?.some((member) => member.id !== context.activity.recipient.id);
      if (joined) await this.welcome(context);
      await next();
    });
    this.onEvent(async (context, next) => {
      const { name, value, conversation } = context.activity;
      const feedback = name === FEEDBACK ? readFeedback(value, readAbout(value, conversation.id), this.redact) : undefined;
      if (feedback) noteEvent(context, feedback);
      await next();
    });
  }

  override async run(context: TurnContext): Promise<void> {
    await super.run(context);
    if (!isErased(context)) await this.conversationState.saveChanges(context);
  }

  /** Answers the turn's message. The caller saves the conversation's state. */
  async converse(context: TurnContext): Promise<void> {
    // As `runDialog` does, without the memory scopes of adaptive dialogs, which it loads every turn and nothing here reads.
    const dialogs = await this.dialogs.createContext(context);
    const { status } = await dialogs.continueDialog();
    if (status === DialogTurnStatus.empty) await dialogs.beginDialog(rootDialogId);
  }

  /** Introduces the assistant, in the name of the network that the site is bound to. */
  async welcome(context: TurnContext): Promise<void> {
    const { network } = context.turnState.get<ConversationFacts | undefined>(conversationFacts) ?? {};
    const card = networkNamed(this.services.knowledge(), network);
    if (card) (await this.memory.get(context, newMemory())).home = card.id;
    await sendReply(context, {
      text: `${messages.welcome(card && nameOf(card))}\n\n${messages.privacyNotice(this.services.publicUrl())}`,
      suggestions: messages.welcomeSuggestions,
      decision: { kind: 'system', knowledgeVersion: this.services.knowledge().version },
    });
  }
}

/** The reply that a visitor judges: one of the same conversation, since whatever else stands there was not masked. */
function readAbout(value: unknown, conversationId: string): string | undefined {
  const about = (value as { replyToId?: unknown } | undefined)?.replyToId;
  if (typeof about !== 'string' || !about.startsWith(`${conversationId}|`)) return undefined;
  return /^\d{1,9}$/.test(about.slice(conversationId.length + 1)) ? about : undefined;
}
