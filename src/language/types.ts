import type { Calibration } from './calibration.js';

/** What is known about one thing the assistant can recognise: an entry of the knowledge base or an intent of the conversation. */
export interface TrainingLabel {
  id: string;
  question: string;
  title: string;
  utterances: readonly string[];
  /** Plain text: the short answer followed by the details (empty for an intent). */
  answer: string;
  kind: LabelKind;
}

export type LabelKind = 'entry' | 'intent';

/** Content of knowledge/lexicon.yaml. Keys are as people type them; values are what they stand for. */
export interface Lexicon {
  acronyms: Readonly<Record<string, string>>;
  sms: Readonly<Record<string, string>>;
  synonyms: readonly (readonly string[])[];
  stopwords: readonly string[];
}

export interface TrainingSet {
  labels: readonly TrainingLabel[];
  /** Messages that no label answers: far off-topic talk and near misses. */
  negatives: readonly string[];
  lexicon: Lexicon;
  /** Further words that are right as they stand (place names…): never corrected. */
  vocabulary?: readonly string[];
}

export interface TrainingOptions {
  /** Seed of the folds and of the order of the examples; the same seed and set give the same model. */
  seed?: number;
  /** What an earlier training learnt from held-out messages; it is learnt anew when absent or made by another engine. */
  calibration?: Calibration;
}

export interface Candidate {
  label: string;
  kind: LabelKind;
  /** Calibrated probability, 0..1, that this label is what was meant. */
  confidence: number;
  /** Share of this label among the candidates, 0..1: how it ranks, not whether it is right. */
  score: number;
}

/** A part of a message that asks something of its own. */
export interface Segment {
  text: string;
  candidates: Candidate[];
  inScope: number;
}

export interface Understanding {
  text: string;
  normalised: string;
  /** The normalised text after spelling correction, when that changed something. */
  corrected?: string;
  /** Best first, at most 10. */
  candidates: Candidate[];
  /** Probability, 0..1, that the message is about something that some label covers. */
  inScope: number;
  /** The normalised text is a question, a title or an utterance of the best candidate. */
  exact: boolean;
  /** Two or three, when the message asks several things that are understood apart. */
  segments?: Segment[];
}

export interface UnderstandingContext {
  /** Label of the entry that was answered last. */
  topic?: string;
  /** Kind of authority of the user: accepted for the sake of callers, not used for ranking. */
  audience?: string;
}
