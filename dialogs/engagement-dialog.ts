import type { StatePropertyAccessor, TurnContext } from 'botbuilder';
import { Dialog, type DialogContext, type DialogInstance, type DialogTurnResult, DialogTurnStatus } from 'botbuilder-dialogs';
import type { EngagementConfig } from '../src/knowledge/engagement-schema.js';
import { composeSheet } from './council-sheet.js';
import {
  continueEngagement,
  type EngagementPrompt,
  type EngagementResult,
  type EngagementState,
  type EngagementStep,
  repeatPrompt,
  startEngagement,
} from './engagement/index.js';
import { type Memory, newMemory } from './memory.js';
import { messages } from './messages.fr.js';
import type { ResultChange } from './plan.js';
import { forgetSituation, knownBefore, noteIdentity } from './profile.js';
import { type Reply, sendReply } from './reply.js';
import type { DialogServices } from './services.js';

export const engagementDialogId = 'engagement';

interface Instance {
  engagement: EngagementState;
}

/** A question that mentions a date is a side question: only something like an answer is looked at twice. */
const SPEAKS_OF_TIME =
  /^(?!.*\?\s*$).*(?:\d|semaine|jour|trimestre|semestre|saison|noël|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)/iu;
const MAX_DATE_TEXT = 80;

/** Marks a turn that the prompt could not read as an answer: the root dialog answers it, then repeats the prompt. */
const DECLINED = 'declined';

/** The choice of an engagement level as a Bot Framework dialog: the logic is pure (`dialogs/engagement/`), this keeps its state and sends. */
export class EngagementDialog extends Dialog {
  constructor(
    private readonly services: DialogServices,
    private readonly memory: StatePropertyAccessor<Memory>,
  ) {
    super(engagementDialogId);
  }

  /** True when `continueDialog` found no answer to its prompt in the message. */
  static declined(result: DialogTurnResult): boolean {
    return result.result === DECLINED;
  }

  override async beginDialog(dc: DialogContext, options?: { text?: string }): Promise<DialogTurnResult> {
    const memory = await this.memory.get(dc.context, newMemory());
    const step = startEngagement(this.config(), options?.text ?? '', knownBefore(memory));
    return this.say(dc, step.state, step.reply);
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    return this.take(dc, false);
  }

  /** The message made sense to nobody: it counts as a nonsense answer, and the third one in a row leads out. */
  async insist(dc: DialogContext): Promise<DialogTurnResult> {
    return this.take(dc, true);
  }

  override async repromptDialog(context: TurnContext, instance: DialogInstance): Promise<void> {
    await sendReply(context, this.promptReply(repeatPrompt(this.config(), (instance.state as Instance).engagement)));
  }

  private async take(dc: DialogContext, force: boolean): Promise<DialogTurnResult> {
    if (!dc.activeDialog) return { status: DialogTurnStatus.waiting, result: DECLINED };
    const state = (dc.activeDialog.state as Instance).engagement;
    const text = dc.context.activity.text ?? '';
    const step = (await this.readHorizonAgain(state, text)) ?? continueEngagement(this.config(), state, text, { force });
    if (step === undefined) return { status: DialogTurnStatus.waiting, result: DECLINED };
    if ('cancelled' in step) {
      await sendReply(dc.context, {
        text: messages.smalltalk.cancel,
        suggestions: messages.welcomeSuggestions,
        decision: { kind: 'smalltalk', intent: 'cancel', knowledgeVersion: this.version() },
      });
      return dc.endDialog();
    }
    return this.say(dc, step.state, step.reply);
  }

  private async say(
    dc: DialogContext,
    state: EngagementState,
    reply: EngagementPrompt | EngagementResult,
  ): Promise<DialogTurnResult> {
    if (dc.activeDialog) (dc.activeDialog.state as Instance).engagement = state;
    const memory = await this.memory.get(dc.context, newMemory());
    noteIdentity(memory, state.slots);
    if (reply.kind === 'prompt') {
      if (reply.asks === 'horizon') this.services.secondOpinion.warm();
      await sendReply(dc.context, this.promptReply(reply));
      return Dialog.EndOfTurn;
    }
    memory.offered = reply.entries;
    forgetSituation(memory);
    await sendReply(dc.context, await this.resultReply(memory, { state, reply }, true));
    return dc.endDialog();
  }

  /**
   * The recommendation as a message, with a council sheet of its own; the place is asked for once, when the choice is made.
   * Keeps the choice and its sheet in memory.
   */
  async resultReply(memory: Memory, { state, reply }: ResultChange, first = false): Promise<Reply> {
    const sheet = composeSheet(this.services.knowledge(), state.slots, memory.place, this.services.now());
    const { id, url } = await this.services.saveSheet(sheet);
    memory.sheets = [...(memory.sheets ?? []), id];
    memory.engagement = state;
    memory.sheet = { id, place: memory.place?.code };
    const asksPlace = first && memory.place === undefined;
    memory.awaitsPlace = asksPlace;
    const mailto = `mailto:?subject=${encodeURIComponent(messages.sheetMailSubject(sheet.level.title))}&body=${encodeURIComponent(messages.sheetMailBody(url))}`;
    return {
      text: [reply.text, messages.sheetLinks(url, mailto), ...(asksPlace ? [messages.askPlaceAtEnd] : [])].join('\n\n'),
      suggestions: asksPlace ? [messages.skipPlace, ...messages.afterResult.slice(1)] : messages.afterResult,
      decision: {
        kind: 'dialog',
        knowledgeVersion: this.version(),
        recommends: reply.recommends,
        ...(reply.runnerUp ? { runnerUp: reply.runnerUp } : {}),
        ...(asksPlace ? { asks: 'place' } : {}),
      },
    };
  }

  /** Brings the contact that was just found onto the sheet of the last choice; undefined when there is nothing to bring. */
  async completeSheet(memory: Memory): Promise<string | undefined> {
    const { engagement, sheet, place } = memory;
    if (!engagement || !sheet || !place || sheet.place === place.code) return undefined;
    const completed = composeSheet(this.services.knowledge(), engagement.slots, place, this.services.now());
    const { id, url } = await this.services.saveSheet(completed, sheet.id);
    if (id !== sheet.id) memory.sheets = [...(memory.sheets ?? []), id];
    memory.sheet = { id, place: place.code };
    return messages.sheetCompleted(url);
  }

  /** A date in answer to « sur quelle durée ? » that our own readers make nothing of, given a second, slower look. */
  private async readHorizonAgain(state: EngagementState, text: string): Promise<EngagementStep | undefined> {
    if (state.done || state.asked !== 'horizon' || text.length > MAX_DATE_TEXT || !SPEAKS_OF_TIME.test(text)) return undefined;
    if (continueEngagement(this.config(), state, text)) return undefined;
    const horizon = await this.services.secondOpinion.readHorizon(text);
    const question = this.config().questions.find(({ slot }) => slot === 'horizon');
    const button = question?.choices.find(({ value }) => value === horizon);
    const step = button && continueEngagement(this.config(), state, button.title);
    return step && 'state' in step ? step : undefined;
  }

  private promptReply(prompt: EngagementPrompt): Reply {
    const text = [prompt.heard, prompt.text].filter(Boolean).join('\n\n');
    return {
      text,
      suggestions: prompt.choices,
      decision: { kind: 'dialog', asks: prompt.asks, knowledgeVersion: this.version() },
    };
  }

  private config(): EngagementConfig {
    return this.services.knowledge().base.engagement;
  }

  private version(): string {
    return this.services.knowledge().version;
  }
}
