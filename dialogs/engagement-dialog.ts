import type { StatePropertyAccessor, TurnContext } from 'botbuilder';
import { Dialog, type DialogContext, type DialogInstance, type DialogTurnResult, DialogTurnStatus } from 'botbuilder-dialogs';
import type { EngagementConfig } from '../src/knowledge/engagement-schema.js';
import {
  continueEngagement,
  type EngagementPrompt,
  type EngagementResult,
  type EngagementState,
  repeatPrompt,
  startEngagement,
} from './engagement/index.js';
import { type Memory, newMemory } from './memory.js';
import { messages } from './messages.fr.js';
import { type Reply, sendReply } from './reply.js';
import type { DialogServices } from './services.js';

export const engagementDialogId = 'engagement';

interface Instance {
  engagement: EngagementState;
}

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
    const step = startEngagement(this.config(), options?.text ?? '', { kind: memory.audience, population: memory.population });
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
    const step = continueEngagement(this.config(), state, dc.context.activity.text ?? '', { force });
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
    if (reply.kind === 'prompt') {
      await sendReply(dc.context, this.promptReply(reply));
      return Dialog.EndOfTurn;
    }
    memory.engagement = state;
    memory.offered = reply.entries;
    await sendReply(dc.context, resultReply(reply, this.version()));
    return dc.endDialog();
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

/** The recommendation as a message. */
export function resultReply(result: EngagementResult, knowledgeVersion: string): Reply {
  return {
    text: result.text,
    suggestions: messages.afterResult,
    decision: {
      kind: 'dialog',
      knowledgeVersion,
      recommends: result.recommends,
      ...(result.runnerUp ? { runnerUp: result.runnerUp } : {}),
    },
  };
}
