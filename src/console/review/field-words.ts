import type { ActiveKnowledge } from '../../knowledge/active-knowledge.js';
import { countStems, readStems, type StemCounts } from './question-terms.js';

/** Says how many phrasings of the active release use each stem: what words are common in the field. They are read once per release. */
export function createFieldWords(knowledge: () => ActiveKnowledge): () => StemCounts {
  let known: { version: string; counts: StemCounts } | undefined;
  return () => {
    const { version, base } = knowledge();
    if (known?.version !== version) {
      // A sixth of the phrasings tells as much (a twelfth does not).
      const texts = [...base.entries.values()].flatMap(({ utterances }) => utterances.filter((_, index) => index % 6 === 0));
      known = { version, counts: countStems(texts.map(readStems)) };
    }
    return known.counts;
  };
}
