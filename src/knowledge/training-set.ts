import type { TrainingLabel, TrainingSet } from '../language/index.js';
import type { KnowledgeBase } from './load.js';

/**
 * What the recogniser learns from a base: entries, intents, and messages that are neither.
 * `vocabulary`: further words that are right as they stand (place names).
 */
export function createTrainingSet(base: KnowledgeBase, vocabulary: readonly string[]): TrainingSet {
  const entries = [...base.entries.values()].map(
    ({ id, question, title, utterances, answer, details }): TrainingLabel => ({
      id,
      question,
      title,
      utterances,
      answer: toPlainText([answer, details].join('\n\n')),
      kind: 'entry',
    }),
  );
  const intents = base.intents.map(
    ({ id, utterances }): TrainingLabel => ({
      id,
      question: utterances[0] ?? '',
      title: '',
      utterances,
      answer: '',
      kind: 'intent',
    }),
  );
  return { labels: [...entries, ...intents], negatives: base.negatives, lexicon: base.lexicon, vocabulary };
}

/** Markdown of an answer without its marks: bold, list bullets, link addresses. */
function toPlainText(markdown: string): string {
  return markdown
    .replace(/\[([^\]\n]{0,300})\]\([^)\s]{0,500}\)/g, '$1')
    .replace(/\*\*|^[ \t]{0,8}(?:[-*]|\d{1,2}\.) /gm, '')
    .trim();
}
