import type { Activity } from 'botbuilder';
import { createCard, toAttachment } from '../../dialogs/cards.js';
import type { Decision } from '../../dialogs/decision.js';
import { encodeLinks } from '../../dialogs/encode-links.js';
import { messages } from '../../dialogs/messages.fr.js';
import { type Reply, toActivity } from '../../dialogs/reply.js';
import type { Source } from '../knowledge/schema.js';

/** Where a conversation takes place: alone with the bot, in a chat of several, in a channel of a team. */
export type Scope = 'personal' | 'groupChat' | 'channel';

/** Limits of Teams. */
const MOST_SUGGESTIONS = 3;
const MOST_CITATIONS = 20;
const LONGEST_NAME = 80;
const LONGEST_ABSTRACT = 160;

/**
 * A reply as Teams shows it best. Alone with the bot: text with native citations and suggested actions (three at most); cards where a card
 * says more, or has more buttons than three. Elsewhere suggested actions do not exist: what has buttons is a card.
 */
export function presentReply(given: Reply, scope: Scope): Partial<Activity> {
  const reply = { ...given, text: encodeLinks(given.text) };
  const activity = toActivity(reply);
  const feedback = asksFeedback(reply.decision) ? { feedbackLoop: { type: 'default' } } : {};
  activity.channelData = { ...activity.channelData, ...feedback };
  if (isCard(reply, scope)) {
    const { suggestedActions: _, ...rest } = activity;
    return { ...rest, attachments: [...(reply.attachments ?? []), toAttachment(createCard(reply))] };
  }
  const { text, entity } = cite(reply.text, reply.citations ?? []);
  const actions = activity.suggestedActions?.actions.slice(0, MOST_SUGGESTIONS);
  return {
    ...activity,
    text,
    ...(entity ? { entities: [entity] } : {}),
    ...(actions ? { suggestedActions: { to: [], actions } } : {}),
  };
}

function isCard({ decision, suggestions = [] }: Reply, scope: Scope): boolean {
  if (scope !== 'personal' && suggestions.length > 0) return true;
  switch (decision.kind) {
    case 'answer':
      return scope !== 'personal';
    case 'contact':
      return decision.place === 'network' || decision.place === 'no-network' || suggestions.length > MOST_SUGGESTIONS;
    case 'clarify':
    case 'dialog':
    case 'handoff':
      return true;
    case 'system':
      return suggestions.length > 0;
    case 'smalltalk':
    case 'fallback':
      return suggestions.length > MOST_SUGGESTIONS;
  }
}

/** Thumbs stand under what can be right or wrong, not under greetings and questions. */
function asksFeedback({ kind, place, recommends }: Decision): boolean {
  return kind === 'answer' || kind === 'fallback' || recommends !== undefined || place === 'network' || place === 'no-network';
}

/**
 * Teams' own citations: a number after the name of each source in the text, and one entity that describes them. The label « AI generated »
 * is not claimed: no sentence is.
 */
function cite(text: string, sources: readonly Source[]): { text: string; entity?: Record<string, unknown> & { type: string } } {
  let cited = text;
  const citation: object[] = [];
  for (const { title, url, publisher, date } of sources.slice(0, MOST_CITATIONS)) {
    const name = url ? `[${title}](${url})` : title;
    const at = cited.indexOf(name);
    if (at < 0) continue;
    const position = citation.length + 1;
    cited = `${cited.slice(0, at + name.length)} [${position}]${cited.slice(at + name.length)}`;
    citation.push({
      '@type': 'Claim',
      position,
      appearance: {
        '@type': 'DigitalDocument',
        name: shorten(title, LONGEST_NAME),
        ...(url ? { url } : {}),
        abstract: shorten(messages.citation(publisher, date), LONGEST_ABSTRACT),
      },
    });
  }
  if (citation.length === 0) return { text };
  const message = { type: 'https://schema.org/Message', '@type': 'Message', '@context': 'https://schema.org', '@id': '' };
  return { text: cited, entity: { ...message, citation } };
}

/** The text cut at a word, « … » included in the length. */
function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length - 1);
  const space = cut.lastIndexOf(' ');
  return `${(space > length / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}
