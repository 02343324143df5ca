import { ActionTypes, type Activity, ActivityTypes, type Attachment, InputHints, type TurnContext } from 'botbuilder';
import type { Source } from '../src/knowledge/schema.js';
import type { Decision } from './decision.js';

/** What a dialog says: Markdown text, the buttons offered under it, optional cards, and the decision as data. */
export interface Reply {
  text: string;
  /** Texts of the buttons; a click sends the value (the title when there is none) as the user's message. */
  suggestions?: readonly (string | { title: string; value: string })[];
  attachments?: Attachment[];
  /** Sources that the text names, for channels that show citations of their own. */
  citations?: readonly Source[];
  decision: Decision;
}

/** A channel's own way of showing replies, found under this key of the turn state. */
export const replyPresenter = Symbol('replyPresenter');
export type ReplyPresenter = (reply: Reply) => Partial<Activity>;

/** Makes the activity of a reply. `channelData.decision` is for clients and the log; the recorder removes it on channels that own channelData. */
export function toActivity(reply: Reply): Partial<Activity> {
  return {
    type: ActivityTypes.Message,
    text: reply.text,
    textFormat: 'markdown',
    locale: 'fr-FR',
    inputHint: InputHints.ExpectingInput,
    ...(reply.attachments ? { attachments: reply.attachments } : {}),
    ...(reply.suggestions && reply.suggestions.length > 0
      ? {
          suggestedActions: {
            to: [],
            actions: reply.suggestions.map((item) => {
              const { title, value } = typeof item === 'string' ? { title: item, value: item } : item;
              return { type: ActionTypes.ImBack, title, value };
            }),
          },
        }
      : {}),
    channelData: { decision: reply.decision },
  };
}

export async function sendReply(context: TurnContext, reply: Reply): Promise<void> {
  const present = context.turnState.get<ReplyPresenter | undefined>(replyPresenter) ?? toActivity;
  await context.sendActivity(present(reply));
}
