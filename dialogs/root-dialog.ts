import type { StatePropertyAccessor, TurnContext } from 'botbuilder';
import { ComponentDialog, type DialogContext, type DialogTurnResult, DialogTurnStatus } from 'botbuilder-dialogs';
import { assertNever } from '../src/errors.js';
import {
  replyWithAnswer,
  replyWithChoice,
  replyWithDetails,
  replyWithFallback,
  replyWithNoMore,
  replyWithPassages,
  replyWithSources,
} from './answer.js';
import { replyWithContact, replyWithContactField } from './contact.js';
import { decide } from './decide.js';
import { isQuestion } from './engagement/index.js';
import { EngagementDialog, engagementDialogId } from './engagement-dialog.js';
import { askErasure, keyOf, markErased, readErasureAnswer, sayErased, sayNotErased } from './erasure.js';
import { type Memory, newMemory } from './memory.js';
import { messages } from './messages.fr.js';
import type { Plan } from './plan.js';
import { noteTold } from './profile.js';
import { remember } from './remember.js';
import { type Reply, sendReply } from './reply.js';
import type { ActiveKnowledge, DialogServices } from './services.js';
import { createSituation } from './situation.js';
import { replyToSmalltalk } from './smalltalk.js';

export const rootDialogId = 'root';

/** Longest text that is looked at, in characters. A longer one gets a friendly request to be brief. */
export const MAX_TEXT = 8000;

/**
 * The conversation's switchboard: each message is understood, decided on (purely), and answered or handed to a dialog.
 * While the engagement dialog is active its prompt has the first word; what is no answer to it is treated as a side question.
 */
export class RootDialog extends ComponentDialog {
  private readonly engagement: EngagementDialog;

  constructor(
    private readonly services: DialogServices,
    private readonly memory: StatePropertyAccessor<Memory>,
  ) {
    super(rootDialogId);
    this.engagement = new EngagementDialog(services, memory);
    this.addDialog(this.engagement);
  }

  protected override async onBeginDialog(inner: DialogContext): Promise<DialogTurnResult> {
    return this.route(inner);
  }

  protected override async onContinueDialog(inner: DialogContext): Promise<DialogTurnResult> {
    return this.route(inner);
  }

  private async route(inner: DialogContext): Promise<DialogTurnResult> {
    const { context } = inner;
    const knowledge = this.services.knowledge();
    const memory = await this.memory.get(context, newMemory());
    const text = (context.activity.text ?? '').trim();
    const unreadable = replyToUnreadable(context, knowledge, text);
    if (unreadable) {
      await sendReply(context, unreadable);
      return inner.activeDialog ? { status: DialogTurnStatus.waiting } : inner.endDialog();
    }
    const answer = memory.awaitsErasure ? readErasureAnswer(text) : undefined;
    memory.awaitsErasure = undefined;
    if (answer) return this.rest(await this.settleErasure(inner, knowledge, answer));
    if (inner.activeDialog) {
      const continued = await inner.continueDialog();
      if (!EngagementDialog.declined(continued)) return this.rest(continued);
    }
    const plan = this.plan(knowledge, memory, text);
    if (inner.activeDialog && plan.do === 'engage') {
      await inner.repromptDialog();
      return { status: DialogTurnStatus.waiting };
    }
    if (inner.activeDialog && (plan.do === 'fallback' || plan.do === 'clarify') && !isQuestion(text)) {
      return this.rest(await this.engagement.insist(inner));
    }
    const result = await this.carryOut(inner, knowledge, memory, text, plan);
    return this.rest(result);
  }

  /** What was asked is not asked twice: either everything goes, or nothing does. */
  private async settleErasure(
    inner: DialogContext,
    { version }: ActiveKnowledge,
    answer: 'yes' | 'no',
  ): Promise<DialogTurnResult> {
    const { context } = inner;
    if (answer === 'no') {
      await sendReply(context, sayNotErased(version));
      if (inner.activeDialog) await inner.repromptDialog();
      return { status: inner.activeDialog ? DialogTurnStatus.waiting : DialogTurnStatus.empty };
    }
    markErased(context);
    await this.services.privacy.erase(keyOf(context));
    await inner.cancelAllDialogs();
    await sendReply(context, sayErased(context, version));
    return { status: DialogTurnStatus.empty };
  }

  private plan(knowledge: ActiveKnowledge, memory: Memory, text: string): Plan {
    // A release may have dropped what the conversation was about.
    if (memory.topic && !knowledge.base.entries.has(memory.topic)) memory.topic = undefined;
    memory.offered = memory.offered.filter((id) => knowledge.base.entries.has(id));
    return decide(createSituation(knowledge, this.services.gazetteer, memory, text));
  }

