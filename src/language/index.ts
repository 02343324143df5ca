export type { Model } from './model.js';
export { normalise, stripAccents } from './normalise.js';
export { tokenise } from './tokenise.js';
export { stem } from './stem.js';
export { loadModel, serialiseModel } from './serialise.js';
export { trainModel } from './train.js';
export { understand } from './understand.js';
export type {
  Candidate, LabelKind, Lexicon, Segment, TrainingLabel, TrainingOptions, TrainingSet, Understanding, UnderstandingContext,
} from './types.js';
