/**
 * Adaptive Cards, made from the reply itself: a card says the same words as its text twin, by construction.
 * What differs from reply to reply is only what stands out.
 */
import type { Attachment } from 'botbuilder';
import { assertNever } from '../src/errors.js';
import type { AdaptiveCard, CardClick, CardElement, SubmitAction, TextBlock } from './card-model.js';
import { CARD_CHOICE } from './card-model.js';
import type { Decision } from './decision.js';
import { messages } from './messages.fr.js';
import type { Reply } from './reply.js';

/** Teams shows six buttons of a card at most; more become a list. */
const MOST_BUTTONS = 6;
/** Longest label of a line « Téléphone : … » that reads as a table of facts. */
const LONGEST_LABEL = 12;

/** The card of a reply: text, then buttons (or a list, when a question has many answers). */
export function createCard(reply: Pick<Reply, 'text' | 'suggestions' | 'decision'>): AdaptiveCard {
  const { asks } = reply.decision;
  const choices = (reply.suggestions ?? []).map((item) => (typeof item === 'string' ? { title: item, value: item } : item));
  const asList = choices.length > MOST_BUTTONS;
  const actions: SubmitAction[] = asList
    ? [{ type: 'Action.Submit', title: messages.cardSend, data: { passerelle: asks ? { asks } : {} } }]
    : choices.map(({ title, value }) => createButton(title, asks ? { text: value, asks } : { text: value }));
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    lang: 'fr',
    fallbackText: reply.text,
    body: [...layOut(reply.text, reply.decision), ...(asList ? [createList(choices)] : [])],
    ...(actions.length > 0 ? { actions } : {}),
  };
}

export const toAttachment = (card: AdaptiveCard): Attachment => ({
  contentType: 'application/vnd.microsoft.card.adaptive',
  content: card,
});

function createButton(title: string, click: CardClick): SubmitAction {
  const text = click.text ?? title;
  const value = { passerelle: click };
  return {
    type: 'Action.Submit',
    title,
    data: { ...value, msteams: { type: 'messageBack', text, displayText: title, value } },
  };
}

const createList = (choices: { title: string; value: string }[]): CardElement => ({
  type: 'Input.ChoiceSet',
  id: CARD_CHOICE,
  style: 'compact',
  label: messages.cardList,
  placeholder: messages.cardChoose,
  isRequired: true,
  errorMessage: messages.cardChoose,
  choices,
});

function layOut(text: string, decision: Decision): CardElement[] {
  const paragraphs = text.split(/\n{2,}/).filter((paragraph) => paragraph.trim() !== '');
  const outstanding = paragraphs.findIndex((paragraph) => paragraph.startsWith('**'));
  return paragraphs.flatMap((paragraph, index) =>
    layOutParagraph(paragraph, decision, {
      first: index === 0,
      last: index === paragraphs.length - 1,
      outstanding: index === outstanding,
    }),
  );
}

interface Position {
  first: boolean;
  last: boolean;
  /** The first paragraph that begins in bold: the name, the result. */
  outstanding: boolean;
}

function layOutParagraph(paragraph: string, { kind, asks }: Decision, { first, last, outstanding }: Position): CardElement[] {
  switch (kind) {
    case 'dialog':
      if (asks) return [readParagraph(paragraph, { strong: last })];
      return outstanding ? [emphasise(paragraph)] : [readParagraph(paragraph)];
    case 'contact':
      return outstanding ? [emphasise(paragraph)] : readFacts(paragraph);
    case 'clarify':
      return [readParagraph(paragraph, { strong: first })];
    case 'handoff':
      return first ? [emphasise(paragraph)] : readFacts(paragraph);
    case 'system':
      return first ? [emphasise(paragraph)] : [readParagraph(paragraph)];
    case 'answer':
    case 'fallback':
    case 'smalltalk':
      return [readParagraph(paragraph)];
    default:
      return assertNever(kind);
  }
}

const emphasise = (paragraph: string): CardElement => ({
  type: 'Container',
  style: 'emphasis',
  bleed: true,
  items: [readParagraph(paragraph)],
});

/** A paragraph all in italics is a note (the source, how old it is): small and pale. Cards break lines at \r. */
function readParagraph(paragraph: string, { strong = false } = {}): TextBlock {
  const note = /^\*([^*]+)\*$/.exec(paragraph)?.[1];
  const text = (note ?? paragraph).replaceAll('\n', '\r');
  return {
    type: 'TextBlock',
    text,
    wrap: true,
    ...(note ? { size: 'Small', isSubtle: true } : {}),
    ...(strong ? { weight: 'Bolder' } : {}),
  };
}

/** « - Téléphone : … » lines as a table of facts; the rest as it is, in order. */
function readFacts(paragraph: string): (TextBlock | Extract<CardElement, { type: 'FactSet' }>)[] {
  const elements: ReturnType<typeof readFacts> = [];
  for (const line of paragraph.split('\n')) {
    const [, title, value] = /^- ([^:*[\]]{1,40}?) ?: (.+)$/.exec(line) ?? [];
    const last = elements.at(-1);
    if (title && value && title.length <= LONGEST_LABEL) {
      if (last?.type === 'FactSet') last.facts.push({ title, value });
      else elements.push({ type: 'FactSet', facts: [{ title, value }] });
    } else if (last?.type === 'TextBlock') last.text += `\r${line}`;
    else elements.push(readParagraph(line));
  }
  return elements;
}