  private async carryOut(
    inner: DialogContext,
    knowledge: ActiveKnowledge,
    memory: Memory,
    text: string,
    plan: Plan,
  ): Promise<DialogTurnResult> {
    const { context } = inner;
    if (plan.do === 'engage' && !inner.activeDialog) return inner.beginDialog(engagementDialogId, { text });
    if (plan.do === 'smalltalk' && (plan.intent === 'cancel' || plan.intent === 'restart')) await inner.cancelAllDialogs();
    if (!inner.activeDialog && tellsOfItself(plan, text)) noteTold(memory, text);
    const reply = await this.composeReply(context, knowledge, memory, text, plan);
    remember(knowledge, memory, plan);
    const completed = plan.do === 'contact' ? await this.engagement.completeSheet(memory) : undefined;
    await sendReply(context, completed ? { ...reply, text: `${reply.text}\n\n${completed}` } : reply);
    if (inner.activeDialog) {
      // Nobody in distress is asked for a number of inhabitants, nobody two things at a time.
      if (plan.do !== 'distress' && plan.do !== 'ask-erasure') await inner.repromptDialog();
      return { status: DialogTurnStatus.waiting };
    }
    return { status: DialogTurnStatus.empty };
  }

  private async composeReply(
    context: TurnContext,
    knowledge: ActiveKnowledge,
    memory: Memory,
    text: string,
    plan: Plan,
  ): Promise<Reply> {
    if (plan.do === 'what-if') return this.engagement.resultReply(memory, plan.change);
    if (plan.do === 'ask-erasure') return askErasure(context, knowledge.version);
    const reply = this.reply(knowledge, memory, text, plan);
    if (plan.do !== 'smalltalk' || plan.intent !== 'privacy') return reply;
    const code = await this.services.privacy.giveReceipt(keyOf(context));
    return { ...reply, text: `${reply.text}\n\n${messages.receipt(code, this.services.publicUrl())}` };
  }

  private reply(
    knowledge: ActiveKnowledge,
    memory: Memory,
    text: string,
    plan: Exclude<Plan, { do: 'what-if' | 'ask-erasure' }>,
  ): Reply {
    const version = knowledge.version;
    switch (plan.do) {
      case 'answer':
        return replyWithAnswer(knowledge, plan.entry, memory, this.services.now(), plan);
      case 'passages':
        return replyWithPassages(knowledge, plan.entry, plan.passages, this.services.now());
      case 'no-more':
        return replyWithNoMore(knowledge, plan.entry);
      case 'details':
        return replyWithDetails(knowledge, plan.entry);
      case 'sources':
        return replyWithSources(knowledge, plan.entry);
      case 'clarify':
        return replyWithChoice(knowledge, plan.candidates);
      case 'contact':
        return replyWithContact(knowledge, plan.reading, memory);
      case 'no-place':
        return { text: messages.placeLater, decision: { kind: 'contact', place: 'missing', knowledgeVersion: version } };
      case 'contact-field':
        return replyWithContactField(knowledge, plan.network, plan.field);
      case 'engage':
        return { text: messages.smalltalk.help, decision: { kind: 'smalltalk', intent: 'help', knowledgeVersion: version } };
      case 'smalltalk':
        return replyToSmalltalk(plan.intent, {
          knowledgeVersion: version,
          publicUrl: this.services.publicUrl(),
          retentionDays: this.services.retentionDays,
          text,
        });
      case 'reject':
        return {
          text: messages.rejected,
          suggestions: [messages.contactSuggestion],
          decision: { kind: 'fallback', knowledgeVersion: version },
        };
      case 'distress':
        return { text: messages.distress[plan.of], decision: { kind: 'fallback', knowledgeVersion: version } };
      case 'forget':
        return { text: messages.forgotten, decision: { kind: 'system', knowledgeVersion: version } };
      case 'fallback':
        return replyWithFallback(knowledge, plan.near, memory);
      default:
        return assertNever(plan);
    }
  }

  /** A component that ends is begun anew at the next message: only a dialog that waits keeps the stack. */
  private rest(result: DialogTurnResult): DialogTurnResult {
    return result.status === DialogTurnStatus.waiting ? result : { status: DialogTurnStatus.complete };
  }
}

function replyToUnreadable(context: TurnContext, knowledge: ActiveKnowledge, text: string): Reply | undefined {
  const decision = { kind: 'fallback', knowledgeVersion: knowledge.version } as const;
  if (text.length > MAX_TEXT) return { text: messages.tooLong, decision };
  if (text !== '') return undefined;
  const files = context.activity.attachments?.some((attachment) => attachment.contentType !== 'text/html');
  return { text: files ? messages.attachments : messages.empty, suggestions: messages.welcomeSuggestions, decision };
}

/** A question that is none of ours may tell of a roof, or of another authority. */
const tellsOfItself = (plan: Plan, text: string): boolean =>
  plan.do !== 'what-if' &&
  plan.do !== 'forget' &&
  plan.do !== 'ask-erasure' &&
  plan.do !== 'distress' &&
  !(plan.do === 'fallback' && text.includes('?'));
