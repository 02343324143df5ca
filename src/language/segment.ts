const MAX_SEGMENTS = 12;
const ASKING =
  /\?|^(?:et |mais |alors |donc |bref |du coup )*(?:qui|que|quoi|quel|quelle|quels|quelles|comment|combien|ou|quand|pourquoi|est ce|est-ce|peut|peux|puis|pouvez|faut|doit|dois|a t il|a-t-on|y a|existe|qu'|c'est quoi|kel|koi|cmt|pk)(?![a-z])/;
const SECOND_QUESTION =
  /(?:,| et(?: aussi| puis)?|\.|;| ainsi que| puis) (?=(?:qui|quel|quelle|quels|quelles|comment|combien|ou|quand|pourquoi|est-ce|qu'est-ce|c'est quoi|peut-on|faut-il|y a-t-il|existe-t-il)(?![a-z]))/g;

/** A part of a message: its text, and whether it asks something. */
export interface Part {
  text: string;
  asks: boolean;
}

/** Sentences of a normalised text, and within a sentence the questions that are joined by « et » or a comma. The first and last are kept when there are many. */
export function splitParts(normalised: string): Part[] {
  const sentences = normalised.split(/(?<=[.!?;…])\s+|(?<=\?)/u);
  const parts = sentences
    .flatMap((sentence) => sentence.split(SECOND_QUESTION))
    .map((text) => text.trim())
    .filter((text) => text.length > 3);
  const kept = parts.length > MAX_SEGMENTS ? [...parts.slice(0, MAX_SEGMENTS / 2), ...parts.slice(-MAX_SEGMENTS / 2)] : parts;
  return kept.map((text) => ({ text, asks: ASKING.test(text) }));
}
