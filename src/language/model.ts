import type { Ranker } from './evidence.js';
import type { HashTable } from './hashing.js';
import type { CompiledLexicon } from './lexicon.js';
import type { LinearModel } from './linear.js';
import type { Speller } from './spell.js';
import type { LabelKind, Lexicon } from './types.js';

/** A label as the engine remembers it. */
export interface ModelLabel {
  id: string;
  kind: LabelKind;
  /** Words of its title and question: what is being talked about after it was answered. */
  topic: readonly string[];
}

/** All that was learnt from a training set. Read only. */
export interface Model {
  labels: readonly ModelLabel[];
  /** As given, so that the model can be stored; `compiled` is made from it. */
  lexicon: Lexicon;
  compiled: CompiledLexicon;
  speller: Speller;
  ranker: Ranker;
  /** Orders the candidates. */
  reranker: LinearModel;
  /** Probability that the first candidate is right. */
  confidence: LinearModel;
  /** Probability that any label covers the message. */
  scope: LinearModel;
  /** Hash of the words of a known text -> number of its label; negatives have the number of labels. */
  exact: HashTable;
}
