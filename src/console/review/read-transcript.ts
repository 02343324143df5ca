/** A conversation as the visitor saw it, cut into exchanges: what was asked, and all that came of it. */
import { z } from 'zod';
import type { ReviewedTurn } from '../../transcripts/review-store.js';
import type { LoggedActivity, TurnEvent } from '../../transcripts/transcript-store.js';

export interface Bubble {
  from: 'user' | 'bot';
  /** ISO 8601. */
  at: string;
  /** Markdown from the bot, plain text (masked) from the user. */
  text: string;
  /** Titles of the buttons that were offered. */
  suggestions: string[];
  /** It came as a card, of which this is the text. */
  card: boolean;
}

export interface Exchange {
  /** Number of the user's message; absent before the first one. */
  seq?: number;
  turn?: ReviewedTurn;
  bubbles: Bubble[];
  events: TurnEvent[];
}

const cardSchema = z.looseObject({
  content: z.looseObject({
    fallbackText: z.string(),
    actions: z.array(z.looseObject({ title: z.string() })).default([]),
  }),
});

/** Text and buttons of the cards of an activity. */
function readCards(attachments: unknown): { text: string; suggestions: string[] } | undefined {
  const cards = z
    .array(z.unknown())
    .safeParse(attachments)
    .data?.flatMap((item) => cardSchema.safeParse(item).data ?? []);
  if (!cards || cards.length === 0) return undefined;
  return {
    text: cards.map(({ content }) => content.fallbackText).join('\n\n'),
    suggestions: cards.flatMap(({ content }) => content.actions.map(({ title }) => title)),
  };
}

/** The code that erases a conversation is between the service and the person: staff find it by « Données personnelles ». */
const RECEIPT_CODE = /\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}\b/g;

const actionsSchema = z.looseObject({ actions: z.array(z.looseObject({ title: z.string() })) });

function toBubble({ activity }: LoggedActivity): Bubble | undefined {
  const from = activity.from?.role === 'user' ? 'user' : 'bot';
  const card = readCards(activity.attachments);
  const text = activity.text || card?.text;
  if (text === undefined) return undefined;
  const offered = actionsSchema.safeParse(activity.suggestedActions).data?.actions.map(({ title }) => title) ?? [];
  return {
    from,
    at: activity.timestamp,
    text: from === 'bot' ? text.replace(RECEIPT_CODE, '[code de reçu]') : text,
    suggestions: offered.length > 0 ? offered : (card?.suggestions ?? []),
    card: card !== undefined && !activity.text,
  };
}

/**
 * @param turns every turn of the conversation
 * @param visible whether an exchange may be shown: those of another network are left out with all they hold
 */
export function readTranscript(
  log: readonly LoggedActivity[],
  turns: readonly ReviewedTurn[],
  visible: (turn: ReviewedTurn) => boolean = () => true,
): Exchange[] {
  const bySeq = new Map(turns.map((turn) => [turn.seq, turn]));
  const exchanges: Exchange[] = [{ bubbles: [], events: [] }];
  for (const item of log) {
    const turn = bySeq.get(item.seq);
    if (turn) exchanges.push({ seq: item.seq, turn, bubbles: [], events: [] });
    const current = exchanges.at(-1);
    const bubble = toBubble(item);
    if (bubble) current?.bubbles.push(bubble);
    if (item.note?.event) current?.events.push(item.note.event);
  }
  // Turns whose words were erased stand for themselves.
  const shown = new Set(exchanges.flatMap(({ seq }) => seq ?? []));
  const erased = turns
    .filter(({ seq }) => !shown.has(seq))
    .map((turn): Exchange => ({ seq: turn.seq, turn, bubbles: [], events: [] }));
  return [...exchanges, ...erased]
    .filter(({ turn, bubbles }) => (turn ? visible(turn) : bubbles.length > 0))
    .sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0));
}
