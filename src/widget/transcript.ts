/** What the page shows: a list of items, changed only by these pure functions. */
import type { Failure } from './failure.js';
import { toPlainText } from './markdown.js';
import { strings } from './strings.fr.js';

export interface Suggestion {
  title: string;
  value: string;
}

/** The part of CONTRACT's Decision that the page uses. */
export interface ShownDecision {
  kind: string;
  place?: string;
  asks?: string;
  recommends?: string;
}

/** A message activity as it comes from the server. */
export interface IncomingMessage {
  id: string;
  role: 'user' | 'bot';
  text: string;
  clientId?: string;
  suggestions: Suggestion[];
  decision?: ShownDecision;
  /** The bot wants to know what the user thinks of this reply (`channelData.feedbackLoopEnabled`, as on Teams). */
  wantsFeedback?: boolean;
}

export interface UserItem {
  kind: 'user';
  key: string;
  text: string;
  status: 'sending' | 'sent' | 'failed';
  failure?: Failure;
}

export interface BotItem {
  kind: 'bot';
  key: string;
  text: string;
  suggestions: Suggestion[];
  decision?: ShownDecision;
  wantsFeedback: boolean;
  reaction?: 'like' | 'dislike';
  /** True once the reason of a dislike was given or declined. */
  closed?: boolean;
}

export interface NoticeItem {
  kind: 'notice';
  key: string;
  text: string;
}

export type Item = UserItem | BotItem | NoticeItem;
export type Items = readonly Item[];

/** Appends the user's message before it is sent. */
export const addSending = (items: Items, key: string, text: string): Items => [
  ...items,
  { kind: 'user', key, text, status: 'sending' },
];

/** Sets what became of a message of the user. */
export const markUser = (items: Items, key: string, status: UserItem['status'], failure?: Failure): Items =>
  items.map((item) =>
    item.kind === 'user' && item.key === key
      ? { kind: 'user', key, text: item.text, status, ...(failure ? { failure } : {}) }
      : item,
  );

export const addNotice = (items: Items, key: string, text: string): Items => [...items, { kind: 'notice', key, text }];

/** Puts a notice before an item. */
export const insertNotice = (items: Items, before: string, key: string, text: string): Items =>
  items.flatMap((item): Item[] => (item.key === before ? [{ kind: 'notice', key, text }, item] : [item]));

export const markBot = (items: Items, key: string, change: Pick<BotItem, 'reaction' | 'closed'>): Items =>
  items.map((item) => (item.kind === 'bot' && item.key === key ? { ...item, ...change } : item));

/**
 * Adds what the server says, each message once. The user's own messages are known by their client id (or come anew on a
 * reload). What the bot says before the user spoke in this conversation is its welcome, which the page shows in its own way.
 */
export function receive(
  items: Items,
  messages: readonly IncomingMessage[],
  userSpoke: boolean,
): { items: Items; fresh: BotItem[]; userSpoke: boolean } {
  let next = items;
  let spoke = userSpoke;
  const fresh: BotItem[] = [];
  for (const message of messages) {
    if (message.role === 'user') {
      spoke = true;
      const key = message.clientId ?? message.id;
      const known = next.some((item) => item.key === key);
      next = known ? markUser(next, key, 'sent') : [...next, { kind: 'user', key, text: message.text, status: 'sent' }];
    } else if (spoke && message.text !== '' && !next.some((item) => item.key === message.id)) {
      const { id, text, suggestions, decision, wantsFeedback = false } = message;
      const item: BotItem = { kind: 'bot', key: id, text, suggestions, wantsFeedback, ...(decision ? { decision } : {}) };
      fresh.push(item);
      next = [...next, item];
    }
  }
  return { items: next, fresh, userSpoke: spoke };
}

/** The suggestions on offer: the last reply's, while the user has not spoken since. Older buttons are gone. */
export function currentSuggestions(items: Items): { key: string; suggestions: Suggestion[] } | undefined {
  const last = items.at(-1);
  return last?.kind === 'bot' && last.suggestions.length > 0 ? { key: last.key, suggestions: last.suggestions } : undefined;
}

/** Which question of the engagement dialog each prompt is, counted from the dialog's start; a repeated prompt keeps its number. */
export function dialogSteps(items: Items): ReadonlyMap<string, number> {
  const steps = new Map<string, number>();
  let asked: string[] = [];
  for (const item of items) {
    if (item.kind !== 'bot' || item.decision?.kind !== 'dialog') continue;
    const { asks, recommends } = item.decision;
    if (recommends !== undefined) asked = [];
    else if (asks !== undefined && asks !== 'confirm' && asks !== 'place') {
      if (!asked.includes(asks)) asked = [...asked, asks];
      steps.set(item.key, asked.indexOf(asks) + 1);
    }
  }
  return steps;
}

/** The conversation as text, for the clipboard. */
export function toText(items: Items): string {
  return items
    .map((item) => {
      if (item.kind === 'notice') return item.text;
      return item.kind === 'user' ? `${strings.you} : ${item.text}` : `${strings.name} : ${toPlainText(item.text)}`;
    })
    .join('\n\n');
}
