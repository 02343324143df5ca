/** « Effacez mes données »: asked once more, then done in the turn of the answer. */
import type { TurnContext } from 'botbuilder';
import { readYesNo } from '../src/language/entities/index.js';
import { messages } from './messages.fr.js';
import { plain } from './references.js';
import type { Reply } from './reply.js';
import type { ConversationKey } from './services.js';

/** Key of the turn state that says that everything of the conversation was deleted in this turn. */
const erased = Symbol('erased');

/** Marks the turn: nothing of it may be kept. To be called before anything is deleted, so that a failure half-way keeps nothing either. */
export const markErased = (context: TurnContext): void => void context.turnState.set(erased, true);

export const isErased = (context: TurnContext): boolean => context.turnState.has(erased);

export const keyOf = ({ activity }: TurnContext): ConversationKey => ({
  id: activity.conversation.id,
  channelId: activity.channelId,
});

/** Longest answer, in words, that is read as one. */
const ANSWER_WORDS = 5;

/** « Effacez », « oui supprimez tout », « efface mes messages svp »: nothing narrower, such as « effacez ma commune ». */
const MEANT =
  /^(?:oui|ok|d'accord)?\W*(?:tout )?(?:effac|supprim)\w*(?:[- ](?:la|les|le))?(?: (?:tout|ca|cela|(?:la|notre) conversation|mes (?:donnees|messages)|s'il (?:vous|te) plait|svp|stp|merci))*\W*$/;
const NOT_MEANT = /^(?:non|annul|gard|surtout pas|pas maintenant|n'efface|ne (?:l'|les |rien )?(?:efface|supprime))/;

/** The answer to « voulez-vous effacer notre conversation ? »; undefined when the message is about something else. */
export function readErasureAnswer(text: string): 'yes' | 'no' | undefined {
  const said = plain(text);
  if (said === plain(messages.eraseYes)) return 'yes';
  if (said === plain(messages.eraseNo)) return 'no';
  if (said.split(/\s+/).length > ANSWER_WORDS || text.includes('?')) return undefined;
  if (MEANT.test(said)) return 'yes';
  if (NOT_MEANT.test(said)) return 'no';
  const read = readYesNo(text);
  return read === 'yes' || read === 'no' ? read : undefined;
}

/** Asks whether it is meant; says what goes and what does not. */
export const askErasure = (context: TurnContext, knowledgeVersion: string): Reply => ({
  text: messages.askErasure(whereOf(context)),
  suggestions: [messages.eraseYes, messages.eraseNo],
  decision: { kind: 'smalltalk', intent: 'privacy', knowledgeVersion },
});

export const sayErased = (context: TurnContext, knowledgeVersion: string): Reply => ({
  text: messages.erased(whereOf(context) !== 'elsewhere'),
  decision: { kind: 'system', knowledgeVersion },
});

export const sayNotErased = (knowledgeVersion: string): Reply => ({
  text: messages.notErased,
  decision: { kind: 'system', knowledgeVersion },
});

function whereOf({ activity }: TurnContext): 'teams' | 'teams-group' | 'elsewhere' {
  if (activity.channelId !== 'msteams') return 'elsewhere';
  return activity.conversation.isGroup ? 'teams-group' : 'teams';
}
