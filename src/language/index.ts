export { type Calibration, toCalibration } from './calibration.js';
export { EMPTY_LEXICON } from './lexicon.js';
export type { Model } from './model.js';
export { normalise, stripAccents } from './normalise.js';
export { canLoadModel, loadModel, MODEL_VERSION, serialiseModel } from './serialise.js';
export { stem } from './stem.js';
export { tokenise } from './tokenise.js';
export { trainModel } from './train.js';
export type {
  Candidate,
  LabelKind,
  Lexicon,
  Segment,
  TrainingLabel,
  TrainingOptions,
  TrainingSet,
  Understanding,
  UnderstandingContext,
} from './types.js';
export { understand } from './understand.js';
