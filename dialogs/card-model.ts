/** The part of Adaptive Cards 1.5 that the assistant's cards are made of. */
export interface AdaptiveCard {
  type: 'AdaptiveCard';
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
  version: '1.5';
  lang: 'fr';
  /** What is shown where cards cannot be: the reply's own text. */
  fallbackText: string;
  body: CardElement[];
  actions?: SubmitAction[];
}

export interface TextBlock {
  type: 'TextBlock';
  text: string;
  wrap: true;
  weight?: 'Bolder';
  size?: 'Small';
  isSubtle?: true;
}

export interface FactSet {
  type: 'FactSet';
  facts: { title: string; value: string }[];
}

export interface ChoiceSet {
  type: 'Input.ChoiceSet';
  id: string;
  style: 'compact';
  label: string;
  placeholder: string;
  isRequired: true;
  errorMessage: string;
  choices: { title: string; value: string }[];
}

export interface Container {
  type: 'Container';
  style: 'emphasis' | 'accent';
  bleed?: true;
  items: (TextBlock | FactSet)[];
}

export type CardElement = TextBlock | FactSet | ChoiceSet | Container;

/** What a click on a card says: the user's words, and the question that it answers (so that an old card is recognised). */
export interface CardClick {
  /** Absent where the card's list gives the words. */
  text?: string;
  asks?: string;
}

export interface SubmitAction {
  type: 'Action.Submit';
  title: string;
  data: {
    passerelle: CardClick;
    /** Teams shows the click as the user's own message. */
    msteams?: { type: 'messageBack'; text: string; displayText: string; value: { passerelle: CardClick } };
  };
}

/** Id of the list of a card: its value comes beside `passerelle` when the card is sent. */
export const CARD_CHOICE = 'choix';
