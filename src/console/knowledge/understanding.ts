/** How the release that answers understands texts now: which entries they come close to. */
import type { ActiveKnowledge } from '../../knowledge/active-knowledge.js';

export interface Understood {
  text: string;
  /** Entries, best first, with the recogniser's confidence (0..1). */
  entries: { id: string; title: string; confidence: number }[];
  /** The text is, to the letter, an utterance of the best. */
  exact: boolean;
}

/** Confidence from which another entry comes too close for comfort: the assistant would answer with it. */
const CLOSE = 0.4;
const SHOWN = 3;

export function understandTexts(texts: readonly string[], knowledge: ActiveKnowledge): Understood[] {
  return texts.map((text) => {
    const { candidates, exact } = knowledge.understand(text);
    const entries = candidates
      .filter(({ kind }) => kind === 'entry')
      .slice(0, SHOWN)
      .map(({ label, confidence }) => ({ id: label, title: knowledge.base.entries.get(label)?.title ?? label, confidence }));
    return { text, entries, exact: exact && candidates[0]?.kind === 'entry' };
  });
}

/** Those that another entry than `id` would answer now. */
export const findCollidingTexts = (understood: readonly Understood[], id: string): Understood[] =>
  understood.filter(({ entries: [best] }) => best !== undefined && best.id !== id && best.confidence >= CLOSE);

/** Entries that may be meant by several texts: by their best confidence. */
export function proposeEntries(understood: readonly Understood[]): { id: string; title: string; confidence: number }[] {
  const best = new Map<string, { id: string; title: string; confidence: number }>();
  for (const entry of understood.flatMap(({ entries }) => entries)) {
    const known = best.get(entry.id);
    if (!known || known.confidence < entry.confidence) best.set(entry.id, entry);
  }
  return [...best.values()].sort((a, b) => b.confidence - a.confidence);
}
