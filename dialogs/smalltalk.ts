import type { SmalltalkIntent } from '../src/knowledge/schema.js';
import { foreignSentence } from './languages.js';
import { messages } from './messages.fr.js';
import type { Reply } from './reply.js';

/** Facts about this installation that small talk mentions. */
export interface SmalltalkContext {
  knowledgeVersion: string;
  publicUrl: string;
  retentionDays: number;
  /** The user's words: only their language is looked at. */
  text: string;
}

/** Small talk is answered in one breath and leads back to the subject. */
export function replyToSmalltalk(intent: SmalltalkIntent, context: SmalltalkContext): Reply {
  // « Vous parlez occitan ? » is asked in French: an answer about what the assistant can do, not in another language.
  const sentence = intent === 'language' ? foreignSentence(context.text) : '';
  const said: SmalltalkIntent = intent === 'language' && sentence === '' ? 'help' : intent;
  const text =
    intent === 'privacy'
      ? messages.privacy(context.publicUrl, context.retentionDays)
      : intent === 'language'
        ? `${sentence}${messages.smalltalk.language}\n\n${messages.smalltalk.help}`
        : messages.smalltalk[intent];
  const suggestions =
    intent === 'bye' || intent === 'thanks'
      ? []
      : intent === 'frustration' || intent === 'abuse'
        ? [messages.contactSuggestion]
        : intent === 'privacy'
          ? [messages.eraseSuggestion, messages.contactSuggestion]
          : messages.welcomeSuggestions;
  return { text, suggestions, decision: { kind: 'smalltalk', intent: said, knowledgeVersion: context.knowledgeVersion } };
}
